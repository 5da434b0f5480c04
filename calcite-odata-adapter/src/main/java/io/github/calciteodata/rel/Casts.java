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

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.type.SqlTypeName;

/** Which casts leave every value, and every comparison with it, as it was. */
final class Casts {
  private Casts() {}

  /** Whether a comparison of the cast value is the same as a comparison of the value itself. */
  static boolean keepValue(RelDataType from, RelDataType to) {
    SqlTypeName source = from.getSqlTypeName();
    SqlTypeName target = to.getSqlTypeName();
    if (SqlTypeName.CHAR_TYPES.contains(target)) {
      // numbers cast to texts compare as texts; CHAR(n) pads
      return source == SqlTypeName.VARCHAR
          && target == SqlTypeName.VARCHAR
          && (to.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED
              || to.getPrecision() == from.getPrecision());
    }
    if (SqlTypeName.INT_TYPES.contains(source)) {
      if (target == SqlTypeName.DECIMAL) {
        return to.getPrecision() - to.getScale() >= digits(source);
      }
      if (target == SqlTypeName.DOUBLE) {
        return source != SqlTypeName.BIGINT;
      }
      return SqlTypeName.INT_TYPES.contains(target) && RexUtil.isLosslessCast(from, to);
    }
    if (source != target) {
      return false;
    }
    return switch (source) {
      case DECIMAL -> RexUtil.isLosslessCast(from, to);
      case DOUBLE, BOOLEAN, DATE -> true;
      case TIME, TIMESTAMP -> to.getPrecision() >= from.getPrecision();
      default -> false;
    };
  }

  private static int digits(SqlTypeName type) {
    return switch (type) {
      case TINYINT -> 3;
      case SMALLINT -> 5;
      case INTEGER -> 10;
      default -> 19;
    };
  }
}
