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
package io.github.calciteodata.tpch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.calciteodata.GeneratedSection;
import io.github.calciteodata.testing.InteropServer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TPC-H over Teiid, which has no {@code $apply}, gives a database's answers. */
@Tag("interop")
class TpchTeiidTest {
  private static InteropServer server;
  private static TpchComparison comparison;

  @BeforeAll
  static void start() throws IOException, SQLException {
    server = InteropServer.teiid(Map.of("SCRIPT", Tpch.script().toString()));
    comparison = new TpchComparison(server.root());
  }

  @AfterAll
  static void stop() throws IOException, SQLException {
    try (InteropServer closed = server) {
      GeneratedSection.measured("performance.md", "tpch-teiid", comparison.table());
      comparison.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 6, 10, 12, 13, 14, 18, 19})
  void answersAreThoseOfADatabase(int number) throws IOException, SQLException {
    assertThat(comparison.check(number)).isNotEmpty();
  }
}
