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

import io.github.calciteodata.client.ODataServiceException;
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.query.Dialect;
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.query.UrlWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Asks one service how many rows its tables have, by {@code Set/$count}, and keeps the numbers for
 * an hour. Planning goes on without a number when the service does not answer at once. Thread-safe.
 */
public final class RowCounter {
  private static final long KEPT_NANOS = Duration.ofHours(1).toNanos();
  private static final long PATIENCE_MILLIS = 2_000;
  private static final long SILENCE_NANOS = Duration.ofMinutes(1).toNanos();
  private static final double UNKNOWN = 10_000;

  private final ODataService service;
  private volatile long silentSince = System.nanoTime() - SILENCE_NANOS;

  public RowCounter(ODataService service) {
    this.service = service;
  }

  /** The size of a table; {@code countable} says whether the service may be asked for it now. */
  public TableSize of(TableModel table, BooleanSupplier countable) {
    return table.singleton() ? () -> 1 : new Counted(table, countable);
  }

  private final class Counted implements TableSize {
    private final TableModel table;
    private final BooleanSupplier countable;
    private volatile double rows = UNKNOWN;
    private RowCursor count;
    private long triedAt;
    private boolean tried;

    Counted(TableModel table, BooleanSupplier countable) {
      this.table = table;
      this.countable = countable;
    }

    @Override
    public double rows() {
      return rows;
    }

    @Override
    public synchronized void begin() {
      long now = System.nanoTime();
      boolean silent = now - silentSince < SILENCE_NANOS;
      boolean kept = tried && now - triedAt < KEPT_NANOS;
      if (silent || kept || !countable.getAsBoolean()) {
        return;
      }
      tried = true;
      triedAt = now;
      String url =
          ODataQuery.all(table)
              .withCount()
              .map(query -> new UrlWriter(new Dialect(false, false)).encoded(query))
              .orElseThrow();
      count = service.counting(url, new Deadline(null, PATIENCE_MILLIS).withoutSignIn());
      count.begin();
    }

    @Override
    public synchronized void ask() {
      begin();
      if (count == null) {
        return;
      }
      try {
        rows = Math.max(0, (Long) count.next()[0]);
      } catch (SQLException e) {
        if (!(e instanceof ODataServiceException)) {
          // a service that is slow or away is not asked for the other tables either
          silentSince = System.nanoTime();
        }
      } finally {
        count.close();
        count = null;
      }
    }
  }
}
