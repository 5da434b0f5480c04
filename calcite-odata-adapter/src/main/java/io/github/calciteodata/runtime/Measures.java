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
package io.github.calciteodata.runtime;

import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.edm.Facets;
import io.github.calciteodata.query.Aggregation.Measure;
import io.github.calciteodata.query.Aggregation.Method;
import java.math.BigDecimal;
import java.sql.SQLDataException;
import java.sql.SQLException;

/** The values of aggregates: how they are read from a service, and how they stand in a row. */
final class Measures {
  private Measures() {}

  /**
   * The column to decode an aggregate by. Services write counts and sums as decimals (Data
   * Aggregation 3.1.3), and may leave a null out.
   */
  static Column wire(Measure measure) {
    Column alias = measure.alias();
    boolean computed = measure.method() != Method.MIN && measure.method() != Method.MAX;
    return new Column(
        alias.name(),
        alias.path(),
        computed ? EdmType.DECIMAL : alias.type(),
        alias.enumType(),
        computed ? Facets.NONE : alias.facets(),
        true,
        null);
  }

  /** What the aggregate is of no rows at all. */
  static Object ofNothing(Measure measure) {
    return measure.method() == Method.COUNT || measure.method() == Method.COUNT_DISTINCT
        ? fit(BigDecimal.ZERO, measure.alias())
        : null;
  }

  /**
   * A number as a value of the column.
   *
   * @throws ArithmeticException when the column would lose digits of it
   */
  static Object fit(BigDecimal value, Column column) {
    return switch (column.type()) {
      case SBYTE -> value.byteValueExact();
      case INT16, BYTE -> value.shortValueExact();
      case INT32 -> value.intValueExact();
      case INT64 -> value.longValueExact();
      default -> decimal(value, column.facets());
    };
  }

  /** Whether it is only its size that keeps the number out of the column. */
  static boolean isOutOfRange(BigDecimal value, Column column) {
    return column.type().isInteger() && value.stripTrailingZeros().scale() <= 0;
  }

  /** The sum is larger than its SQL type. */
  static SQLException outOfRange(BigDecimal value) {
    return new SQLDataException(
        "The sum "
            + value.toPlainString()
            + " is out of range of its type. Cast what is summed to a wider type, such as DECIMAL",
        "22003");
  }

  private static BigDecimal decimal(BigDecimal value, Facets facets) {
    if (facets.scale() != null && !facets.variableScale()) {
      return value.setScale(facets.scale());
    }
    BigDecimal shortest = value.stripTrailingZeros();
    return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
  }
}
