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
package io.github.calciteodata.tpch;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Compares answers by the benchmark's rules of validation. */
final class Answers {
  /** Averages and ratios may differ in the digits that no rule asks for. */
  private static final BigDecimal TOLERANCE = new BigDecimal("0.01");

  private Answers() {}

  static List<List<Object>> read(ResultSet rows) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    List<List<Object>> all = new ArrayList<>();
    while (rows.next()) {
      List<Object> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        Object value = rows.getObject(i);
        boolean ratio = rows.getMetaData().getColumnLabel(i).matches("(?i)(avg|promo|mkt)_.*");
        row.add(
            value instanceof Number number
                ? new Amount(new BigDecimal(number.toString()), ratio)
                : String.valueOf(value));
      }
      all.add(row);
    }
    return all;
  }

  /** Returns where two answers differ, empty when they do not; the order of the rows counts. */
  static String difference(List<List<Object>> actual, List<List<Object>> expected) {
    if (actual.size() != expected.size()) {
      return actual.size() + " rows, expected " + expected.size();
    }
    for (int row = 0; row < actual.size(); row++) {
      for (int column = 0; column < actual.get(row).size(); column++) {
        if (!same(actual.get(row).get(column), expected.get(row).get(column))) {
          return "row " + row + ": " + actual.get(row) + ", expected " + expected.get(row);
        }
      }
    }
    return "";
  }

  private static boolean same(Object actual, Object expected) {
    if (actual instanceof Amount a && expected instanceof Amount e) {
      BigDecimal difference = a.value().subtract(e.value()).abs();
      return difference.compareTo(e.ratio() ? TOLERANCE : BigDecimal.ZERO) <= 0;
    }
    return actual.equals(expected);
  }

  /** A number; {@code ratio} when it came by division. */
  private record Amount(BigDecimal value, boolean ratio) {
    @Override
    public String toString() {
      return value.toPlainString();
    }
  }
}
