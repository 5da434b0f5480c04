/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.calciteodata.query;

import io.github.calciteodata.edm.Column;
import io.github.calciteodata.query.Expression.And;
import io.github.calciteodata.query.Expression.Arithmetic;
import io.github.calciteodata.query.Expression.Call;
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.In;
import io.github.calciteodata.query.Expression.Not;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Or;
import io.github.calciteodata.query.Expression.Parameter;
import io.github.calciteodata.query.Expression.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** Replaces columns and parameters in expressions. */
final class Rewriter {
  private final UnaryOperator<Expression> leaves;

  private Rewriter(UnaryOperator<Expression> leaves) {
    this.leaves = leaves;
  }

  /** The same expression over other columns. */
  static Expression columns(Expression expression, UnaryOperator<Column> change) {
    return new Rewriter(e -> e instanceof Path path ? new Path(change.apply(path.column())) : e)
        .rewrite(expression);
  }

  /** The same expression with parameters counted from here on. */
  static Expression parametersFrom(int first, Expression expression) {
    return new Rewriter(
            e ->
                e instanceof Parameter p
                    ? new Parameter(p.index() + first, p.type(), p.enumType())
                    : e)
        .rewrite(expression);
  }

  private Expression rewrite(Expression expression) {
    if (expression instanceof And and) {
      return new And(all(and.operands()));
    }
    if (expression instanceof Or or) {
      return new Or(all(or.operands()));
    }
    if (expression instanceof Not not) {
      return new Not(rewrite(not.operand()));
    }
    if (expression instanceof Comparison c) {
      return new Comparison(c.op(), rewrite(c.left()), rewrite(c.right()));
    }
    if (expression instanceof NullTest test) {
      return new NullTest(rewrite(test.operand()), test.negated());
    }
    if (expression instanceof In in) {
      return new In(rewrite(in.operand()), all(in.values()));
    }
    if (expression instanceof Call call) {
      return new Call(call.function(), all(call.arguments()));
    }
    if (expression instanceof Arithmetic a) {
      return new Arithmetic(a.op(), rewrite(a.left()), rewrite(a.right()));
    }
    return leaves.apply(expression);
  }

  private List<Expression> all(List<Expression> expressions) {
    return expressions.stream().map(this::rewrite).toList();
  }
}
