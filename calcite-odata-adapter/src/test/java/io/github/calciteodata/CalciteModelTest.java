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
package io.github.calciteodata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.calciteodata.demo.DemoService;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Services in the model of a plain Calcite connection, where nothing of our driver is at work. */
@Timeout(60)
class CalciteModelTest {
  private static DemoService north;
  private static DemoService south;

  @BeforeAll
  static void start() throws IOException {
    north = DemoService.start(0);
    south = DemoService.start(0);
  }

  @AfterAll
  static void stop() {
    north.close();
    south.close();
  }

  private static Connection connect() throws SQLException {
    String model =
        """
        inline:{"version": "1.0", "defaultSchema": "N", "schemas": [
          {"name": "N", "type": "custom", "factory": "io.github.calciteodata.ODataSchemaFactory",
           "operand": {"URL": "%s", "Pagesize": 50, "Tables": ["Prod*", "C*"]}},
          {"name": "S", "type": "custom", "factory": "io.github.calciteodata.ODataSchemaFactory",
           "operand": {"URL": "%s"}},
          {"name": "M", "tables": [
            {"name": "Favourites", "type": "view", "sql": "SELECT * FROM (VALUES (1, '日本'), (2, 'x')) AS t(ID, NAME)"}]}
        ]}"""
            .formatted(north.root(), south.root());
    Properties info = new Properties();
    info.setProperty("model", model);
    info.setProperty("lex", "JAVA");
    return DriverManager.getConnection("jdbc:calcite:", info);
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    List<String> result = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        result.add(rows.getString(1));
      }
    }
    return result;
  }

  @Test
  void textIsUnicodeWithoutAnySetting() throws SQLException {
    try (Connection connection = connect()) {
      assertThat(rows(connection, "SELECT ID FROM M.Favourites WHERE NAME = '日本'"))
          .containsExactly("1");
      assertThat(rows(connection, "SELECT COUNT(*) FROM Products WHERE ProductName = '中文'"))
          .containsExactly("0");
    }
  }

  @Test
  void twoServicesAndALocalTableAreJoined() throws SQLException {
    try (Connection connection = connect()) {
      assertThat(
              rows(
                  connection,
                  "SELECT COUNT(*) FROM N.Products p JOIN S.Categories c ON c.CategoryID = p.CategoryID"
                      + " JOIN M.Favourites f ON f.ID = c.CategoryID"))
          .isEqualTo(rows(connection, "SELECT COUNT(*) FROM Products WHERE CategoryID IN (1, 2)"));
    }
  }

  @Test
  void theSystemTablesStandInsideTheServicesSchema() throws SQLException {
    try (Connection connection = connect()) {
      assertThat(rows(connection, "SELECT table_name FROM N.sys.`tables` ORDER BY 1"))
          .containsExactly("Categories", "Company", "Customers", "Products");
      assertThat(rows(connection, "SELECT setting FROM S.sys.properties WHERE name = 'URL'"))
          .containsExactly(south.root().toString());
      assertThat(rows(connection, "SELECT COUNT(*) FROM S.sys.requests")).containsExactly("0");
    }
  }

  @Test
  void aWrongOperandIsNamed() {
    String model =
        """
        inline:{"version": "1.0", "schemas": [{"name": "N", "type": "custom",
          "factory": "io.github.calciteodata.ODataSchemaFactory",
          "operand": {"URL": "http://h/", "Pasword": "hunter2"}}]}""";
    Properties info = new Properties();
    info.setProperty("model", model);
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:calcite:", info))
        .rootCause()
        .hasMessage("Unknown connection property Pasword. Did you mean Password?");
  }
}
