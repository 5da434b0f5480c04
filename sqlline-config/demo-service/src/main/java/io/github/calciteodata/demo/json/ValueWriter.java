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
package io.github.calciteodata.demo.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.calciteodata.demo.data.EnumValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.UUID;

/** Writes primitive values and enumeration members as OData JSON (JSON format, 7.1). */
final class ValueWriter {
  private final JsonGenerator json;
  private final boolean exactNumbersAsText;

  ValueWriter(JsonGenerator json, boolean exactNumbersAsText) {
    this.json = json;
    this.exactNumbersAsText = exactNumbersAsText;
  }

  /** Writes a value that may be null; {@code int64} tells the widest integers from the others. */
  void write(Object value, boolean int64) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Long number) {
      if (int64 && exactNumbersAsText) {
        json.writeString(number.toString());
      } else {
        json.writeNumber(number);
      }
    } else if (value instanceof BigDecimal number) {
      if (exactNumbersAsText) {
        json.writeString(number.toPlainString());
      } else {
        json.writeNumber(number.toPlainString());
      }
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      json.writeNumber(number);
    } else if (value instanceof Float number && Float.isFinite(number)) {
      json.writeNumber(number);
    } else {
      json.writeString(text(value));
    }
  }

  /** Returns the type of a computed value, null where JSON shows it well enough. */
  static String typeName(Object value) {
    if (value instanceof Long || value instanceof BigDecimal) {
      return "Decimal";
    } else if (value instanceof OffsetDateTime) {
      return "DateTimeOffset";
    } else if (value instanceof LocalDate) {
      return "Date";
    } else if (value instanceof LocalTime) {
      return "TimeOfDay";
    } else if (value instanceof Duration) {
      return "Duration";
    } else if (value instanceof UUID) {
      return "Guid";
    }
    return value instanceof byte[] ? "Binary" : null;
  }

  /** Returns the text of a value outside of JSON, as in {@code $value} and keys. */
  static String text(Object value) {
    if (value instanceof String
        || value instanceof Long
        || value instanceof Boolean
        || value instanceof LocalDate) {
      return value.toString();
    } else if (value instanceof BigDecimal number) {
      return number.toPlainString();
    } else if (value instanceof OffsetDateTime moment) {
      StringBuilder text = new StringBuilder(30).append(moment.toLocalDate()).append('T');
      return time(text, moment.toLocalTime()).append(moment.getOffset().getId()).toString();
    } else if (value instanceof LocalTime time) {
      return time(new StringBuilder(12), time).toString();
    } else if (value instanceof Duration duration) {
      return duration.isNegative() ? "-" + duration.negated() : duration.toString();
    } else if (value instanceof EnumValue member) {
      return member.text();
    } else if (value instanceof byte[] bytes) {
      return Base64.getUrlEncoder().encodeToString(bytes);
    } else if (value instanceof Number number && Double.isInfinite(number.doubleValue())) {
      return number.doubleValue() > 0 ? "INF" : "-INF";
    }
    return value.toString();
  }

  /** Seconds are always written, a fraction with three digits only when there is one. */
  private static StringBuilder time(StringBuilder text, LocalTime time) {
    two(two(two(text, time.getHour()).append(':'), time.getMinute()).append(':'), time.getSecond());
    int millis = time.getNano() / 1_000_000;
    if (millis != 0) {
      text.append('.').append((char) ('0' + millis / 100));
      two(text, millis % 100);
    }
    return text;
  }

  private static StringBuilder two(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
