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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.calciteodata.edm.ModelWarning;
import io.github.calciteodata.function.Catalog;
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
import org.junit.jupiter.params.provider.ValueSource;

class SystemTablesTest {
  private final FakeService service = new FakeService();
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = service.connect();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private List<String> rows(String sql) throws SQLException {
    List<String> result = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.append(i == 1 ? "" : " ").append(rows.getString(i));
        }
        result.add(row.toString());
      }
    }
    return result;
  }

  @Test
  void tables() throws SQLException {
    assertThat(rows("SELECT * FROM sys.tables WHERE table_name IN ('Me', 'Orders')"))
        .containsExactly("Orders ENTITY SET Orders All Orders", "Me SINGLETON Me All Me");
  }

  @Test
  void columns() throws SQLException {
    assertThat(
            rows(
                "SELECT column_name, ordinal_position, data_type, edm_type, max_length, decimal_precision, decimal_scale,"
                    + " is_nullable, is_key, path, remarks FROM sys.columns"
                    + " WHERE table_name = 'Types' AND column_name IN ('Id', 'Price', 'Name', 'Color')"))
        .containsExactly(
            "Id 1 INTEGER Edm.Int32 null null null false true Id null",
            "Price 8 DECIMAL Edm.Decimal null 12 2 true false Price Without tax",
            "Name 9 VARCHAR Edm.String 40 null null true false Name null",
            "Color 16 VARCHAR Demo.Color null null null true false Color null");
  }

  @Test
  void keysInTheirOrder() throws SQLException {
    assertThat(rows("SELECT * FROM sys.keys WHERE table_name = 'Order_Items'"))
        .containsExactly("Order_Items OrderId 1", "Order_Items Line 2");
    assertThat(rows("SELECT * FROM sys.foreign_keys WHERE table_name = 'Orders'"))
        .containsExactly("FK_Orders_Customer Orders CustomerId Customers Id 1");
  }

  @Test
  void propertiesWithoutSecrets() throws SQLException {
    assertThat(rows("SELECT name, setting, is_given, is_secret FROM sys.properties"))
        .containsExactly("User ann true false", "Password ******** true true");
  }

  @Test
  void requestsAsTheyAreWhenTheTableIsRead() throws SQLException {
    String sql = "SELECT * FROM sys.requests";
    assertThat(rows(sql)).isEmpty();
    service.requests.add(new Catalog.Request(1, "GET", "Customers?$top=5", 200, 5L, 120, 7, 1, 2));
    service.requests.add(new Catalog.Request(2, "GET", "Orders", null, null, 0, 3, 4, 1));
    assertThat(rows(sql))
        .containsExactly(
            "1 GET Customers?$top=5 200 5 120 7 1 2", "2 GET Orders null null 0 3 4 1");
  }

  @Test
  void capabilities() throws SQLException {
    assertThat(rows("SELECT * FROM sys.capabilities"))
        .containsExactly("Orders $filter true default null");
  }

  @Test
  void warnings() throws SQLException {
    service.warnings.add(new ModelWarning(12, "Unknown type NS.X"));
    service.warnings.add(new ModelWarning(0, "The service ignores $filter on Orders"));
    assertThat(rows("SELECT * FROM sys.warnings"))
        .containsExactly("12 Unknown type NS.X", "null The service ignores $filter on Orders");
  }

  @ParameterizedTest
  @ValueSource(strings = {"properties", "requests", "warnings"})
  void whatNeedsNoServiceWorksWhenItIsDown(String table) throws SQLException {
    service.down = true;
    assertThat(rows("SELECT COUNT(*) FROM sys." + table)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tables", "columns", "keys", "foreign_keys"})
  void whatNeedsTheServiceSaysWhyItDoesNotWork(String table) {
    service.down = true;
    assertThatThrownBy(() -> rows("SELECT * FROM sys." + table))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
        .hasMessage("GET $metadata: connection refused");
  }
}
