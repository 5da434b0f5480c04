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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever is looked up on Teiid's server, the rows of joins are those without push-down. */
@Tag("interop")
class TeiidLookupTest {
  private static final String LARGE = "Pushdown=" + RandomLookups.LARGE;

  private static InteropServer server;

  @BeforeAll
  static void start() throws IOException {
    server = InteropServer.teiid();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void writtenJoins() throws SQLException {
    try (Differential differential = Differential.driver(server.root(), LARGE)) {
      differential.compare(DifferentialFile.read("teiid-lookups.sql.txt", false));
      assertThat(differential.statements()).isGreaterThan(80);
      check(differential);
    }
  }

  @Test
  void randomJoinsOfTablesThatPassForLarge() throws SQLException {
    compareLookUps(Seeds.fixed(), 150);
  }

  @Test
  void randomJoins() throws SQLException {
    // it passes over some expansions that come back to where they were
    compareRandom(Seeds.fixed() + 1, "", 50).assertSameRows();
  }

  @Test
  void randomJoinsOfAnotherSeed() throws SQLException {
    compareLookUps(Seeds.second(), 50);
  }

  private static void compareLookUps(long seed, int statements) throws SQLException {
    check(compareRandom(seed, LARGE, statements));
  }

  private static Differential compareRandom(long seed, String properties, int statements)
      throws SQLException {
    System.out.println("-Dodata.seed=" + seed);
    try (Differential differential = Differential.driver(server.root(), properties)) {
      differential.compare(statements, RandomLookups.teiid(seed)::next);
      return differential;
    }
  }

  private static void check(Differential differential) {
    differential.assertSameRows();
    differential.assertNothingRefused();
  }
}
