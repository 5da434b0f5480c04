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
import io.github.calciteodata.testing.SqlTester;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;

/** Services in the model of a plain Calcite connection, where nothing of our driver is at work. */
@Timeout(120)
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
        ]}\
        """
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
                  "SELECT COUNT(*) FROM N.Products p JOIN S.Categories c ON c.CategoryID ="
                      + " p.CategoryID JOIN M.Favourites f ON f.ID = c.CategoryID"))
          .isEqualTo(rows(connection, "SELECT COUNT(*) FROM Products WHERE CategoryID IN (1, 2)"));
    }
  }

  /** From a file, with nulls where the driver has them. */
  private static Connection connect(Path file, String pushdown) throws IOException, SQLException {
    Files.writeString(
        file,
        """
        {"version": "1.0", "defaultSchema": "N", "schemas": [
          {"name": "N", "type": "custom", "factory": "io.github.calciteodata.ODataSchemaFactory",
           "operand": {"URL": "%s", "Pushdown": "%s"}},
          {"name": "S", "type": "custom", "factory": "io.github.calciteodata.ODataSchemaFactory",
           "operand": {"URL": "%s", "Pushdown": "%s"}},
          {"name": "M", "tables": [
            {"name": "Rates", "type": "view",
             "sql": "SELECT * FROM (VALUES ('Germany', 1.5), ('Japan', 0.5)) AS t(COUNTRY, RATE)"}]}
        ]}\
        """
            .formatted(north.root(), pushdown, south.root(), pushdown));
    return DriverManager.getConnection(
        "jdbc:calcite:model="
            + file
            + ";unquotedCasing=UNCHANGED;caseSensitive=false;defaultNullCollation=LOW;timeZone=UTC"
            + ";typeSystem="
            + ODataTypeSystem.class.getName());
  }

  @Test
  void theDriversRequestsAreMadeThroughAModelToo(@TempDir Path folder)
      throws IOException, SQLException {
    try (SqlTester tester =
        new SqlTester(
            north.root(),
            connect(folder.resolve("all.json"), "ALL"),
            connect(folder.resolve("none.json"), "NONE"))) {
      String dearest =
          "GET Products?$select=ProductName,UnitPrice&$filter=UnitPrice gt 50"
              + "&$orderby=UnitPrice desc&$top=3";
      tester
          .sql(
              "SELECT ProductName, UnitPrice FROM Products WHERE UnitPrice > 50"
                  + " ORDER BY UnitPrice DESC LIMIT 3")
          .plans(dearest)
          .sends(dearest)
          .returns("Honey Drops|282.6050", "日本 😀 mixed|277.1790", "Wild Rice|250.0490");
      tester
          .sql("SELECT COUNT(*) FROM Measurements")
          .plans("GET Measurements/$count")
          .sends("GET Measurements/$count")
          .returns("200000");
      tester
          .sql("SELECT ProductName FROM Products WHERE CategoryID IS NULL AND UnitPrice < ?", 5)
          .plans("GET Products?$select=ProductName&$filter=CategoryID eq null and UnitPrice lt ?0")
          .sends("GET Products?$select=ProductName&$filter=CategoryID eq null and UnitPrice lt 5");
    }
  }

  @Test
  void rowsOfTwoServicesAndOfMemoryComeTogether(@TempDir Path folder)
      throws IOException, SQLException {
    try (SqlTester tester =
        new SqlTester(
            north.root(),
            connect(folder.resolve("all.json"), "ALL"),
            connect(folder.resolve("none.json"), "NONE"))) {
      tester
          .sql(
              "SELECT c.CompanyName, o.OrderID, o.Freight * r.RATE FROM N.Customers c"
                  + " JOIN S.Orders o ON o.CustomerID = c.CustomerID"
                  + " JOIN M.Rates r ON r.COUNTRY = c.Address_Country"
                  + " WHERE o.Freight > 100 AND c.Newsletter")
          .returnsTheSameUnpushed();
      tester
          .sql(
              "SELECT r.COUNTRY, COUNT(*) FROM N.Customers c JOIN M.Rates r"
                  + " ON r.COUNTRY = c.Address_Country WHERE c.CustomerID IN"
                  + " (SELECT CustomerID FROM S.Orders WHERE Status = 'Open') GROUP BY r.COUNTRY")
          .returnsTheSameUnpushed();
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
          "operand": {"URL": "http://h/", "Pasword": "hunter2"}}]}\
        """;
    Properties info = new Properties();
    info.setProperty("model", model);
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:calcite:", info))
        .rootCause()
        .hasMessage("Unknown connection property Pasword. Did you mean Password?");
  }
}
