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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One statement of a differential run.
 *
 * @param parameters values for {@code ?}, null among them
 * @param ordered whether the rows have one right order
 */
public record DifferentialQuery(String sql, List<Object> parameters, boolean ordered) {
  /** A statement whose rows may come in any order. */
  public static DifferentialQuery of(String sql, Object... parameters) {
    return new DifferentialQuery(sql, new ArrayList<>(Arrays.asList(parameters)), isOrdered(sql));
  }

  /** Whether the statement itself has an order, not only a window or a query in it. */
  private static boolean isOrdered(String sql) {
    String plain = sql.replaceAll("'[^']*'|\"[^\"]*\"", "");
    int order = plain.lastIndexOf("ORDER BY");
    String before = plain.substring(0, Math.max(order, 0));
    return order >= 0
        && before.chars().filter(c -> c == '(').count()
            == before.chars().filter(c -> c == ')').count();
  }

  /**
   * Three statements for one condition: its rows, how many they are, and the first of them by key.
   */
  static List<DifferentialQuery> where(
      String select, String table, String key, String condition, Object... parameters) {
    String from = " FROM " + table + " WHERE " + condition;
    return List.of(
        of("SELECT " + select + from, parameters),
        of("SELECT COUNT(*)" + from, parameters),
        of("SELECT " + select + from + " ORDER BY " + key + " LIMIT 5", parameters));
  }

  @Override
  public String toString() {
    return parameters.isEmpty() ? sql : sql + " -- " + parameters;
  }
}
