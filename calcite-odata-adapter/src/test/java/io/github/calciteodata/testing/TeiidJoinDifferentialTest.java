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
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever joins are pushed to Teiid's server, the rows are those without push-down. */
@Tag("interop")
class TeiidJoinDifferentialTest {
  private static final Set<String> RELATED = Set.of("Customers", "Orders", "OrderItems");
  private static InteropServer server;

  @BeforeAll
  static void start() throws IOException {
    server = InteropServer.teiid(Map.of("BIG_ROWS", "100", "PAGE_SIZE", "50"));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static Differential driver() throws SQLException {
    return Differential.driver(server.root(), "");
  }

  private static void check(Differential differential) {
    differential.assertSameRows();
    differential.assertNothingRefused();
  }

  @Test
  void writtenStatements() throws SQLException {
    try (Differential differential = driver()) {
      differential.compare(DifferentialFile.read("teiid-joins.sql.txt", false));
      check(differential);
      assertThat(differential.urls()).anyMatch(url -> url.contains("$expand=customer("));
      assertThat(differential.urls()).anyMatch(url -> url.contains("$expand=Orders_customer("));
      assertThat(differential.urls()).anyMatch(url -> url.contains("/any("));
      // it takes the last segment for a property of the set itself
      assertThat(differential.urls()).noneMatch(url -> url.matches(".*[^_]customer/.*"));
    }
  }

  @Test
  void randomStatements() throws SQLException {
    compareRandom(Seeds.fixed(), 150);
  }

  @Test
  void randomStatementsOfAnotherSeed() throws SQLException {
    compareRandom(Seeds.second(), 40);
  }

  private static void compareRandom(long seed, int count) throws SQLException {
    System.out.println("-Dodata.seed=" + seed);
    try (Differential differential = driver();
        Connection samples = Connections.driver(server.root(), "Pushdown=NONE")) {
      differential.compare(count, new RandomJoins(samples, RELATED::contains, seed)::next);
      // it refuses some expansions that come back to where they were
      differential.assertSameRows();
    }
  }
}
