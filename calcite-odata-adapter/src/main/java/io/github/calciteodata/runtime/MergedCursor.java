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

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Rows of several cursors, each in order, as one in the same order. */
final class MergedCursor implements RowCursor {

  /** The next row of a cursor. */
  private record Head(Object[] row, RowCursor rest, int index) {}

  private final List<RowCursor> cursors;
  private final Comparator<Object[]> order;
  private final int ahead;
  private final boolean cautious;
  private PriorityQueue<Head> heads;

  /**
   * The rows merged.
   *
   * @param ahead how many are asked at the same time
   * @param cautious whether the others are asked only when the first one has answered
   */
  MergedCursor(List<RowCursor> cursors, Comparator<Object[]> order, int ahead, boolean cautious) {
    this.cursors = cursors;
    this.order = order;
    this.ahead = ahead;
    this.cautious = cautious;
  }

  @Override
  public Object[] next() throws SQLException {
    if (heads == null) {
      heads =
          new PriorityQueue<>(
              cursors.size(), Comparator.comparing(Head::row, order).thenComparing(Head::index));
      for (int i = 0; i < cursors.size(); i++) {
        if (i > 0 || !cautious) {
          cursors.subList(i, Math.min(cursors.size(), i + ahead)).forEach(RowCursor::begin);
        }
        add(cursors.get(i), i);
      }
    }
    Head least = heads.poll();
    if (least == null) {
      return null;
    }
    add(least.rest, least.index);
    return least.row;
  }

  private void add(RowCursor cursor, int index) throws SQLException {
    Object[] row = cursor.next();
    if (row == null) {
      cursor.close();
    } else {
      heads.add(new Head(row, cursor, index));
    }
  }

  @Override
  public void close() {
    cursors.forEach(RowCursor::close);
  }
}
