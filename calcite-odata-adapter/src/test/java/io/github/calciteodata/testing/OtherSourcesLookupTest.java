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
import io.github.calciteodata.demo.DemoService;
import io.github.calciteodata.function.Catalog.Request;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.jdbc.CalciteConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of a database and of memory joined with a large set, by keys of every type. */
public class OtherSourcesLookupTest {
  private static final String DATABASE = "jdbc:h2:mem:other-sources";
  private static final int ROWS = 20_000;

  private static Connection database;
  private static DemoService service;

  @BeforeAll
  static void start() throws Exception {
    database = DriverManager.getConnection(DATABASE);
    try (Statement fill = database.createStatement()) {
      fill.execute(
          "CREATE TABLE K (N INT PRIMARY KEY, ID BIGINT, SMALL SMALLINT, AMOUNT DECIMAL(12, 4),"
              + " WHOLE DECIMAL(8, 0), HALF DOUBLE PRECISION, DEVICE INT, DAY_TAKEN DATE,"
              + " SENSOR VARCHAR(20), FIXED CHAR(12), FLAG BOOLEAN)");
      // duplicates, nulls, keys that nothing has, keys out of range
      fill.execute(
          "INSERT INTO K SELECT X, CASE WHEN MOD(X, 7) = 0 THEN NULL WHEN MOD(X, 11) = 0 THEN -X"
              + " WHEN MOD(X, 13) = 0 THEN X + 5000000000 ELSE MOD(X * 37, 250) END,"
              + " CASE WHEN MOD(X, 5) = 0 THEN NULL ELSE MOD(X * 91, 600) - 300 END,"
              + " CASE WHEN MOD(X, 6) = 0 THEN NULL ELSE X + MOD(X, 4) * 0.25 END,"
              + " CASE WHEN MOD(X, 9) = 0 THEN NULL ELSE X * 3 END,"
              + " CASE WHEN MOD(X, 8) = 0 THEN NULL ELSE X * 0.5 END,"
              + " MOD(X, 60), DATE '2024-01-01' + MOD(X, 20),"
              + " CASE MOD(X, 6) WHEN 0 THEN NULL WHEN 1 THEN 'north' WHEN 2 THEN 'north ' WHEN 3"
              + " THEN 'NORTH' WHEN 4 THEN 'a+b' ELSE 'west''s' END,"
              + " CASE MOD(X, 4) WHEN 0 THEN NULL WHEN 1 THEN 'ok' WHEN 2 THEN 'trailing ' ELSE"
              + " 'south' END, CASE MOD(X, 3) WHEN 0 THEN NULL ELSE MOD(X, 2) = 0 END"
              + " FROM SYSTEM_RANGE(1, 60)");
    }
    service = DemoService.start(DemoService.Options.DEFAULT.withMeasurements(ROWS));
  }

  @AfterAll
  static void stop() throws SQLException {
    service.close();
    database.close();
  }

  /** Rows of memory. */
  public static final class Memory {
    public final Key[] keys = {
      new Key(3, 3L, 3.0, "north"),
      new Key(4, null, null, null),
      new Key(5, 5L, 5.5, "south "),
      new Key(5, 5L, 5.5, "south"),
      new Key(-1, Long.MAX_VALUE, Double.NaN, "a+b")
    };
  }

  /** A row. */
  public static final class Key {
    public final int number;
    public final Long id;
    public final Double half;
    public final String sensor;

    Key(int number, Long id, Double half, String sensor) {
      this.number = number;
      this.id = id;
      this.half = half;
      this.sensor = sensor;
    }
  }

  /** Made by Calcite. */
  public static Memory memory() {
    return new Memory();
  }

  private static Connection connect(URI root, String pushdown) throws SQLException {
    return Connections.calcite(
        "{\"version\":\"1.0\",\"defaultSchema\":\"Far\",\"schemas\":["
            + Connections.schema("Far", root, Map.of("Pushdown", pushdown))
            + ",{\"name\":\"H\",\"type\":\"jdbc\",\"jdbcUrl\":\""
            + DATABASE
            + "\",\"jdbcDriver\":\"org.h2.Driver\"}"
            + ",{\"name\":\"J\",\"type\":\"custom\",\"factory\":"
            + "\"org.apache.calcite.adapter.java.ReflectiveSchema$Factory\",\"operand\":{\"class\":\""
            + OtherSourcesLookupTest.class.getName()
            + "\",\"staticMethod\":\"memory\"}}]}");
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return Rows.read(rows).stream().sorted().toList();
    }
  }

  private static List<Request> requests(Connection connection) throws SQLException {
    return connection
        .unwrap(CalciteConnection.class)
        .getRootSchema()
        .subSchemas()
        .get("Far")
        .unwrap(ODataSchema.class)
        .requests()
        .stream()
        .filter(request -> !request.url().endsWith("/$metadata"))
        .toList();
  }

  private static final String INNER = "SELECT k.N, m.ID, m.Note FROM H.K k JOIN Measurements m ON ";
  private static final String LEFT = INNER.replace("JOIN", "LEFT JOIN");
  private static final String SEMI =
      "SELECT k.N FROM H.K k WHERE EXISTS (SELECT 1 FROM Measurements m WHERE ";
  private static final String ANTI = SEMI.replace("EXISTS", "NOT EXISTS");

  /**
   * What can be looked up is; the others, by keys that are not compared exactly, are right, too.
   */
  @Test
  void keysOfEveryTypeFindWhatTheyFindHere() throws SQLException {
    Map<String, Boolean> conditions = new LinkedHashMap<>();
    conditions.put("m.ID = k.ID", true);
    conditions.put("m.ID = k.ID AND m.Valid", true);
    conditions.put("m.ID = k.ID AND m.Level < k.SMALL", true);
    conditions.put("m.ID = k.SMALL", true);
    conditions.put("m.ID = k.N + 3", true);
    conditions.put("m.ID = k.ID AND m.DeviceID = k.DEVICE", true);
    conditions.put("m.ID = k.N AND m.\"Day\" = k.DAY_TAKEN", true);
    conditions.put("m.ID = k.N AND m.Sensor = k.SENSOR", true);
    conditions.put("m.ID = k.N AND m.Sensor = k.FIXED", true);
    conditions.put("m.ID = k.N AND m.Note = TRIM(k.FIXED)", true);
    conditions.put("m.ID = k.N AND m.Valid = k.FLAG", true);
    conditions.put("m.ID = k.AMOUNT", false);
    conditions.put("m.ID = k.WHOLE", false);
    conditions.put("m.ID = k.HALF", false);
    conditions.put("m.Level = k.SMALL AND m.ID < 3000", false);
    conditions.put("m.Channel = k.SMALL AND m.ID < 300", false);
    conditions.put("m.Amount = k.AMOUNT", false);
    conditions.put("m.\"Value\" = k.HALF AND m.ID < 5000", false);
    conditions.put("(m.ID = k.ID OR m.ID = k.N) AND m.ID < 300", false);
    try (Connection all = connect(service.root(), "ALL");
        Connection none = connect(service.root(), "NONE")) {
      for (Map.Entry<String, Boolean> condition : conditions.entrySet()) {
        for (String pattern : List.of(INNER + "%", LEFT + "%", SEMI + "%)", ANTI + "%)")) {
          String sql = pattern.replace("%", condition.getKey());
          String plan = rows(all, "EXPLAIN PLAN FOR " + sql).get(0);
          boolean decimal = condition.getKey().contains("WHOLE") && pattern.contains(" JOIN ");
          if (condition.getValue() || decimal) {
            assertThat(plan).as(sql).contains("ODataLookupJoin");
          }
          assertThat(rows(all, sql)).as("%s%n%s", sql, plan).isEqualTo(rows(none, sql));
        }
      }
    }
  }

  /** Of which everything is looked up, however many rows there are. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT k.N, m.ID, m.Note FROM H.K k JOIN Measurements m ON m.ID = k.ID | 2",
        "SELECT k.N, m.ID, m.Note FROM H.K k LEFT JOIN Measurements m ON m.ID = k.ID | 2",
        "SELECT k.N FROM H.K k WHERE k.ID IN (SELECT m.ID FROM Measurements m WHERE m.Valid) | 2",
        "SELECT k.N FROM H.K k WHERE NOT EXISTS (SELECT 1 FROM Measurements m WHERE m.ID = k.ID) | 2",
        "SELECT k.N, m.Note FROM H.K k JOIN Measurements m ON m.ID = k.N AND m.Sensor = k.SENSOR | 3",
        "SELECT k.N, m.Note FROM H.K k JOIN Measurements m ON m.ID = k.N AND m.Sensor = k.FIXED | 3",
        "SELECT k.\"number\", m.Note FROM J.\"keys\" k LEFT JOIN Measurements m ON m.ID = k.\"id\" | 1",
        "SELECT k.\"number\", m.Note FROM J.\"keys\" k JOIN Measurements m ON m.ID = k.\"number\""
            + " AND m.Sensor = k.\"sensor\" | 1",
        "SELECT k.\"number\" FROM J.\"keys\" k WHERE NOT EXISTS (SELECT 1 FROM Measurements m WHERE"
            + " m.ID = k.\"number\") | 1",
      })
  void aLargeSetIsAskedForTheKeysOnly(String sql, int most) throws SQLException {
    try (Connection all = connect(Demo.full(), "ALL");
        Connection none = connect(service.root(), "NONE")) {
      List<String> found = rows(all, sql);
      List<Request> requests = requests(all);
      assertThat(requests).filteredOn(r -> r.url().endsWith("/$count")).hasSizeLessThanOrEqualTo(1);
      assertThat(requests)
          .filteredOn(r -> !r.url().endsWith("/$count"))
          .as(sql)
          .hasSizeBetween(1, most)
          .allMatch(r -> r.url().contains("$filter=") && r.rows() <= 60);
      // value n of each column is a function of n: the keys find the same in a smaller set
      assertThat(found).as(sql).isEqualTo(rows(none, sql));
    }
  }

  /** The set streams past the few rows of the database, which are what is held. */
  @Test
  void moreRowsThanFitAreReadPastTheKeys() throws SQLException {
    String sql =
        "SELECT COUNT(*), COUNT(DISTINCT m.ID) FROM H.K k JOIN Measurements m ON m.DeviceID = k.DEVICE";
    try (Connection all = connect(Demo.full(), "ALL")) {
      String plan = rows(all, "EXPLAIN PLAN FOR " + sql).get(0);
      // Calcite holds the second input of a hash join
      assertThat(plan.indexOf("ODataRequest")).as(plan).isLessThan(plan.indexOf("JdbcTableScan"));
      assertThat(rows(all, sql)).containsExactly("200000|200000");
    }
  }
}
