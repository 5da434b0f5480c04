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

import io.github.calciteodata.function.Catalog.Request;
import io.github.calciteodata.testing.MisbehavingService.Habit;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Services that do not say how many rows there are, though planning would like to know: statements
 * are planned all the same, and nobody asks again and again.
 */
class UnansweredCountTest {
  private static final List<String> STATEMENTS =
      List.of(
          "SELECT o.OrderID, p.ProductName FROM Orders o JOIN OrderItems i ON i.OrderID = o.OrderID"
              + " JOIN Products p ON p.ProductID = i.ProductID WHERE o.Freight > 150",
          "SELECT p.ProductName FROM OrderItems i, Products p, Orders o WHERE i.ProductID ="
              + " p.ProductID AND o.OrderID = i.OrderID AND p.UnitPrice > 100 AND o.Freight > 100",
          "SELECT COUNT(*) FROM Orders o JOIN Products p ON p.ProductID = o.OrderID - 10000"
              + " WHERE p.UnitPrice > 50");

  private static boolean isCount(String path) {
    return path.endsWith("/$count");
  }

  private static List<String> query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return Rows.read(rows);
    }
  }

  private static void assertThatNobodyMinds(Habit habit, int mostCounts) throws Exception {
    URI demo = Demo.small();
    try (MisbehavingService proxy = new MisbehavingService(demo, text -> text, habit);
        Connection connection = Connections.driver(proxy.root(), "");
        Connection local = Connections.driver(demo, "Pushdown=NONE")) {
      RequestWatch watch = new RequestWatch(connection);
      for (int run = 0; run < 2; run++) {
        for (String sql : STATEMENTS) {
          assertThat(query(connection, "EXPLAIN PLAN INCLUDING ALL ATTRIBUTES FOR " + sql).get(0))
              .contains("rowcount = ");
          assertThat(query(connection, sql))
              .as(sql)
              .containsExactlyInAnyOrderElementsOf(query(local, sql));
        }
        List<Request> requests = watch.take();
        assertThat(requests)
            .filteredOn(r -> r.url().endsWith("/$count"))
            .hasSizeBetween(run == 0 ? 1 : 0, run == 0 ? mostCounts : 0);
        assertThat(requests)
            .filteredOn(r -> !r.url().endsWith("/$count"))
            .isNotEmpty()
            .allMatch(r -> r.status() == 200);
      }
      assertThat(query(connection, "SELECT message FROM sys.warnings"))
          .noneMatch(m -> m.contains("count"));
      assertThat(
              query(
                  connection,
                  "SELECT DISTINCT is_used FROM sys.capabilities WHERE capability = '$count'"
                      + " AND table_name IN ('Orders', 'OrderItems', 'Products')"))
          .containsExactly("true");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410, 500, 501})
  void aRefusedCountIsAskedForOnce(int status) throws Exception {
    assertThatNobodyMinds(
        new Habit() {
          @Override
          public void ask(String path, Map<String, String> options) {
            if (isCount(path)) {
              MisbehavingService.refuse(options, status);
            }
          }
        },
        3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "many",
        "12 rows",
        "{\"value\":12}",
        "{\"@odata.count\":12}",
        "[",
        "-4",
        "1e3"
      })
  void anAnswerThatIsNoNumberIsAskedForOnce(String text) throws Exception {
    assertThatNobodyMinds(
        new Habit() {
          @Override
          public String answer(String path, Map<String, String> options, String answer) {
            return isCount(path) ? text : answer;
          }
        },
        3);
  }

  /** Two seconds for all tables together, and for a minute nobody is asked. */
  @Test
  @Timeout(60)
  void aCountThatDoesNotComeHoldsPlanningUpOnce() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger counts = new AtomicInteger();
    Habit habit =
        new Habit() {
          @Override
          public void ask(String path, Map<String, String> options) {
            if (isCount(path)) {
              counts.incrementAndGet();
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
          }
        };
    try (MisbehavingService proxy = new MisbehavingService(Demo.small(), text -> text, habit);
        Connection connection = Connections.driver(proxy.root(), "")) {
      query(connection, "SELECT COUNT(*) FROM sys.tables");
      query(connection, "EXPLAIN PLAN FOR " + STATEMENTS.get(0));
      // one table after the other, the second one would not have been asked for
      assertThat(counts.get()).isBetween(2, 3);
      int asked = counts.get();
      for (String sql : STATEMENTS) {
        assertThat(query(connection, sql)).isNotNull();
      }
      assertThat(counts.get()).isEqualTo(asked);
    } finally {
      end.countDown();
    }
  }
}
