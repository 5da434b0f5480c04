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

import io.github.calciteodata.demo.DemoService;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Statements over two services at once, each of which does what it can: the rows are those without
 * push-down.
 */
class TwoServicesTest {
  private static final int STATEMENTS = Integer.getInteger("odata.queries", 30);
  private static final Map<String, String> NOTHING = Map.of("Pushdown", "NONE");
  private static final Map<String, String> ALL = Map.of();

  private static final Map<String, String> LARGE = Map.of("Pushdown", RandomLookups.LARGE);

  private static final String PRODUCTS =
      "Products ProductID CategoryID QuantityPerUnit UnitPrice ProductName Released";
  private static final String ORDERS =
      "Orders OrderID EmployeeID ShipAddress_Country Freight Status ShippedDate";

  private static Connection both(
      URI first, Map<String, String> firstOperand, URI second, Map<String, String> secondOperand)
      throws SQLException {
    return Connections.calcite(
        "{\"version\":\"1.0\",\"defaultSchema\":\"A\",\"schemas\":["
            + Connections.schema("A", first, firstOperand)
            + ","
            + Connections.schema("B", second, secondOperand)
            + "]}");
  }

  private static void compare(URI first, Map<String, String> operand, URI second, String... sets)
      throws SQLException {
    long seed = Seeds.fixed();
    System.out.println("-Dodata.seed=" + seed);
    try (Differential differential =
            new Differential(
                both(first, operand, second, operand), both(first, NOTHING, second, NOTHING));
        Connection firstSamples = Connections.calcite(first, NOTHING);
        Connection secondSamples = Connections.calcite(second, NOTHING)) {
      RandomQueries queries =
          new RandomQueries(seed)
              .over(firstSamples, "\"A\".", PRODUCTS, ORDERS)
              .over(secondSamples, "\"B\".", sets);
      differential.compare(STATEMENTS, queries::next);
      differential.assertSameRows();
    }
  }

  @Test
  void oneDoesWhatTheOtherRefuses() throws IOException, SQLException {
    DemoService.Options poor =
        DemoService.Options.DEFAULT
            .withMeasurements(1)
            .withPageSize(50)
            .withMaxUrlLength(1_000)
            .refusing("$apply=", 501)
            .refusing("$expand=", 400)
            .refusing(" in (", 400)
            .refusing("$count", 400);
    try (DemoService service = DemoService.start(poor)) {
      compare(Demo.small(), ALL, service.root(), PRODUCTS, ORDERS);
      compare(Demo.small(), LARGE, service.root(), PRODUCTS, ORDERS);
    }
  }

  @Tag("interop")
  @Test
  void theDemoServiceWithTeiid() throws IOException, SQLException {
    String big = "Big ID maybe region amount name day";
    String orders = "Orders ID priority status freight note orderedAt";
    try (InteropServer teiid = InteropServer.teiid(Map.of("BIG_ROWS", "150"))) {
      compare(Demo.small(), ALL, teiid.root(), big, orders);
      compare(Demo.small(), LARGE, teiid.root(), big, orders);
    }
  }
}
