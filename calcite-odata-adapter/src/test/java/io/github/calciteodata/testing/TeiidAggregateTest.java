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

import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever Teiid's server aggregates, the rows are those that the engine makes. */
@Tag("interop")
class TeiidAggregateTest {
  private static final Map<String, String> KEYS =
      new TreeMap<>(
          Map.of(
              "Types", "\"ID\"",
              "Logic", "\"ID\"",
              "Texts", "\"ID\"",
              "Composite", "\"code\", \"no\", \"day\"",
              "Customers", "\"ID\"",
              "Orders", "\"ID\"",
              "OrderItems", "\"order_ID\", \"pos\""));
  private static InteropServer server;

  @BeforeAll
  static void start() throws IOException {
    server = InteropServer.teiid(Map.of("BIG_ROWS", "3000"));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static void compare(long seed, int random) throws SQLException {
    System.out.println("-Dodata.seed=" + seed);
    URI root = server.root();
    try (Differential differential =
            new Differential(
                Connections.driver(root, ""), Connections.driver(root, "Pushdown=NONE"));
        Connection samples = Connections.driver(root, "Pushdown=NONE")) {
      for (Map.Entry<String, String> table : KEYS.entrySet()) {
        AggregateStatements statements =
            new AggregateStatements(
                samples, table.getKey(), table.getValue(), seed ^ table.getKey().hashCode());
        if (random == 0) {
          differential.compare(statements.each());
        }
        for (int i = 0; i < random; i++) {
          differential.compare(statements.next());
        }
      }
      System.out.println(differential.summary());
      assertThat(differential.differences()).as(differential.summary()).isEmpty();
      assertThat(differential.lessons()).as("what the service refused").isEmpty();
      assertThat(differential.urls()).anyMatch(url -> url.contains("$apply="));
    }
  }

  @Test
  void eachFunctionOverEachColumn() throws SQLException {
    compare(Seeds.fixed(), 0);
  }

  @Test
  void randomStatements() throws SQLException {
    compare(Seeds.fixed(), 60);
  }

  @Test
  void randomStatementsOfAnotherSeed() throws SQLException {
    compare(Seeds.second(), 10);
  }
}
