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

import io.github.calciteodata.function.Catalog;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A nested loop reads one side again and again; the service is not asked again and again. */
class RepeatedReadTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // a side of few rows is kept when it is read first
        "SELECT COUNT(*) FROM Products p JOIN Categories c ON p.UnitPrice > c.CategoryID * 5 | 1",
        "SELECT ProductID FROM Products WHERE UnitPrice > (SELECT AVG(UnitPrice) FROM Products) | 1",
        "SELECT COUNT(*) FROM Categories c LEFT JOIN Orders o ON o.Freight > c.CategoryID * 30 | 1",
        // one of more rows, and one that is not read to its end, when it is read again
        "SELECT CategoryID FROM Categories c WHERE EXISTS (SELECT 1 FROM Products p WHERE p.UnitPrice > c.CategoryID) | 2",
        "SELECT COUNT(*) FROM Categories c JOIN OrderItems i ON i.Quantity > c.CategoryID * 7 | 2",
      })
  void theInnerSideIsAskedForOnceOrTwice(String sql, int most) throws SQLException {
    for (String properties : List.of("", "Pushdown=NONE")) {
      try (Connection connection = Connections.driver(Demo.small(), properties);
          Statement statement = connection.createStatement()) {
        RequestWatch watch = new RequestWatch(connection);
        try (ResultSet rows = statement.executeQuery(sql)) {
          assertThat(Rows.read(rows)).isNotEmpty();
        }
        List<String> asked =
            watch.take().stream()
                .filter(request -> request.page() <= 1)
                .map(Catalog.Request::url)
                .filter(url -> !url.contains("/$count"))
                .toList();
        // one request for each side, and one more for a side that was too large to keep
        assertThat(asked).hasSizeLessThanOrEqualTo(1 + most);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"Categories, OrderItems", "Products, Categories"})
  void rowsReadAgainAreTheSame(String outer, String inner) throws SQLException {
    try (Connection connection = Connections.driver(Demo.small(), "");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT (SELECT COUNT(*) FROM "
                    + outer
                    + ") * (SELECT COUNT(*) FROM "
                    + inner
                    + "), (SELECT COUNT(*) FROM "
                    + outer
                    + " a CROSS JOIN "
                    + inner
                    + " b)")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(2)).isEqualTo(rows.getLong(1));
    }
  }
}
