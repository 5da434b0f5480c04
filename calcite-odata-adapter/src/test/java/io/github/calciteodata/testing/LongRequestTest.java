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
import io.github.calciteodata.demo.DemoService.LongRequests;
import io.github.calciteodata.demo.DemoService.Options;
import io.github.calciteodata.function.Catalog.Request;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements whose requests are longer than the service takes: right rows, and no table read. */
class LongRequestTest {
  private static final Options SMALL =
      Options.DEFAULT.withMeasurements(300).withPageSize(20).withMaxUrlLength(2_000);

  /** Constants of which every second one is a key of Products, in no order. */
  private static final String KEYS =
      IntStream.rangeClosed(1, 5_000)
          .mapToObj(i -> Integer.toString(i * 7_919 % 5_003 * 2))
          .collect(Collectors.joining(","));

  private static DemoService service;

  @BeforeAll
  static void start() throws Exception {
    service = DemoService.start(SMALL.withLongRequests());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static List<String> query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return Rows.read(rows);
    }
  }

  private static List<String> local(DemoService service, String sql) throws SQLException {
    try (Connection connection = Connections.driver(service.root(), "Pushdown=NONE")) {
      return query(connection, sql);
    }
  }

  private static void assertInParts(List<Request> requests, int least) {
    assertThat(requests).hasSizeGreaterThanOrEqualTo(least);
    assertThat(requests)
        .allSatisfy(
            request -> {
              assertThat(request.status()).isEqualTo(200);
              assertThat(request.url()).contains("$filter=").hasSizeLessThanOrEqualTo(2_000);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ProductID, ProductName FROM Products WHERE ProductID IN (KEYS)",
        "SELECT ProductName FROM Products WHERE ProductID IN (KEYS) AND UnitPrice > 20",
        "SELECT COUNT(*) FROM Products WHERE ProductID IN (KEYS)",
        "SELECT COUNT(*) FROM Products WHERE CategoryID IN (KEYS, NULL)",
        "SELECT ProductID FROM Products WHERE (ProductID, CategoryID) IN (PAIRS)",
      })
  void aLongListIsCutIntoParts(String pattern) throws SQLException {
    String sql =
        pattern
            .replace("KEYS", KEYS)
            .replace(
                "PAIRS",
                IntStream.range(0, 4_000)
                    .mapToObj(i -> "(" + i + "," + (i % 8 + 1) + ")")
                    .collect(Collectors.joining(",")));
    try (Connection connection = Connections.driver(service.root(), "MaxUrlLength=2000")) {
      RequestWatch watch = new RequestWatch(connection);
      assertThat(query(connection, sql)).containsExactlyInAnyOrderElementsOf(local(service, sql));
      assertInParts(watch.take().stream().filter(r -> !r.url().endsWith("/$count")).toList(), 50);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ProductName, ProductID FROM Products WHERE ProductID IN (KEYS) ORDER BY ProductID DESC",
        "SELECT ProductName FROM Products WHERE ProductID IN (KEYS) ORDER BY UnitPrice, ProductID",
        "SELECT ProductName FROM Products WHERE ProductID IN (KEYS) ORDER BY ProductID LIMIT 7",
        "SELECT ProductName FROM Products WHERE ProductID IN (KEYS) ORDER BY ProductID DESC LIMIT 7 OFFSET 5",
      })
  void thePartsComeInTheOrderOfTheWhole(String pattern) throws SQLException {
    String sql = pattern.replace("KEYS", KEYS);
    try (Connection connection = Connections.driver(service.root(), "MaxUrlLength=2000")) {
      RequestWatch watch = new RequestWatch(connection);
      assertThat(query(connection, sql)).containsExactlyElementsOf(local(service, sql));
      assertInParts(watch.take().stream().filter(r -> !r.url().endsWith("/$count")).toList(), 50);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ProductID FROM Products WHERE ProductID IN (KEYS) AND CategoryID IN (SHORT)",
        "SELECT CategoryID FROM Products WHERE CategoryID IN (SHORT)",
        "SELECT COUNT(*) FROM Products WHERE ProductID NOT IN (KEYS)",
        "SELECT COUNT(*) FROM Products WHERE CategoryID NOT IN (KEYS)",
        "SELECT COUNT(*) FROM Products WHERE CategoryID NOT IN (SHORT, NULL)",
        "SELECT ProductID FROM Products WHERE CategoryID IN (SHORT) OR ProductID IN (KEYS)",
        "SELECT ProductID FROM Products WHERE ProductName IN (TEXTS) OR ProductID IN (SHORT)",
      })
  void everyOtherLongListHasItsRows(String pattern) throws SQLException {
    String sql =
        pattern
            .replace("KEYS", KEYS)
            .replace("SHORT", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22")
            .replace(
                "TEXTS",
                IntStream.range(0, 2_000)
                    .mapToObj(i -> "'Product " + i + "'")
                    .collect(Collectors.joining(",")));
    // what a database says: Calcite itself cannot run all of them
    String few =
        pattern
            .replace("KEYS", "SELECT ProductID FROM Products WHERE MOD(ProductID, 2) = 0")
            .replace("SHORT", "SELECT ProductID FROM Products WHERE ProductID <= 22")
            .replace(", NULL", " UNION ALL SELECT CAST(NULL AS INTEGER)")
            .replace("TEXTS", "SELECT 'x'");
    try (Connection connection = Connections.driver(service.root(), "MaxUrlLength=2000")) {
      assertThat(query(connection, sql)).containsExactlyInAnyOrderElementsOf(local(service, few));
    }
  }

  @Test
  void aModelOfCalcitesCutsToo() throws SQLException {
    String sql = "SELECT ProductName FROM Products WHERE ProductID IN (" + KEYS + ")";
    try (Connection connection =
        Connections.calcite(service.root(), Map.of("MaxUrlLength", "2000"))) {
      RequestWatch watch = new RequestWatch(connection);
      assertThat(query(connection, sql)).containsExactlyInAnyOrderElementsOf(local(service, sql));
      assertInParts(watch.take().stream().filter(r -> !r.url().endsWith("/$count")).toList(), 50);
    }
  }

  @Test
  void howLongAUrlMayBeIsLearnedOnce() throws SQLException {
    String sql = "SELECT ProductName FROM Products WHERE ProductID IN (" + KEYS + ")";
    try (Connection connection = Connections.driver(service.root(), "")) {
      RequestWatch watch = new RequestWatch(connection);
      List<String> expected = local(service, sql);
      assertThat(query(connection, sql)).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(watch.take()).filteredOn(r -> r.status() == 414).hasSizeBetween(1, 3);
      assertThat(query(connection, sql)).containsExactlyInAnyOrderElementsOf(expected);
      assertInParts(watch.take(), 50);
      assertThat(query(connection, "SELECT message FROM sys.warnings"))
          .contains("The service refuses URLs of more than 2000 characters");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 431})
  void refusalsThatDoNotSayWhyMayBeForTheLength(int status) throws Exception {
    String sql = "SELECT ProductName FROM Products WHERE ProductID IN (" + KEYS + ")";
    MisbehavingService.Habit habit =
        new MisbehavingService.Habit() {
          @Override
          public void ask(Map<String, String> options) {
            if (options.getOrDefault("$filter", "").length() > 1_500) {
              MisbehavingService.refuse(options, status);
            }
          }
        };
    try (MisbehavingService proxy = new MisbehavingService(service.root(), text -> text, habit);
        Connection connection = Connections.driver(proxy.root(), "")) {
      RequestWatch watch = new RequestWatch(connection);
      List<String> expected = local(service, sql);
      assertThat(query(connection, sql)).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(watch.take()).filteredOn(r -> r.status() == status).hasSizeBetween(1, 3);
      assertThat(query(connection, sql)).containsExactlyInAnyOrderElementsOf(expected);
      assertInParts(watch.take(), 50);
      assertThat(query(connection, "SELECT message FROM sys.warnings"))
          .contains("The service refuses URLs of more than 2000 characters");
    }
  }

  @Test
  void alternativesThatARowMeetsTwiceGiveItOnce() throws SQLException {
    String either =
        IntStream.range(0, 60)
            .mapToObj(i -> "ProductID = " + i + " OR UnitPrice > " + (i + 10) + ".5")
            .collect(Collectors.joining(" OR "));
    String sql = "SELECT ProductID FROM Products WHERE " + either;
    try (Connection connection = Connections.driver(service.root(), "MaxUrlLength=600")) {
      RequestWatch watch = new RequestWatch(connection);
      assertThat(query(connection, sql)).containsExactlyInAnyOrderElementsOf(local(service, sql));
      List<Request> requests =
          watch.take().stream().filter(r -> !r.url().endsWith("/$count")).toList();
      assertThat(requests).isNotEmpty();
      assertThat(requests).allMatch(r -> r.url().length() <= 600);
    }
  }

  @Test
  void textsThatTheServiceComparesWiderComeOnce() throws SQLException {
    String names =
        IntStream.range(0, 300)
            .mapToObj(i -> "'Customer " + i + "', 'CUSTOMER " + i + "'")
            .collect(Collectors.joining(","));
    String sql =
        "SELECT CustomerID, CompanyName FROM Customers WHERE CompanyName IN ("
            + names
            + ",'Alfreds Futterkiste')";
    try (Connection connection =
        Connections.driver(service.root(), "MaxUrlLength=2000;StringComparison=CASE_INSENSITIVE")) {
      assertThat(query(connection, sql)).containsExactlyInAnyOrderElementsOf(local(service, sql));
    }
  }

  @ParameterizedTest
  @EnumSource(LongRequests.class)
  void whatCannotBeCutIsSentInABody(LongRequests way) throws Exception {
    // a list of exclusions: no part of it has a part of the rows
    String sql =
        "SELECT ProductID FROM Products WHERE "
            + IntStream.range(0, 300)
                .mapToObj(i -> "ProductName <> 'Product number " + i + "'")
                .collect(Collectors.joining(" AND "))
            + " AND ProductID <> 7 ORDER BY ProductID";
    try (DemoService other = DemoService.start(SMALL.withLongRequests(way));
        Connection connection = Connections.driver(other.root(), "MaxUrlLength=2000")) {
      RequestWatch watch = new RequestWatch(connection);
      assertThat(query(connection, sql)).containsExactlyElementsOf(local(other, sql));
      assertThat(watch.take())
          .filteredOn(r -> !r.url().endsWith("/$count"))
          .isNotEmpty()
          .allSatisfy(
              r -> {
                assertThat(r.status()).isEqualTo(200);
                if (r.url().contains("$filter")) {
                  assertThat(r.method())
                      .isEqualTo(way == LongRequests.QUERY ? "POST $query" : "POST $batch");
                }
              });
    }
  }

  @Test
  void whatCannotBeSentAtAllIsEvaluatedHereAndTheRestThere() throws SQLException {
    String sql =
        "SELECT ProductID, ProductName FROM Products WHERE "
            + IntStream.range(0, 300)
                .mapToObj(i -> "ProductName <> 'Product number " + i + "'")
                .collect(Collectors.joining(" AND "))
            + " AND ProductID > 80 ORDER BY ProductID DESC LIMIT 3";
    try (Connection connection = Connections.driver(service.root(), "MaxUrlLength=2000")) {
      RequestWatch watch = new RequestWatch(connection);
      assertThat(query(connection, sql)).containsExactlyElementsOf(local(service, sql));
      List<Request> requests =
          watch.take().stream().filter(r -> !r.url().endsWith("/$count")).toList();
      assertThat(requests.get(requests.size() - 1).url()).contains("ProductID%20gt%2080");
      query(connection, sql);
      // that nothing but GET is taken is known by now
      assertThat(watch.take()).allMatch(r -> r.method().equals("GET") && r.status() == 200);
    }
  }

  @Test
  void closingEarlyLeavesNoThread() throws Exception {
    String sql = "SELECT ProductName FROM Products WHERE ProductID IN (" + KEYS + ")";
    try (Connection connection = Connections.driver(service.root(), "MaxUrlLength=2000")) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        assertThat(rows.next()).isTrue();
      }
      long end = System.nanoTime() + 10_000_000_000L;
      while (fetching() && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(fetching()).isFalse();
    }
  }

  private static boolean fetching() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("odata-fetch"));
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @Test
  void fiveThousandConstantsArePlannedInLessThanASecond() throws SQLException {
    try (Connection connection = Connections.driver(service.root(), "MaxUrlLength=2000")) {
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 8; i++) {
        String sql =
            "EXPLAIN PLAN FOR SELECT ProductName FROM Products WHERE ProductID IN ("
                + KEYS
                + ","
                + (20_000 + i)
                + ")";
        // of the thread, not of the clock: other work on the machine does not count
        long start = cpuNanos();
        assertThat(query(connection, sql).get(0)).contains("…and 4991 more");
        best = Math.min(best, cpuNanos() - start);
      }
      assertThat(best).isLessThan(1_000_000_000L);
    }
  }
}
