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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Some left rows of a look-up join, and the right rows for their keys. These are kept in memory up
 * to a limit; when there are more, the rest stays in the cursor for whoever takes the batch.
 */
final class LookupBatch {
  private static final AtomicLong NUMBER = new AtomicLong();

  /**
   * The keys of the left rows.
   *
   * @param known right rows of keys that need not be asked for
   * @param asked the others
   * @param everything whether the rows of every key are read, because a URL cannot carry one
   */
  record Keys(
      Map<List<Object>, List<Object[]>> known, Set<List<Object>> asked, boolean everything) {
    boolean isAsked(List<Object> key) {
      return key != null && (everything || asked.contains(key));
    }
  }

  /** How the right rows are read. */
  interface Source {
    RowCursor open() throws SQLException;
  }

  private final List<Object[]> leftRows;
  private final Keys keys;
  private final List<Integer> rightKeys;
  private final int mostRows;
  private final Source source;
  private final FutureTask<Void> task = new FutureTask<>(this::read, null);
  private final List<Object[]> rightRows = new ArrayList<>();
  private SQLException failure;
  private RowCursor rest;
  private boolean closed;

  /**
   * A batch that has not been read.
   *
   * @param mostRows right rows to keep in memory
   */
  LookupBatch(
      List<Object[]> leftRows, Keys keys, List<Integer> rightKeys, int mostRows, Source source) {
    this.leftRows = leftRows;
    this.keys = keys;
    this.rightKeys = rightKeys;
    this.mostRows = mostRows;
    this.source = source;
  }

  List<Object[]> leftRows() {
    return leftRows;
  }

  /** Reads the right rows in a thread of their own. */
  void start() {
    Thread thread = new Thread(task, "odata-lookup-" + NUMBER.incrementAndGet());
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits until the right rows are there; reads them now when nobody has begun. */
  void await() throws SQLException {
    task.run();
    try {
      task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("Interrupted while waiting for a look-up", "57014", e);
    } catch (ExecutionException e) {
      throw new SQLException("A look-up failed: " + e.getCause(), "HY000", e.getCause());
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void read() {
    try {
      RowCursor rows = source.open();
      boolean more = false;
      try {
        Object[] row = rows.next();
        while (row != null) {
          rightRows.add(row);
          if (rightRows.size() == mostRows) {
            more = keep(rows);
            return;
          }
          row = rows.next();
        }
      } finally {
        if (!more) {
          rows.close();
        }
      }
    } catch (SQLException e) {
      failure = e;
    }
  }

  private synchronized boolean keep(RowCursor rows) {
    if (!closed) {
      rest = rows;
    }
    return !closed;
  }

  /** Whether all right rows are in memory. */
  synchronized boolean isComplete() {
    return rest == null;
  }

  /** The right rows by their keys, for a complete batch. */
  Map<List<Object>, List<Object[]>> found() {
    Map<List<Object>, List<Object[]>> found = new HashMap<>(keys.known());
    for (Object[] row : rightRows) {
      List<Object> key = RowKeys.of(row, rightKeys);
      // what a service that compares otherwise adds may be a part of a key's rows only
      if (keys.isAsked(key)) {
        found.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
      }
    }
    return found;
  }

  /** Notes the right rows of a complete batch. */
  void remember(LookupCache cache) {
    Map<List<Object>, List<Object[]>> found = found();
    keys.asked().forEach(key -> cache.put(key, found.getOrDefault(key, List.of())));
  }

  /** All right rows one after another: those in memory first. */
  RowCursor rows() {
    List<Object[]> inMemory = new ArrayList<>();
    keys.known().values().forEach(inMemory::addAll);
    rightRows.stream().filter(this::isAsked).forEach(inMemory::add);
    RowCursor first = Cursors.of(inMemory.iterator());
    RowCursor then;
    synchronized (this) {
      then = rest;
    }
    return new RowCursor() {
      @Override
      public Object[] next() throws SQLException {
        Object[] row = first.next();
        if (row == null) {
          row = then.next();
          while (row != null && !isAsked(row)) {
            row = then.next();
          }
        }
        return row;
      }

      @Override
      public void close() {
        then.close();
      }
    };
  }

  private boolean isAsked(Object[] row) {
    return keys.isAsked(RowKeys.of(row, rightKeys));
  }

  /** Closes what is still open; a thread that reads sees it by its deadline. */
  void close() {
    RowCursor open;
    synchronized (this) {
      closed = true;
      open = rest;
    }
    if (open != null) {
      open.close();
    }
  }
}
