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

import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.edm.Facets;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;

/** The SQL types of columns. Texts have no length: Calcite would cut longer values silently. */
public final class ColumnTypes {
  private static final int MILLISECONDS = 3;
  private static final int GUID_LENGTH = 36;
  private static final int VARIABLE_SCALE = 18;

  private ColumnTypes() {}

  /** The type of a column, with its nullability. */
  public static RelDataType of(RelDataTypeFactory factory, Column column) {
    RelDataType type =
        switch (column.type()) {
          case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
          case SBYTE -> factory.createSqlType(SqlTypeName.TINYINT);
          case BYTE, INT16 -> factory.createSqlType(SqlTypeName.SMALLINT);
          case INT32 -> factory.createSqlType(SqlTypeName.INTEGER);
          case INT64 -> factory.createSqlType(SqlTypeName.BIGINT);
          case SINGLE -> factory.createSqlType(SqlTypeName.REAL);
          case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
          case DECIMAL -> decimal(factory, column.facets());
          case DATE -> factory.createSqlType(SqlTypeName.DATE);
          case TIME_OF_DAY, TIME -> factory.createSqlType(SqlTypeName.TIME, MILLISECONDS);
          case DATE_TIME_OFFSET, DATE_TIME ->
              factory.createSqlType(SqlTypeName.TIMESTAMP, MILLISECONDS);
          case BINARY -> factory.createSqlType(SqlTypeName.VARBINARY);
          case GUID -> factory.createSqlType(SqlTypeName.VARCHAR, GUID_LENGTH);
          case STRING, DURATION, ENUM, STREAM, JSON -> factory.createSqlType(SqlTypeName.VARCHAR);
        };
    return factory.createTypeWithNullability(type, column.nullable());
  }

  /** The type of a number of rows. */
  static RelDataType count(RelDataTypeFactory factory) {
    return factory.createSqlType(SqlTypeName.BIGINT);
  }

  /**
   * A column of this name and type, for what is computed; empty when no type of OData's becomes it.
   */
  static Optional<Column> column(RelDataTypeFactory factory, String name, RelDataType type) {
    Optional<EdmType> edmType =
        switch (type.getSqlTypeName()) {
          case TINYINT -> Optional.of(EdmType.SBYTE);
          case SMALLINT -> Optional.of(EdmType.INT16);
          case INTEGER -> Optional.of(EdmType.INT32);
          case BIGINT -> Optional.of(EdmType.INT64);
          case DECIMAL -> Optional.of(EdmType.DECIMAL);
          default -> Optional.empty();
        };
    boolean decimal = type.getSqlTypeName() == SqlTypeName.DECIMAL;
    Facets facets =
        decimal ? new Facets(null, type.getPrecision(), type.getScale(), false) : Facets.NONE;
    return edmType
        .map(t -> new Column(name, name, t, null, facets, type.isNullable(), null))
        .filter(column -> of(factory, column).equals(type));
  }

  /** Without a fixed scale there is room for as many digits before the point as after it. */
  private static RelDataType decimal(RelDataTypeFactory factory, Facets facets) {
    int most = factory.getTypeSystem().getMaxPrecision(SqlTypeName.DECIMAL);
    if (facets.scale() == null || facets.variableScale()) {
      return factory.createSqlType(SqlTypeName.DECIMAL, most, Math.min(VARIABLE_SCALE, most / 2));
    }
    int scale = Math.min(facets.scale(), most);
    int precision = facets.precision() == null ? most : Math.min(facets.precision(), most);
    return factory.createSqlType(SqlTypeName.DECIMAL, Math.max(precision, scale), scale);
  }
}
