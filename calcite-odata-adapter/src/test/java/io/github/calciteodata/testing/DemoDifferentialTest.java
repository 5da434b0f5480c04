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

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever is pushed to the demo service, the rows are those without push-down. */
class DemoDifferentialTest {
  private static Differential driver() throws SQLException {
    return Differential.driver(Demo.small(), "");
  }

  private static Differential calcite() throws SQLException {
    return Differential.calcite(Demo.small());
  }

  @Test
  void writtenStatements() throws SQLException {
    try (Differential differential = driver()) {
      differential.compare(DifferentialFile.read("demo.sql.txt", false));
      assertThat(differential.statements()).isGreaterThan(400);
      check(differential);
    }
  }

  /** Longer than one wants to wait for each time. */
  @Tag("interop")
  @Test
  void writtenStatementsAsRowsCountsAndLimits() throws SQLException {
    try (Differential differential = driver()) {
      differential.compare(DifferentialFile.read("demo.sql.txt", true));
      check(differential);
    }
  }

  /** There nulls sort high, texts have other lengths and decimals fewer digits. */
  @Test
  void writtenStatementsThroughCalcitesOwnDriver() throws SQLException {
    List<DifferentialQuery> queries = DifferentialFile.read("demo.sql.txt", false);
    try (Differential differential = calcite()) {
      for (int i = 0; i < queries.size(); i += 4) {
        differential.compare(queries.get(i));
      }
      check(differential);
    }
  }

  private static void check(Differential differential) {
    differential.assertSameRows();
    differential.assertNothingRefused();
    DemoUrls.assertThatOlingoParses(differential.urls());
  }

  @Test
  void randomStatements() throws SQLException {
    try (Differential differential = driver()) {
      compareRandom(differential, Seeds.fixed(), 60);
    }
  }

  @Test
  void randomStatementsOfAnotherSeed() throws SQLException {
    try (Differential differential = driver()) {
      compareRandom(differential, Seeds.second(), 10);
    }
  }

  @Test
  void randomStatementsThroughCalcitesOwnDriver() throws SQLException {
    try (Differential differential = calcite()) {
      compareRandom(differential, Seeds.fixed() + 1, 10);
    }
  }

  private static void compareRandom(Differential differential, long seed, int perTable)
      throws SQLException {
    KeyedTables.demo(Demo.small()).compareConditions(differential, seed, perTable);
    check(differential);
  }
}
