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

import io.github.calciteodata.rel.AggregationRules;
import io.github.calciteodata.rel.PushdownRules;
import io.github.calciteodata.testing.PlanFixture;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which aggregates are pushed as {@code $apply}, seen in plans; nothing is executed. */
class AggregatePlanningTest {

  /** The {@code $apply} and what follows it; {@code + ...} names what stays in the engine. */
  private static String request(String sql, PushdownRules rules) throws SQLException {
    String plan = PlanningTest.plan(sql, rules);
    int at = plan.indexOf("GET T");
    String url = plan.substring(at + 5, plan.indexOf(']', at));
    StringBuilder result = new StringBuilder(url.replace("?$apply=", ""));
    for (String local :
        new String[] {"Aggregate", "Filter", "Sort", "Limit", "Calc", "Join", "Values"}) {
      result.append(plan.contains("Enumerable" + local) ? " + " + local : "");
    }
    return result.toString();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      value = {
        "SELECT DISTINCT n FROM T → groupby((n))",
        "SELECT DISTINCT n, s FROM T WHERE m > 5 → filter(m gt 5)/groupby((n,s))",
        "SELECT n, COUNT(*) FROM T GROUP BY n → groupby((n),aggregate($count as c0))",
        "SELECT n, COUNT(ID), COUNT(*) FROM T GROUP BY n → groupby((n),aggregate($count as c0)) + Calc",
        "SELECT n, SUM(d) FROM T GROUP BY n → groupby((n),aggregate(d with sum as c0))",
        "SELECT SUM(i64), MIN(n), MAX(s) FROM T → aggregate(i64 with sum as c0,n with min as c1,s with max as c2)",
        "SELECT COUNT(*), MAX(n) FROM T WHERE n > 5 → filter(n gt 5)/aggregate($count as c0,n with max as c1)",
        "SELECT SUM(d * i16) FROM T → aggregate(d mul i16 with sum as c0)",
        "SELECT n, SUM(d * (1 - d)) FROM T GROUP BY n → groupby((n),aggregate(d mul (1 sub d) with sum as c0))",
        "SELECT AVG(ID) FROM T → aggregate(ID with sum as c0,$count as c1) + Calc",
        "SELECT AVG(d) FROM T → filter(d ne null)/aggregate(d with sum as c0,$count as c1) + Calc",
        "SELECT AVG(d), SUM(d), COUNT(d) FROM T → filter(d ne null)/aggregate(d with sum as c0,$count as c1) + Calc",
        "SELECT n, AVG(d) FROM T WHERE d > 0 GROUP BY n → filter(d gt 0)/groupby((n),aggregate(d with sum as c0,$count as c1)) + Calc",
        "SELECT COUNT(DISTINCT n) FROM T → filter(n ne null)/aggregate(n with countdistinct as c0)",
        "SELECT s, COUNT(DISTINCT n), COUNT(*) FROM T GROUP BY s → groupby((s),aggregate(n with countdistinct as c0,$count as c1))",
        "SELECT n, SUM(d) FROM T GROUP BY n HAVING SUM(d) > 5 → groupby((n),aggregate(d with sum as c0))/filter(c0 gt 5)",
        "SELECT n FROM T GROUP BY n HAVING COUNT(*) > 5 → groupby((n),aggregate($count as c0))/filter(c0 gt 5)",
        "SELECT n, COUNT(*) AS k FROM T GROUP BY n ORDER BY k DESC LIMIT 3 → groupby((n),aggregate($count as c0))&$orderby=c0 desc&$top=3",
        "SELECT n, COUNT(*) AS k FROM T GROUP BY n ORDER BY n LIMIT 3 OFFSET 2 → groupby((n),aggregate($count as c0))&$orderby=n&$skip=2&$top=3",
        "SELECT MAX(at7), MIN(dt), MAX(f) FROM T → aggregate(at7 with max as c0,dt with min as c1,f with max as c2)",
        "SELECT Address_City, COUNT(*) FROM T GROUP BY Address_City → groupby((Address/City),aggregate($count as c0))",
        "SELECT n, SUM(d) FROM T WHERE s = ? GROUP BY n → filter(s eq ?0)/groupby((n),aggregate(d with sum as c0))",
        "SELECT COUNT(*), SUM(d) FROM T WHERE n > 1 → filter(n gt 1)/aggregate($count as c0,d with sum as c1)",
        "SELECT DISTINCT g, c, b, dt, at3 FROM T → groupby((g,c,b,dt,at3))",
        // what means something else there
        "SELECT SUM(f) FROM T → ?$select=f + Aggregate",
        "SELECT DISTINCT f FROM T → ?$select=f + Aggregate",
        "SELECT DISTINCT at7 FROM T → ?$select=at7 + Aggregate",
        "SELECT MIN(g), MAX(c) FROM T → ?$select=g,c + Aggregate",
        "SELECT n, COUNT(m), COUNT(d) FROM T GROUP BY n → ?$select=n,m,d + Aggregate",
        "SELECT SUM(d) FILTER (WHERE n > 1) FROM T → ?$select=n,d + Aggregate + Calc",
        "SELECT n, COUNT(*) FROM T GROUP BY ROLLUP(n) → ?$select=n + Aggregate",
        "SELECT SUM(n * m) FROM T → ?$select=n,m + Aggregate + Calc",
        "SELECT n + 1, COUNT(*) FROM T GROUP BY n + 1 → ?$select=n + Aggregate + Calc",
        "SELECT n, SUM(d) FROM T WHERE s LIKE 'a_c%' GROUP BY n → ?$select=n,s,d&$filter=startswith(s,'a') and contains(s,'c') + Aggregate + Calc",
        "SELECT SUM(x) FROM (SELECT d AS x FROM T ORDER BY n LIMIT 5) → ?$select=d&$orderby=n&$top=5 + Aggregate",
      })
  void aggregatesBecomeApply(String sql, String request) throws SQLException {
    assertThat(request(sql, PlanFixture.ALL)).isEqualTo(request);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      value = {
        "SELECT MAX(n) FROM T → ?$select=n&$filter=n ne null&$orderby=n desc&$top=1 + Aggregate",
        "SELECT MIN(ID) FROM T → ?$select=ID&$orderby=ID&$top=1 + Aggregate",
        "SELECT MIN(dt) FROM T WHERE n > 1 → ?$select=dt&$filter=n gt 1 and dt ne null&$orderby=dt&$top=1 + Aggregate",
        "SELECT MIN(n) FROM T WHERE n > 1 → ?$select=n&$filter=n gt 1&$orderby=n&$top=1 + Aggregate",
        "SELECT MIN(n), MAX(n) FROM T → ?$select=n + Aggregate",
        "SELECT MIN(g) FROM T → ?$select=g + Aggregate",
        "SELECT MIN(n) FILTER (WHERE b) FROM T → ?$select=n,b + Aggregate + Calc",
        "SELECT s, MIN(n) FROM T GROUP BY s → ?$select=s,n + Aggregate",
      })
  void extremesAreTheFirstRowWhereNothingAggregates(String sql, String request)
      throws SQLException {
    assertThat(request(sql, PlanFixture.with(AggregationRules.NONE))).isEqualTo(request);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      value = {
        "SELECT n, COUNT(*) FROM T GROUP BY n → groupby((n),aggregate(ID with countdistinct as c0))",
        "SELECT n, MAX(ID), SUM(ID) FROM T GROUP BY n → groupby((n),aggregate(ID with max as c0,ID with sum as c1))",
        "SELECT n, MAX(m) FROM T GROUP BY n → ?$select=n,m + Aggregate",
        "SELECT SUM(ID) FROM T → ?$select=ID + Aggregate",
        "SELECT n, MAX(d) FROM T GROUP BY n → ?$select=n,d + Aggregate",
        "SELECT n, COUNT(*) FROM T WHERE m = 1 GROUP BY n → ?$select=n&$filter=m eq 1 + Aggregate",
        "SELECT n, COUNT(*) FROM T GROUP BY n HAVING COUNT(*) > 1 → groupby((n),aggregate(ID with countdistinct as c0)) + Calc",
        "SELECT n, COUNT(*) FROM T GROUP BY n ORDER BY 2 LIMIT 1 → groupby((n),aggregate(ID with countdistinct as c0)) + Sort + Limit",
        "SELECT COUNT(DISTINCT n), COUNT(*) FROM T → ?$select=n + Aggregate + Calc",
      })
  void whatTheServiceCannotDoStaysHere(String sql, String request) throws SQLException {
    AggregationRules few =
        new AggregationRules(
            true, false, false, false, Set.of("$count", "max(Edm.Decimal)"), false, false);
    assertThat(request(sql, PlanFixture.with(few))).isEqualTo(request);
  }

  @Test
  void valuesByGroupsAreCountedByAnotherRequest() throws SQLException {
    assertThat(
            PlanningTest.plan(
                "SELECT n, AVG(d), COUNT(*) FROM T WHERE m > 1 GROUP BY n", PlanFixture.ALL))
        .contains(
            "GET T?$apply=filter(m gt 1)/groupby((n),aggregate(d with sum as c0,$count as c1))]",
            "GET T?$apply=filter(m gt 1 and d ne null)/groupby((n),aggregate($count as c0))]",
            "IS NOT DISTINCT FROM($0, $3)")
        .doesNotContain("Aggregate(");
    assertThat(PlanningTest.plan("SELECT r, COUNT(m * i16) FROM T GROUP BY r", PlanFixture.ALL))
        .contains("$select=m,r,i16");
    assertThat(PlanningTest.plan("SELECT r, COUNT(d * i16) FROM T GROUP BY r", PlanFixture.ALL))
        .contains(
            "GET T?$apply=groupby((r))]",
            "GET T?$apply=filter(d ne null and i16 ne null)/groupby((r),aggregate($count as c0))]");
  }

  @Test
  void whatIsChosenFromGroupsIsPartOfThePlan() throws SQLException {
    assertThat(PlanningTest.plan("SELECT m, n FROM T GROUP BY n, m", PlanFixture.ALL))
        .contains("groupby((n,m))], columns=[[m, n]]");
    assertThat(PlanningTest.plan("SELECT n, m FROM T GROUP BY n, m", PlanFixture.ALL))
        .contains("groupby((n,m))])");
  }
}
