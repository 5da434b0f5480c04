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
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The same joins, aggregates, sub-queries, unions and windows over one set of several servers: the
 * rows are those without push-down. {@code -Dodata.service=ROOT -Dodata.set="Table id num few amt
 * txt day"} asks them of a service of one's own.
 */
class OneSetTest {
  private static final int RANDOM = Integer.getInteger("odata.queries", 40);

  private static void compare(URI root, String properties, String... descriptions)
      throws SQLException {
    try (Differential differential = Differential.driver(root, properties);
        Connection samples = Connections.driver(root, "Pushdown=NONE")) {
      for (String description : descriptions) {
        OneSet set = OneSet.of(samples, description);
        List<DifferentialQuery> statements = DifferentialFile.read("one-set.sql.txt", set);
        assertThat(statements).hasSizeGreaterThan(200);
        differential.compare(statements);
        RandomQueries queries = new RandomQueries(Seeds.fixed()).over(samples, "", description);
        differential.compare(RANDOM, queries::next);
      }
      differential.assertSameRows();
    }
  }

  @Test
  void demoService() throws SQLException {
    compare(
        Demo.small(),
        "",
        "Products ProductID CategoryID QuantityPerUnit UnitPrice ProductName Released");
  }

  @Tag("interop")
  @Test
  void teiid() throws IOException, SQLException {
    try (InteropServer server = InteropServer.teiid(Map.of("BIG_ROWS", "100"))) {
      compare(server.root(), "", "Types ID aTiny aText aMoney aChar aDate");
    }
  }

  @Tag("interop")
  @Test
  void simpleServer() throws IOException, SQLException {
    try (InteropServer server = InteropServer.simple(Map.of("ROWS", "400"))) {
      compare(server.root(), "", "products _id n addr_city price name made");
    }
  }

  @EnabledIfSystemProperty(
      named = "odata.service",
      matches = ".+",
      disabledReason = "no service of one's own is named by odata.service")
  @Test
  void anotherService() throws SQLException {
    compare(
        URI.create(System.getProperty("odata.service")),
        System.getProperty("odata.properties", ""),
        System.getProperty("odata.set").split(";"));
  }
}
