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
import io.github.calciteodata.demo.DemoService.Options;
import io.github.calciteodata.function.Catalog.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Services that refuse conditions of many comparisons: they are asked in smaller pieces, how small
 * is learned once, and no table is read as a whole.
 */
class LargeConditionTest {
  private static final int MOST = 20;
  private static final Options SMALL = Options.DEFAULT.withMeasurements(300);

  /** Constants of which every second one is a key of Products, in no order. */
  private static final String KEYS =
      IntStream.rangeClosed(1, 5_000)
          .mapToObj(i -> Integer.toString(i * 7_919 % 5_003 * 2))
          .collect(Collectors.joining(","));

  private static final String PAIRS =
      IntStream.range(0, 600)
          .mapToObj(i -> "(" + i + "," + (i % 8 + 1) + ")")
          .collect(Collectors.joining(","));

  private static DemoService strict;
  private static DemoService generous;

  @BeforeAll
  static void start() throws Exception {
    strict = DemoService.start(SMALL.withMaxComparisons(MOST));
    generous = DemoService.start(SMALL);
  }

  @AfterAll
  static void stop() {
    strict.close();
    generous.close();
  }

  private static List<String> query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return Rows.read(rows);
    }
  }

  private static List<String> local(String sql) throws SQLException {
    try (Connection connection = Connections.driver(generous.root(), "Pushdown=NONE")) {
      return query(connection, sql);
    }
  }

  private static String filter(Request request) {
    String url = URLDecoder.decode(request.url(), StandardCharsets.UTF_8);
    return url.contains("filter") ? url.substring(url.indexOf("filter") + 7) : "";
  }

  /** All but the counts that planning asks for. */
  private static List<Request> parts(List<Request> requests) {
    return requests.stream().filter(r -> !r.url().endsWith("/$count")).toList();
  }

  private static List<Request> reads(List<Request> requests) {
    return requests.stream().filter(r -> r.page() <= 1 && !filter(r).isEmpty()).toList();
  }

  private static void assertAnsweredInPieces(List<Request> requests) {
    assertThat(requests).isNotEmpty();
    assertThat(requests)
        .allSatisfy(
            r -> {
              assertThat(r.status()).as(r.url()).isEqualTo(200);
              assertThat(filter(r)).as(r.url()).isNotEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ProductID, ProductName FROM Products WHERE ProductID IN (KEYS)",
        "SELECT ProductName FROM Products WHERE ProductID IN (KEYS) AND UnitPrice > 20",
        "SELECT ProductName FROM Products WHERE ProductID IN (KEYS) ORDER BY UnitPrice, ProductID",
        "SELECT ProductName FROM Products WHERE ProductID IN (KEYS) ORDER BY ProductID LIMIT 7",
        "SELECT COUNT(*) FROM Products WHERE ProductID IN (KEYS)",
        "SELECT SUM(UnitPrice), COUNT(*) FROM Products WHERE ProductID IN (KEYS)",
        "SELECT ProductID FROM Products WHERE (ProductID, CategoryID) IN (PAIRS)",
        "SELECT CategoryID, COUNT(*) FROM Products WHERE ProductID IN (KEYS) GROUP BY CategoryID",
      })
  void aLongListIsAskedForInPieces(String pattern) throws SQLException {
    String sql = pattern.replace("KEYS", KEYS).replace("PAIRS", PAIRS);
    List<String> expected = local(sql);
    for (String version : List.of("", "ServiceProfile=sap-cap")) {
      try (Connection connection = Connections.driver(strict.root(), version)) {
        RequestWatch watch = new RequestWatch(connection);
        assertThat(query(connection, sql)).containsExactlyInAnyOrderElementsOf(expected);
        List<Request> first = reads(watch.take());
        assertThat(first)
            .filteredOn(r -> r.status() != 200)
            .as("refused")
            .hasSizeBetween(1, 10)
            .allMatch(r -> r.status() == 400);
        assertThat(query(connection, sql)).containsExactlyInAnyOrderElementsOf(expected);
        assertAnsweredInPieces(parts(watch.take()));
        assertThat(query(connection, "SELECT message FROM sys.warnings"))
            .noneMatch(m -> m.contains("evaluated locally"))
            .anyMatch(m -> m.contains("at most"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT COUNT(*) FROM Products WHERE NONE",
        "SELECT ProductID FROM Products WHERE NONE AND UnitPrice > 20 ORDER BY 1 LIMIT 9",
        "SELECT ProductID, CategoryID FROM Products WHERE NONE AND CategoryID IN (1, 3) ORDER BY 1",
      })
  void whatCannotBeCutIsAskedForWider(String pattern) throws SQLException {
    String none =
        IntStream.range(0, 60)
            .mapToObj(i -> "ProductName <> 'x" + i + "' AND ProductID <> " + 3 * i)
            .collect(Collectors.joining(" AND "));
    String sql = pattern.replace("NONE", none);
    try (Connection connection = Connections.driver(strict.root(), "")) {
      RequestWatch watch = new RequestWatch(connection);
      List<String> expected = local(sql);
      assertThat(query(connection, sql)).isEqualTo(expected);
      watch.take();
      assertThat(query(connection, sql)).isEqualTo(expected);
      assertAnsweredInPieces(parts(watch.take()));
      assertThat(query(connection, "SELECT message FROM sys.warnings"))
          .noneMatch(m -> m.contains("evaluated locally"));
    }
  }

  @Test
  void lookUpsLearnFromTheFirstRefusal() throws SQLException {
    String sql =
        "SELECT v.k, p.ProductName FROM (VALUES "
            + IntStream.range(0, 200).mapToObj(i -> "(" + i + ")").collect(Collectors.joining(","))
            + ") AS v(k) LEFT JOIN Products p ON p.ProductID = v.k";
    List<String> expected = local(sql);
    try (Connection connection =
        Connections.driver(strict.root(), "Pushdown=FILTER,PROJECT,SORT,LIMIT,LOOKUP")) {
      RequestWatch watch = new RequestWatch(connection);
      assertThat(query(connection, sql)).containsExactlyInAnyOrderElementsOf(expected);
      List<Request> asked =
          reads(watch.take()).stream().filter(r -> r.url().contains("/Products")).toList();
      // fifty keys, then halves of them; those that were on their way already, too
      assertThat(asked).filteredOn(r -> r.status() == 400).hasSizeBetween(1, 4);
      assertThat(asked).filteredOn(r -> r.status() == 200).hasSizeBetween(10, 24);
      query(connection, sql);
      assertThat(reads(watch.take())).allMatch(r -> r.status() == 200);
      assertThat(
              query(
                  connection,
                  "SELECT decided_by FROM sys.capabilities WHERE table_name = 'Products'"
                      + " AND capability = '$filter of more than 12 comparisons'"))
          .containsExactly("learned");
    }
  }

  @Test
  void whatAProfileKnowsIsNotTriedFirst() throws SQLException {
    String sql = "SELECT ProductName FROM Products WHERE ProductID IN (" + KEYS + ")";
    try (Connection connection = Connections.driver(strict.root(), "ServiceProfile=graph")) {
      RequestWatch watch = new RequestWatch(connection);
      assertThat(query(connection, sql)).containsExactlyInAnyOrderElementsOf(local(sql));
      List<Request> requests = watch.take();
      assertAnsweredInPieces(requests);
      assertThat(requests).allMatch(r -> filter(r).split(",").length <= 15).hasSize(334);
      assertThat(
              query(
                  connection,
                  "SELECT capability, is_used, decided_by, reason FROM sys.capabilities"
                      + " WHERE table_name = 'Products' AND capability LIKE '%more than%'"))
          .containsExactly(
              "$filter of more than 15 comparisons|false|profile|graph: max-comparisons",
              "in of more than 15 values|false|profile|graph: max-in");
    }
  }

  /** A service that does not say why it refuses. */
  @ParameterizedTest
  @CsvSource({"400, 4.0", "400, 4.01", "500, 4.0", "500, 4.01", "413, 4.0"})
  void aRefusalWithoutReasonMayBeForTheSize(int status, String version) throws Exception {
    Pattern separators = Pattern.compile(" or |,");
    MisbehavingService.Habit habit =
        new MisbehavingService.Habit() {
          @Override
          public void ask(Map<String, String> options) {
            if (separators.split(options.getOrDefault("$filter", "")).length > MOST) {
              MisbehavingService.refuse(options, status);
            }
          }
        };
    String sql = "SELECT ProductName FROM Products WHERE ProductID IN (" + KEYS + ")";
    try (MisbehavingService proxy =
            new MisbehavingService(
                generous.root(),
                text -> text.replace("Version=\"4.0\"", "Version=\"" + version + "\""),
                habit);
        Connection connection = Connections.driver(proxy.root(), "")) {
      RequestWatch watch = new RequestWatch(connection);
      List<String> expected = local(sql);
      List<Request> requests = new ArrayList<>();
      for (int run = 0; run < 3; run++) {
        assertThat(query(connection, sql)).containsExactlyInAnyOrderElementsOf(expected);
        requests.addAll(watch.take());
      }
      assertThat(requests)
          .filteredOn(r -> r.status() == status)
          .as(() -> requests.stream().map(r -> r.status() + " " + filter(r).length()).toList() + "")
          .hasSizeBetween(1, 14);
      assertThat(query(connection, sql)).containsExactlyInAnyOrderElementsOf(expected);
      assertAnsweredInPieces(watch.take());
      assertThat(query(connection, "SELECT message FROM sys.warnings"))
          .noneMatch(m -> m.contains("evaluated locally") || m.contains("URLs"));
    }
  }

  /** Whoever fails once for another reason is not taken for one who refuses large conditions. */
  @Test
  void aFailureThatPassesTeachesNothing() throws Exception {
    MisbehavingService.Habit habit =
        new MisbehavingService.Habit() {
          private int failures;

          @Override
          public synchronized void ask(Map<String, String> options) {
            if (options.containsKey("$filter") && failures++ == 0) {
              MisbehavingService.refuse(options, 500);
            }
          }
        };
    String sql =
        "SELECT ProductID FROM Products WHERE ProductID IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)";
    try (MisbehavingService proxy = new MisbehavingService(generous.root(), text -> text, habit);
        Connection connection = Connections.driver(proxy.root(), "")) {
      assertThat(query(connection, sql)).containsExactlyInAnyOrderElementsOf(local(sql));
      assertThat(query(connection, "SELECT message FROM sys.warnings"))
          .noneMatch(m -> m.contains("from now on"));
    }
  }
}
