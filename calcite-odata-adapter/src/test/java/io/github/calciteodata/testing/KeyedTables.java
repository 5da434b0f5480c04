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
package io.github.calciteodata.testing;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** Tables of a service with their keys, for statements at random on each of them in turn. */
final class KeyedTables {
  private final URI root;
  private final Map<String, String> keys;

  private KeyedTables(URI root, Map<String, String> keys) {
    this.root = root;
    this.keys = new TreeMap<>(keys);
  }

  static KeyedTables demo(URI root) {
    return new KeyedTables(
        root,
        Map.of(
            "Products", "\"ProductID\"",
            "Customers", "\"CustomerID\"",
            "Orders", "\"OrderID\"",
            "OrderItems", "\"OrderID\", \"ProductID\"",
            "Employees", "\"EmployeeID\"",
            "Suppliers", "\"SupplierID\"",
            "Measurements", "\"ID\""));
  }

  static KeyedTables teiid(URI root) {
    return new KeyedTables(
        root,
        Map.of(
            "Types", "\"ID\"",
            "Logic", "\"ID\"",
            "Texts", "\"ID\"",
            "Composite", "\"code\", \"no\", \"day\"",
            "Customers", "\"ID\"",
            "Orders", "\"ID\"",
            "OrderItems", "\"order_ID\", \"pos\""));
  }

  private interface Statements {
    void compare(Connection samples, String table, String key, long seed) throws SQLException;
  }

  private void forEach(long seed, Statements statements) throws SQLException {
    System.out.println("-Dodata.seed=" + seed);
    try (Connection samples = Connections.driver(root, "Pushdown=NONE")) {
      for (Map.Entry<String, String> table : keys.entrySet()) {
        statements.compare(
            samples, table.getKey(), table.getValue(), seed ^ table.getKey().hashCode());
      }
    }
  }

  /** So many conditions on each table. */
  void compareConditions(Differential differential, long seed, int perTable) throws SQLException {
    forEach(
        seed,
        (samples, table, key, of) ->
            differential.compare(perTable, new RandomConditions(samples, table, key, of)::next));
  }

  /** So many statements with aggregates of each table. */
  void compareAggregates(Differential differential, long seed, int perTable) throws SQLException {
    forEach(
        seed,
        (samples, table, key, of) ->
            differential.compare(perTable, new AggregateStatements(samples, table, key, of)::next));
  }

  /** Each function over each column of each table. */
  void compareEachAggregate(Differential differential, long seed) throws SQLException {
    forEach(
        seed,
        (samples, table, key, of) ->
            differential.compare(new AggregateStatements(samples, table, key, of).each()));
  }
}
