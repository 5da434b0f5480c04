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
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.Constant;
import io.github.calciteodata.query.Expression.Literal;
import io.github.calciteodata.query.KeyFilter;
import io.github.calciteodata.query.ODataQuery;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.function.Predicate1;

/**
 * Reads a look-up join: collects the keys of left rows, asks for the right rows of so many keys at
 * once, and joins them here. After the first batches some are on their way at the same time.
 */
final class LookupCursor implements RowCursor {
  /** Requests on their way at the same time. */
  private static final int MOST_BATCHES = 3;

  private static final int MOST_LEFT_ROWS = 2_000;
  private static final int MOST_LEFT_ROWS_OF_ALL = 100_000;
  private static final int MOST_RIGHT_ROWS = 20_000;
  private static final int CACHED_ROWS = 10_000;

  private final LookupPlan plan;
  private final Enumerator<?> left;
  private final Predicate1<Object[]> residual;
  private final Deadline deadline;
  private final Object[] parameters;
  private final Deque<LookupBatch> batches = new ArrayDeque<>();
  private final LookupCache cache = new LookupCache(CACHED_ROWS);
  private KeyFilter keys;
  private ODataQuery query;
  private int space;
  private Object[] heldBack;
  private boolean leftDone;
  private int begun;
  private LookupBatch current;
  private LookupMatch match;
  private volatile boolean closed;

  LookupCursor(
      LookupPlan plan,
      Enumerator<?> left,
      Object[] parameters,
      Predicate1<Object[]> residual,
      Deadline deadline) {
    this.plan = plan;
    this.left = left;
    this.parameters = parameters;
    this.residual = residual;
    this.deadline = deadline.orWhen(() -> closed);
  }

  @Override
  public Object[] next() throws SQLException {
    if (query == null) {
      prepare();
    }
    while (true) {
      deadline.check();
      Object[] row = match == null ? null : match.next();
      if (row != null) {
        return row;
      }
      match = null;
      release(current);
      fill();
      current = poll();
      if (current == null) {
        close();
        return null;
      }
      current.await();
      match = new LookupMatch(plan, current, residual);
    }
  }

  private void prepare() throws SQLException {
    RequestPlan right = plan.right();
    query = right.runner().bind(right, parameters);
    List<Column> columns = plan.rightKeys().stream().map(query.columns()::get).toList();
    keys = new KeyFilter(columns, right.dialect());
    space = right.runner().urlSpace(right, query);
  }

  /** Begins as many batches as may be on their way: one more after each that was read. */
  private void fill() {
    int most = Math.min(MOST_BATCHES, begun + 1);
    while (batches.size() < most && !leftDone) {
      LookupBatch batch = nextBatch();
      if (batch.leftRows().isEmpty()) {
        return;
      }
      boolean alone = batches.isEmpty() && (begun == 0 || leftDone);
      begun++;
      add(batch);
      if (!alone) {
        batch.start();
      }
    }
  }

  private synchronized void add(LookupBatch batch) {
    batches.add(batch);
  }

  private synchronized LookupBatch poll() {
    return batches.poll();
  }

  private LookupBatch nextBatch() {
    List<Object[]> rows = new ArrayList<>();
    Map<List<Object>, List<Object[]>> known = new HashMap<>();
    Map<List<Object>, List<Literal>> asked = new LinkedHashMap<>();
    // a service that turned out to refuse filters answers with all rows: as few times as possible
    boolean refused = !plan.right().runner().takesFilters(query);
    boolean everything = refused;
    int mostRows = refused ? MOST_LEFT_ROWS_OF_ALL : MOST_LEFT_ROWS;
    int used = 0;
    int mostKeys = keysPerRequest();
    while (rows.size() < mostRows && asked.size() < mostKeys) {
      Object[] row = nextLeft();
      if (row == null) {
        break;
      }
      List<Object> key = RowKeys.of(row, plan.leftKeys());
      if (key != null && !asked.containsKey(key) && !known.containsKey(key)) {
        List<Object[]> before = cache.get(key);
        Optional<List<Literal>> literals = Optional.empty();
        if (before == null && !refused) {
          try {
            literals = keys.literals(key);
          } catch (IllegalArgumentException unwritable) {
            everything = true;
          }
        }
        if (literals.isPresent()) {
          int length = keys.length(literals.get());
          if (used + length > space && !asked.isEmpty()) {
            heldBack = row;
            break;
          }
          used += length;
          asked.put(key, literals.get());
        } else if (!refused) {
          known.put(key, before == null ? List.of() : before);
        }
      }
      rows.add(row);
    }
    return batch(rows, known, asked, everything && !rows.isEmpty());
  }

  /** As planned, or fewer once the service has refused so many. */
  private int keysPerRequest() {
    RequestPlan right = plan.right();
    return right
        .runner()
        .keysPerRequest(
            right.dialect(), query.filter(), plan.rightKeys().size(), plan.keysPerRequest());
  }

  private LookupBatch batch(
      List<Object[]> rows,
      Map<List<Object>, List<Object[]>> known,
      Map<List<Object>, List<Literal>> asked,
      boolean everything) {
    boolean nothing = asked.isEmpty() && !everything;
    Expression condition = nothing || everything ? null : keys.of(List.copyOf(asked.values()));
    // without a condition come the rows of every key, those that are known too
    return new LookupBatch(
        rows,
        new LookupBatch.Keys(everything ? Map.of() : known, asked.keySet(), everything),
        plan.rightKeys(),
        MOST_RIGHT_ROWS,
        () -> nothing ? Cursors.empty() : open(condition));
  }

  private RowCursor open(Expression condition) {
    if (query.filter() instanceof Constant) {
      return Cursors.empty();
    }
    RequestPlan right = plan.right();
    ODataQuery narrow =
        condition == null ? query : query.withFilter(condition, false).orElseThrow();
    return right.runner().open(right.with(narrow), new Object[0], deadline);
  }

  /** The next left row as an array; null after the last. */
  private Object[] nextLeft() {
    Object[] row = heldBack;
    heldBack = null;
    if (row == null && !leftDone) {
      leftDone = !left.moveNext();
      if (!leftDone) {
        Object value = left.current();
        row = plan.leftWidth() == 1 ? new Object[] {value} : (Object[]) value;
      }
    }
    return row;
  }

  private void release(LookupBatch batch) {
    if (batch != null) {
      if (batch.isComplete()) {
        batch.remember(cache);
      }
      batch.close();
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<LookupBatch> open = new ArrayList<>();
    synchronized (this) {
      open.addAll(batches);
      batches.clear();
    }
    LookupBatch reading = current;
    if (reading != null) {
      open.add(reading);
    }
    open.forEach(LookupBatch::close);
    left.close();
  }
}
