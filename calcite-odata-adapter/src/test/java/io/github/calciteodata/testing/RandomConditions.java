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
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Makes conditions at random: trees of AND, OR and NOT over what a table's columns can be compared
 * with, constants taken from its rows. The same seed makes the same conditions.
 */
public final class RandomConditions {
  private static final int SAMPLES = 40;
  private static final List<String> OPERATORS = List.of("=", "<>", "<", "<=", ">", ">=");

  private enum Kind {
    NUMBER,
    TEXT,
    BOOLEAN,
    DATE,
    TIME,
    TIMESTAMP,
    OTHER
  }

  private record SampledColumn(String name, Kind kind, int type, List<Object> values) {}

  private final String table;
  private final String key;
  private final List<SampledColumn> columns = new ArrayList<>();
  private final Random random;
  private List<Object> parameters;

  /** Conditions on a table; {@code key} is unique. */
  public RandomConditions(Connection connection, String table, String key, long seed)
      throws SQLException {
    this.table = table;
    this.key = key;
    this.random = new Random(seed);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
      ResultSetMetaData meta = rows.getMetaData();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        columns.add(
            new SampledColumn(
                "\"" + meta.getColumnLabel(i) + "\"",
                kind(meta.getColumnType(i)),
                meta.getColumnType(i),
                new ArrayList<>()));
      }
      while (rows.next()) {
        for (int i = 0; i < columns.size(); i++) {
          sample(columns.get(i), rows, i + 1);
        }
      }
    }
    columns.removeIf(c -> c.kind() == Kind.OTHER || c.values().isEmpty());
  }

  private RandomConditions(RandomConditions same, String alias) {
    this.table = same.table;
    this.key = same.key;
    this.random = same.random;
    same.columns.forEach(
        c ->
            columns.add(new SampledColumn(alias + "." + c.name(), c.kind(), c.type(), c.values())));
  }

  /** Conditions on the same table under another name, from the same source of chance. */
  RandomConditions as(String alias) {
    return new RandomConditions(this, alias);
  }

  /** A condition of up to this depth; values of its parameters are added to the list. */
  String condition(int depth, List<Object> values) {
    parameters = values;
    return tree(depth);
  }

  /** A column that can be compared. */
  String column() {
    return pick(columns).name();
  }

  private void sample(SampledColumn column, ResultSet rows, int index) throws SQLException {
    if (column.kind() == Kind.OTHER) {
      return;
    }
    Object value = rows.getObject(index);
    if (value != null && !column.values().contains(value)) {
      if (column.values().size() < SAMPLES) {
        column.values().add(value);
      } else if (random.nextInt(4) == 0) {
        column.values().set(random.nextInt(SAMPLES), value);
      }
    }
  }

  private static Kind kind(int type) {
    return switch (type) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.DECIMAL,
          Types.DOUBLE,
          Types.FLOAT,
          Types.REAL ->
          Kind.NUMBER;
      case Types.VARCHAR, Types.CHAR -> Kind.TEXT;
      case Types.BOOLEAN -> Kind.BOOLEAN;
      case Types.DATE -> Kind.DATE;
      case Types.TIME -> Kind.TIME;
      case Types.TIMESTAMP -> Kind.TIMESTAMP;
      default -> Kind.OTHER;
    };
  }

  /** The next statement: rows, their number, or the first of them by key. */
  public DifferentialQuery next() {
    parameters = new ArrayList<>();
    String condition = tree(random.nextInt(4));
    List<DifferentialQuery> forms =
        DifferentialQuery.where(
            select(), "\"" + table + "\"", key, condition, parameters.toArray());
    return forms.get(random.nextInt(5) < 3 ? 0 : 1 + random.nextInt(2));
  }

  /**
   * A statement with this text around a condition at random, which takes the place of {@code #}.
   */
  DifferentialQuery around(String sql) {
    parameters = new ArrayList<>();
    String condition = tree(random.nextInt(3));
    return DifferentialQuery.of(sql.replace("#", condition), parameters.toArray());
  }

  private String select() {
    Set<String> chosen = new HashSet<>(List.of(key.split(", ")));
    StringBuilder select = new StringBuilder(key);
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = pick(columns).name();
      if (chosen.add(name)) {
        select.append(", ").append(name);
      }
    }
    return select.toString();
  }

  private String tree(int depth) {
    if (depth == 0) {
      return leaf();
    }
    return switch (random.nextInt(5)) {
      case 0 ->
          random.nextBoolean()
              ? "NOT (" + tree(depth - 1) + ")"
              : "(" + tree(depth - 1) + ") IS NOT " + pick(List.of("TRUE", "FALSE"));
      case 1, 2 -> "(" + tree(depth - 1) + " AND " + tree(depth - 1) + ")";
      default -> "(" + tree(depth - 1) + " OR " + tree(depth - 1) + ")";
    };
  }

  private String leaf() {
    SampledColumn column = pick(columns);
    String name = column.name();
    return switch (random.nextInt(14)) {
      case 0 -> name + " IS NULL";
      case 1 -> name + " IS NOT NULL";
      case 2 -> name + not() + " IN (" + constant(column) + ", " + constant(column) + ")";
      case 3 -> name + not() + " BETWEEN " + constant(column) + " AND " + constant(column);
      case 4 -> name + " IS" + not() + " DISTINCT FROM " + constant(column);
      case 5 -> columns(column);
      case 6, 7 -> special(column);
      case 8 -> constant(column) + " " + pick(OPERATORS) + " " + name;
      case 9 -> parameter(column);
      case 10 -> "(" + compare(column) + ") IS" + not() + " " + pick(List.of("TRUE", "FALSE"));
      default -> compare(column);
    };
  }

  private String compare(SampledColumn column) {
    return column.name() + " " + pick(OPERATORS) + " " + constant(column);
  }

  private String columns(SampledColumn column) {
    List<SampledColumn> same = columns.stream().filter(c -> c.kind() == column.kind()).toList();
    return column.name() + " " + pick(OPERATORS) + " " + pick(same).name();
  }

  private String special(SampledColumn column) {
    String name = column.name();
    return switch (column.kind()) {
      case NUMBER ->
          switch (random.nextInt(4)) {
            case 0 -> name + " + 1 " + pick(OPERATORS) + " " + constant(column);
            case 1 -> name + " - " + number().name() + " " + pick(OPERATORS) + " 2";
            case 2 -> "FLOOR(" + name + ") " + pick(OPERATORS) + " " + constant(column);
            default -> "COALESCE(" + name + ", 0) " + pick(OPERATORS) + " " + constant(column);
          };
      case TEXT ->
          switch (random.nextInt(6)) {
            case 0 -> "UPPER(" + name + ") " + pick(OPERATORS) + " " + constant(column);
            case 1 -> "CHAR_LENGTH(" + name + ") " + pick(OPERATORS) + " " + random.nextInt(12);
            case 2 -> "TRIM(" + name + ") " + pick(OPERATORS) + " " + constant(column);
            case 3 -> "COALESCE(" + name + ", '') " + pick(OPERATORS) + " " + constant(column);
            default -> name + not() + " LIKE " + pattern(column);
          };
      case BOOLEAN -> random.nextBoolean() ? name : name + " IS" + not() + " TRUE";
      case DATE -> "EXTRACT(MONTH FROM " + name + ") " + pick(OPERATORS) + " 6";
      case TIMESTAMP ->
          "CAST("
              + name
              + " AS DATE) "
              + pick(OPERATORS)
              + " DATE '"
              + text(pick(column.values()), column).substring(0, 10)
              + "'";
      default -> compare(column);
    };
  }

  private SampledColumn number() {
    List<SampledColumn> numbers = columns.stream().filter(c -> c.kind() == Kind.NUMBER).toList();
    return pick(numbers);
  }

  private String pattern(SampledColumn column) {
    String value = pick(column.values()).toString();
    int from = random.nextInt(value.length() + 1);
    int to = from + random.nextInt(value.length() - from + 1);
    String part = value.substring(from, to);
    if (part.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
      part = value;
    }
    String pattern = (random.nextBoolean() ? "%" : "") + part + (random.nextInt(3) > 0 ? "%" : "");
    if (random.nextInt(6) == 0) {
      pattern += "_";
    }
    return quoted(pattern);
  }

  private String parameter(SampledColumn column) {
    Object value = random.nextInt(5) == 0 ? null : pick(column.values());
    parameters.add(value);
    return column.name() + " " + pick(OPERATORS) + " ?";
  }

  private String constant(SampledColumn column) {
    Object value = pick(column.values());
    String text = text(value, column);
    return switch (column.kind()) {
      case NUMBER -> text;
      case BOOLEAN -> text.toUpperCase(java.util.Locale.ROOT);
      case DATE -> "DATE '" + text + "'";
      case TIME -> "TIME '" + text + "'";
      case TIMESTAMP -> "TIMESTAMP '" + text + "'";
      default -> quoted(text);
    };
  }

  private static String text(Object value, SampledColumn column) {
    boolean binary = column.type() != Types.DECIMAL && value instanceof Number n && isBinary(n);
    if (binary && value.toString().indexOf('E') < 0) {
      return value + "E0";
    }
    return value instanceof java.math.BigDecimal decimal
        ? decimal.toPlainString()
        : value.toString();
  }

  private static boolean isBinary(Number number) {
    return number instanceof Double || number instanceof Float;
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private String not() {
    return random.nextBoolean() ? " NOT" : "";
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
