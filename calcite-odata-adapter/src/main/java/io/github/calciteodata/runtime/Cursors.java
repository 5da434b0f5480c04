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
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Cursors over rows that need no further request. */
final class Cursors {
  private Cursors() {}

  /** Computes a row when it is asked for. */
  interface RowSupplier {
    Object[] get() throws SQLException;
  }

  static RowCursor empty() {
    return of(List.<Object[]>of().iterator());
  }

  static RowCursor of(Object[] row) {
    return of(List.<Object[]>of(row).iterator());
  }

  static RowCursor of(Iterator<Object[]> rows) {
    return new RowCursor() {
      @Override
      public Object[] next() {
        return rows.hasNext() ? rows.next() : null;
      }

      @Override
      public void close() {
        // nothing is open
      }
    };
  }

  static RowCursor once(RowSupplier supplier) {
    return new RowCursor() {
      private boolean done;

      @Override
      public Object[] next() throws SQLException {
        if (done) {
          return null;
        }
        done = true;
        return supplier.get();
      }

      @Override
      public void close() {
        done = true;
      }
    };
  }

  /** A cursor that is made when it is needed, by what is known then. */
  static RowCursor later(Supplier<RowCursor> maker) {
    return new RowCursor() {
      private RowCursor rows;

      private RowCursor rows() {
        if (rows == null) {
          rows = maker.get();
        }
        return rows;
      }

      @Override
      public void begin() {
        rows().begin();
      }

      @Override
      public Object[] next() throws SQLException {
        return rows().next();
      }

      @Override
      public void close() {
        if (rows == null) {
          rows = empty();
        }
        rows.close();
      }
    };
  }

  /** The first rows of a cursor. */
  static RowCursor limited(RowCursor rows, long limit) {
    return new RowCursor() {
      private long left = limit;

      @Override
      public Object[] next() throws SQLException {
        if (left == 0) {
          rows.close();
          return null;
        }
        left--;
        return rows.next();
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }

  /** These columns of a cursor. */
  static RowCursor columns(RowCursor rows, int[] columns) {
    return new RowCursor() {
      @Override
      public Object[] next() throws SQLException {
        Object[] row = rows.next();
        return row == null ? null : IntStream.of(columns).mapToObj(i -> row[i]).toArray();
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }

  /** The rows for which the condition is true. */
  static RowCursor filtered(RowCursor rows, Predicate<Object[]> condition) {
    return new RowCursor() {
      @Override
      public void begin() {
        rows.begin();
      }

      @Override
      public Object[] next() throws SQLException {
        Object[] row = rows.next();
        while (row != null && !condition.test(row)) {
          row = rows.next();
        }
        return row;
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }

  /** The rows after the first ones. */
  static RowCursor skipping(RowCursor rows, long skipped) {
    return new RowCursor() {
      private long left = skipped;

      @Override
      public Object[] next() throws SQLException {
        Object[] row = rows.next();
        while (row != null && left > 0) {
          left--;
          row = rows.next();
        }
        return row;
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }

  static RowCursor failing(SQLException failure) {
    return once(
        () -> {
          throw failure;
        });
  }
}
