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
import io.github.calciteodata.testing.Connections;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The queries of TPC-H, of up to eight tables, are planned in less than a second. */
class TpchPlanningTest {
  private static final int QUERIES = 22;
  private static final String DRIVER = "jdbc:odata:";
  private static final String MODEL = "jdbc:calcite:";
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private static final Map<Integer, Map<String, Long>> TIMES = new TreeMap<>();

  private static TpchService service;

  @BeforeAll
  static void start() throws IOException {
    service = new TpchService();
  }

  @AfterAll
  static void stop() throws IOException {
    try (TpchService closed = service) {
      StringBuilder table = new StringBuilder();
      TIMES.forEach(
          (query, times) ->
              table.append(
                  String.format("| %d | %d | %d |\n", query, times.get(DRIVER), times.get(MODEL))));
      GeneratedSection.measured("performance.md", "tpch-planning", table.toString());
    }
  }

  @Test
  void theDriverPlansEachQueryInLessThanASecond() throws SQLException {
    try (Connection connection = Connections.driver(service.root(), "")) {
      assertPlansFast(DRIVER, connection);
    }
  }

  @Test
  void aModelPlansEachQueryInLessThanASecond() throws SQLException {
    try (Connection connection = Connections.calcite(service.root(), Map.of())) {
      assertPlansFast(MODEL, connection);
    }
  }

  private static void assertPlansFast(String title, Connection connection) throws SQLException {
    StringBuilder report = new StringBuilder(title).append(" ms for Q1 to Q22:");
    List<String> slow = new ArrayList<>();
    for (int query = 1; query <= QUERIES; query++) {
      millis(connection, query, "\n");
    }
    for (int query = 1; query <= QUERIES; query++) {
      long millis = millis(connection, query, "\n\n");
      report.append(' ').append(millis);
      TIMES.computeIfAbsent(query, ignored -> new HashMap<>()).put(title, millis);
      if (millis > LIMIT.toMillis()) {
        slow.add("Q" + query + ": " + millis + " ms");
      }
    }
    System.out.println(report);
    assertThat(slow).isEmpty();
  }

  /**
   * Planning happens in this thread; its time on the processor says how long it takes when nobody
   * else wants the processor. A text with other blanks is planned anew.
   */
  private static long millis(Connection connection, int query, String blanks) throws SQLException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    plan(connection, query, blanks);
    return Duration.ofNanos(threads.getCurrentThreadCpuTime() - start).toMillis();
  }

  private static String plan(Connection connection, int query, String blanks) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("EXPLAIN PLAN FOR" + blanks + TpchService.query(query))) {
      rows.next();
      return rows.getString(1);
    }
  }
}
