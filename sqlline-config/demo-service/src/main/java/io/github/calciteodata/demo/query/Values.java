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
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.UUID;

/** Comparison of values as OData's operators and {@code $orderby} see them. */
final class Values {
  /**
   * The order of {@code $orderby}: null is the least (OData protocol, 11.2.6.2), NaN the greatest
   * of the numbers.
   */
  static final Comparator<Object> ORDER = Comparator.nullsFirst(Values::compare);

  private Values() {}

  /** Returns whether two values are equal; null equals null alone (URL conventions, 5.1.1.1.1). */
  static boolean equal(Object left, Object right) {
    if (left == null || right == null) {
      return left == right;
    }
    if (left instanceof byte[] bytes && right instanceof byte[] others) {
      return Arrays.equals(bytes, others);
    }
    return !isNaN(left) && !isNaN(right) && compare(left, right) == 0;
  }

  /** Returns an object that equals that of another value if the two values are the same. */
  static Object identity(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.stripTrailingZeros();
    } else if (value instanceof OffsetDateTime moment) {
      return moment.toInstant();
    } else if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    } else if (value instanceof Number number && isFloating(number)) {
      // adding a positive zero makes one of a negative zero
      return number.doubleValue() + 0.0;
    }
    return value;
  }

  /**
   * Returns the order of two values that are not null: less than, equal to or greater than zero.
   */
  static int compare(Object left, Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      return compareNumbers(a, b);
    }
    if (left instanceof String a && right instanceof String b) {
      return a.compareTo(b);
    }
    if (left instanceof OffsetDateTime a && right instanceof OffsetDateTime b) {
      return a.toInstant().compareTo(b.toInstant());
    }
    if (left instanceof LocalDate a && right instanceof LocalDate b) {
      return a.compareTo(b);
    }
    if (left instanceof LocalTime a && right instanceof LocalTime b) {
      return a.compareTo(b);
    }
    if (left instanceof Duration a && right instanceof Duration b) {
      return a.compareTo(b);
    }
    if (left instanceof Boolean a && right instanceof Boolean b) {
      return a.compareTo(b);
    }
    if (left instanceof UUID a && right instanceof UUID b) {
      return a.toString().compareTo(b.toString());
    }
    if (left instanceof EnumValue a && right instanceof EnumValue b) {
      return a.compareTo(b);
    }
    throw Problem.badRequest(
        "Values of these types cannot be compared: " + kind(left) + " and " + kind(right));
  }

  static boolean isNaN(Object value) {
    return value instanceof Double d && d.isNaN() || value instanceof Float f && f.isNaN();
  }

  static boolean isFloating(Number number) {
    return number instanceof Double || number instanceof Float;
  }

  static BigDecimal decimal(Number number) {
    return number instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(number.longValue());
  }

  static String kind(Object value) {
    return value.getClass().isArray() ? "binary" : value.getClass().getSimpleName();
  }

  private static int compareNumbers(Number left, Number right) {
    if (left instanceof Long a && right instanceof Long b) {
      return Long.compare(a, b);
    }
    if (isFloating(left) || isFloating(right)) {
      double a = left.doubleValue();
      double b = right.doubleValue();
      return a == b ? 0 : Double.compare(a, b);
    }
    return decimal(left).compareTo(decimal(right));
  }
}
