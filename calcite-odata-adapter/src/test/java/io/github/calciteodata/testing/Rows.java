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

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Rows as texts: {@code 1|Chai|null}. */
final class Rows {
  private Rows() {}

  static List<String> read(ResultSet rows) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    List<String> result = new ArrayList<>();
    while (rows.next()) {
      StringBuilder row = new StringBuilder();
      for (int i = 1; i <= columns; i++) {
        row.append(i > 1 ? "|" : "").append(text(rows, i));
      }
      result.add(row.toString());
    }
    return result;
  }

  private static String text(ResultSet rows, int column) throws SQLException {
    return rows.getObject(column) instanceof byte[] bytes
        ? HexFormat.of().formatHex(bytes)
        : rows.getString(column);
  }
}
