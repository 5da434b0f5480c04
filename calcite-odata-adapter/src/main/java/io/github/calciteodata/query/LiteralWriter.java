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

import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.query.Expression.Literal;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes constants as OData 4.0 URL literals (URL Conventions 5.1.1.14, ABNF primitiveLiteral). */
final class LiteralWriter {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);
  private static final DateTimeFormatter TIME_SECONDS =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter TIME_MILLIS =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

  private LiteralWriter() {}

  static void write(Literal literal, UrlText out) {
    Object value = literal.value();
    switch (literal.type()) {
      case STRING -> quoted((String) value, out);
      case ENUM -> {
        out.syntax(literal.enumType().qualifiedName());
        quoted((String) value, out);
      }
      case DOUBLE, SINGLE -> out.data(number(((Number) value).doubleValue()));
      case BYTE, SBYTE -> small(literal.type(), ((Number) value).longValue(), out);
      case DECIMAL -> out.data(((BigDecimal) value).toPlainString());
      case DATE -> out.data(DATE.format(LocalDate.ofEpochDay((Integer) value)));
      case TIME_OF_DAY -> time((Integer) value, out);
      case DATE_TIME_OFFSET -> instant((Long) value, out);
      default -> out.data(value.toString());
    }
  }

  /**
   * Olingo's servers take 5 for an SByte, which they do not compare with a Byte, and 200 for a
   * Byte.
   */
  private static void small(EdmType type, long value, UrlText out) {
    boolean other =
        type == EdmType.BYTE ? value >= -128 && value <= 127 : value > 127 && value <= 255;
    out.data(value + (other ? ".0" : ""));
  }

  private static void quoted(String text, UrlText out) {
    out.syntax("'");
    int start = 0;
    for (int quote = text.indexOf('\''); quote >= 0; quote = text.indexOf('\'', start)) {
      out.data(text.substring(start, quote)).syntax("''");
      start = quote + 1;
    }
    out.data(text.substring(start)).syntax("'");
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "INF" : "-INF";
    }
    return Double.toString(value);
  }

  private static void time(int millisOfDay, UrlText out) {
    LocalTime time = LocalTime.ofNanoOfDay(millisOfDay * 1_000_000L);
    out.data((millisOfDay % 1000 == 0 ? TIME_SECONDS : TIME_MILLIS).format(time));
  }

  private static void instant(long millis, UrlText out) {
    LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    out.data((millis % 1000 == 0 ? SECONDS : MILLIS).format(time)).data("Z");
  }

  /**
   * Whether the value can be written at all: dates outside the years 1 to 9999 have no portable
   * literal.
   */
  static boolean canWrite(EdmType type, Object value) {
    return switch (type) {
      case DATE -> inYears(LocalDate.ofEpochDay((Integer) value).getYear());
      case DATE_TIME_OFFSET ->
          inYears(
              LocalDateTime.ofInstant(Instant.ofEpochMilli((Long) value), ZoneOffset.UTC)
                  .getYear());
      case DOUBLE, SINGLE -> Double.isFinite(((Number) value).doubleValue());
      case STRING -> ((String) value).indexOf('\0') < 0;
      default -> true;
    };
  }

  private static boolean inYears(int year) {
    return year >= 1 && year <= 9999;
  }
}
