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

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever is looked up, the rows of joins on the demo service are those without push-down. */
class LookupDifferentialTest {
  private static final String LARGE = "Pushdown=" + RandomLookups.LARGE;

  @Test
  void writtenJoinsOfTablesThatPassForLarge() throws SQLException {
    List<DifferentialQuery> queries = DifferentialFile.read("lookups.sql.txt", false);
    try (Differential differential = Differential.driver(Demo.small(), LARGE)) {
      differential.compare(queries);
      assertThat(differential.statements()).isGreaterThan(300);
      check(differential);
    }
    assertThat(lookUps(queries)).isGreaterThan(75);
  }

  private static long lookUps(List<DifferentialQuery> queries) throws SQLException {
    long lookUps = 0;
    try (Connection connection = Connections.driver(Demo.small(), LARGE);
        Statement statement = connection.createStatement()) {
      for (DifferentialQuery query : queries) {
        if (query.parameters().isEmpty()) {
          try (ResultSet plan = statement.executeQuery("EXPLAIN PLAN FOR " + query.sql())) {
            plan.next();
            lookUps += plan.getString(1).contains("ODataLookupJoin") ? 1 : 0;
          }
        }
      }
    }
    System.out.println(lookUps + " statements look up");
    return lookUps;
  }

  @Test
  void writtenJoins() throws SQLException {
    List<DifferentialQuery> queries = DifferentialFile.read("lookups.sql.txt", false);
    try (Differential differential = Differential.driver(Demo.small(), "")) {
      for (int i = 0; i < queries.size(); i += 3) {
        differential.compare(queries.get(i));
      }
      check(differential);
    }
  }

  @Test
  void writtenJoinsThroughCalcitesOwnDriver() throws SQLException {
    List<DifferentialQuery> queries = DifferentialFile.read("lookups.sql.txt", false);
    try (Differential differential = Differential.calcite(Demo.small())) {
      for (int i = 1; i < queries.size(); i += 4) {
        differential.compare(queries.get(i));
      }
      check(differential);
    }
  }

  @Test
  void randomJoins() throws SQLException {
    compareRandom(Seeds.fixed(), LARGE, 100);
    compareRandom(Seeds.fixed() + 1, "", 30);
  }

  @Test
  void randomJoinsOfAnotherSeed() throws SQLException {
    compareRandom(Seeds.second(), LARGE, 30);
  }

  private static void compareRandom(long seed, String properties, int statements)
      throws SQLException {
    System.out.println("-Dodata.seed=" + seed);
    try (Differential differential = Differential.driver(Demo.small(), properties)) {
      differential.compare(statements, RandomLookups.demo(seed)::next);
      check(differential);
    }
  }

  private static void check(Differential differential) {
    differential.assertSameRows();
    differential.assertNothingRefused();
    DemoUrls.assertThatOlingoParses(differential.urls());
  }
}
