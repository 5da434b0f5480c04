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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that passes over what it cannot parse and answers 200 with everything: the rows are
 * right all the same, whether each first page is checked, every page, or every row.
 */
@Tag("interop")
class SimpleDifferentialTest {
  private static InteropServer server;

  @BeforeAll
  static void start() throws IOException {
    server = InteropServer.simple(Map.of("ROWS", "400"));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static Differential differential(String properties) throws SQLException {
    return Differential.driver(server.root(), properties);
  }

  @Test
  void writtenStatements() throws SQLException {
    try (Differential differential = differential("")) {
      differential.compare(DifferentialFile.read("simple.sql.txt", true));
      assertThat(differential.statements()).isGreaterThan(400);
      differential.assertSameRows();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"VerifyFilters=ALL", "ServiceProfile=unverified"})
  void writtenStatementsCheckedRowByRow(String properties) throws SQLException {
    try (Differential differential = differential(properties)) {
      differential.compare(DifferentialFile.read("simple.sql.txt", false));
      differential.assertSameRows();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "VerifyFilters=ALL", "ServiceProfile=unverified"})
  void randomStatements(String properties) throws SQLException {
    compareRandom(properties, Seeds.fixed(), 60);
  }

  /** One connection each, so that nothing is known yet of what the server passes over. */
  @ParameterizedTest
  @ValueSource(strings = {"", "VerifyFilters=ALL", "ServiceProfile=unverified"})
  void statementsOfAnotherSeedThatAreTheFirstOfTheirConnection(String properties)
      throws SQLException {
    long seed = Seeds.second();
    for (int i = 0; i < 10; i++) {
      compareRandom(properties, seed + i, 1);
    }
  }

  private static void compareRandom(String properties, long seed, int statements)
      throws SQLException {
    System.out.println("-Dodata.seed=" + seed);
    try (Differential differential = differential(properties);
        Connection samples = Connections.driver(server.root(), "Pushdown=NONE")) {
      differential.compare(
          statements, new RandomConditions(samples, "products", "\"_id\"", seed)::next);
      differential.assertSameRows();
    }
  }
}
