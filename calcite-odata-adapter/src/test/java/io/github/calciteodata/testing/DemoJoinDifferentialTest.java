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

import io.github.calciteodata.ODataSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.calcite.jdbc.CalciteConnection;
import org.junit.jupiter.api.Test;

/** Whatever joins are pushed to the demo service, the rows are those without push-down. */
class DemoJoinDifferentialTest {
  private static final int STATEMENTS = Integer.getInteger("odata.joins", 150);

  private static Differential driver(String properties) throws SQLException {
    return new Differential(
        Connections.driver(Demo.small(), properties),
        Connections.driver(Demo.small(), "Pushdown=NONE"));
  }

  @Test
  void writtenStatements() throws SQLException {
    try (Differential differential = driver("")) {
      differential.compare(DifferentialFile.read("joins.sql.txt", false));
      check(differential);
    }
  }

  @Test
  void writtenStatementsThroughCalcitesOwnDriver() throws SQLException {
    List<DifferentialQuery> queries = DifferentialFile.read("joins.sql.txt", false);
    try (Differential differential =
        new Differential(
            Connections.calcite(Demo.small(), Map.of()),
            Connections.calcite(Demo.small(), Map.of("Pushdown", "NONE")))) {
      for (int i = 0; i < queries.size(); i += 4) {
        differential.compare(queries.get(i));
      }
      check(differential);
    }
  }

  @Test
  void randomStatements() throws SQLException {
    compareRandom(Seeds.fixed(), STATEMENTS, "");
  }

  @Test
  void randomStatementsWithoutPathsInFilters() throws SQLException {
    compareRandom(Seeds.fixed() + 1, STATEMENTS / 3, "Pushdown=PROJECT,EXPAND");
  }

  @Test
  void randomStatementsOfAnotherSeed() throws SQLException {
    compareRandom(Seeds.second(), STATEMENTS / 3, "");
  }

  private static void compareRandom(long seed, int count, String properties) throws SQLException {
    System.out.println("-Dodata.seed=" + seed);
    try (Differential differential = driver(properties);
        Connection samples = Connections.driver(Demo.small(), "Pushdown=NONE")) {
      ODataSchema schema =
          samples
              .unwrap(CalciteConnection.class)
              .getRootSchema()
              .subSchemas()
              .get("OData")
              .unwrap(ODataSchema.class);
      RandomJoins joins = new RandomJoins(samples, schema.tableModels(), seed);
      for (int i = 0; i < count; i++) {
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
