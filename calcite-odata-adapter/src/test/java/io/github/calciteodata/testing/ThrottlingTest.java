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
import io.github.calciteodata.function.Catalog.Request;
import io.github.calciteodata.testing.MisbehavingService.Habit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that says in the middle of a statement that there are too many requests. */
class ThrottlingTest {
  private static final String KEYS =
      IntStream.rangeClosed(1, 1_500).mapToObj(Integer::toString).collect(Collectors.joining(","));

  private static final String ROWS =
      IntStream.rangeClosed(1, 300).mapToObj(i -> "(" + i + ")").collect(Collectors.joining(","));

  private static DemoService service;

  @BeforeAll
  static void start() throws Exception {
    service = DemoService.start(DemoService.Options.DEFAULT.withMeasurements(300));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** Refuses everything for a good part of the second that it names, once. */
  private static final class Throttle implements Habit {
    private static final long NANOS = 900_000_000L;
    private final int after;
    private int asked;
    private int refused;
    private long since;

    Throttle(int after) {
      this.after = after;
    }

    @Override
    public synchronized void ask(Map<String, String> options) {
      asked++;
      if (asked == after) {
        since = System.nanoTime();
      }
      if (asked >= after && System.nanoTime() - since < NANOS) {
        refused++;
        MisbehavingService.refuse(options, 429);
      }
    }

    synchronized int refused() {
      return refused;
    }
  }

  private static List<String> query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return Rows.read(rows);
    }
  }

  private static List<String> local(String sql) throws SQLException {
    try (Connection connection = Connections.driver(service.root(), "Pushdown=NONE")) {
      return query(connection, sql);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ID, Note FROM Measurements WHERE ID IN (KEYS)",
        "SELECT ID, Note FROM Measurements WHERE ID IN (KEYS) ORDER BY ID DESC",
        "SELECT COUNT(*) FROM Measurements WHERE ID IN (KEYS)",
        "SELECT v.k, m.Note FROM (VALUES ROWS) AS v(k) LEFT JOIN Measurements m ON m.ID = v.k",
      })
  void everyRowComesAndNobodyInsists(String pattern) throws Exception {
    String sql = pattern.replace("KEYS", KEYS).replace("ROWS", ROWS);
    List<String> expected = local(sql);
    // without counts a table passes for one that is too large to be read for a join
    String counts = sql.contains("JOIN") ? "" : "COUNT,";
    Throttle throttle = new Throttle(5);
    try (MisbehavingService proxy = new MisbehavingService(service.root(), text -> text, throttle);
        Connection connection =
            Connections.driver(
                proxy.root(),
                "MaxUrlLength=800;Pushdown=" + counts + "FILTER,PROJECT,SORT,LOOKUP")) {
      RequestWatch watch = new RequestWatch(connection);
      assertThat(query(connection, sql)).containsExactlyInAnyOrderElementsOf(expected);
      // what was on its way already, and nothing after that
      assertThat(throttle.refused()).isBetween(1, 4);
      List<Request> requests = watch.take();
      assertThat(requests).hasSizeGreaterThan(5).allMatch(r -> r.status() == 200);
      assertThat(requests.stream().mapToInt(Request::retries).sum()).isEqualTo(throttle.refused());
    }
  }

  @Test
  void connectionsOfTheDriverPauseTogether() throws Exception {
    String sql = "SELECT ID, Note FROM Measurements WHERE ID IN (" + KEYS + ")";
    List<String> expected = local(sql);
    Throttle throttle = new Throttle(12);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (MisbehavingService proxy =
        new MisbehavingService(service.root(), text -> text, throttle)) {
      List<Future<List<String>>> answers =
          IntStream.range(0, 3)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            try (Connection connection =
                                Connections.driver(proxy.root(), "MaxUrlLength=800")) {
                              return query(connection, sql);
                            }
                          }))
              .toList();
      for (Future<List<String>> answer : answers) {
        assertThat(answer.get()).containsExactlyInAnyOrderElementsOf(expected);
      }
      assertThat(throttle.refused()).isBetween(1, 12);
    } finally {
      threads.shutdownNow();
    }
  }
}
