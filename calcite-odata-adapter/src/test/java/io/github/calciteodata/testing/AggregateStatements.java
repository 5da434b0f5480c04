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
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Makes statements with aggregates of a table: each function over each column in turn, or groups,
 * functions and conditions at random. The same seed makes the same statements.
 */
public final class AggregateStatements {
  private record SqlColumn(String name, int type) {
    /** Cast where a sum would not fit its type, which the engine would not notice. */
    String summand() {
      return type == Types.BIGINT ? "CAST(" + name + " AS DECIMAL(30, 0))" : name;
    }

    /** Doubles are left out: their sums depend on the order of addition. */
    boolean isSummable() {
      return switch (type) {
        case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.DECIMAL -> true;
        default -> false;
      };
    }

    boolean isComparable() {
      return type != Types.VARBINARY && type != Types.BOOLEAN;
    }
  }

  private final String table;
  private final String key;
  private final RandomConditions conditions;
  private final Random random;
  private final List<SqlColumn> columns = new ArrayList<>();

  /** Statements on a table; {@code key} is unique. */
  public AggregateStatements(Connection connection, String table, String key, long seed)
      throws SQLException {
    this.table = "\"" + table + "\"";
    this.key = key;
    this.conditions = new RandomConditions(connection, table, key, seed);
    this.random = new Random(seed);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM " + this.table + " LIMIT 1")) {
      ResultSetMetaData meta = rows.getMetaData();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        columns.add(new SqlColumn("\"" + meta.getColumnLabel(i) + "\"", meta.getColumnType(i)));
      }
    }
  }

  /** Each function over each column, in one of several forms by turns. */
  public List<DifferentialQuery> each() {
    List<DifferentialQuery> statements = new ArrayList<>();
    int turn = 0;
    for (SqlColumn column : columns) {
      for (String function : functions(column)) {
        String group = columns.get(turn % columns.size()).name();
        statements.add(form(turn, function, column, group));
        statements.add(form(turn + 3, function, column, group));
        turn++;
      }
    }
    return statements;
  }

  private static List<String> functions(SqlColumn column) {
    List<String> functions = new ArrayList<>(List.of("COUNT(#)", "COUNT(DISTINCT #)"));
    if (column.isComparable()) {
      functions.addAll(List.of("MIN(#)", "MAX(#)"));
    }
    if (column.isSummable()) {
      functions.addAll(List.of("SUM(@)", "AVG(@)", "SUM(DISTINCT @)"));
    }
    return functions.stream()
        .map(f -> f.replace("#", column.name()).replace("@", column.summand()))
        .toList();
  }

  private DifferentialQuery form(int form, String function, SqlColumn column, String group) {
    String name = column.name();
    String from = " FROM " + table;
    String grouped = "SELECT " + group + ", " + function + from;
    return switch (form % 9) {
      case 0 -> DifferentialQuery.of("SELECT " + function + from);
      case 1 -> DifferentialQuery.of(grouped + " GROUP BY " + group);
      // no row at all
      case 2 ->
          DifferentialQuery.of(
              "SELECT "
                  + function
                  + ", COUNT(*)"
                  + from
                  + " WHERE CHAR_LENGTH(CAST("
                  + key0()
                  + " AS VARCHAR)) > 99");
      case 3 -> DifferentialQuery.of(grouped + " WHERE " + name + " IS NOT NULL GROUP BY " + group);
      case 4 ->
          DifferentialQuery.of(
              grouped + " GROUP BY " + group + " HAVING " + function + " IS NOT NULL");
      case 5 -> DifferentialQuery.of(grouped + " GROUP BY " + group + " ORDER BY 2, 1 LIMIT 3");
      case 6 ->
          DifferentialQuery.of(
              "SELECT " + function + ", COUNT(*)" + from + " WHERE " + name + " IS NULL");
      case 7 ->
          DifferentialQuery.of(
              "SELECT DISTINCT " + name + ", " + group + from + " ORDER BY 1, 2 LIMIT 7");
      default ->
          DifferentialQuery.of(
              grouped
                  + " GROUP BY "
                  + group
                  + " HAVING COUNT(*) > 1 AND "
                  + function
                  + " IS NOT NULL");
    };
  }

  private String key0() {
    return key.split(", ")[0];
  }

  /** The next statement at random. */
  public DifferentialQuery next() {
    List<String> groups = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      String name = pick(columns).name();
      if (!groups.contains(name)) {
        groups.add(name);
      }
    }
    List<String> functions = new ArrayList<>();
    for (int i = random.nextInt(4) + (groups.isEmpty() ? 1 : 0); i > 0; i--) {
      String filter =
          random.nextInt(6) == 0 ? " FILTER (WHERE " + pick(columns).name() + " IS NOT NULL)" : "";
      functions.add((random.nextInt(4) == 0 ? "COUNT(*)" : function()) + filter);
    }
    List<String> selected = new ArrayList<>(groups);
    selected.addAll(functions);
    StringBuilder sql = new StringBuilder("SELECT ");
    sql.append(functions.isEmpty() && random.nextBoolean() ? "DISTINCT " : "");
    sql.append(String.join(", ", selected)).append(" FROM ").append(table);
    boolean where = random.nextInt(3) > 0;
    sql.append(where ? " WHERE #" : "");
    if (!groups.isEmpty() && !sql.toString().startsWith("SELECT DISTINCT")) {
      String list = String.join(", ", groups);
      sql.append(" GROUP BY ").append(random.nextInt(6) == 0 ? "ROLLUP(" + list + ")" : list);
      if (random.nextInt(3) == 0) {
        sql.append(" HAVING ").append(having(functions));
      }
    }
    if (!groups.isEmpty() && random.nextInt(3) == 0) {
      sql.append(" ORDER BY ").append(order(selected.size()));
      sql.append(random.nextBoolean() ? " LIMIT " + (1 + random.nextInt(4)) : "");
      sql.append(random.nextInt(4) == 0 ? " OFFSET 1" : "");
    }
    return where ? conditions.around(sql.toString()) : DifferentialQuery.of(sql.toString());
  }

  /** All columns, so that there is one order. */
  private String order(int width) {
    List<String> keys = new ArrayList<>();
    for (int i = 1; i <= width; i++) {
      keys.add(i + (random.nextBoolean() ? " DESC" : ""));
    }
    Collections.shuffle(keys, random);
    return String.join(", ", keys);
  }

  private String having(List<String> functions) {
    String function = functions.isEmpty() ? "COUNT(*)" : pick(functions);
    return switch (random.nextInt(4)) {
      case 0 -> "COUNT(*) > " + random.nextInt(3);
      case 1 -> function + " IS NULL";
      case 2 -> "NOT (" + function + " IS NULL) AND COUNT(*) <> 2";
      default -> "COUNT(*) IN (1, 2, 3)";
    };
  }

  private String function() {
    SqlColumn column = pick(columns);
    List<SqlColumn> numbers = columns.stream().filter(SqlColumn::isSummable).toList();
    if (column.isSummable() && random.nextInt(4) == 0) {
      return pick(List.of("SUM", "AVG", "COUNT", "MAX"))
          + "("
          + column.summand()
          + pick(List.of(" * ", " + ", " - "))
          + (random.nextBoolean() ? "2" : "CAST(" + pick(numbers).name() + " AS DECIMAL(34, 4))")
          + ")";
    }
    return pick(functions(column));
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
