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

import static io.github.calciteodata.testing.MisbehavingService.ignoring;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.calciteodata.demo.DemoService;
import io.github.calciteodata.function.Catalog.Request;
import io.github.calciteodata.testing.MisbehavingService.Habit;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Services that refuse what they claim to do, ignore what they are asked, or do it otherwise: every
 * statement has its right rows, and a refused option is not sent again.
 */
class MisbehaviourTest {
  private static final List<String> STATEMENTS =
      List.of(
          "SELECT ProductID FROM Products WHERE ProductID IN (3, 5, 8, 999)",
          "SELECT ProductID, ProductName FROM Products WHERE UnitPrice > 30 AND CategoryID = 1",
          "SELECT ProductName FROM Products WHERE ProductName LIKE 'C%' AND ProductID < 40",
          "SELECT ProductID FROM Products WHERE CHAR_LENGTH(ProductName) > 15",
          "SELECT ProductID FROM Products WHERE UnitsInStock + 1 > 100",
          "SELECT ProductID FROM Products ORDER BY UnitPrice DESC, ProductID LIMIT 5",
          "SELECT ProductID FROM Products WHERE ProductID > 10 ORDER BY ProductID LIMIT 5",
          "SELECT ProductID FROM Products ORDER BY ProductID OFFSET 80 ROWS FETCH NEXT 20 ROWS ONLY",
          "SELECT COUNT(*) FROM (SELECT * FROM Products LIMIT 70) AS p",
          "SELECT COUNT(*) FROM (SELECT * FROM Orders LIMIT 2000) AS o",
          "SELECT COUNT(*) FROM Products",
          // one URL for two sets of columns where the whole Address has to be read
          "SELECT a.SupplierID, a.Address_City, b.Address_Country FROM Suppliers AS a"
              + " JOIN Suppliers AS b ON a.SupplierID = b.SupplierID",
          "SELECT COUNT(*) FROM Orders WHERE OrderID > 0",
          "SELECT CategoryID, COUNT(*), MAX(UnitPrice) FROM Products GROUP BY CategoryID",
          "SELECT p.ProductID, c.CategoryName FROM Products AS p JOIN Categories AS c"
              + " ON p.CategoryID = c.CategoryID WHERE p.ProductID < 9");

  /** What is done otherwise, and which requests may not be sent any more when it is known. */
  enum Service {
    REFUSES_IN(Service::claims, option("$filter", " in ("), 400),
    REFUSES_APPLY(Service::claims, option("$apply", ""), 501),
    REFUSES_EXPAND(Service::claims, option("$expand", ""), 501),
    REFUSES_FILTER(Service::claims, option("$filter", ""), 501),
    REFUSES_FUNCTIONS(Service::claims, option("$filter", "length("), 501),
    FAILS_OVER_FUNCTIONS(Service::claims, option("$filter", "length("), 500),
    REFUSES_ARITHMETIC(Service::claims, option("$filter", " add "), 400),
    REFUSES_ORDER(Service::claims, option("$orderby", ""), 400),
    REFUSES_TOP(Service::claims, option("$top", ""), 400),
    IGNORES_FILTER(
        Service::claimsNothing, ignoring("$filter"), "Products?$select=ProductID&$filter"),
    IGNORES_ORDER(Service::claimsNothing, ignoring("$orderby"), "$orderby"),
    IGNORES_TOP(Service::claimsNothing, ignoring("$top"), null),
    IGNORES_SKIP(Service::claimsNothing, ignoring("$skip"), null),
    CUTS_TOP(Service::claimsNothing, new Cut(), null),
    TAKES_TOP_FOR_A_PAGE(Service::claims, new PageSize(), null),
    COUNTS_WRONG(Service::claimsNothing, new WrongCount(), "/$count");

    private final UnaryOperator<String> metadata;
    private final Habit habit;
    private final Predicate<String> unwanted;
    private final boolean refuses;

    Service(UnaryOperator<String> metadata, Habit habit, String unwanted) {
      this.metadata = metadata;
      this.habit = habit;
      this.unwanted = url -> unwanted != null && url.contains(unwanted);
      this.refuses = false;
    }

    Service(UnaryOperator<String> metadata, Predicate<Map<String, String>> refused, int status) {
      this.metadata = metadata;
      this.habit = MisbehavingService.refusing(refused, status);
      this.unwanted = url -> false;
      this.refuses = true;
    }

    /** The metadata of the demo service promises to refuse what it does not do; in is of 4.01. */
    private static String claims(String metadata) {
      return metadata.replace("Version=\"4.0\"", "Version=\"4.01\"");
    }

    /** Without the promise the service has to be checked. */
    private static String claimsNothing(String metadata) {
      return claims(metadata).replace("ConformanceLevel", "SomethingElse");
    }

    private static Predicate<Map<String, String>> option(String name, String text) {
      return options -> options.getOrDefault(name, "-").contains(text) && options.containsKey(name);
    }
  }

  /** Gives no more than 50 rows to a limit, and no link to the others. */
  private static final class Cut implements Habit {
    @Override
    public void ask(Map<String, String> options) {
      options.computeIfPresent("$top", (name, top) -> Math.min(50, Long.parseLong(top)) + "");
    }
  }

  /** Gives pages of as many rows as the limit says, with links to all the others. */
  private static final class PageSize implements Habit {
    @Override
    public void ask(Map<String, String> options) {
      String top = options.remove("$top");
      if (top != null) {
        options.put("Prefer", top);
      }
    }
  }

  /** Counts to 50. */
  private static final class WrongCount implements Habit {
    @Override
    public String answer(String path, Map<String, String> options, String text) {
      return path.endsWith("/$count") ? Math.min(50, Long.parseLong(text.strip())) + "" : text;
    }
  }

  private static DemoService demo;

  @BeforeAll
  static void start() throws Exception {
    demo = DemoService.start(DemoService.Options.DEFAULT.withMeasurements(300));
  }

  @AfterAll
  static void stop() {
    demo.close();
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  void rowsAreRightAndNothingIsRefusedTwice(Service service) throws Exception {
    List<Request> refused =
        new MisbehaviourCheck(demo.root(), STATEMENTS)
            .refused(service.metadata, service.habit, service.unwanted);
    if (service.refuses) {
      // once for each of the tables at most
      assertThat(refused).hasSizeBetween(service == Service.REFUSES_EXPAND ? 0 : 1, 4);
    }
  }
}
