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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever joins are pushed to the demo service, the rows are those without push-down. */
class DemoJoinDifferentialTest {
  private static final int STATEMENTS = Integer.getInteger("odata.joins", 150);

  private static Differential driver(String properties) throws SQLException {
    return Differential.driver(Demo.small(), properties);
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
    try (Differential differential = Differential.calcite(Demo.small())) {
      for (int i = 0; i < queries.size(); i += 4) {
        differential.compare(queries.get(i));
      }
      check(differential);
    }
  }

  /** Without paths the relation is followed from the right side, too. */
  @Test
  void columnsOfASetJoinedWithItself() throws SQLException {
    String on = " ON e.ReportsTo = m.EmployeeID";
    try (Differential differential = driver("Pushdown=PROJECT,EXPAND")) {
      for (String join : List.of("JOIN", "LEFT JOIN", "RIGHT JOIN")) {
        String from = " FROM Employees m " + join + " Employees e" + on;
        differential.compare(DifferentialQuery.of("SELECT e.EmployeeID, m.ReportsTo" + from));
        differential.compare(DifferentialQuery.of("SELECT m.EmployeeID, e.ReportsTo" + from));
        differential.compare(
            DifferentialQuery.of("SELECT m.EmployeeID, e.EmployeeID, m.ReportsTo" + from));
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
      differential.compare(count, new RandomJoins(samples, name -> true, seed)::next);
      check(differential);
    }
  }

  private static void check(Differential differential) {
    differential.assertSameRows();
    differential.assertNothingRefused();
    DemoUrls.assertThatOlingoParses(differential.urls());
  }
}
