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
package io.github.calciteodata;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;

/**
 * Finds tables by name, reading metadata on first need. Asking for one table fails when metadata
 * cannot be read; asking for all names answers none then, since Calcite asks every schema of a
 * model for them before each statement.
 */
final class TableLookup implements Lookup<Table> {
  private final Supplier<Map<String, ODataTable>> tables;
  private final Supplier<Map<String, ODataTable>> tablesIfReadable;

  TableLookup(
      Supplier<Map<String, ODataTable>> tables,
      Supplier<Map<String, ODataTable>> tablesIfReadable) {
    this.tables = tables;
    this.tablesIfReadable = tablesIfReadable;
  }

  @Override
  public Table get(String name) {
    return tables.get().get(name);
  }

  @Override
  public Named<Table> getIgnoreCase(String name) {
    Map<String, ODataTable> all = tables.get();
    if (all.containsKey(name)) {
      return new Named<>(name, all.get(name));
    }
    return all.entrySet().stream()
        .filter(e -> e.getKey().equalsIgnoreCase(name))
        .findFirst()
        .map(e -> new Named<Table>(e.getKey(), e.getValue()))
        .orElse(null);
  }

  @Override
  public Set<String> getNames(LikePattern pattern) {
    return tablesIfReadable.get().keySet().stream()
        .filter(name -> pattern.matcher().apply(name))
        .collect(Collectors.toUnmodifiableSet());
  }
}
