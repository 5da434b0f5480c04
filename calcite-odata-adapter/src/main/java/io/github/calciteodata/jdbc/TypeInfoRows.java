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

import java.sql.DatabaseMetaData;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.sql.type.SqlTypeName;

/** The SQL types that columns can have, as {@link DatabaseMetaData#getTypeInfo} shows them. */
final class TypeInfoRows {
  private static final List<SqlTypeName> TYPES =
      List.of(
          SqlTypeName.BOOLEAN,
          SqlTypeName.TINYINT,
          SqlTypeName.SMALLINT,
          SqlTypeName.INTEGER,
          SqlTypeName.BIGINT,
          SqlTypeName.REAL,
          SqlTypeName.DOUBLE,
          SqlTypeName.DECIMAL,
          SqlTypeName.VARCHAR,
          SqlTypeName.VARBINARY,
          SqlTypeName.DATE,
          SqlTypeName.TIME,
          SqlTypeName.TIMESTAMP);

  private TypeInfoRows() {}

  static List<Object[]> rows(RelDataTypeSystem types) {
    return TYPES.stream()
        .map(type -> row(types, type))
        .sorted(Comparator.comparing((Object[] row) -> (Integer) row[1]))
        .toList();
  }

  private static Object[] row(RelDataTypeSystem types, SqlTypeName type) {
    boolean text = type == SqlTypeName.VARCHAR;
    boolean number = SqlTypeName.NUMERIC_TYPES.contains(type);
    boolean decimal = type == SqlTypeName.DECIMAL;
    return new Object[] {
      type.getName(),
      type.getJdbcOrdinal(),
      precision(types, type),
      prefix(type),
      Stream.of(
                  SqlTypeName.VARCHAR,
                  SqlTypeName.VARBINARY,
                  SqlTypeName.DATE,
                  SqlTypeName.TIME,
                  SqlTypeName.TIMESTAMP)
              .anyMatch(type::equals)
          ? "'"
          : null,
      decimal ? "precision,scale" : text || type == SqlTypeName.VARBINARY ? "length" : null,
      (short) DatabaseMetaData.typeNullable,
      text,
      (short) (text ? DatabaseMetaData.typeSearchable : DatabaseMetaData.typePredBasic),
      !number,
      decimal,
      false,
      type.getName(),
      (short) 0,
      (short)
          (decimal
              ? types.getMaxScale(type)
              : type == SqlTypeName.TIMESTAMP ? types.getMaxPrecision(type) : 0),
      null,
      null,
      number ? 10 : null
    };
  }

  private static int precision(RelDataTypeSystem types, SqlTypeName type) {
    return switch (type) {
      case VARCHAR, VARBINARY -> ColumnShape.UNLIMITED;
      case DECIMAL -> types.getMaxPrecision(type);
      case DATE -> "2000-01-01".length();
      case TIME -> "00:00:00.000".length();
      case TIMESTAMP -> "2000-01-01 00:00:00.000".length();
      default -> types.getDefaultPrecision(type);
    };
  }

  private static String prefix(SqlTypeName type) {
    return switch (type) {
      case VARCHAR -> "'";
      case VARBINARY -> "X'";
      case DATE -> "DATE '";
      case TIME -> "TIME '";
      case TIMESTAMP -> "TIMESTAMP '";
      default -> null;
    };
  }
}
