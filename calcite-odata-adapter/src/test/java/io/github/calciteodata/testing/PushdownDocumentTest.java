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

import io.github.calciteodata.GeneratedSection;
import io.github.calciteodata.testing.SqlDocument.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps {@code docs/pushdown.md} true: each statement in it is planned, and run with and without
 * push-down. The system property {@code docs.write} puts the requests below the statements first.
 */
class PushdownDocumentTest {
  private static final Map<String, SqlTester> TESTERS = new HashMap<>();

  @BeforeAll
  static void write() throws IOException, SQLException {
    if (Boolean.getBoolean("docs.write")) {
      SqlDocument document = document();
      List<PlanText> plans = new ArrayList<>();
      for (Example example : document.examples()) {
        plans.add(PlanText.of(tester(example).explain(example.sql())));
      }
      Files.writeString(GeneratedSection.find("pushdown.md"), document.with(plans));
      // plans depend on the sizes of tables that a connection has learned
      close();
    }
  }

  private static SqlDocument document() throws IOException {
    return SqlDocument.of(Files.readString(GeneratedSection.find("pushdown.md")));
  }

  static List<Example> examples() throws IOException {
    return document().examples();
  }

  private static SqlTester tester(Example example) throws SQLException {
    SqlTester tester = TESTERS.get(example.properties());
    if (tester == null) {
      tester = new SqlTester(Demo.small(), example.properties());
      TESTERS.put(example.properties(), tester);
    }
    return tester;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void theStatementMakesTheRequestsBelowIt(Example example) throws SQLException {
    SqlTester.Case statement = tester(example).sql(example.sql()).plans(example.plan());
    if (!example.sql().contains("?")) {
      statement.returnsTheSameUnpushed();
    }
  }

  @Test
  void thereAreExamples() throws IOException {
    assertThat(examples()).hasSizeGreaterThan(80);
  }

  @AfterAll
  static void close() throws SQLException {
    for (SqlTester tester : TESTERS.values()) {
      tester.close();
    }
    TESTERS.clear();
  }
}
