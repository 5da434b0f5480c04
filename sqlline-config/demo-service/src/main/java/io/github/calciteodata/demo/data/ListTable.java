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
package io.github.calciteodata.demo.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A table held in memory, with an index for each list of columns that was looked up. */
final class ListTable implements EntityTable {
  private final RowType type;
  private final List<Row> rows;
  private final Map<List<Integer>, Map<List<Object>, List<Row>>> indexes =
      new ConcurrentHashMap<>();

  ListTable(RowType type, List<Row> rows) {
    this.type = type;
    this.rows = List.copyOf(rows);
  }

  @Override
  public RowType type() {
    return type;
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public Row row(int position) {
    return rows.get(position);
  }

  @Override
  public List<Row> find(int[] columns, List<Object> values) {
    List<Integer> key = Arrays.stream(columns).boxed().toList();
    return indexes.computeIfAbsent(key, this::index).getOrDefault(values, List.of());
  }

  private Map<List<Object>, List<Row>> index(List<Integer> columns) {
    Map<List<Object>, List<Row>> index = new HashMap<>();
    for (Row row : rows) {
      List<Object> values = new ArrayList<>();
      columns.forEach(column -> values.add(row.get(column)));
      index.computeIfAbsent(values, ignored -> new ArrayList<>()).add(row);
    }
    return index;
  }
}
