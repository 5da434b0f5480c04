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
import io.github.calciteodata.edm.EnumType;
import io.github.calciteodata.query.Expression.Literal;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes constants of a type from values as Calcite computes them. */
public final class Literals {
  private static final Pattern GUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private Literals() {}

  /**
   * The constant, or empty when no value of the column can equal it: a text that is not the
   * lower-case form of a GUID, the name of no member of the enumeration.
   *
   * @param value in Calcite's internal representation, not null
   * @throws IllegalArgumentException if a URL cannot carry the value, see {@link #canWrite}
   */
  public static Optional<Literal> of(EdmType type, Object value, EnumType enumType) {
    Object converted = convert(type, value);
    if (!LiteralWriter.canWrite(type, converted)) {
      throw new IllegalArgumentException(
          "OData has no literal for the " + type.edmName() + " value " + value);
    }
    boolean possible =
        switch (type) {
          case GUID -> GUID.matcher((String) converted).matches();
          case ENUM -> enumType.members().containsKey((String) converted);
          default -> true;
        };
    return possible ? Optional.of(new Literal(type, converted, enumType)) : Optional.empty();
  }

  /** Whether a URL can carry the value: years 1 to 9999, finite numbers, no NUL in texts. */
  public static boolean canWrite(EdmType type, Object value) {
    return LiteralWriter.canWrite(type, convert(type, value));
  }

  private static Object convert(EdmType type, Object value) {
    if (!(value instanceof Number number)) {
      return value;
    }
    return switch (type) {
      case DECIMAL -> decimal(number);
      case DOUBLE, SINGLE -> number.doubleValue();
      case BYTE, SBYTE, INT16, INT32, INT64, DATE_TIME_OFFSET -> number.longValue();
      case DATE, TIME_OF_DAY -> number.intValue();
      default -> value;
    };
  }

  private static BigDecimal decimal(Number number) {
    if (number instanceof BigDecimal decimal) {
      BigDecimal shortest = decimal.stripTrailingZeros();
      return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
    return number instanceof Double || number instanceof Float
        ? BigDecimal.valueOf(number.doubleValue())
        : BigDecimal.valueOf(number.longValue());
  }
}
