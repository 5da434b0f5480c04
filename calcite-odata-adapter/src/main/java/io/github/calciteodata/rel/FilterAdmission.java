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
package io.github.calciteodata.rel;

import io.github.calciteodata.edm.Capabilities.FilterRestrictions;
import io.github.calciteodata.edm.Capabilities.FilterShape;
import io.github.calciteodata.query.Binder;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.And;
import io.github.calciteodata.query.Expression.Arithmetic;
import io.github.calciteodata.query.Expression.Call;
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.Function;
import io.github.calciteodata.query.Expression.In;
import io.github.calciteodata.query.Expression.Not;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Operator;
import io.github.calciteodata.query.Expression.Or;
import io.github.calciteodata.query.Expression.Path;
import io.github.calciteodata.query.Functions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a service takes a filter as a whole: the operators in it, the depth of its paths, and the
 * shape of the conditions on each property ({@code FilterExpressionRestrictions}).
 */
final class FilterAdmission {
  private static final Set<Function> SEARCH =
      EnumSet.of(Function.STARTSWITH, Function.ENDSWITH, Function.CONTAINS);

  private final FilterRestrictions restrictions;
  private final ServiceHabits habits;

  FilterAdmission(FilterRestrictions restrictions, ServiceHabits habits) {
    this.restrictions = restrictions;
    this.habits = habits;
  }

  boolean admits(Expression filter) {
    return (isOpen() || hasOnlyAllowedParts(filter)) && hasAllowedShapes(filter);
  }

  private boolean isOpen() {
    return habits.orAcrossProperties() && habits.denied().isEmpty() && restrictions.maxLevels() < 0;
  }

  private boolean hasOnlyAllowedParts(Expression filter) {
    return Functions.parts(filter).stream().allMatch(this::isAllowed);
  }

  private boolean isAllowed(Expression part) {
    if (part instanceof Path path) {
      long levels = path.column().path().chars().filter(c -> c == '/').count();
      return restrictions.maxLevels() < 0 || levels <= restrictions.maxLevels();
    }
    if (part instanceof Or or && !habits.orAcrossProperties()) {
      return Binder.paths(or).stream().distinct().count() <= 1;
    }
    String symbol = symbol(part);
    return symbol == null || !habits.denied().contains(symbol);
  }

  private static String symbol(Expression part) {
    if (part instanceof Comparison comparison) {
      return comparison.op().symbol();
    }
    if (part instanceof NullTest test) {
      return test.negated() ? Operator.NE.symbol() : Operator.EQ.symbol();
    }
    if (part instanceof Arithmetic arithmetic) {
      return arithmetic.op().symbol();
    }
    return part instanceof Not ? "not" : null;
  }

  private boolean hasAllowedShapes(Expression filter) {
    if (restrictions.shapes().isEmpty()) {
      return true;
    }
    List<Expression> conditions = filter instanceof And and ? and.operands() : List.of(filter);
    for (Map.Entry<String, FilterShape> restricted : restrictions.shapes().entrySet()) {
      List<Expression> own = new ArrayList<>();
      for (Expression condition : conditions) {
        List<Path> paths = Binder.paths(condition);
        long mentions =
            paths.stream().filter(p -> p.column().path().equals(restricted.getKey())).count();
        if (mentions > 0 && mentions < paths.size()) {
          return false;
        }
        if (mentions > 0) {
          own.add(condition);
        }
      }
      if (!own.isEmpty() && !hasShape(own, restricted.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasShape(List<Expression> conditions, FilterShape shape) {
    boolean one = conditions.size() == 1;
    Expression first = conditions.get(0);
    return switch (shape) {
      case SINGLE_VALUE -> one && isValue(first);
      case MULTI_VALUE -> one && isValues(first);
      case SINGLE_RANGE -> isRange(conditions);
      case MULTI_RANGE -> isRange(conditions) || one && isRanges(first);
      case SEARCH -> one && isSearch(first);
      case MULTI_RANGE_OR_SEARCH ->
          isRange(conditions) || one && (isRanges(first) || isSearch(first));
    };
  }

  private static boolean isValue(Expression condition) {
    return condition instanceof Comparison c
        && c.op() == Operator.EQ
        && c.left() instanceof Path
        && Binder.paths(c.right()).isEmpty();
  }

  private static boolean isValues(Expression condition) {
    return isValue(condition)
        || condition instanceof In in && in.operand() instanceof Path
        || condition instanceof Or or && or.operands().stream().allMatch(FilterAdmission::isValue);
  }

  /** One value, or a lower bound, an upper bound or both. */
  private static boolean isRange(List<Expression> conditions) {
    if (conditions.size() == 1) {
      return isValue(conditions.get(0)) || bound(conditions.get(0)) != 0;
    }
    return conditions.size() == 2 && bound(conditions.get(0)) * bound(conditions.get(1)) < 0;
  }

  private static boolean isRanges(Expression condition) {
    return isValues(condition)
        || condition instanceof Or or
            && or.operands().stream()
                .allMatch(
                    o ->
                        isValues(o) || isRange(o instanceof And and ? and.operands() : List.of(o)));
  }

  /** Negative for a lower bound, positive for an upper one. */
  private static int bound(Expression condition) {
    if (!(condition instanceof Comparison c)
        || !(c.left() instanceof Path)
        || !Binder.paths(c.right()).isEmpty()) {
      return 0;
    }
    return switch (c.op()) {
      case GT, GE -> -1;
      case LT, LE -> 1;
      default -> 0;
    };
  }

  private static boolean isSearch(Expression condition) {
    return condition instanceof Call call
        && SEARCH.contains(call.function())
        && call.arguments().get(0) instanceof Path;
  }
}
