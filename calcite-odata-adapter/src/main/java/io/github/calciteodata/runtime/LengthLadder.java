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
import io.github.calciteodata.client.ServiceLimits;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.FilterSplitter;
import io.github.calciteodata.query.FilterSplitter.Part;
import io.github.calciteodata.query.FilterWidener;
import io.github.calciteodata.query.ODataQuery;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The rows of a query whose URL may be longer than the service takes. The first step that fits is
 * taken: the URL; the longest list of its filter cut into pieces, each a request; the options in a
 * body, if the service takes that; a wider filter, and the rest of it evaluated here. How long a
 * URL may be is learned from refusals.
 */
final class LengthLadder implements RowCursor {
  private static final int[] STEPS = {8_000, 4_000, 2_000, 1_000};

  private final QueryRunner runner;
  private final RequestPlan plan;
  private final ODataQuery query;
  private final Deadline deadline;
  private RowCursor rows;
  private Object[] first;
  private boolean hasFirst;

  LengthLadder(QueryRunner runner, RequestPlan plan, ODataQuery query, Deadline deadline) {
    this.runner = runner;
    this.plan = plan;
    this.query = query;
    this.deadline = deadline;
  }

  @Override
  public Object[] next() throws SQLException {
    if (rows == null) {
      open();
    }
    Object[] row = hasFirst ? first : rows.next();
    hasFirst = false;
    first = null;
    return row == null || row.length == query.columns().size()
        ? row
        : Arrays.copyOf(row, query.columns().size());
  }

  private void open() throws SQLException {
    ServiceLimits limits = runner.limits();
    int length = length(plan.wireQuery(query));
    int limit = limits.maxUrlLength();
    while (true) {
      OptionalInt shorter = shorter(Math.min(limit, length));
      try {
        read(limit, shorter.isPresent());
        if (limit < limits.maxUrlLength()) {
          // only an answer proves that the length was what the service refused
          limits.shorten(limit);
        }
        return;
      } catch (ODataServiceException refused) {
        if (shorter.isEmpty() || !QueryRunner.mayBeTooLong(refused, Math.min(limit, length))) {
          throw refused;
        }
        rows.close();
        limit = shorter.getAsInt();
        if (QueryRunner.isTooLong(refused)) {
          limits.shorten(limit);
        } else if (splitter(limit).split(query).isEmpty()) {
          read(limits.maxUrlLength(), false);
          return;
        }
      }
    }
  }

  private static OptionalInt shorter(int length) {
    return Arrays.stream(STEPS).filter(step -> step < length).findFirst();
  }

  private void read(int limit, boolean mayBeTooLong) throws SQLException {
    rows = rows(limit, mayBeTooLong);
    first = rows.next();
    hasFirst = true;
  }

  private RowCursor rows(int limit, boolean mayBeTooLong) throws SQLException {
    if (length(plan.wireQuery(query)) <= limit) {
      return new CheckedCursor(runner, plan, query, deadline, mayBeTooLong);
    }
    Optional<List<Part>> parts = splitter(limit).split(query);
    if (parts.isPresent()) {
      return new PartsReader(runner, plan, deadline).read(query, parts.get(), mayBeTooLong);
    }
    if (runner.limits().takesLonger()) {
      return new CheckedCursor(runner, plan, query, deadline, mayBeTooLong);
    }
    return widened(limit);
  }

  /** Everything that fits is asked for, the whole filter is evaluated on what comes. */
  private RowCursor widened(int limit) throws SQLException {
    ODataQuery all = RequestPlan.withCheckedColumns(query).replacingLimit(null, null);
    Expression wider = new FilterWidener(this::length, limit).widen(all);
    ODataQuery asked = all.replacingFilter(wider);
    RowCursor wide;
    if (wider == null || length(asked) <= limit) {
      wide = new CheckedCursor(runner, plan, asked, deadline, false);
    } else {
      wide =
          new PartsReader(runner, plan, deadline)
              .read(asked, splitter(limit).split(asked).orElseThrow(), false);
    }
    // the rows come in order
    return new LocalCursor(
        wide,
        all.replacingFilter(query.filter())
            .withOrder(List.of())
            .map(q -> q.replacingLimit(query.skip(), query.top()))
            .orElseThrow());
  }

  private FilterSplitter splitter(int limit) {
    return new FilterSplitter(q -> length(plan.wireQuery(q)), limit);
  }

  private int length(ODataQuery asked) {
    return runner.urlLength(plan, asked);
  }

  @Override
  public void close() {
    if (rows == null) {
      rows = Cursors.empty();
    }
    rows.close();
  }
}
