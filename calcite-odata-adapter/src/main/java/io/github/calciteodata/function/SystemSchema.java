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

import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.ModelWarning;
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.edm.TableModel.ForeignKey;
import io.github.calciteodata.function.SystemTable.Field;
import java.sql.JDBCType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;

/** The schema {@code sys}: what the connection knows about its service and about itself. */
public final class SystemSchema extends AbstractSchema {
  /** The schema's name. */
  public static final String NAME = "sys";

  private final Map<String, Table> tables = new LinkedHashMap<>();

  /** Tables about this catalog. */
  public SystemSchema(Catalog catalog) {
    add(
        "tables",
        () -> catalog.tableModels().stream().map(SystemSchema::table),
        Field.text("table_name").notNull(),
        Field.text("table_type").notNull(),
        Field.text("resource").notNull(),
        Field.text("remarks"));
    add(
        "columns",
        () -> catalog.tableModels().stream().flatMap(SystemSchema::columns),
        Field.text("table_name").notNull(),
        Field.text("column_name").notNull(),
        Field.integer("ordinal_position").notNull(),
        Field.text("data_type").notNull(),
        Field.text("edm_type").notNull(),
        Field.integer("max_length"),
        Field.integer("decimal_precision"),
        Field.integer("decimal_scale"),
        Field.flag("is_nullable").notNull(),
        Field.flag("is_key").notNull(),
        Field.text("path").notNull(),
        Field.text("remarks"));
    add(
        "keys",
        () -> catalog.tableModels().stream().flatMap(SystemSchema::keys),
        Field.text("table_name").notNull(),
        Field.text("column_name").notNull(),
        Field.integer("key_seq").notNull());
    add(
        "foreign_keys",
        () -> catalog.tableModels().stream().flatMap(SystemSchema::foreignKeys),
        Field.text("fk_name").notNull(),
        Field.text("table_name").notNull(),
        Field.text("column_name").notNull(),
        Field.text("referenced_table").notNull(),
        Field.text("referenced_column").notNull(),
        Field.integer("key_seq").notNull());
    add(
        "functions",
        () -> Arrays.stream(OAuthRoutine.values()).map(SystemSchema::function),
        Field.text("function_name").notNull(),
        Field.text("arguments").notNull(),
        Field.text("result_columns").notNull(),
        Field.text("remarks").notNull());
    add(
        "capabilities",
        () -> catalog.capabilities().stream().map(SystemSchema::capability),
        Field.text("table_name").notNull(),
        Field.text("capability").notNull(),
        Field.flag("is_used").notNull(),
        Field.text("decided_by").notNull(),
        Field.text("reason"));
    add(
        "properties",
        () -> catalog.settings().stream().map(SystemSchema::setting),
        Field.text("name").notNull(),
        Field.text("setting"),
        Field.text("default_setting"),
        Field.flag("is_given").notNull(),
        Field.flag("is_secret").notNull(),
        Field.text("category").notNull(),
        Field.text("description").notNull());
    add(
        "requests",
        () -> catalog.requests().stream().map(SystemSchema::request),
        Field.bigint("request_id").notNull(),
        Field.text("method").notNull(),
        Field.text("url").notNull(),
        Field.integer("status"),
        Field.bigint("row_count"),
        Field.bigint("byte_count").notNull(),
        Field.bigint("millis").notNull(),
        Field.integer("retries").notNull(),
        Field.integer("page").notNull());
    add(
        "warnings",
        () -> catalog.warnings().stream().map(SystemSchema::warning),
        Field.integer("line"),
        Field.text("message").notNull());
  }

  private void add(String name, Supplier<Stream<Object[]>> rows, Field... fields) {
    tables.put(name, new SystemTable(List.of(fields), rows));
  }

  @Override
  protected Map<String, Table> getTableMap() {
    return tables;
  }

  private static Object[] table(TableModel table) {
    return new Object[] {
      table.name(),
      table.singleton() ? "SINGLETON" : "ENTITY SET",
      table.resource(),
      table.remarks()
    };
  }

  private static Stream<Object[]> columns(TableModel table) {
    return IntStream.range(0, table.columns().size()).mapToObj(i -> column(table, i));
  }

  private static Object[] column(TableModel table, int index) {
    Column column = table.columns().get(index);
    return new Object[] {
      table.name(),
      column.name(),
      index + 1,
      JDBCType.valueOf(column.type().jdbcType()).getName(),
      column.enumType() == null ? column.type().edmName() : column.enumType().qualifiedName(),
      column.facets().maxLength(),
      column.facets().precision(),
      column.facets().scale(),
      column.nullable(),
      table.key().contains(index),
      column.path(),
      column.remarks()
    };
  }

  private static Stream<Object[]> keys(TableModel table) {
    return IntStream.range(0, table.key().size())
        .mapToObj(
            i ->
                new Object[] {table.name(), table.columns().get(table.key().get(i)).name(), i + 1});
  }

  private static Stream<Object[]> foreignKeys(TableModel table) {
    return table.foreignKeys().stream()
        .flatMap(
            key ->
                IntStream.range(0, key.columns().size()).mapToObj(i -> foreignKey(table, key, i)));
  }

  private static Object[] foreignKey(TableModel table, ForeignKey key, int index) {
    return new Object[] {
      key.name(),
      table.name(),
      key.columns().get(index),
      key.referencedTable(),
      key.referencedColumns().get(index),
      index + 1
    };
  }

  private static Object[] function(OAuthRoutine routine) {
    return new Object[] {
      routine.functionName(),
      String.join(", ", routine.parameters()),
      routine.columns().stream().map(Field::name).collect(Collectors.joining(", ")),
      routine.remarks()
    };
  }

  private static Object[] capability(Catalog.Capability capability) {
    return new Object[] {
      capability.table(),
      capability.capability(),
      capability.used(),
      capability.source(),
      capability.reason()
    };
  }

  private static Object[] setting(Catalog.Setting setting) {
    return new Object[] {
      setting.name(),
      setting.value(),
      setting.defaultValue(),
      setting.given(),
      setting.secret(),
      setting.group(),
      setting.description()
    };
  }

  private static Object[] request(Catalog.Request request) {
    return new Object[] {
      request.id(),
      request.method(),
      request.url(),
      request.status(),
      request.rows(),
      request.bytes(),
      request.millis(),
      request.retries(),
      request.page()
    };
  }

  private static Object[] warning(ModelWarning warning) {
    return new Object[] {warning.line() == 0 ? null : warning.line(), warning.message()};
  }
}
