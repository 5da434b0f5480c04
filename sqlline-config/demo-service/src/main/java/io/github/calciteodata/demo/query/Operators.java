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
package io.github.calciteodata.demo.query;

import io.github.calciteodata.demo.data.EnumValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.apache.olingo.server.api.uri.queryoption.expression.BinaryOperatorKind;

/** OData's operators over values; null rules by the URL conventions, 5.1.1.1 and 5.1.1.2. */
final class Operators {
  private Operators() {}

  static Expr binary(BinaryOperatorKind kind, Expr left, Expr right) {
    return switch (kind) {
      case AND -> and(left, right);
      case OR -> or(left, right);
      case EQ -> scope -> Values.equal(left.eval(scope), right.eval(scope));
      case NE -> scope -> !Values.equal(left.eval(scope), right.eval(scope));
      case GT, GE, LT, LE -> ordering(kind, left, right);
      case HAS -> has(left, right);
      case ADD, SUB, MUL, DIV, MOD -> arithmetic(kind, left, right);
      default -> throw Problem.notImplemented("the operator " + kind);
    };
  }

  static Expr not(Expr operand) {
    return scope -> {
      Boolean value = truth(operand.eval(scope));
      return value == null ? null : !value;
    };
  }

  static Expr minus(Expr operand) {
    return scope -> {
      Object value = operand.eval(scope);
      if (value instanceof Long number) {
        return Math.negateExact(number);
      } else if (value instanceof BigDecimal number) {
        return number.negate();
      } else if (value instanceof Number number) {
        return -number.doubleValue();
      } else if (value instanceof Duration duration) {
        return duration.negated();
      } else if (value == null) {
        return null;
      }
      throw Problem.badRequest("Cannot negate " + Values.kind(value));
    };
  }

  /** Returns a truth value or null. */
  static Boolean truth(Object value) {
    if (value == null || value instanceof Boolean) {
      return (Boolean) value;
    }
    throw Problem.badRequest("A condition was expected, not " + Values.kind(value));
  }

  private static Expr and(Expr left, Expr right) {
    return scope -> {
      Boolean a = truth(left.eval(scope));
      if (Boolean.FALSE.equals(a)) {
        return false;
      }
      Boolean b = truth(right.eval(scope));
      return Boolean.FALSE.equals(b) ? Boolean.FALSE : a == null ? null : b;
    };
  }

  private static Expr or(Expr left, Expr right) {
    return scope -> {
      Boolean a = truth(left.eval(scope));
      if (Boolean.TRUE.equals(a)) {
        return true;
      }
      Boolean b = truth(right.eval(scope));
      return Boolean.TRUE.equals(b) ? Boolean.TRUE : a == null ? null : b;
    };
  }

  /** A comparison with null is false, not unknown, and so is one with NaN. */
  private static Expr ordering(BinaryOperatorKind kind, Expr left, Expr right) {
    return scope -> {
      Object a = left.eval(scope);
      Object b = right.eval(scope);
      if (a == null || b == null || Values.isNaN(a) || Values.isNaN(b)) {
        return false;
      }
      int order = Values.compare(a, b);
      return switch (kind) {
        case GT -> order > 0;
        case GE -> order >= 0;
        case LT -> order < 0;
        default -> order <= 0;
      };
    };
  }

  private static Expr has(Expr left, Expr right) {
    return scope -> {
      Object a = left.eval(scope);
      Object b = right.eval(scope);
      if (a == null || b == null) {
        return null;
      }
      if (a instanceof EnumValue value && b instanceof EnumValue flags) {
        return (value.value() & flags.value()) == flags.value();
      }
      throw Problem.badRequest("has needs values of an enumeration type");
    };
  }

  private static Expr arithmetic(BinaryOperatorKind kind, Expr left, Expr right) {
    return scope -> {
      Object a = left.eval(scope);
      Object b = right.eval(scope);
      if (a == null || b == null) {
        return null;
      }
      try {
        return a instanceof Number x && b instanceof Number y
            ? numeric(kind, x, y)
            : temporal(kind, a, b);
      } catch (ArithmeticException e) {
        throw Problem.badRequest(
            "Cannot compute " + a + " " + kind + " " + b + ": " + e.getMessage());
      }
    };
  }

  private static Number numeric(BinaryOperatorKind kind, Number a, Number b) {
    if (Values.isFloating(a) || Values.isFloating(b)) {
      double x = a.doubleValue();
      double y = b.doubleValue();
      return switch (kind) {
        case ADD -> x + y;
        case SUB -> x - y;
        case MUL -> x * y;
        case DIV -> x / y;
        default -> x % y;
      };
    }
    if (a instanceof Long x && b instanceof Long y) {
      return switch (kind) {
        case ADD -> Math.addExact(x, y);
        case SUB -> Math.subtractExact(x, y);
        case MUL -> Math.multiplyExact(x, y);
        case DIV -> x / y;
        default -> x % y;
      };
    }
    BigDecimal x = Values.decimal(a);
    BigDecimal y = Values.decimal(b);
    return switch (kind) {
      case ADD -> x.add(y);
      case SUB -> x.subtract(y);
      case MUL -> x.multiply(y);
      case DIV -> x.divide(y, MathContext.DECIMAL128);
      default -> x.remainder(y);
    };
  }

  private static Object temporal(BinaryOperatorKind kind, Object a, Object b) {
    boolean add = kind == BinaryOperatorKind.ADD;
    if (add || kind == BinaryOperatorKind.SUB) {
      if (b instanceof Duration right) {
        Duration signed = add ? right : right.negated();
        if (a instanceof OffsetDateTime left) {
          return left.plus(signed);
        } else if (a instanceof LocalDate left) {
          return left.plusDays(signed.toDays());
        } else if (a instanceof Duration left) {
          return left.plus(signed);
        }
      } else if (!add && a instanceof OffsetDateTime left && b instanceof OffsetDateTime right) {
        return Duration.between(right, left);
      } else if (!add && a instanceof LocalDate left && b instanceof LocalDate right) {
        return Duration.ofDays(left.toEpochDay() - right.toEpochDay());
      }
    }
    throw Problem.notImplemented(kind + " of " + Values.kind(a) + " and " + Values.kind(b));
  }
}
