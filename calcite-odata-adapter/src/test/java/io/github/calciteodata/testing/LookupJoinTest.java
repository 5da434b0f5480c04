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

import io.github.calciteodata.ODataSchema;
import io.github.calciteodata.function.Catalog;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.apache.calcite.jdbc.CalciteConnection;
import org.junit.jupiter.api.Test;

/** What look-ups ask for: plans, requests on the wire, rows. */
class LookupJoinTest {
  private static final String LOCAL = "{\"name\":\"L\",\"tables\":[%s]}";
  private static final String VIEW =
      "{\"name\":\"Wanted\",\"type\":\"view\",\"sql\":\"SELECT * FROM (VALUES (7), (3), (7), (CAST(NULL AS"
          + " INTEGER)), (-1)) AS t(ID)\"}";

  /** Two services, and a table that is neither's. */
  private static Connection model(String pushdown) throws SQLException {
    Map<String, String> operand = Map.of("Pushdown", pushdown);
    return Connections.calcite(
        "{\"version\":\"1.0\",\"defaultSchema\":\"Near\",\"schemas\":["
            + Connections.schema("Near", Demo.small(), operand)
            + ","
            + Connections.schema("Far", Demo.full(), operand)
            + ","
            + String.format(LOCAL, VIEW)
            + "]}");
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return Rows.read(rows).stream().sorted().toList();
    }
  }

  private static List<String> requests(Connection connection, String schema) throws SQLException {
    return connection
        .unwrap(CalciteConnection.class)
        .getRootSchema()
        .subSchemas()
        .get(schema)
        .unwrap(ODataSchema.class)
        .requests()
        .stream()
        .map(Catalog.Request::url)
        .filter(url -> !url.contains("$metadata"))
        .toList();
  }

  @Test
  void fortyKeysOfOneServiceReadFortyRowsOfTwoHundredThousandOfAnother() throws SQLException {
    String sql =
        "SELECT p.ProductName, m.\"Value\" FROM Far.Measurements m JOIN Near.Products p"
            + " ON m.ID = p.ProductID WHERE p.ProductID <= 40";
    try (Connection connection = model("ALL")) {
      assertThat(rows(connection, sql)).hasSize(40);
      assertThat(requests(connection, "Far"))
          .hasSize(2)
          .first()
          .asString()
          .endsWith("Measurements/$count");
      assertThat(requests(connection, "Far").get(1)).contains("$filter=ID");
    }
  }

  @Test
  void keysOfALocalTableAreAskedForOnceEach() throws SQLException {
    String sql = "SELECT w.ID, m.Note FROM L.Wanted w LEFT JOIN Far.Measurements m ON m.ID = w.ID";
    try (Connection connection = model("ALL");
        Connection local = model("NONE")) {
      assertThat(rows(connection, sql)).hasSize(5).isEqualTo(rows(local, sql));
      assertThat(requests(connection, "Far"))
          .last()
          .asString()
          .contains("ID%20eq%207%20or%20ID%20eq%203%20or%20ID%20eq%20-1");
    }
  }

  /** Another adapter's joins stay its own. */
  @Test
  void keysOfADatabaseAreLookedUp() throws SQLException {
    String url = "jdbc:h2:mem:lookup";
    try (Connection database = DriverManager.getConnection(url);
        Statement fill = database.createStatement()) {
      fill.execute("CREATE TABLE A (ID INT PRIMARY KEY, N VARCHAR(20))");
      fill.execute("CREATE TABLE B (ID INT PRIMARY KEY, A INT)");
      fill.execute("INSERT INTO A SELECT X, 'n' || X FROM SYSTEM_RANGE(1, 30)");
      fill.execute("INSERT INTO B SELECT X, MOD(X, 10) FROM SYSTEM_RANGE(1, 20)");
      String model =
          "{\"version\":\"1.0\",\"defaultSchema\":\"Far\",\"schemas\":["
              + Connections.schema("Far", Demo.full(), Map.of())
              + ",{\"name\":\"H\",\"type\":\"jdbc\",\"jdbcUrl\":\""
              + url
              + "\",\"jdbcDriver\":\"org.h2.Driver\"}]}";
      String sql =
          "SELECT a.N, m.ID FROM H.A a, H.B b, Measurements m WHERE m.ID = a.ID AND b.A = a.ID";
      try (Connection connection = Connections.calcite(model)) {
        assertThat(rows(connection, sql)).hasSize(18).contains("n1|1", "n9|9");
        assertThat(rows(connection, "EXPLAIN PLAN FOR " + sql).get(0))
            .contains("ODataLookupJoin", "JdbcJoin");
      }
    }
  }

  @Test
  void aSideThatIsAskedForByKeyIsNotReadAsAWhole() throws SQLException {
    try (SqlTester tester = new SqlTester(Demo.full(), "")) {
      tester
          .sql(
              "SELECT m.ID, m.Note FROM Products p JOIN Measurements m ON m.ID = p.ProductID"
                  + " WHERE p.ProductID IN (3, 4)")
          .plans(
              new PlanText(
                  List.of(
                      "GET Measurements?$select=ID,Note&$filter=ID eq @keys",
                      "GET Products?$select=ProductID&$filter=ProductID eq 3 or ProductID eq 4"),
                  List.of("look-up")))
          .returnsTheSameUnpushed();
    }
  }

  @Test
  void severalColumnsMakeOneKey() throws SQLException {
    try (SqlTester tester = new SqlTester(Demo.small(), "")) {
      tester
          .sql(
              "SELECT v.n, i.Quantity FROM (VALUES (10001, 3, 'a'), (10002, 52, 'b'), (10003, NULL,"
                  + " 'c')) AS v(o, p, n) LEFT JOIN OrderItems i ON i.OrderID = v.o AND i.ProductID ="
                  + " v.p")
          .plans(
              new PlanText(
                  List.of(
                      "GET OrderItems?$select=OrderID,ProductID,Quantity&$filter=OrderID eq @keys and"
                          + " ProductID eq @keys"),
                  List.of("look-up")))
          .sends(
              "GET OrderItems?$select=OrderID,ProductID,Quantity&$filter=(OrderID eq 10001 and ProductID"
                  + " eq 3) or (OrderID eq 10002 and ProductID eq 52)")
          .returnsTheSameUnpushed();
    }
  }

  @Test
  void withoutKeysNothingIsAsked() throws SQLException {
    try (SqlTester tester = new SqlTester(Demo.full(), "")) {
      tester
          .sql(
              "SELECT v.id, m.Note FROM (VALUES (CAST(NULL AS INTEGER)), (CAST(NULL AS INTEGER))) AS"
                  + " v(id) LEFT JOIN Measurements m ON m.ID = v.id")
          .sends("GET Measurements/$count")
          .returns("null|null", "null|null");
    }
  }

  @Test
  void moreKeysThanOneRequestTakesAreAskedForInSeveral() throws SQLException {
    String sql =
        "SELECT m.ID, n.Note FROM (SELECT ID, Level FROM Measurements ORDER BY ID LIMIT 320) m JOIN"
            + " Measurements n ON n.ID = m.Level + m.ID";
    try (Connection connection = Connections.driver(Demo.full(), "")) {
      assertThat(rows(connection, sql)).isNotEmpty();
      assertThat(rows(connection, "SELECT url FROM sys.requests WHERE url LIKE '%ID%20eq%'"))
          .hasSizeBetween(5, 7);
    }
  }

  @Test
  void lookUpsCanBeSwitchedOff() throws SQLException {
    try (SqlTester tester =
        new SqlTester(Demo.full(), "Pushdown=FILTER,PROJECT,SORT,LIMIT,COUNT")) {
      assertThat(
              tester.explain(
                  "SELECT m.ID FROM Products p JOIN Measurements m ON m.ID = p.ProductID WHERE"
                      + " p.ProductID IN (3, 4)"))
          .doesNotContain("ODataLookupJoin");
    }
  }

  @Test
  void estimatesAreVisible() throws SQLException {
    try (Connection connection = Connections.driver(Demo.full(), "")) {
      assertThat(
              rows(
                      connection,
                      "EXPLAIN PLAN INCLUDING ALL ATTRIBUTES FOR SELECT m.Note FROM Products p JOIN"
                          + " Measurements m ON m.ID = p.ProductID WHERE p.ProductID IN (3, 4)")
                  .get(0))
          .contains("ODataLookupJoin", "rowcount = 2.0", "cumulative cost");
    }
  }
}
