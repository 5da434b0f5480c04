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

import io.github.calciteodata.query.Expression.And;
import io.github.calciteodata.query.Expression.Any;
import io.github.calciteodata.query.Expression.Arithmetic;
import io.github.calciteodata.query.Expression.Call;
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.Function;
import io.github.calciteodata.query.Expression.In;
import io.github.calciteodata.query.Expression.Not;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Or;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Walks through expressions. */
public final class Functions {
  private Functions() {}

  /** The functions that an expression calls. */
  public static Set<Function> in(Expression expression) {
    Set<Function> functions = EnumSet.noneOf(Function.class);
    visit(
        expression,
        e -> {
          if (e instanceof Call call) {
            functions.add(call.function());
          }
        });
    return functions;
  }

  /** Whether the expression asks for related entities. */
  public static boolean hasAny(Expression expression) {
    return parts(expression).stream().anyMatch(Any.class::isInstance);
  }

  /** The questions for related entities, but for those inside of others. */
  public static List<Any> outermostAny(Expression expression) {
    return expression instanceof Any any
        ? List.of(any)
        : children(expression).stream().flatMap(c -> outermostAny(c).stream()).toList();
  }

  /** The condition with answers in the place of questions for related entities. */
  public static Expression answered(Expression condition, Map<Any, Expression> answers) {
    return Rewriter.related(condition, answers);
  }

  /** The expression and everything in it. */
  public static List<Expression> parts(Expression expression) {
    List<Expression> parts = new ArrayList<>();
    visit(expression, parts::add);
    return parts;
  }

  /** Calls the visitor for the expression and everything in it. */
  static void visit(Expression expression, Consumer<Expression> visitor) {
    visitor.accept(expression);
    children(expression).forEach(child -> visit(child, visitor));
  }

  static List<Expression> children(Expression expression) {
    if (expression instanceof And and) {
      return and.operands();
    }
    if (expression instanceof Or or) {
      return or.operands();
    }
    if (expression instanceof Comparison comparison) {
      return List.of(comparison.left(), comparison.right());
    }
    if (expression instanceof Arithmetic arithmetic) {
      return List.of(arithmetic.left(), arithmetic.right());
    }
    if (expression instanceof In in) {
      List<Expression> all = new ArrayList<>(in.values());
      all.add(0, in.operand());
      return all;
    }
    if (expression instanceof Not not) {
      return List.of(not.operand());
    }
    if (expression instanceof NullTest test) {
      return List.of(test.operand());
    }
    if (expression instanceof Any any && any.condition() != null) {
      return List.of(any.condition());
    }
    return expression instanceof Call call ? call.arguments() : List.of();
  }
}
