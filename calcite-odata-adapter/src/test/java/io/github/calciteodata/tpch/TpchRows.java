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
package io.github.calciteodata.tpch;

import io.github.calciteodata.demo.data.Row;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of TPC-H at scale 0.01, as the generator makes them: 60,175 line items. */
final class TpchRows {
  private static final double SCALE = 0.01;

  private TpchRows() {}

  /** The rows of each table, for the engine of the demo service. */
  static Map<String, List<Row>> all() {
    Map<String, List<Row>> all = new HashMap<>();
    for (TpchTable<?> table : TpchTable.getTables()) {
      List<Row> rows = new ArrayList<>();
      values(table).forEach(values -> rows.add(Row.of(values)));
      all.put(table.getTableName(), rows);
    }
    return all;
  }

  /** Writes one CSV file for each table, with the names of the columns in the first line. */
  static void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (TpchTable<?> table : TpchTable.getTables()) {
      try (BufferedWriter file =
          Files.newBufferedWriter(directory.resolve(table.getTableName() + ".csv"))) {
        file.write(
            String.join(",", table.getColumns().stream().map(TpchColumn::getColumnName).toList()));
        for (Object[] row : values(table)) {
          file.newLine();
          for (int i = 0; i < row.length; i++) {
            file.write((i > 0 ? "," : "") + csv(row[i]));
          }
        }
      }
    }
  }

  private static String csv(Object value) {
    return value instanceof String text
        ? "\"" + text.replace("\"", "\"\"") + "\""
        : value.toString();
  }

  private static <E extends TpchEntity> List<Object[]> values(TpchTable<E> table) {
    List<TpchColumn<E>> columns = table.getColumns();
    List<Object[]> rows = new ArrayList<>();
    for (E entity : table.createGenerator(SCALE, 1, 1)) {
      rows.add(columns.stream().map(column -> value(column, entity)).toArray());
    }
    return rows;
  }

  private static <E extends TpchEntity> Object value(TpchColumn<E> column, E entity) {
    return switch (column.getType().getBase()) {
      case IDENTIFIER -> (Object) column.getIdentifier(entity);
      case INTEGER -> (long) column.getInteger(entity);
      case DATE -> LocalDate.ofEpochDay(column.getDate(entity));
      // all amounts have two digits after the point
      case DOUBLE -> BigDecimal.valueOf(Math.round(column.getDouble(entity) * 100), 2);
      case VARCHAR -> column.getString(entity);
    };
  }
}
