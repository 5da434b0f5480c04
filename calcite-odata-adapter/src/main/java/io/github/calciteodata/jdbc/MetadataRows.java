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
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.edm.TableModel.ForeignKey;
import io.github.calciteodata.function.Catalog;
import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.jdbc.CalciteConnection;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.lookup.LikePattern;

/** The rows of JDBC metadata, in the order that {@link DatabaseMetaData} prescribes. */
final class MetadataRows {
  private final CalciteConnection connection;
  private final String serviceSchema;
  private final Catalog catalog;

  /** {@code catalog} describes the tables of the schema {@code serviceSchema}. */
  MetadataRows(CalciteConnection connection, String serviceSchema, Catalog catalog) {
    this.connection = connection;
    this.serviceSchema = serviceSchema;
    this.catalog = catalog;
  }

  /** A table and what the service says of it, or null. */
  private record Found(String schema, String name, Table table, TableModel model) {
    Column column(String columnName) {
      return model == null
          ? null
          : model.columns().stream()
              .filter(c -> c.name().equals(columnName))
              .findFirst()
              .orElse(null);
    }
  }

  List<Object[]> schemas(Predicate<String> names) {
    return schemaNames(names).map(name -> new Object[] {name, null}).toList();
  }

  List<Object[]> tables(Predicate<String> schemas, Predicate<String> names, List<String> types) {
    return find(schemas, names)
        .filter(found -> types == null || types.contains(found.table.getJdbcTableType().jdbcName))
        .sorted(Comparator.comparing((Found found) -> found.table.getJdbcTableType().jdbcName))
        .map(
            found ->
                new Object[] {
                  null,
                  found.schema,
                  found.name,
                  found.table.getJdbcTableType().jdbcName,
                  found.model == null ? null : found.model.remarks(),
                  null,
                  null,
                  null,
                  null,
                  null
                })
        .toList();
  }

  List<Object[]> columns(
      Predicate<String> schemas, Predicate<String> tables, Predicate<String> names) {
    return find(schemas, tables).flatMap(found -> columns(found, names)).toList();
  }

  private Stream<Object[]> columns(Found found, Predicate<String> names) {
    return found.table.getRowType(connection.getTypeFactory()).getFieldList().stream()
        .filter(field -> names.test(field.getName()))
        .map(field -> column(found, field));
  }

  private static Object[] column(Found found, RelDataTypeField field) {
    Column column = found.column(field.getName());
    ColumnShape shape = ColumnShape.of(field.getType(), column);
    boolean nullable = field.getType().isNullable();
    return new Object[] {
      null,
      found.schema,
      found.name,
      field.getName(),
      shape.jdbcType(),
      shape.typeName(),
      shape.size(),
      null,
      shape.digits(),
      shape.radix(),
      nullable ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
      column == null ? null : column.remarks(),
      null,
      null,
      null,
      shape.octets(),
      field.getIndex() + 1,
      nullable ? "YES" : "NO",
      null,
      null,
      null,
      null,
      "NO",
      "NO"
    };
  }

  List<Object[]> primaryKeys(Predicate<String> schemas, Predicate<String> tables) {
    return models(schemas, tables)
        .flatMap(model -> IntStream.range(0, model.key().size()).mapToObj(i -> keyPart(model, i)))
        .sorted(Comparator.comparing((Object[] row) -> (String) row[3]))
        .toList();
  }

  private Object[] keyPart(TableModel model, int index) {
    return new Object[] {
      null,
      serviceSchema,
      model.name(),
      keyColumn(model, index).name(),
      (short) (index + 1),
      keyName(model)
    };
  }

  List<Object[]> bestRowIdentifier(Predicate<String> schemas, Predicate<String> tables) {
    return models(schemas, tables)
        .flatMap(
            model -> IntStream.range(0, model.key().size()).mapToObj(i -> rowIdentifier(model, i)))
        .toList();
  }

  private Object[] rowIdentifier(TableModel model, int index) {
    Column column = keyColumn(model, index);
    ColumnShape shape = shape(model, column);
    return new Object[] {
      (short) DatabaseMetaData.bestRowSession,
      column.name(),
      shape.jdbcType(),
      shape.typeName(),
      shape.size(),
      null,
      shape.digits() == null ? null : shape.digits().shortValue(),
      (short) DatabaseMetaData.bestRowNotPseudo
    };
  }

  private ColumnShape shape(TableModel model, Column column) {
    Table table = schema(serviceSchema).tables().get(model.name());
    return table.getRowType(connection.getTypeFactory()).getFieldList().stream()
        .filter(field -> field.getName().equals(column.name()))
        .map(field -> ColumnShape.of(field.getType(), column))
        .findFirst()
        .orElseThrow();
  }

  List<Object[]> indexes(Predicate<String> schemas, Predicate<String> tables) {
    return models(schemas, tables)
        .flatMap(model -> IntStream.range(0, model.key().size()).mapToObj(i -> indexPart(model, i)))
        .toList();
  }

  private Object[] indexPart(TableModel model, int index) {
    return new Object[] {
      null,
      serviceSchema,
      model.name(),
      false,
      null,
      keyName(model),
      DatabaseMetaData.tableIndexOther,
      (short) (index + 1),
      keyColumn(model, index).name(),
      null,
      0L,
      0L,
      null
    };
  }

  /**
   * Foreign keys by referencing and referenced table; rows of imported, exported and crossing keys
   * have one layout.
   */
  List<Object[]> foreignKeys(
      Predicate<String> primarySchema,
      Predicate<String> primaryTable,
      Predicate<String> foreignSchema,
      Predicate<String> foreignTable,
      boolean orderByForeignTable) {
    if (!primarySchema.test(serviceSchema) || !foreignSchema.test(serviceSchema)) {
      return List.of();
    }
    Map<String, TableModel> models = new HashMap<>();
    catalog.tableModels().forEach(model -> models.put(model.name(), model));
    List<Object[]> rows = new ArrayList<>();
    for (TableModel model : catalog.tableModels()) {
      for (ForeignKey key : model.foreignKeys()) {
        if (foreignTable.test(model.name()) && primaryTable.test(key.referencedTable())) {
          TableModel referenced = models.get(key.referencedTable());
          IntStream.range(0, key.columns().size())
              .forEach(i -> rows.add(foreignKeyPart(model, key, referenced, i)));
        }
      }
    }
    int table = orderByForeignTable ? 6 : 2;
    rows.sort(
        Comparator.comparing((Object[] row) -> (String) row[table])
            .thenComparing(row -> (String) row[11])
            .thenComparing(row -> (Short) row[8]));
    return rows;
  }

  private Object[] foreignKeyPart(
      TableModel model, ForeignKey key, TableModel referenced, int index) {
    return new Object[] {
      null,
      serviceSchema,
      key.referencedTable(),
      key.referencedColumns().get(index),
      null,
      serviceSchema,
      model.name(),
      key.columns().get(index),
      (short) (index + 1),
      (short) DatabaseMetaData.importedKeyNoAction,
      (short) DatabaseMetaData.importedKeyNoAction,
      key.name(),
      referenced == null ? null : keyName(referenced),
      (short) DatabaseMetaData.importedKeyNotDeferrable
    };
  }

  private static String keyName(TableModel model) {
    return "PK_" + model.name();
  }

  private static Column keyColumn(TableModel model, int index) {
    return model.columns().get(model.key().get(index));
  }

  private Stream<TableModel> models(Predicate<String> schemas, Predicate<String> tables) {
    return schemas.test(serviceSchema)
        ? catalog.tableModels().stream()
            .filter(model -> tables.test(model.name()))
            .sorted(Comparator.comparing(TableModel::name))
        : Stream.empty();
  }

  private Stream<Found> find(Predicate<String> schemas, Predicate<String> tables) {
    return schemaNames(schemas).flatMap(name -> find(name, tables));
  }

  private Stream<Found> find(String schemaName, Predicate<String> names) {
    Map<String, TableModel> models = new HashMap<>();
    if (schemaName.equals(serviceSchema)) {
      catalog.tableModels().forEach(model -> models.put(model.name(), model));
    }
    SchemaPlus schema = schema(schemaName);
    return schema.tables().getNames(LikePattern.any()).stream()
        .filter(names)
        .sorted()
        .map(name -> new Found(schemaName, name, schema.tables().get(name), models.get(name)))
        .filter(found -> found.table != null);
  }

  private Stream<String> schemaNames(Predicate<String> names) {
    return connection.getRootSchema().subSchemas().getNames(LikePattern.any()).stream()
        .filter(names)
        .sorted();
  }

  private SchemaPlus schema(String name) {
    return connection.getRootSchema().subSchemas().get(name);
  }
}
