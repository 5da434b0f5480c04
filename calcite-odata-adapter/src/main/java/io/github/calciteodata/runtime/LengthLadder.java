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
import io.github.calciteodata.query.FilterSplitter;
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.runtime.CheckedCursor.PassedOn;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The rows of a query whose URL or filter may be larger than the service takes. The first step that
 * fits is taken: the URL; the longest list of its filter cut into pieces, each a request; the
 * options in a body, if the service takes that; a wider filter, and the rest of it evaluated here.
 * How long a URL may be is learned from refusals.
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
    int lessons = limits.lessons();
    while (true) {
      OptionalInt shorter = shorter(Math.min(limit, length));
      try {
        read(limit, shorter.isPresent() ? PassedOn.TOO_LONG : PassedOn.NONE);
        if (limit < limits.maxUrlLength() && limits.lessons() == lessons) {
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
          lessons = limits.lessons();
        } else if (splitter(limit).split(query).isEmpty()) {
          read(limits.maxUrlLength(), PassedOn.NONE);
          return;
        }
      }
    }
  }

  private static OptionalInt shorter(int length) {
    return Arrays.stream(STEPS).filter(step -> step < length).findFirst();
  }

  private FilterSplitter splitter(int limit) {
    return new FilterSplitter(size(limit).limits(plan));
  }

  private RequestSize size(int limit) {
    return RequestSize.of(runner.limits()).withUrlLength(limit);
  }

  private void read(int limit, PassedOn passedOn) throws SQLException {
    rows = new SmallRequests(runner, plan, query, deadline).rows(size(limit), passedOn);
    first = rows.next();
    hasFirst = true;
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
