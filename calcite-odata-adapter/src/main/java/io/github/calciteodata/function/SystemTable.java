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
package io.github.calciteodata.function;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** A table whose rows are computed when it is read. */
final class SystemTable extends AbstractTable implements ScannableTable {
  private final List<Field> fields;
  private final Supplier<Stream<Object[]>> rows;

  SystemTable(List<Field> fields, Supplier<Stream<Object[]>> rows) {
    this.fields = List.copyOf(fields);
    this.rows = rows;
  }

  /** A column. */
  record Field(String name, SqlTypeName type, boolean nullable) {
    static Field text(String name) {
      return new Field(name, SqlTypeName.VARCHAR, true);
    }

    static Field integer(String name) {
      return new Field(name, SqlTypeName.INTEGER, true);
    }

    static Field bigint(String name) {
      return new Field(name, SqlTypeName.BIGINT, true);
    }

    /** An instant in UTC. */
    static Field timestamp(String name) {
      return new Field(name, SqlTypeName.TIMESTAMP, true);
    }

    static Field flag(String name) {
      return new Field(name, SqlTypeName.BOOLEAN, true);
    }

    Field notNull() {
      return new Field(name, type, false);
    }
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    return rowType(typeFactory, fields);
  }

  /** The type of rows of these columns. */
  static RelDataType rowType(RelDataTypeFactory typeFactory, List<Field> fields) {
    RelDataTypeFactory.Builder builder = typeFactory.builder();
    fields.forEach(field -> builder.add(field.name, field.type).nullable(field.nullable));
    return builder.build();
  }

  @Override
  public Schema.TableType getJdbcTableType() {
    return Schema.TableType.SYSTEM_TABLE;
  }

  /**
   * Computes no row before one is asked for: what fails earlier would lose its SQLState in Calcite.
   */
  @Override
  public Enumerable<Object[]> scan(DataContext root) {
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<Object[]> enumerator() {
        return Linq4j.iterableEnumerator(rows.get().toList());
      }
    };
  }
}
