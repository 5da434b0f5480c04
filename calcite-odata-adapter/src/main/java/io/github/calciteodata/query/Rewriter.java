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
import io.github.calciteodata.query.Expression.Any;
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
import java.util.Map;
import java.util.function.UnaryOperator;

/** Replaces columns and parameters in expressions. */
final class Rewriter {
  private final UnaryOperator<Expression> leaves;
  private final UnaryOperator<Any> related;

  private Rewriter(UnaryOperator<Expression> leaves, UnaryOperator<Any> related) {
    this.leaves = leaves;
    this.related = related;
  }

  /** The same expression as one on the entity that the navigation property starts from. */
  static Expression through(
      String navigation, Expression expression, UnaryOperator<Column> change) {
    return new Rewriter(
            e -> e instanceof Path path ? new Path(change.apply(path.column())) : e,
            any ->
                new Any(
                    navigation + "/" + any.path(),
                    any.columns().stream().map(change).toList(),
                    any.target(),
                    any.targetColumns(),
                    any.condition()))
        .rewrite(expression);
  }

  /** The same expression with something in the place of questions for related entities. */
  static Expression related(Expression expression, Map<Any, Expression> answers) {
    if (expression instanceof Any any) {
      return answers.get(any);
    }
    if (expression instanceof Not not && not.operand() instanceof Any any) {
      return new Not(answers.get(any));
    }
    if (expression instanceof And and) {
      return new And(and.operands().stream().map(o -> related(o, answers)).toList());
    }
    return expression instanceof Or or
        ? new Or(or.operands().stream().map(o -> related(o, answers)).toList())
        : expression;
  }

  /** The same expression with parameters counted from here on. */
  static Expression parametersFrom(int first, Expression expression) {
    return new Rewriter(
            e ->
                e instanceof Parameter p
                    ? new Parameter(p.index() + first, p.type(), p.enumType())
                    : e,
            any -> any.condition() == null ? any : any.with(parametersFrom(first, any.condition())))
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
    if (expression instanceof Any any) {
      return related.apply(any);
    }
    return leaves.apply(expression);
  }

  private List<Expression> all(List<Expression> expressions) {
    return expressions.stream().map(this::rewrite).toList();
  }
}
