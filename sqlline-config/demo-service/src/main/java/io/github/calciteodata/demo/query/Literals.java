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
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.apache.olingo.commons.api.edm.EdmEnumType;
import org.apache.olingo.commons.api.edm.EdmPrimitiveType;
import org.apache.olingo.commons.api.edm.EdmPrimitiveTypeException;
import org.apache.olingo.commons.api.edm.EdmType;

/** Values of the literals of a URL. */
final class Literals {
  private Literals() {}

  static Object parse(String literal, EdmType type) {
    if ("null".equals(literal)) {
      return null;
    }
    try {
      String text =
          type instanceof EdmPrimitiveType primitive ? primitive.fromUriLiteral(literal) : literal;
      return value(text, type.getName());
    } catch (EdmPrimitiveTypeException | DateTimeException | IllegalArgumentException e) {
      throw Problem.badRequest("'" + literal + "' is no literal of type " + type.getName());
    }
  }

  private static Object value(String text, String type) {
    return switch (type) {
      case "String" -> text;
      case "Boolean" -> Boolean.valueOf(text);
      case "SByte", "Byte", "Int16", "Int32", "Int64" -> Long.valueOf(text);
      case "Decimal", "Double", "Single" -> number(text);
      case "Date" -> LocalDate.parse(text);
      case "TimeOfDay" -> LocalTime.parse(text);
      case "DateTimeOffset" -> OffsetDateTime.parse(text);
      case "Duration" -> Duration.parse(text);
      case "Guid" -> UUID.fromString(text);
      case "Binary" -> Base64.getUrlDecoder().decode(text);
      default -> throw Problem.notImplemented("literals of type " + type);
    };
  }

  /** A number with an exponent is a double, any other is exact. */
  private static Number number(String text) {
    return switch (text) {
      case "INF" -> Double.POSITIVE_INFINITY;
      case "-INF" -> Double.NEGATIVE_INFINITY;
      case "NaN" -> Double.NaN;
      default ->
          text.indexOf('e') >= 0 || text.indexOf('E') >= 0
              ? Double.valueOf(text)
              : new BigDecimal(text);
    };
  }

  static EnumValue member(EdmEnumType type, List<String> names) {
    long value = 0;
    for (String name : names) {
      if (type.getMember(name) == null) {
        throw Problem.badRequest("'" + name + "' is no member of " + type.getName());
      }
      value |= Long.parseLong(type.getMember(name).getValue());
    }
    return new EnumValue(value, String.join(",", names));
  }
}
