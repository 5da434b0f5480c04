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

import io.github.calciteodata.function.Described;
import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.calcite.jdbc.CalciteConnection;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.TableFunction;
import org.apache.calcite.schema.lookup.LikePattern;

/**
 * The table functions of a connection as JDBC lists functions, and as it lists procedures, since
 * {@code CALL} runs them too.
 */
final class RoutineRows {
  private final CalciteConnection connection;

  RoutineRows(CalciteConnection connection) {
    this.connection = connection;
  }

  private record Found(String schema, String name, TableFunction function) {
    String remarks() {
      return function instanceof Described described ? described.remarks() : null;
    }
  }

  /** An argument, or a column of the result, of a routine. */
  private record Part(
      Found routine, boolean argument, int position, String name, RelDataType type) {
    boolean nullable() {
      return type.isNullable();
    }

    String yesOrNo() {
      return nullable() ? "YES" : "NO";
    }
  }

  List<Object[]> functions(Predicate<String> schemas, Predicate<String> names) {
    return find(schemas, names)
        .map(
            found ->
                new Object[] {
                  null,
                  found.schema,
                  found.name,
                  found.remarks(),
                  (short) DatabaseMetaData.functionReturnsTable,
                  found.name
                })
        .toList();
  }

  List<Object[]> procedures(Predicate<String> schemas, Predicate<String> names) {
    return find(schemas, names)
        .map(
            found ->
                new Object[] {
                  null,
                  found.schema,
                  found.name,
                  null,
                  null,
                  null,
                  found.remarks(),
                  (short) DatabaseMetaData.procedureReturnsResult,
                  found.name
                })
        .toList();
  }

  List<Object[]> functionColumns(
      Predicate<String> schemas, Predicate<String> names, Predicate<String> columns) {
    return parts(schemas, names, columns)
        .map(
            part -> {
              ColumnShape shape = ColumnShape.of(part.type, null);
              return new Object[] {
                null,
                part.routine.schema,
                part.routine.name,
                part.name,
                (short)
                    (part.argument
                        ? DatabaseMetaData.functionColumnIn
                        : DatabaseMetaData.functionColumnResult),
                shape.jdbcType(),
                shape.typeName(),
                shape.size(),
                shape.octets(),
                small(shape.digits()),
                small(shape.radix()),
                nullability(part),
                null,
                shape.octets(),
                part.position,
                part.yesOrNo(),
                part.routine.name
              };
            })
        .toList();
  }

  List<Object[]> procedureColumns(
      Predicate<String> schemas, Predicate<String> names, Predicate<String> columns) {
    return parts(schemas, names, columns)
        .map(
            part -> {
              ColumnShape shape = ColumnShape.of(part.type, null);
              return new Object[] {
                null,
                part.routine.schema,
                part.routine.name,
                part.name,
                (short)
                    (part.argument
                        ? DatabaseMetaData.procedureColumnIn
                        : DatabaseMetaData.procedureColumnResult),
                shape.jdbcType(),
                shape.typeName(),
                shape.size(),
                shape.octets(),
                small(shape.digits()),
                small(shape.radix()),
                nullability(part),
                null,
                null,
                null,
                null,
                shape.octets(),
                part.position,
                part.yesOrNo(),
                part.routine.name
              };
            })
        .toList();
  }

  private static Short small(Integer value) {
    return value == null ? null : value.shortValue();
  }

  private static short nullability(Part part) {
    return (short)
        (part.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls);
  }

  private Stream<Part> parts(
      Predicate<String> schemas, Predicate<String> names, Predicate<String> columns) {
    RelDataTypeFactory types = connection.getTypeFactory();
    return find(schemas, names)
        .flatMap(
            found -> {
              List<Part> parts = new ArrayList<>();
              for (FunctionParameter parameter : found.function.getParameters()) {
                parts.add(
                    new Part(
                        found,
                        true,
                        parameter.getOrdinal() + 1,
                        parameter.getName(),
                        parameter.getType(types)));
              }
              RelDataType row = found.function.getRowType(types, List.of());
              for (RelDataTypeField field : row.getFieldList()) {
                parts.add(
                    new Part(found, false, field.getIndex() + 1, field.getName(), field.getType()));
              }
              return parts.stream();
            })
        .filter(part -> columns.test(part.name));
  }

  private Stream<Found> find(Predicate<String> schemas, Predicate<String> names) {
    return connection.getRootSchema().subSchemas().getNames(LikePattern.any()).stream()
        .filter(schemas)
        .sorted()
        .flatMap(schema -> find(schema, names));
  }

  private Stream<Found> find(String schemaName, Predicate<String> names) {
    SchemaPlus schema = connection.getRootSchema().subSchemas().get(schemaName);
    return schema.getFunctionNames().stream()
        .filter(names)
        .sorted()
        .flatMap(
            name ->
                schema.getFunctions(name).stream()
                    .filter(TableFunction.class::isInstance)
                    .map(function -> new Found(schemaName, name, (TableFunction) function)));
  }
}
