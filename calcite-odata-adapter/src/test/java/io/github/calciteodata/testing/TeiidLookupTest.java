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
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever is looked up on Teiid's server, the rows of joins are those without push-down. */
@Tag("interop")
class TeiidLookupTest {
  /** Without counts every table passes for a large one, and what can be looked up is. */
  private static final String LARGE = "Pushdown=FILTER,PROJECT,SORT,LIMIT,LOOKUP";

  private static InteropServer server;

  @BeforeAll
  static void start() throws IOException {
    server = InteropServer.teiid();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static Differential driver(String properties) throws SQLException {
    URI root = server.root();
    return new Differential(
        Connections.driver(root, properties), Connections.driver(root, "Pushdown=NONE"));
  }

  @Test
  void writtenJoins() throws SQLException {
    try (Differential differential = driver(LARGE)) {
      differential.compare(DifferentialFile.read("teiid-lookups.sql.txt", false));
      assertThat(differential.statements()).isGreaterThan(80);
      check(differential);
    }
  }

  @Test
  void randomJoinsOfTablesThatPassForLarge() throws SQLException {
    compareRandom(Seeds.fixed(), LARGE, 150);
  }

  @Test
  void randomJoins() throws SQLException {
    compareRandom(Seeds.fixed() + 1, "", 50);
  }

  @Test
  void randomJoinsOfAnotherSeed() throws SQLException {
    compareRandom(Seeds.second(), LARGE, 50);
  }

  private static void compareRandom(long seed, String properties, int statements)
      throws SQLException {
    System.out.println("-Dodata.seed=" + seed);
    RandomLookups joins = RandomLookups.teiid(seed);
    try (Differential differential = driver(properties)) {
      for (int i = 0; i < statements; i++) {
        differential.compare(joins.next());
      }
      check(differential);
    }
  }

  private static void check(Differential differential) {
    System.out.println(differential.summary());
    assertThat(differential.differences()).as(differential.summary()).isEmpty();
    assertThat(differential.lessons()).as("what the service refused").isEmpty();
  }
}
