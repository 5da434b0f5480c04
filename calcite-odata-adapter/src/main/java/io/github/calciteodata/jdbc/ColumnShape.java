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
package io.github.calciteodata.jdbc;

import io.github.calciteodata.edm.Column;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The type of a column as JDBC metadata shows it; null where a part does not apply.
 *
 * @param jdbcType a constant of {@link java.sql.Types}
 * @param typeName {@code DECIMAL}, without length, precision and nullability
 * @param size digits of numbers, characters of texts and of dates as text, bytes of binaries
 * @param digits digits after the decimal point, of seconds for times
 * @param radix 10 for numbers
 * @param octets bytes of a text or binary
 */
record ColumnShape(
    int jdbcType, String typeName, Integer size, Integer digits, Integer radix, Integer octets) {
  /** The size of texts and binaries of which no length is known. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  private static final int DATE_CHARACTERS = 10;
  private static final int TIME_CHARACTERS = 8;
  private static final int TIMESTAMP_CHARACTERS = 19;
  private static final int GUID_CHARACTERS = 36;
  private static final int UTF8_BYTES = 4;
  private static final int DECIMAL_RADIX = 10;

  /** The shape of a SQL type; {@code column} is what the service says of it, or null. */
  static ColumnShape of(RelDataType type, Column column) {
    SqlTypeName name = type.getSqlTypeName();
    int jdbcType = name.getJdbcOrdinal();
    return switch (name) {
      case CHAR, VARCHAR -> {
        int size = length(type, column);
        int octets = size > UNLIMITED / UTF8_BYTES ? UNLIMITED : size * UTF8_BYTES;
        yield new ColumnShape(jdbcType, name.getName(), size, null, null, octets);
      }
      case BINARY, VARBINARY -> {
        int size = length(type, column);
        yield new ColumnShape(jdbcType, name.getName(), size, null, null, size);
      }
      case BOOLEAN -> new ColumnShape(jdbcType, name.getName(), 1, null, null, null);
      case TINYINT, SMALLINT, INTEGER, BIGINT ->
          new ColumnShape(jdbcType, name.getName(), type.getPrecision(), 0, DECIMAL_RADIX, null);
      case REAL, FLOAT, DOUBLE ->
          new ColumnShape(jdbcType, name.getName(), type.getPrecision(), null, DECIMAL_RADIX, null);
      case DECIMAL ->
          new ColumnShape(
              jdbcType, name.getName(), type.getPrecision(), type.getScale(), DECIMAL_RADIX, null);
      case DATE -> new ColumnShape(jdbcType, name.getName(), DATE_CHARACTERS, null, null, null);
      case TIME -> time(jdbcType, name, TIME_CHARACTERS, type.getPrecision());
      case TIMESTAMP -> time(jdbcType, name, TIMESTAMP_CHARACTERS, type.getPrecision());
      default -> new ColumnShape(jdbcType, type.toString(), null, null, null, null);
    };
  }

  private static ColumnShape time(int jdbcType, SqlTypeName name, int characters, int precision) {
    int digits = Math.max(0, precision);
    int size = digits == 0 ? characters : characters + 1 + digits;
    return new ColumnShape(jdbcType, name.getName(), size, digits, null, null);
  }

  private static int length(RelDataType type, Column column) {
    if (type.getPrecision() > 0) {
      return type.getPrecision();
    }
    if (column == null) {
      return UNLIMITED;
    }
    return switch (column.type()) {
      case STRING, BINARY ->
          column.facets().maxLength() == null ? UNLIMITED : column.facets().maxLength();
      case GUID -> GUID_CHARACTERS;
      default -> UNLIMITED;
    };
  }
}
