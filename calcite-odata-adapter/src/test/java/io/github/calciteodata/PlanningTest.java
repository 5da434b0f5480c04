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

import io.github.calciteodata.rel.ODataSource;
import io.github.calciteodata.rel.PushdownRules;
import io.github.calciteodata.testing.PlanFixture;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.apache.calcite.jdbc.CalciteConnection;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is pushed, seen in plans; nothing is executed. */
class PlanningTest {

  static String plan(String sql, PushdownRules rules) throws SQLException {
    Properties info = new Properties();
    info.setProperty("lex", "JAVA");
    info.setProperty("caseSensitive", "false");
    info.setProperty("quoting", "DOUBLE_QUOTE");
    info.setProperty("defaultNullCollation", "LOW");
    info.setProperty("fun", "standard,postgresql,mysql");
    try (Connection connection = DriverManager.getConnection("jdbc:calcite:", info)) {
      CalciteConnection calcite = connection.unwrap(CalciteConnection.class);
      ODataSource source =
          new ODataSource(PlanFixture.table(), () -> rules, PlanFixture.runner(), () -> 10_000);
      calcite
          .getRootSchema()
          .add(
              "S",
              new AbstractSchema() {
                @Override
                protected Map<String, Table> getTableMap() {
                  return Map.of("T", new ODataTable(source));
                }
              });
      calcite.setSchema("S");
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery("EXPLAIN PLAN FOR " + sql)) {
        result.next();
        return result.getString(1);
      }
    }
  }

  /**
   * The filter that is sent for a WHERE; the rest of the plan says whether anything is checked
   * again.
   */
  private static String where(String condition) throws SQLException {
    String plan = plan("SELECT ID FROM T WHERE " + condition, PlanFixture.ALL);
    int at = plan.indexOf("&$filter=");
    String filter = at < 0 ? "-" : plan.substring(at + 9, plan.indexOf(']', at));
    if (!plan.startsWith("ODataRequest") && !plan.startsWith("EnumerableValues")) {
      filter += " + recheck";
    }
    return filter;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      value = {
        "n = 5 → n eq 5",
        "5 < n → n gt 5",
        "n <> 5 → n ne 5 and n ne null",
        "NOT n = 5 → n ne 5 and n ne null",
        "ID <> 5 → ID ne 5",
        "NOT (n > 5) → n le 5",
        "NOT (n > 5 AND m = 1) → n le 5 or (m ne 1 and m ne null)",
        "n NOT BETWEEN 1 AND 3 → n lt 1 or n gt 3",
        "n BETWEEN 1 AND 3 → n ge 1 and n le 3",
        "n IN (1, 2, 3) → n in (1,2,3)",
        "n NOT IN (1, 2) → n ne 1 and n ne null and n ne 2",
        "n IN (1, NULL) → n eq 1",
        "n = m → n eq m and n ne null",
        "n <> m → n ne m and n ne null and m ne null",
        "n >= m → n ge m and n ne null",
        "n > m → n gt m",
        "ID = n → ID eq n",
        "n IS NULL → n eq null",
        "n IS NOT NULL → n ne null",
        "n IS NOT DISTINCT FROM 5 → n eq 5",
        "n IS DISTINCT FROM 5 → n ne 5 or n eq null",
        "b → b eq true",
        "NOT b → b eq false",
        "b IS NOT TRUE → b ne true or b eq null",
        "NOT (n = 5) IS TRUE AND ID > 3 → (n ne 5 or n eq null) and ID gt 3",
        "(n > 5 AND b) IS NOT TRUE → n le 5 or n eq null or b ne true or b eq null",
        "(n > 5 OR s LIKE 'a%') IS NOT TRUE → (n le 5 or n eq null) and ((s ne null and not startswith(s,'a'))"
            + " or s eq null)",
        "(n > 5 AND s IS NULL) IS NOT FALSE → (n gt 5 or n eq null) and s eq null",
        "(n + m > 5) IS NOT TRUE → - + recheck",
        "(n > CAST(? AS INTEGER)) IS NOT TRUE → - + recheck",
        "b IS FALSE → b eq false",
        "(n = 1 OR m = 2) AND ID > 3 → (n eq 1 or m eq 2) and ID gt 3",
        "s LIKE 'a%' → startswith(s,'a')",
        "s LIKE '%a' → endswith(s,'a')",
        "s LIKE '%a%' → contains(s,'a')",
        "s LIKE 'abc' → s eq 'abc'",
        "s NOT LIKE '%a%' → s ne null and not contains(s,'a')",
        "s LIKE 'a!%%' ESCAPE '!' → startswith(s,'a%')",
        "s LIKE 'a_c%d' → startswith(s,'a') and contains(s,'c') and endswith(s,'d') + recheck",
        "s LIKE '%a%b%' → contains(s,'a') + recheck",
        "s NOT LIKE 'a_c' → - + recheck",
        "LOWER(s) = 'x' → tolower(s) eq 'x'",
        "LOWER(s) <> 'x' → tolower(s) ne 'x' and s ne null",
        "UPPER(s) LIKE 'X%' → startswith(toupper(s),'X')",
        "CHAR_LENGTH(s) > 3 → length(s) gt 3",
        "TRIM(s) = 'x' → trim(s) eq 'x' + recheck",
        "SUBSTRING(s FROM 2 FOR 3) = 'abc' → substring(s,1,3) eq 'abc'",
        "POSITION('x' IN s) > 0 → (indexof(s,'x') add 1) gt 0",
        "s || t = 'ab' → concat(s,t) eq 'ab'",
        "i16 + 1 <> 5 → (i16 add 1) ne 5 and i16 ne null",
        "i64 <> m AND i64 > 10 → i64 gt 10 and i64 ne m and i64 ne null and m ne null",
        "CAST(i64 AS DECIMAL(30, 0)) * 2 > 5 → - + recheck",
        "CAST(i64 AS DECIMAL(30, 0)) * CAST(n AS DECIMAL(30, 0)) > 5 → - + recheck",
        "CAST(i64 AS DECIMAL(30, 0)) + d > 5 → (i64 add d) gt 5",
        "i16 * 2 - i16 > 5 → ((i16 mul 2) sub i16) gt 5",
        "d * 2 > 5 → (d mul 2) gt 5",
        // what may overflow: the engine would wrap around, services would refuse
        "n + 1 > 5 → - + recheck",
        "i16 * i16 > 5 → - + recheck",
        // 5 is an SByte to Olingo's servers, which they do not compare with a Byte
        "u8 = 5 → u8 eq 5.0",
        "u8 <> 5 → u8 ne 5.0 and u8 ne null",
        "u8 IN (1, 200) → u8 in (1.0,200)",
        "u8 = ? → u8 eq ?0",
        "u8 > 2.5 → u8 gt 2.5",
        "u8 > n → u8 gt n",
        "u8 > i8 → - + recheck",
        "i8 IN (1, 200) → i8 in (1,200.0)",
        "u8 + 1 = 5 → - + recheck",
        "n / 2 = 3 → (n div 2) eq 3",
        "MOD(n, 3) = 1 → (n mod 3) eq 1",
        "n / m = 3 → - + recheck",
        "d > 1.5 → d gt 1.5",
        // a literal with more digits than the column's scale is refused by services
        "d < 0.005 → d lt 0.01",
        "d >= 0.005 → d ge 0.01",
        "d > -0.005 → d gt -0.01",
        "d <= 0.005 → d le 0",
        "d <> 0.005 → d ne null",
        "d IN (1.5, 0.005) → d eq 1.5",
        "d < 100000000 → d ne null",
        "d < 99999999.999 → d ne null",
        // columns of a fixed length do not tell blanks at the end
        "s = 'x ' → s eq 'x ' + recheck",
        "s <> 'x ' → - + recheck",
        "s IN ('x ', 'y') → s in ('x ','y') + recheck",
        "f >= 0.5 → f ge 0.5",
        "FLOOR(d) = 3 → floor(d) eq 3",
        "i64 = 9007199254740993 → i64 eq 9007199254740993",
        "re = 1.5 → - + recheck",
        "dt >= DATE '2024-02-29' → dt ge 2024-02-29",
        "EXTRACT(MONTH FROM dt) = 5 → month(dt) eq 5",
        "at3 = TIMESTAMP '2024-01-02 03:04:05' → at3 eq 2024-01-02T03:04:05Z",
        "at7 = TIMESTAMP '2024-01-02 03:04:05' → at7 ge 2024-01-02T03:04:05Z and at7 lt 2024-01-02T03:04:05.001Z",
        "at7 > TIMESTAMP '2024-01-02 03:04:05' → at7 ge 2024-01-02T03:04:05.001Z",
        "CAST(at7 AS DATE) = DATE '2024-01-02' → at7 ge 2024-01-02T00:00:00Z and at7 lt 2024-01-03T00:00:00Z",
        "EXTRACT(YEAR FROM at7) = 2024 → at7 ge 2024-01-01T00:00:00Z and at7 lt 2025-01-01T00:00:00Z",
        "g = '00000001-0000-4000-8000-00000000000a' → g eq 00000001-0000-4000-8000-00000000000a",
        "g > '00000001' → - + recheck",
        "c = 'Red' → c eq NS.Colour'Red'",
        "c <> 'Red' → c ne NS.Colour'Red' and c ne null",
        "c IN ('Red', 'Blue') → c in (NS.Colour'Blue',NS.Colour'Red')",
        "Address_City = 'Köln' → Address/City eq 'Köln'",
        "s = 'O''Neil & 100%' → s eq 'O''Neil & 100%'",
        "CASE WHEN n = 1 THEN 2 ELSE 3 END = 2 → n eq 1",
        "COALESCE(s, 'x') = 'x' → s eq 'x' or s eq null",
        "n = ? → n eq ?0",
        "CAST(? AS BOOLEAN) AND n = 1 → n eq 1 + recheck",
        "at7 = CAST(? AS TIMESTAMP) → at7 ge ?0 and at7 lt ?1",
      })
  void conditionsBecomeFilters(String condition, String filter) throws SQLException {
    assertThat(where(condition)).isEqualTo(filter);
  }

  @Test
  void aLimitOverAFilterIsPushedWhenTheFilterIsExact() throws SQLException {
    assertThat(plan("SELECT n FROM T WHERE n > 5 ORDER BY n DESC LIMIT 3", PlanFixture.ALL))
        .isEqualToIgnoringNewLines(
            "ODataRequest(table=[[S, T]], request=[GET T?$select=n&$filter=n gt 5&$orderby=n desc&$top=3])\n");
  }

  @Test
  void aLimitOverARecheckedFilterStaysLocal() throws SQLException {
    assertThat(plan("SELECT s FROM T WHERE s LIKE 'a_c%' LIMIT 3", PlanFixture.ALL))
        .contains("EnumerableLimit", "$filter=startswith(s,'a')", "recheck=[true]")
        .doesNotContain("$top");
  }

  @Test
  void anOrderWhoseNullsFallElsewhereStaysLocal() throws SQLException {
    assertThat(plan("SELECT n FROM T ORDER BY n NULLS LAST", PlanFixture.ALL))
        .contains("EnumerableSort");
    assertThat(plan("SELECT ID FROM T ORDER BY ID NULLS LAST", PlanFixture.ALL))
        .contains("$orderby=ID]")
        .doesNotContain("EnumerableSort");
  }

  @Test
  void countsAreAskedForWithoutRows() throws SQLException {
    assertThat(plan("SELECT COUNT(*) FROM T WHERE n > 1", PlanFixture.ALL))
        .contains("GET T/$count?$filter=n gt 1]");
    assertThat(plan("SELECT COUNT(n) FROM T", PlanFixture.ALL))
        .contains("GET T/$count?$filter=n ne null]");
    assertThat(plan("SELECT COUNT(*) FROM T WHERE s LIKE 'a_c%'", PlanFixture.ALL))
        .doesNotContain("$count");
  }

  @Test
  void onlyUsedColumnsAreSelectedOnBothSidesOfAJoin() throws SQLException {
    assertThat(plan("SELECT a.s, b.t FROM T a JOIN T b ON a.n = b.m", PlanFixture.ALL))
        .contains("GET T?$select=n,s]", "GET T?$select=m,t]");
  }

  @Test
  void offsetsArePushedAsSkip() throws SQLException {
    assertThat(
            plan(
                "SELECT ID FROM T ORDER BY ID OFFSET 5 ROWS FETCH NEXT 3 ROWS ONLY",
                PlanFixture.ALL))
        .contains("GET T?$select=ID&$orderby=ID&$skip=5&$top=3]");
  }
}
