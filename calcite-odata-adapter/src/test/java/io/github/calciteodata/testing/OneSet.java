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

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One set of a service, with names for what its columns are good for, so that the same statements
 * can be asked of any set: {@code SELECT a.{id} FROM {set} a JOIN {set} b ON a.{num} = b.{num}
 * WHERE a.{amt} > {amt1}}.
 *
 * <ul>
 *   <li>{@code {id}}: the key, one column;
 *   <li>{@code {num}}, {@code {few}}: a whole number and a text with nulls that many rows share;
 *   <li>{@code {amt}}, {@code {txt}}, {@code {day}}: a decimal, a text, a date or a time with
 *       nulls;
 *   <li>the same with 1 or 2: a value of the column, at a quarter and at three quarters of them.
 * </ul>
 */
final class OneSet {
  private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");
  private static final List<String> COLUMNS = List.of("id", "num", "few", "amt", "txt", "day");

  private final String table;
  private final Map<String, String> names = new HashMap<>();

  private OneSet(String table) {
    this.table = table;
  }

  /**
   * A set as {@code schema} calls it.
   *
   * @param description table and columns, in the order above, between blanks
   */
  static OneSet of(Connection samples, String schema, String description) throws SQLException {
    String[] words = description.split(" ");
    OneSet set = new OneSet(words[0]);
    set.names.put("set", schema + quoted(words[0]));
    for (int i = 0; i < COLUMNS.size(); i++) {
      String column = quoted(words[i + 1]);
      List<Object> values = values(samples, quoted(words[0]), column);
      set.names.put(COLUMNS.get(i), column);
      set.names.put(COLUMNS.get(i) + "1", literal(values.get(values.size() / 4)));
      set.names.put(COLUMNS.get(i) + "2", literal(values.get(values.size() * 3 / 4)));
    }
    return set;
  }

  /** The same for a connection that knows one service only. */
  static OneSet of(Connection samples, String description) throws SQLException {
    return of(samples, "", description);
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }

  private static List<Object> values(Connection samples, String table, String column)
      throws SQLException {
    TreeSet<Object> values = new TreeSet<>();
    try (Statement statement = samples.createStatement();
        ResultSet rows = statement.executeQuery("SELECT " + column + " FROM " + table)) {
      while (rows.next()) {
        Object value = rows.getObject(1);
        if (value != null) {
          values.add(value);
        }
      }
    }
    return List.copyOf(values);
  }

  private static String literal(Object value) {
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof Number) {
      return value.toString();
    }
    String type = value instanceof Timestamp ? "TIMESTAMP " : value instanceof Date ? "DATE " : "";
    return type + "'" + value.toString().replace("'", "''") + "'";
  }

  /** The table's name in the service. */
  String table() {
    return table;
  }

  /** A text with this set's names in the place of those in braces. */
  String name(String text) {
    return NAME.matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(named(match.group(1), text)));
  }

  private String named(String name, String text) {
    String value = names.get(name);
    if (value == null) {
      throw new IllegalArgumentException("No {" + name + "}: " + text);
    }
    return value;
  }
}
