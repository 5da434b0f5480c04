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
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever Teiid's server aggregates, the rows are those that the engine makes. */
@Tag("interop")
class TeiidAggregateTest {
  private static InteropServer server;

  @BeforeAll
  static void start() throws IOException {
    server = InteropServer.teiid(Map.of("BIG_ROWS", "3000"));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static void check(Differential differential) {
    differential.assertSameRows();
    differential.assertNothingRefused();
    assertThat(differential.urls()).anyMatch(url -> url.contains("$apply="));
  }

  @Test
  void eachFunctionOverEachColumn() throws SQLException {
    try (Differential differential = Differential.driver(server.root(), "")) {
      KeyedTables.teiid(server.root()).compareEachAggregate(differential, Seeds.fixed());
      check(differential);
    }
  }

  @Test
  void randomStatements() throws SQLException {
    compareRandom(Seeds.fixed(), 60);
  }

  @Test
  void randomStatementsOfAnotherSeed() throws SQLException {
    compareRandom(Seeds.second(), 10);
  }

  private static void compareRandom(long seed, int perTable) throws SQLException {
    try (Differential differential = Differential.driver(server.root(), "")) {
      KeyedTables.teiid(server.root()).compareAggregates(differential, seed, perTable);
      check(differential);
    }
  }
}
