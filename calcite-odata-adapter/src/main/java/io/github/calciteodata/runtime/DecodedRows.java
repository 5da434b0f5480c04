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
package io.github.calciteodata.runtime;

import io.github.calciteodata.edm.Column;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The rows of one page, while it is decoded and until they are taken. */
final class DecodedRows {
  private final ColumnPlan plan;
  private Object[][] rows = new Object[256][];
  private Map<Integer, Continuation> continuations = Map.of();
  private int count;
  private long before;

  DecodedRows(ColumnPlan plan) {
    this.plan = plan;
  }

  /** Forgets the rows, but for their number. */
  void nextPage() {
    before += count;
    clear();
  }

  void clear() {
    truncate(0);
  }

  int count() {
    return count;
  }

  /** The number of the next row, from one on through all pages. */
  long number() {
    return before + count + 1;
  }

  /** The row, which is forgotten. */
  Object[] take(int i) {
    Object[] row = rows[i];
    rows[i] = null;
    return row;
  }

  /** What stands in the place of a row when more of a collection is to come there, or null. */
  Continuation continuation(int i) {
    return continuations.isEmpty() ? null : continuations.get(i);
  }

  /** Adds a row that has all its values. */
  void add(Object[] row) throws SQLException {
    append(row);
    finish(count - 1);
  }

  void append(Object[] row) {
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, count * 2);
    }
    rows[count++] = row;
  }

  /** Adds the place where more rows are to come. */
  void append(Continuation more) {
    if (continuations.isEmpty()) {
      continuations = new HashMap<>();
    }
    continuations.put(count, more);
    append(more.row());
  }

  /** Forgets all rows but the first ones. */
  void truncate(int size) {
    while (count > size) {
      rows[--count] = null;
      if (!continuations.isEmpty()) {
        continuations.remove(count);
      }
    }
  }

  /** Copies values into all rows from this one on. */
  void share(int from, Object[] values, int[] slots) {
    for (int i = from; i < count; i++) {
      for (int slot : slots) {
        rows[i][slot] = values[slot];
      }
    }
  }

  /** Completes and checks the rows from this one on. */
  void finish(int from) throws SQLException {
    for (int i = from; i < count; i++) {
      Object[] row = rows[i];
      for (int k = 0; k < plan.copies.length; k += 2) {
        row[plan.copies[k + 1]] = row[plan.copies[k]];
      }
      for (int slot : plan.required) {
        if (row[slot] == null && continuation(i) == null) {
          throw unexpectedNull(plan.columns.get(slot), before + i + 1);
        }
      }
    }
  }

  /** Generated code does not look for nulls where the metadata excludes them. */
  private static SQLException unexpectedNull(Column column, long row) {
    return new SQLDataException(
        "Column "
            + column.name()
            + ", row "
            + row
            + ": null or missing, but the service's metadata says Nullable=false. The metadata is wrong: leave the"
            + " column out of the statement, or tell the service's owner",
        UnfitValue.NULL);
  }
}
