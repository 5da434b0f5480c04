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

import io.github.calciteodata.demo.DemoService;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Whatever the demo service aggregates, the rows are those that the engine makes. */
class DemoAggregateTest {
  private static Differential driver() throws SQLException {
    return Differential.driver(Demo.small(), "");
  }

  private static void check(Differential differential) {
    differential.assertSameRows();
    differential.assertNothingRefused();
    DemoUrls.assertThatOlingoParses(differential.urls());
    assertThat(differential.urls()).anyMatch(url -> url.contains("$apply="));
  }

  @Test
  void writtenStatements() throws SQLException {
    try (Differential differential = driver()) {
      differential.compare(DifferentialFile.read("aggregates.sql.txt", false));
      check(differential);
    }
  }

  /** There sums and averages have other types, and nulls sort high. */
  @Test
  void writtenStatementsThroughCalcitesOwnDriver() throws SQLException {
    try (Differential differential = Differential.calcite(Demo.small())) {
      differential.compare(DifferentialFile.read("aggregates.sql.txt", false));
      // a sum of SMALLINT is a SMALLINT there, which some do not fit
      assertThat(differential.differences())
          .as(differential.summary())
          .allMatch(difference -> difference.contains("fails either way"));
      assertThat(differential.lessons()).isEmpty();
    }
  }

  /** Of few rows they are not worth a second request. */
  @Test
  void valuesAreCountedByGroupsOfManyRows() throws IOException, SQLException {
    String from = " FROM Measurements ";
    String[] statements = {
      "SELECT Sensor, AVG(Level), COUNT(*)" + from + "GROUP BY Sensor",
      "SELECT Channel, AVG(Amount), SUM(Amount), COUNT(Amount)" + from + "GROUP BY Channel",
      "SELECT Valid, COUNT(Level), COUNT(*)" + from + "GROUP BY Valid",
      "SELECT Note, Valid, COUNT(Amount), MIN(Amount)" + from + "GROUP BY Note, Valid",
      "SELECT Quality, COUNT(Note), MAX(TakenAt)" + from + "WHERE Level > 0 GROUP BY Quality",
      "SELECT COUNT(Clock), ProductID" + from + "GROUP BY ProductID",
      "SELECT \"Offset\", AVG(\"Offset\"), COUNT(\"Offset\")" + from + "GROUP BY \"Offset\"",
      "SELECT Channel, AVG(Level * 2), COUNT(Level)" + from + "WHERE Valid GROUP BY Channel",
      "SELECT Channel, COUNT(Level)" + from + "GROUP BY Channel HAVING COUNT(Level) > 2",
      "SELECT Sensor, AVG(Level)" + from + "GROUP BY Sensor ORDER BY 2 DESC, 1 LIMIT 2",
      "SELECT Sensor, COUNT(Level), COUNT(Amount)" + from + "GROUP BY Sensor",
      "SELECT Sensor, AVG(Level)" + from + "WHERE Channel = ? GROUP BY Sensor",
      "SELECT Level, COUNT(Level)" + from + "WHERE ID < 40 OR Level IS NULL GROUP BY Level",
    };
    DemoService.Options many =
        DemoService.Options.DEFAULT.withMeasurements(4_000).withPageSize(4_000);
    try (DemoService service = DemoService.start(many);
        Differential differential = Differential.driver(service.root(), "")) {
      for (String sql : statements) {
        differential.compare(
            sql.contains("?") ? DifferentialQuery.of(sql, 7) : DifferentialQuery.of(sql));
      }
      check(differential);
      assertThat(differential.urls().stream().filter(u -> u.contains("20ne%20null)/groupby(")))
          .hasSizeGreaterThan(6);
    }
  }

  @Test
  void eachFunctionOverEachColumn() throws SQLException {
    try (Differential differential = driver()) {
      KeyedTables.demo(Demo.small()).compareEachAggregate(differential, Seeds.fixed());
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
    try (Differential differential = driver()) {
      KeyedTables.demo(Demo.small()).compareAggregates(differential, seed, perTable);
      check(differential);
    }
  }
}
