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
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever is looked up, the rows of joins on the demo service are those without push-down. */
class LookupDifferentialTest {
  private static Differential driver(URI root) throws SQLException {
    return new Differential(
        Connections.driver(root, ""), Connections.driver(root, "Pushdown=NONE"));
  }

  @Test
  void writtenJoins() throws SQLException {
    try (Differential differential = driver(Demo.small())) {
      differential.compare(DifferentialFile.read("lookups.sql.txt", false));
      assertThat(differential.statements()).isGreaterThan(250);
      check(differential);
    }
  }

  @Test
  void writtenJoinsThroughCalcitesOwnDriver() throws SQLException {
    URI root = Demo.small();
    List<DifferentialQuery> queries = DifferentialFile.read("lookups.sql.txt", false);
    try (Differential differential =
        new Differential(
            Connections.calcite(root, Map.of()),
            Connections.calcite(root, Map.of("Pushdown", "NONE")))) {
      for (int i = 0; i < queries.size(); i += 4) {
        differential.compare(queries.get(i));
      }
      check(differential);
    }
  }

  @Test
  void randomJoins() throws SQLException {
    compareRandom(Seeds.fixed(), 60);
  }

  @Test
  void randomJoinsOfAnotherSeedEachTime() throws SQLException {
    compareRandom(Seeds.fresh(), 20);
  }

  private static void compareRandom(long seed, int statements) throws SQLException {
    System.out.println("-Dodata.seed=" + seed);
    RandomLookups joins = RandomLookups.demo(seed);
    try (Differential differential = driver(Demo.small())) {
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
    DemoUrls.assertThatOlingoParses(differential.urls());
  }
}
