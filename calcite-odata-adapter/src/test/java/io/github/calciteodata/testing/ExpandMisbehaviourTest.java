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

import static io.github.calciteodata.testing.MisbehavingService.answering;
import static io.github.calciteodata.testing.MisbehavingService.asking;
import static io.github.calciteodata.testing.MisbehavingService.ignoring;
import static io.github.calciteodata.testing.MisbehavingService.refusing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.calciteodata.demo.DemoService;
import io.github.calciteodata.testing.MisbehavingService.Habit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Services that do joins otherwise than they claim: the rows are right all the same, and what was
 * refused is not sent again.
 */
class ExpandMisbehaviourTest {
  private static final List<String> STATEMENTS =
      List.of(
          "SELECT p.ProductID, c.CategoryName FROM Products p LEFT JOIN Categories c"
              + " ON p.CategoryID = c.CategoryID",
          "SELECT p.ProductID, c.CategoryName FROM Products p JOIN Categories c"
              + " ON p.CategoryID = c.CategoryID",
          "SELECT p.ProductID, c.CategoryName FROM Products p JOIN Categories c"
              + " ON p.CategoryID = c.CategoryID WHERE c.CategoryName > 'M' AND p.UnitPrice > 20"
              + " ORDER BY c.CategoryName DESC, p.ProductID LIMIT 7",
          "SELECT COUNT(*) FROM Products p JOIN Categories c ON p.CategoryID = c.CategoryID",
          "SELECT c.CategoryName, COUNT(*), SUM(p.UnitPrice) FROM Products p JOIN Categories c"
              + " ON p.CategoryID = c.CategoryID GROUP BY c.CategoryName",
          "SELECT c.CustomerID, o.OrderID FROM Customers c LEFT JOIN Orders o"
              + " ON o.CustomerID = c.CustomerID AND o.Freight > 50",
          "SELECT c.CustomerID, o.OrderID, i.ProductID FROM Customers c LEFT JOIN Orders o"
              + " ON o.CustomerID = c.CustomerID LEFT JOIN OrderItems i ON i.OrderID = o.OrderID"
              + " AND i.Quantity > 30 WHERE c.CustomerID < 'D'",
          "SELECT c.CustomerID, o.OrderID, o.Freight FROM Customers c LEFT JOIN Orders o"
              + " ON o.CustomerID = c.CustomerID AND o.Freight > 20"
              + " ORDER BY c.CustomerID DESC, o.Freight DESC, o.OrderID",
          "SELECT c.CustomerID, o.OrderID FROM Customers c LEFT JOIN LATERAL (SELECT OrderID FROM Orders o"
              + " WHERE o.CustomerID = c.CustomerID AND o.Freight > 5 ORDER BY o.OrderDate, o.OrderID"
              + " LIMIT 5) o ON TRUE",
          "SELECT c.CustomerID FROM Customers c"
              + " WHERE CustomerID NOT IN (SELECT CustomerID FROM Orders WHERE CustomerID > 'C' AND Freight > 50)",
          "SELECT i.OrderID, i.ProductID, c.CompanyName FROM OrderItems i JOIN Orders o"
              + " ON i.OrderID = o.OrderID LEFT JOIN Customers c ON o.CustomerID = c.CustomerID"
              + " WHERE i.Quantity > 50",
          "SELECT i.OrderID, i.ProductID FROM Orders o, Products p, OrderItems i"
              + " WHERE i.OrderID = o.OrderID AND i.ProductID = p.ProductID AND o.Freight < p.UnitPrice"
              + " AND REPLACE(p.ProductName, 'a', 'o') <> 'Too'",
          "SELECT e.EmployeeID, m.LastName FROM Employees e LEFT JOIN Employees m"
              + " ON e.ReportsTo = m.EmployeeID WHERE m.Salary > 6000 OR m.Salary IS NULL",
          "SELECT CustomerID FROM Customers c WHERE EXISTS (SELECT 1 FROM Orders o"
              + " WHERE o.CustomerID = c.CustomerID AND o.Freight > 150)",
          "SELECT CustomerID FROM Customers c WHERE NOT EXISTS (SELECT 1 FROM Orders o"
              + " WHERE o.CustomerID = c.CustomerID) OR CustomerID < 'B'",
          "SELECT CustomerID FROM Customers c WHERE NOT EXISTS (SELECT 1 FROM Orders o"
              + " WHERE o.CustomerID = c.CustomerID AND o.Freight > 150)",
          "SELECT ProductID FROM Products p WHERE NOT EXISTS (SELECT 1 FROM Categories c"
              + " WHERE c.CategoryID = p.CategoryID AND (c.CategoryName > 'M' OR c.Description IS NULL))",
          "SELECT ProductID FROM Products WHERE CategoryID IN"
              + " (SELECT CategoryID FROM Categories WHERE Description IS NULL)");

  /** What is done otherwise, and what may not be sent any more when it is known. */
  enum Service {
    REFUSES_EXPAND(refusing(o -> o.containsKey("$expand"), 501), "$expand"),
    REFUSES_EXPAND_AS_WRONG(refusing(o -> o.containsKey("$expand"), 400), "$expand"),
    REFUSES_NESTED_EXPAND(refusing(o -> matches(o, "$expand", ".*\\$expand.*"), 400), ";$expand"),
    REFUSES_ORDER_INSIDE(refusing(o -> matches(o, "$expand", ".*\\$orderby.*"), 501), ";$orderby"),
    IGNORES_TOP_INSIDE(
        asking(
            o ->
                o.computeIfPresent("$expand", (name, text) -> text.replaceAll(";\\$top=\\d+", ""))),
        null),
    REFUSES_PATHS(
        refusing(
            o ->
                matches(o, "$filter", ".*(Category|Order|Customer|Manager)/.*")
                    || matches(o, "$apply", ".*Category/.*")
                    || matches(o, "$orderby", ".*Category/.*"),
            400),
        "Category/"),
    REFUSES_ANY(refusing(o -> matches(o, "$filter", ".*/any\\(.*"), 501), "/any("),
    REFUSES_EVERYTHING(
        refusing(o -> o.containsKey("$expand") || o.containsKey("$filter"), 501), "$filter"),
    IGNORES_EXPAND(ignoring("$expand"), "$expand"),
    LEAVES_OUT_NULLS(
        answering(text -> text.replaceAll(",\"(Category|Customer|Manager)\":null", "")), null);

    private final Habit habit;
    private final Predicate<String> unwanted;

    Service(Habit habit, String unwanted) {
      this.habit = habit;
      this.unwanted = url -> unwanted != null && url.contains(unwanted);
    }

    private static boolean matches(Map<String, String> options, String name, String pattern) {
      return options.getOrDefault(name, "").matches(pattern);
    }
  }

  private static DemoService demo;

  @BeforeAll
  static void start() throws Exception {
    demo = DemoService.start(DemoService.Options.DEFAULT.withMeasurements(10));
  }

  @AfterAll
  static void stop() {
    demo.close();
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  void rowsAreRightAndNothingIsRefusedTwice(Service service) throws Exception {
    new MisbehaviourCheck(demo.root(), STATEMENTS)
        .refused(UnaryOperator.identity(), service.habit, service.unwanted);
  }

  /** As every service does that was not told otherwise: rows are not complete without it. */
  @Test
  void collectionsThatAreCutOffAreReadToTheirEnd() throws Exception {
    DemoService.Options cut =
        DemoService.Options.DEFAULT.withMeasurements(10).withPageSize(20).withNestedPageSize(2);
    try (DemoService service = DemoService.start(cut);
        Differential differential =
            new Differential(
                Connections.driver(service.root(), ""),
                Connections.driver(service.root(), "Pushdown=NONE"))) {
      for (String sql : STATEMENTS) {
        differential.compare(DifferentialQuery.of(sql));
      }
      assertThat(differential.differences()).isEmpty();
      assertThat(differential.lessons()).isEmpty();
      assertThat(differential.urls()).anyMatch(url -> url.contains("skiptoken"));
    }
  }

  @Test
  void theLinkOfACollectionToAnotherServiceIsNotFollowed() throws Exception {
    Habit elsewhere =
        answering(
            text ->
                text.replaceAll(
                    "\"Orders@odata.nextLink\":\"[^\"]*\"",
                    "\"Orders@odata.nextLink\":\"http://127.0.0.2:1/odata/Orders\""));
    DemoService.Options cut =
        DemoService.Options.DEFAULT.withMeasurements(10).withNestedPageSize(2);
    try (DemoService service = DemoService.start(cut);
        MisbehavingService proxy =
            new MisbehavingService(service.root(), UnaryOperator.identity(), elsewhere);
        Connection connection = Connections.driver(proxy.root(), "")) {
      SQLException refused =
          catchThrowableOfType(
              SQLException.class, () -> MisbehaviourCheck.query(connection, STATEMENTS.get(5)));
      assertThat(refused.getMessage()).contains("127.0.0.2");
      assertThat(refused.getSQLState()).isNotNull();
    }
  }
}
