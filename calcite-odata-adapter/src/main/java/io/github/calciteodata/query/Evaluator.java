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
import io.github.calciteodata.query.Expression.ArithmeticOperator;
import io.github.calciteodata.query.Expression.Call;
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.Constant;
import io.github.calciteodata.query.Expression.In;
import io.github.calciteodata.query.Expression.Literal;
import io.github.calciteodata.query.Expression.Not;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.OneOf;
import io.github.calciteodata.query.Expression.Operator;
import io.github.calciteodata.query.Expression.Or;
import io.github.calciteodata.query.Expression.Parameter;
import io.github.calciteodata.query.Expression.Path;
import io.github.calciteodata.query.ODataQuery.Order;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Evaluates filters and orders over rows, for services that do not, or that have to be checked. Its
 * meaning is OData's (URL Conventions 5.1.1): {@code eq} and {@code ne} take null for a value, the
 * other comparisons are false on null.
 */
public final class Evaluator {
  private final List<Column> columns;

  /** Rows have one value for each of these columns, in Calcite's internal representation. */
  public Evaluator(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Whether the bound filter is true for the row. */
  public boolean matches(Expression filter, Object[] row) {
    return Boolean.TRUE.equals(value(filter, row));
  }

  /**
   * Compares rows by one or more keys; nulls first ascending and last descending (Protocol
   * 11.2.6.2).
   */
  public Comparator<Object[]> comparator(List<Order> keys) {
    Comparator<Object[]> all = null;
    for (Order key : keys) {
      int index = columns.indexOf(key.column());
      Comparator<Object[]> one =
          Comparator.comparing(row -> row[index], Comparator.nullsFirst(Evaluator::compare));
      Comparator<Object[]> directed = key.descending() ? one.reversed() : one;
      all = all == null ? directed : all.thenComparing(directed);
    }
    return all;
  }

  /** What the bound expression is for the row; null for unknown. */
  public Object value(Expression expression, Object[] row) {
    if (expression instanceof Path path) {
      return row[columns.indexOf(path.column())];
    }
    if (expression instanceof Literal literal) {
      return literal.value();
    }
    if (expression instanceof Comparison comparison) {
      return compare(
          comparison.op(), value(comparison.left(), row), value(comparison.right(), row));
    }
    if (expression instanceof And and) {
      return kleene(and.operands(), row, false);
    }
    if (expression instanceof Or or) {
      return kleene(or.operands(), row, true);
    }
    if (expression instanceof NullTest test) {
      return (value(test.operand(), row) == null) != test.negated();
    }
    if (expression instanceof In in) {
      Object operand = value(in.operand(), row);
      return in.values().stream().anyMatch(v -> compare(Operator.EQ, operand, value(v, row)));
    }
    if (expression instanceof Not not) {
      Object operand = value(not.operand(), row);
      return operand == null ? null : !(Boolean) operand;
    }
    if (expression instanceof OneOf oneOf) {
      return oneOf(oneOf, row);
    }
    if (expression instanceof Call call) {
      return call(call, row);
    }
    if (expression instanceof Arithmetic arithmetic) {
      return arithmetic(
          arithmetic.op(), value(arithmetic.left(), row), value(arithmetic.right(), row));
    }
    if (expression instanceof Constant constant) {
      return constant.value();
    }
    throw new IllegalArgumentException("unbound parameter ?" + ((Parameter) expression).index());
  }

  private boolean oneOf(OneOf oneOf, Object[] row) {
    List<Object> key = new ArrayList<>();
    for (Column column : oneOf.columns()) {
      Object value = row[columns.indexOf(column)];
      if (value == null) {
        return false;
      }
      key.add(keyed(value));
    }
    return oneOf.keys().contains(key);
  }

  /** A value such that equal ones are equal in Java, too. */
  public static Object keyed(Object value) {
    return value instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : value;
  }

  private Object kleene(List<Expression> operands, Object[] row, boolean decisive) {
    Object result = !decisive;
    for (Expression operand : operands) {
      Object value = value(operand, row);
      if (value == null) {
        result = null;
      } else if ((Boolean) value == decisive) {
        return decisive;
      }
    }
    return result;
  }

  private static boolean compare(Operator op, Object left, Object right) {
    if (left == null || right == null) {
      return switch (op) {
        case EQ -> left == right;
        case NE -> left != right;
        default -> false;
      };
    }
    int order = compare(left, right);
    return switch (op) {
      case EQ -> order == 0;
      case NE -> order != 0;
      case GT -> order > 0;
      case GE -> order >= 0;
      case LT -> order < 0;
      case LE -> order <= 0;
    };
  }

  /** The order of two values that can be compared. */
  @SuppressWarnings("unchecked")
  public static int compare(Object left, Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      if (isBinary(a) || isBinary(b)) {
        return Double.compare(a.doubleValue(), b.doubleValue());
      }
      if (!(a instanceof BigDecimal) && !(b instanceof BigDecimal)) {
        return Long.compare(a.longValue(), b.longValue());
      }
      return decimal(a).compareTo(decimal(b));
    }
    return ((Comparable<Object>) left).compareTo(right);
  }

  private static boolean isBinary(Number number) {
    return number instanceof Double || number instanceof Float;
  }

  /** The number as it is. */
  public static BigDecimal decimal(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    return isBinary(number)
        ? new BigDecimal(number.toString())
        : BigDecimal.valueOf(number.longValue());
  }

  private static Object arithmetic(ArithmeticOperator op, Object left, Object right) {
    if (left == null || right == null) {
      return null;
    }
    BigDecimal a = decimal((Number) left);
    BigDecimal b = decimal((Number) right);
    return switch (op) {
      case ADD -> a.add(b);
      case SUB -> a.subtract(b);
      case MUL -> a.multiply(b);
      // only whole numbers get here
      case DIV -> a.divideToIntegralValue(b);
      case MOD -> a.remainder(b);
    };
  }

  private Object call(Call call, Object[] row) {
    Object[] arguments = call.arguments().stream().map(a -> value(a, row)).toArray();
    for (Object argument : arguments) {
      if (argument == null) {
        return null;
      }
    }
    Object first = arguments[0];
    return switch (call.function()) {
      case CONTAINS -> ((String) first).contains((String) arguments[1]);
      case STARTSWITH -> ((String) first).startsWith((String) arguments[1]);
      case ENDSWITH -> ((String) first).endsWith((String) arguments[1]);
      case TOLOWER -> ((String) first).toLowerCase(java.util.Locale.ROOT);
      case TOUPPER -> ((String) first).toUpperCase(java.util.Locale.ROOT);
      case LENGTH -> ((String) first).length();
      case TRIM -> ((String) first).strip();
      case CONCAT -> (String) first + arguments[1];
      case INDEXOF -> ((String) first).indexOf((String) arguments[1]);
      case SUBSTRING -> substring((String) first, arguments);
      case ROUND -> round((Number) first, RoundingMode.HALF_UP);
      case FLOOR -> round((Number) first, RoundingMode.FLOOR);
      case CEILING -> round((Number) first, RoundingMode.CEILING);
      case YEAR -> LocalDate.ofEpochDay((Integer) first).getYear();
      case MONTH -> LocalDate.ofEpochDay((Integer) first).getMonthValue();
      case DAY -> LocalDate.ofEpochDay((Integer) first).getDayOfMonth();
    };
  }

  private static String substring(String text, Object[] arguments) {
    long from = Math.min(text.length(), ((Number) arguments[1]).longValue());
    long to =
        arguments.length > 2
            ? Math.min(text.length(), from + ((Number) arguments[2]).longValue())
            : text.length();
    return text.substring((int) from, (int) to);
  }

  private static Number round(Number number, RoundingMode mode) {
    BigDecimal rounded = decimal(number).setScale(0, mode);
    return isBinary(number) ? (Number) rounded.doubleValue() : rounded;
  }
}
