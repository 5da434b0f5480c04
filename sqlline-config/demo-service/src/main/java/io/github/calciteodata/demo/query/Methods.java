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

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.olingo.server.api.uri.queryoption.expression.MethodKind;

/**
 * OData's canonical functions; each gives null when an argument is null (URL conventions, 5.1.1.4).
 */
final class Methods {
  private Methods() {}

  static Expr call(MethodKind kind, List<Expr> arguments) {
    return switch (kind) {
      case CONTAINS -> two(kind, arguments, (a, b) -> text(a).contains(text(b)));
      case STARTSWITH -> two(kind, arguments, (a, b) -> text(a).startsWith(text(b)));
      case ENDSWITH -> two(kind, arguments, (a, b) -> text(a).endsWith(text(b)));
      case INDEXOF -> two(kind, arguments, (a, b) -> (long) text(a).indexOf(text(b)));
      case CONCAT -> two(kind, arguments, (a, b) -> text(a) + text(b));
      case LENGTH -> one(kind, arguments, a -> (long) text(a).length());
      case TOLOWER -> one(kind, arguments, a -> text(a).toLowerCase(Locale.ROOT));
      case TOUPPER -> one(kind, arguments, a -> text(a).toUpperCase(Locale.ROOT));
      case TRIM -> one(kind, arguments, a -> text(a).strip());
      case SUBSTRING -> substring(arguments);
      case YEAR -> part(kind, arguments, ChronoField.YEAR);
      case MONTH -> part(kind, arguments, ChronoField.MONTH_OF_YEAR);
      case DAY -> part(kind, arguments, ChronoField.DAY_OF_MONTH);
      case HOUR -> part(kind, arguments, ChronoField.HOUR_OF_DAY);
      case MINUTE -> part(kind, arguments, ChronoField.MINUTE_OF_HOUR);
      case SECOND -> part(kind, arguments, ChronoField.SECOND_OF_MINUTE);
      case FRACTIONALSECONDS ->
          one(
              kind,
              arguments,
              a ->
                  BigDecimal.valueOf(
                      as(TemporalAccessor.class, a).getLong(ChronoField.NANO_OF_SECOND), 9));
      case DATE -> one(kind, arguments, a -> a instanceof LocalDate ? a : moment(a).toLocalDate());
      case TIME -> one(kind, arguments, a -> a instanceof LocalTime ? a : moment(a).toLocalTime());
      case TOTALOFFSETMINUTES ->
          one(kind, arguments, a -> (long) moment(a).getOffset().getTotalSeconds() / 60);
      case TOTALSECONDS -> one(kind, arguments, a -> seconds(as(Duration.class, a)));
      case NOW -> now();
      case MINDATETIME -> constant(OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
      case MAXDATETIME ->
          constant(OffsetDateTime.of(9999, 12, 31, 23, 59, 59, 999_000_000, ZoneOffset.UTC));
      case ROUND -> one(kind, arguments, a -> round(as(Number.class, a), RoundingMode.HALF_UP));
      case FLOOR -> one(kind, arguments, a -> round(as(Number.class, a), RoundingMode.FLOOR));
      case CEILING -> one(kind, arguments, a -> round(as(Number.class, a), RoundingMode.CEILING));
      default -> throw Problem.notImplemented("the function " + kind);
    };
  }

  private static Expr one(
      MethodKind kind, List<Expr> arguments, Function<Object, Object> function) {
    Expr argument = argument(kind, arguments, 1, 0);
    return scope -> {
      Object value = argument.eval(scope);
      return value == null ? null : function.apply(value);
    };
  }

  private static Expr two(
      MethodKind kind, List<Expr> arguments, BiFunction<Object, Object, Object> function) {
    Expr first = argument(kind, arguments, 2, 0);
    Expr second = argument(kind, arguments, 2, 1);
    return scope -> {
      Object a = first.eval(scope);
      Object b = second.eval(scope);
      return a == null || b == null ? null : function.apply(a, b);
    };
  }

  private static Expr argument(MethodKind kind, List<Expr> arguments, int count, int index) {
    if (arguments.size() != count) {
      throw Problem.badRequest(kind + " takes " + count + " arguments, not " + arguments.size());
    }
    return arguments.get(index);
  }

  private static Expr part(MethodKind kind, List<Expr> arguments, ChronoField field) {
    return one(kind, arguments, a -> as(TemporalAccessor.class, a).getLong(field));
  }

  /** Positions count from 0 in UTF-16 units; what lies outside the text is cut off. */
  private static Expr substring(List<Expr> arguments) {
    return scope -> {
      Object text = arguments.get(0).eval(scope);
      Object start = arguments.get(1).eval(scope);
      Object length =
          arguments.size() > 2
              ? arguments.get(2).eval(scope)
              : (Object) Long.valueOf(Integer.MAX_VALUE);
      if (text == null || start == null || length == null) {
        return null;
      }
      String s = text(text);
      long from = Math.max(0, Math.min(s.length(), as(Long.class, start)));
      long to = Math.max(from, Math.min(s.length(), from + as(Long.class, length)));
      return s.substring((int) from, (int) to);
    };
  }

  /** One moment for all rows of a request. */
  private static Expr now() {
    return constant(OffsetDateTime.now(ZoneOffset.UTC));
  }

  private static Expr constant(Object value) {
    return scope -> value;
  }

  private static Number round(Number number, RoundingMode mode) {
    if (number instanceof Long) {
      return number;
    }
    if (number instanceof BigDecimal decimal) {
      return decimal.setScale(0, mode);
    }
    double value = number.doubleValue();
    return Double.isInfinite(value) || Double.isNaN(value)
        ? value
        : new BigDecimal(value).setScale(0, mode).doubleValue();
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
  }

  private static OffsetDateTime moment(Object value) {
    return as(OffsetDateTime.class, value);
  }

  private static String text(Object value) {
    return as(String.class, value);
  }

  private static <T> T as(Class<T> type, Object value) {
    if (!type.isInstance(value)) {
      throw Problem.badRequest("A value of another type was expected than " + Values.kind(value));
    }
    return type.cast(value);
  }
}
