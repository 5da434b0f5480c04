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

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever is pushed to the demo service, the rows are those without push-down. */
class DemoDifferentialTest {
  private static final Map<String, String> KEYS =
      Map.of(
          "Products", "\"ProductID\"",
          "Customers", "\"CustomerID\"",
          "Orders", "\"OrderID\"",
          "Employees", "\"EmployeeID\"",
          "Suppliers", "\"SupplierID\"",
          "Measurements", "\"ID\"");

  private static Differential driver() throws SQLException {
    URI root = Demo.small();
    return new Differential(
        Connections.driver(root, ""), Connections.driver(root, "Pushdown=NONE"));
  }

  private static Differential calcite() throws SQLException {
    URI root = Demo.small();
    return new Differential(
        Connections.calcite(root, Map.of()), Connections.calcite(root, Map.of("Pushdown", "NONE")));
  }

  @Test
  void writtenStatements() throws SQLException {
    try (Differential differential = driver()) {
      differential.compare(DifferentialFile.read("demo.sql.txt", false));
      assertThat(differential.statements()).isGreaterThan(400);
      check(differential);
    }
  }

  /** Longer than one wants to wait for each time. */
  @Tag("interop")
  @Test
  void writtenStatementsAsRowsCountsAndLimits() throws SQLException {
    try (Differential differential = driver()) {
      differential.compare(DifferentialFile.read("demo.sql.txt", true));
      check(differential);
    }
  }

  /** There nulls sort high, texts have other lengths and decimals fewer digits. */
  @Test
  void writtenStatementsThroughCalcitesOwnDriver() throws SQLException {
    List<DifferentialQuery> queries = DifferentialFile.read("demo.sql.txt", false);
    try (Differential differential = calcite()) {
      for (int i = 0; i < queries.size(); i += 4) {
        differential.compare(queries.get(i));
      }
      check(differential);
    }
  }

  private static void check(Differential differential) {
    System.out.println(differential.summary());
    assertThat(differential.differences()).as(differential.summary()).isEmpty();
    assertThat(differential.lessons()).as("what the service refused").isEmpty();
    DemoUrls.assertThatOlingoParses(differential.urls());
  }

  @Test
  void randomStatements() throws SQLException {
    try (Differential differential = driver()) {
      compareRandom(differential, Seeds.fixed(), 60);
    }
  }

  @Test
  void randomStatementsOfAnotherSeed() throws SQLException {
    try (Differential differential = driver()) {
      compareRandom(differential, Seeds.second(), 10);
    }
  }

  @Test
  void randomStatementsThroughCalcitesOwnDriver() throws SQLException {
    try (Differential differential = calcite()) {
      compareRandom(differential, Seeds.fixed() + 1, 10);
    }
  }

  private static void compareRandom(Differential differential, long seed, int perTable)
      throws SQLException {
    System.out.println("-Dodata.seed=" + seed);
    try (Connection samples = Connections.driver(Demo.small(), "Pushdown=NONE")) {
      for (String table : KEYS.keySet().stream().sorted().toList()) {
        RandomConditions conditions =
            new RandomConditions(samples, table, KEYS.get(table), seed ^ table.hashCode());
        for (int i = 0; i < perTable; i++) {
          differential.compare(conditions.next());
        }
      }
    }
    check(differential);
  }
}
