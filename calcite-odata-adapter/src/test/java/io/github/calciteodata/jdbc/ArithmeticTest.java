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
package io.github.calciteodata.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole numbers that leave the range of their type are errors, wherever they are computed. */
class ArithmeticTest {
  private static final String NUMBERS =
      " FROM (SELECT CAST(Id + 2147483644 AS INTEGER) AS n,"
          + " CAST(Id AS BIGINT) + 9223372036854775804 AS b,"
          + " CAST(Id + 124 AS TINYINT) AS t, Id FROM Customers) AS x";

  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = new FakeService().connect();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private String text(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      if (sql.contains("?")) {
        statement.setInt(1, Integer.MAX_VALUE);
      }
      StringBuilder text = new StringBuilder();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          text.append(rows.getString(1)).append(' ');
        }
      }
      return text.toString().trim();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT n + 1",
        "SELECT 1 + n",
        "SELECT n + t",
        "SELECT n * 2",
        "SELECT -n - 2",
        "SELECT -(-n - 1)",
        "SELECT (-n - 1) / (Id - 4)",
        "SELECT ABS(-n - 1)",
        "SELECT b + 1",
        "SELECT b + n",
        "SELECT t + t",
        "SELECT CAST(t + 1 AS TINYINT)",
        "SELECT SUM(b)",
        "SELECT SUM(b) + 0",
        "SELECT AVG(b)",
        "SELECT Id / 10, SUM(b)",
        "SELECT SUM(b) OVER (ORDER BY Id)",
        "SELECT SUM(b) OVER (ORDER BY Id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)",
        "SELECT MAX(n + 1)",
        "SELECT Id, COUNT(*)",
      })
  void isAnErrorInsteadOfAnotherNumber(String select) {
    String sql =
        select
            + NUMBERS
            + (select.contains("10, SUM") ? " GROUP BY Id / 10" : "")
            + (select.contains("COUNT") ? " GROUP BY Id HAVING SUM(b) + 1 > 0" : "");
    assertThat((Throwable) catchThrowableOfType(SQLException.class, () -> text(sql)))
        .as(sql)
        .hasFieldOrPropertyWithValue("SQLState", "22003");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT Id FROM Customers WHERE Id < 2147483647 + 1",
        "SELECT Id FROM Customers WHERE Id < ? + 1",
        "SELECT 2147483647 + Id FROM Customers",
        "SELECT Id + 2147483647 FROM Customers WHERE Id = 1",
        "SELECT x + 1 FROM (VALUES (2147483647), (1)) AS t (x)",
        "SELECT x + 1 FROM (VALUES (1)) AS t (x) WHERE x + 2147483647 < 0",
        "SELECT a.Id FROM Customers a JOIN Customers b ON a.Id + 2147483646 = b.Id",
        "SELECT Id FROM Customers ORDER BY Id + 2147483646",
        "SELECT SUM(Id) FROM Customers GROUP BY Id + 2147483646",
        "SELECT Id FROM Customers WHERE Id IN (SELECT Id + 2147483646 FROM Customers)",
        "SELECT (SELECT MAX(b.Id) FROM Customers b WHERE b.Id + 2147483646 > a.Id) FROM Customers a",
        "SELECT CASE WHEN Id > 0 THEN Id + 2147483646 END FROM Customers",
        "SELECT SUM(x) FROM (VALUES (9223372036854775807), (1)) AS t (x)",
        "SELECT SUM(DISTINCT x) FROM (VALUES (9223372036854775807), (1)) AS t (x)",
        "SELECT SUM(x) FILTER (WHERE x > 0) FROM (VALUES (9223372036854775807), (1)) AS t (x)",
      })
  void isAnErrorInEveryPlaceOfAStatement(String sql) {
    assertThat((Throwable) catchThrowableOfType(SQLException.class, () -> text(sql)))
        .as(sql)
        .hasMessageContaining("Cast an operand to a wider type")
        .hasFieldOrPropertyWithValue("SQLState", "22003");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT n FROM x ORDER BY n | 2147483645 2147483646 2147483647",
        "SELECT n - 1 FROM x ORDER BY 1 | 2147483644 2147483645 2147483646",
        "SELECT b FROM x ORDER BY b DESC LIMIT 1 | 9223372036854775807",
        "SELECT CAST(n AS BIGINT) * 2 FROM x ORDER BY 1 LIMIT 1 | 4294967290",
        "SELECT SUM(n) FROM x | 6442450938",
        "SELECT AVG(n) FROM x | 2147483646.000000",
        "SELECT SUM(n) OVER (ORDER BY n) FROM x ORDER BY 1 DESC LIMIT 1 | 6442450938",
        "SELECT SUM(b) FROM x WHERE b < 0 | null",
        "SELECT COUNT(b) + SUM(Id) FROM x | 9",
        "SELECT SUM(CAST(b AS DECIMAL(38, 0))) FROM x | 27670116110564327418",
        "SELECT SUM(b) - 1 FROM x GROUP BY b ORDER BY 1 LIMIT 1 | 9223372036854775804",
        "SELECT SUM(NULLIF(b, b)) FROM x | null",
        "SELECT SUM(b) OVER (PARTITION BY n) FROM x ORDER BY 1 LIMIT 1 | 9223372036854775805",
        "SELECT n / 2 FROM x ORDER BY 1 LIMIT 1 | 1073741822",
        "SELECT -n FROM x ORDER BY 1 LIMIT 1 | -2147483647",
        "SELECT ABS(-n) FROM x ORDER BY 1 LIMIT 1 | 2147483645",
        "SELECT ABS(NULLIF(n, n)) FROM x LIMIT 1 | null",
        "SELECT n + NULLIF(Id, Id) FROM x LIMIT 1 | null",
      })
  void computesWhatFits(String sql, String values) throws SQLException {
    assertThat(text(sql.replace(" FROM x", NUMBERS))).isEqualTo(values);
  }
}
