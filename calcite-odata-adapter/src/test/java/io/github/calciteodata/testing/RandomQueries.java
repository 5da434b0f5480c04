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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Makes statements up of anything that makes rows out of rows: joins, groups, windows, unions,
 * sub-queries, first rows, LATERAL, one in the other. The rows in between always are a key {@code
 * k}, a number {@code n} and a text {@code t}, so that everything fits everything. The same seed
 * makes the same statements.
 */
final class RandomQueries {
  private static final List<String> SET_OPERATORS =
      List.of("UNION ALL", "UNION", "INTERSECT", "INTERSECT ALL", "EXCEPT", "EXCEPT ALL");
  private static final List<String> COMPARISONS = List.of("=", "<>", "<", ">=");

  private record Source(OneSet set, RandomConditions conditions) {}

  private final Random random;
  private final List<Source> sources = new ArrayList<>();
  private List<Object> parameters = List.of();

  RandomQueries(long seed) {
    this.random = new Random(seed);
  }

  /** Statements over these sets of a service, see {@link OneSet}, whose keys are of one kind. */
  RandomQueries over(Connection samples, String schema, String... descriptions)
      throws SQLException {
    for (String description : descriptions) {
      OneSet set = OneSet.of(samples, schema, description);
      RandomConditions conditions =
          new RandomConditions(samples, set.table(), "", random.nextLong()).as("s");
      sources.add(new Source(set, conditions));
    }
    return this;
  }

  /** The next statement. */
  DifferentialQuery next() {
    parameters = new ArrayList<>();
    // Calcite loses the correlation of LATERAL below and above sub-queries
    String rows = "(" + (random.nextInt(8) == 0 ? lateral() : rows(1 + random.nextInt(3))) + ") q";
    String sql =
        switch (random.nextInt(6)) {
          case 0 -> "SELECT COUNT(*), COUNT(q.n), COUNT(DISTINCT q.t) FROM " + rows;
          case 1 -> "SELECT q.t, COUNT(*), MIN(q.k), MAX(q.n) FROM " + rows + " GROUP BY q.t";
          case 2, 3 -> "SELECT q.k, q.n, q.t FROM " + rows + first("q");
          default -> "SELECT q.k, q.t, q.n FROM " + rows;
        };
    return DifferentialQuery.of(sql, parameters.toArray());
  }

  private String rows(int depth) {
    if (depth == 0) {
      return set();
    }
    return switch (random.nextInt(8)) {
      case 0, 1 -> join(depth);
      case 2 -> groups(depth);
      case 3 -> window(depth);
      case 4 ->
          "SELECT * FROM ("
              + rows(depth - 1)
              + ") l "
              + pick(SET_OPERATORS)
              + " SELECT * FROM ("
              + rows(depth - 1)
              + ") r";
      case 5 -> "SELECT * FROM (" + rows(depth - 1) + ") f" + depth + first("f" + depth);
      default -> subQuery(depth);
    };
  }

  private String set() {
    Source source = pick(sources);
    String number = pick(List.of("s.{num}", "s.{num}", "s.{num}", "s.{num} + 1", "{num1}"));
    String text = pick(List.of("s.{few}", "s.{few}", "s.{txt}", "UPPER(s.{txt})"));
    String where =
        switch (random.nextInt(6)) {
          case 0 -> "";
          case 1 -> " WHERE s.{id} < {id1}";
          case 2 -> " WHERE s.{num} IN ({num1}, {num2})";
          default -> " WHERE ";
        };
    String rows =
        source
            .set()
            .name(
                "SELECT s.{id} AS k, " + number + " AS n, " + text + " AS t FROM {set} s" + where);
    return where.equals(" WHERE ")
        ? rows + source.conditions().condition(random.nextInt(2), parameters)
        : rows;
  }

  /** On what few rows share only when there is one join. */
  private String join(int depth) {
    String left = "SELECT * FROM (" + rows(depth - 1) + ")";
    String right = "(" + rows(random.nextInt(depth)) + ")";
    String kind =
        pick(List.of("JOIN", "JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"));
    String on =
        switch (depth > 1 ? 0 : random.nextInt(4)) {
          case 0 -> "l.k = r.k";
          case 1 -> "l.n = r.n AND l.t = r.t";
          case 2 -> "l.k = r.k AND l.n < r.n";
          default -> "l.n = r.n";
        };
    String rows =
        pick(List.of("l.k, r.n, l.t", "r.k, l.n, r.t", "COALESCE(l.k, r.k) AS k, r.n, r.t"));
    return "SELECT " + rows + " FROM (" + left + ") l " + kind + " " + right + " r ON " + on;
  }

  private String groups(int depth) {
    String from = " FROM (" + rows(depth - 1) + ") g ";
    String number =
        pick(
            List.of(
                "COUNT(*)",
                "COUNT(g.n)",
                "COUNT(DISTINCT g.n)",
                "SUM(g.n) FILTER (WHERE g.t IS NOT NULL)",
                "COUNT(*) FILTER (WHERE " + condition("g") + ")",
                "MAX(g.n)"));
    return switch (random.nextInt(6)) {
      case 0 -> "SELECT MIN(g.k) AS k, g.n, g.t" + from + "GROUP BY ROLLUP(g.n, g.t)";
      case 1 -> "SELECT MAX(g.k) AS k, g.n, g.t" + from + "GROUP BY CUBE(g.t, g.n)";
      case 2 ->
          "SELECT MIN(g.k) AS k, "
              + number
              + " AS n, g.t"
              + from
              + "GROUP BY GROUPING SETS ((g.t), ())";
      case 3 -> "SELECT DISTINCT g.k, g.n, g.t" + from;
      case 4 ->
          "SELECT MAX(g.k) AS k, g.n, MIN(g.t) AS t" + from + "GROUP BY g.n HAVING COUNT(*) > 1";
      default -> "SELECT MIN(g.k) AS k, " + number + " AS n, g.t" + from + "GROUP BY g.t";
    };
  }

  private String window(int depth) {
    String partition = pick(List.of("", "PARTITION BY w.t ", "PARTITION BY w.n "));
    String function =
        switch (random.nextInt(5)) {
          // all columns, so that there is one order
          case 0 -> "ROW_NUMBER() OVER (" + partition + "ORDER BY w.k, w.n, w.t)";
          case 1 -> "RANK() OVER (" + partition + "ORDER BY w.k DESC)";
          case 2 -> "LAG(w.n) OVER (" + partition + "ORDER BY w.k, w.n, w.t)";
          case 3 -> "SUM(w.n) OVER (" + partition + "ORDER BY w.k)";
          default ->
              pick(List.of("COUNT(*)", "MAX(w.n)", "COUNT(w.n)")) + " OVER (" + partition + ")";
        };
    String rows = "SELECT w.k, " + function + " AS n, w.t FROM (" + rows(depth - 1) + ") w";
    return random.nextBoolean() ? rows : "SELECT * FROM (" + rows + ") v WHERE " + condition("v");
  }

  private String subQuery(int depth) {
    String rows = "SELECT * FROM (" + rows(depth - 1) + ") o" + depth + " WHERE ";
    String outer = "o" + depth;
    String inner = "(" + rows(random.nextInt(depth)) + ") i";
    String not = random.nextBoolean() ? "" : "NOT ";
    return rows
        + switch (random.nextInt(6)) {
          case 0 ->
              condition(outer)
                  + " AND "
                  + outer
                  + ".t IS NOT NULL AND EXISTS (SELECT 1 FROM "
                  + inner
                  + ")";
          case 1 -> outer + ".n " + not + "IN (SELECT i.n FROM " + inner + ")";
          case 2 ->
              outer
                  + ".k "
                  + not
                  + "IN (SELECT i.k FROM "
                  + inner
                  + " WHERE "
                  + condition("i")
                  + ")";
          case 3 -> not + "EXISTS (SELECT 1 FROM " + inner + " WHERE i.n = " + outer + ".n)";
          case 4 ->
              not
                  + "EXISTS (SELECT 1 FROM "
                  + inner
                  + " WHERE i.k = "
                  + outer
                  + ".k AND "
                  + condition("i")
                  + ")";
          default -> outer + ".n " + pick(COMPARISONS) + " (SELECT MAX(i.n) FROM " + inner + ")";
        };
  }

  /** Of few rows, as it may mean a read for each. */
  private String lateral() {
    String few = "SELECT * FROM (" + set() + ") p ORDER BY p.k, p.n, p.t LIMIT 4";
    String of = "(" + set() + ") y WHERE y.n = a.n";
    String inner =
        random.nextBoolean()
            ? "SELECT y.n, y.t FROM " + of
            : "SELECT COUNT(*) AS n, MIN(y.t) AS t FROM " + of;
    return "SELECT a.k, x.n, x.t FROM (" + few + ") a, LATERAL (" + inner + ") x";
  }

  private String condition(String alias) {
    Source source = pick(sources);
    return source
        .set()
        .name(
            switch (random.nextInt(5)) {
              case 0 -> alias + ".n IS NULL";
              case 1 -> alias + ".t " + pick(COMPARISONS) + " {few1}";
              case 2 -> alias + ".n BETWEEN {num1} AND {num2}";
              case 3 -> "(" + alias + ".n = {num1} OR " + alias + ".t IS NULL)";
              default -> alias + ".n " + pick(COMPARISONS) + " {num1}";
            });
  }

  /** The first rows in an order of all columns. */
  private String first(String alias) {
    List<String> keys = new ArrayList<>();
    for (String column : List.of(".n", ".t", ".k")) {
      keys.add(alias + column + pick(List.of("", " DESC", " NULLS LAST")));
    }
    Collections.shuffle(keys, random);
    return " ORDER BY "
        + String.join(", ", keys)
        + " LIMIT "
        + (1 + random.nextInt(20))
        + (random.nextInt(4) == 0 ? " OFFSET 2" : "");
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
