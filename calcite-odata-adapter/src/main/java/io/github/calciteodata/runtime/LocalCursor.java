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

import io.github.calciteodata.query.Evaluator;
import io.github.calciteodata.query.ODataQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Filters, sorts and limits the rows of a plain read, for a service that does not. Sorting needs
 * all rows at once.
 */
final class LocalCursor implements RowCursor {
  private final RowCursor rows;
  private final ODataQuery query;
  private final Evaluator evaluator;
  private RowCursor sorted;
  private long toSkip;
  private long left;

  /**
   * Rows of {@code rows} have the columns of {@code query}, which include those of its filter and
   * order.
   */
  LocalCursor(RowCursor rows, ODataQuery query) {
    this.rows = rows;
    this.query = query;
    this.evaluator = new Evaluator(query.columns());
    this.toSkip = query.skip() == null ? 0 : query.skip().value();
    this.left = query.top() == null ? Long.MAX_VALUE : query.top().value();
  }

  @Override
  public Object[] next() throws SQLException {
    Object[] row = null;
    while (left > 0 && (row = nextInOrder()) != null && toSkip > 0) {
      toSkip--;
    }
    if (row == null) {
      close();
      return null;
    }
    left--;
    return row;
  }

  private Object[] nextInOrder() throws SQLException {
    if (query.order().isEmpty()) {
      return nextMatching();
    }
    if (sorted == null) {
      List<Object[]> all = new ArrayList<>();
      Object[] row = nextMatching();
      while (row != null) {
        all.add(row);
        row = nextMatching();
      }
      all.sort(evaluator.comparator(query.order()));
      sorted = Cursors.of(all.iterator());
    }
    return sorted.next();
  }

  private Object[] nextMatching() throws SQLException {
    Object[] row = rows.next();
    while (row != null && query.filter() != null && !evaluator.matches(query.filter(), row)) {
      row = rows.next();
    }
    return row;
  }

  @Override
  public void close() {
    rows.close();
  }
}
