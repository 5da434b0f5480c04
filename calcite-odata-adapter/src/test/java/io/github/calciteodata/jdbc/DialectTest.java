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

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the driver's session reads and evaluates SQL. */
class DialectTest {
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = new FakeService().connect();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private List<String> values(String sql) throws SQLException {
    List<String> result = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        result.add(rows.getString(1));
      }
    }
    return result;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      nullValues = "null",
      value = {
        "CONCAT('a', 'b')~ab",
        "CONCAT('a', 'b', 'c')~abc",
        "'a' || 'b'~ab",
        "SUBSTRING('abc' FROM 2)~bc",
        "LEFT('abc', 2)~ab",
        "RIGHT('abc', 2)~bc",
        "STRPOS('abc', 'c')~3",
        "SPLIT_PART('a-b', '-', 2)~b",
        "REPLACE('abc', 'b', 'x')~axc",
        "REGEXP_REPLACE('abc', 'b', 'x')~axc",
        "REVERSE('abc')~cba",
        "LENGTH('Ümläut')~6",
        "CHAR_LENGTH('中文')~2",
        "UPPER('ümläut')~ÜMLÄUT",
        "LTRIM('  a')~a",
        "TRIM('  a ')~a",
        "INITCAP('ab cd')~Ab Cd",
        "GREATEST(1, 3, 2)~3",
        "LEAST(1, 3, 2)~1",
        "COALESCE(NULL, 'x')~x",
        "NULLIF('a', 'a')~null",
        "MD5('a')~0cc175b9c0f1b6a831c399e269772661",
        "EXTRACT(YEAR FROM DATE '2024-05-06')~2024",
        "YEAR(DATE '2024-05-06')~2024",
        "MOD(7, 3)~1",
        "7 % 3~1",
        "CASE WHEN 1 != 2 THEN 'long' ELSE 'x' END || '.'~long.",
        "CASE WHEN 1 = 2 THEN 'long' ELSE 'x' END || '.'~x.",
        "CAST('2024-01-02 03:04:05.678' AS TIMESTAMP)~2024-01-02 03:04:05.678",
        "CAST(1.5 AS DECIMAL(38, 10)) * 2~3.0000000000",
        "'a' ILIKE 'A'~true",
      })
  void functionsAndOperators(String expression, String expected) throws SQLException {
    assertThat(values("SELECT " + expression)).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "SELECT name FROM CUSTOMERS WHERE ID = 1~Ann",
        "SELECT \"name\" FROM \"odata\".\"customers\" WHERE Id != 2 AND Id < 3~Ann",
        "SELECT c.Name FROM OData.Customers c JOIN Orders o ON o.CustomerId = c.Id ORDER BY o.Id DESC LIMIT 1~Bob",
        "SELECT Name FROM Customers ORDER BY Name DESC LIMIT 1~Bob",
        "SELECT COUNT(*) FROM Customers WHERE Name = '中文'~0",
        "SELECT Id FROM Types WHERE Text = '中文'~1",
        "SELECT Id FROM Types WHERE Name LIKE 'Üm%'~1",
        "SELECT SUM(Id) FROM Customers~6",
        "SELECT AVG(Id) FROM Orders~10.500000",
        "SELECT SUM(x) FROM (VALUES (2147483647), (1)) AS t(x)~2147483648",
        "SELECT SUM(\"Large\") FROM Types~64",
        "SELECT SUM(Price) FROM Types~12345678901.25",
        "SELECT AVG(Price) FROM Types~12345678901.250000",
        "SELECT SUM(Fast) FROM Types~1.5",
        "SELECT AVG(Wide) FROM Types~2.25",
        "SELECT AVG(\"Large\") FROM Types~64.000000",
        "SELECT MAX(Name) FROM Customers~Bob",
        "SELECT CHAR_LENGTH(x) FROM (VALUES ('a'), ('bcd')) AS t(x) LIMIT 1~1",
        "VALUES 1~1",
      })
  void statements(String sql, String expected) throws SQLException {
    assertThat(values(sql)).containsExactly(expected);
  }

  @Test
  void nullsSortLow() throws SQLException {
    assertThat(values("SELECT Name FROM Customers ORDER BY Name"))
        .containsExactly(null, "Ann", "Bob");
    assertThat(values("SELECT Name FROM Customers ORDER BY Name DESC"))
        .containsExactly("Bob", "Ann", null);
  }

  @Test
  void aGroupIsByTheColumnAndNotByTheAliasThatHidesIt() throws SQLException {
    assertThat(
            values("SELECT COUNT(*) FROM (SELECT 'x' AS Name FROM Customers GROUP BY Name) AS t"))
        .containsExactly("3");
  }
}
