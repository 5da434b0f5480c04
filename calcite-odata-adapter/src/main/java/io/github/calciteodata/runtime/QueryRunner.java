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
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.query.Aggregation;
import io.github.calciteodata.query.Binder;
import io.github.calciteodata.query.Dialect;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.Constant;
import io.github.calciteodata.query.FilterExtent;
import io.github.calciteodata.query.Functions;
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.query.UrlWriter;
import io.github.calciteodata.runtime.LearnedOptions.Option;
import java.sql.SQLException;
import java.util.List;

/** Runs planned requests against one service. Thread-safe. */
public final class QueryRunner {
  /** Every service takes URLs of this length. */
  private static final int LONG = 2_000;

  /** Characters around one more condition. */
  private static final int OPTION = 100;

  private final ODataService service;
  private final LearnedOptions learned;
  private final long maxRows;
  private final KnownAnswers knownAnswers = new KnownAnswers(this);
  private final EndCheck endCheck = new EndCheck(this);

  public QueryRunner(ODataService service, LearnedOptions learned, long maxRows) {
    this.service = service;
    this.learned = learned;
    this.maxRows = maxRows;
  }

  /** Opens the request; nothing is sent before the first row is asked for. */
  RowCursor open(RequestPlan plan, Object[] parameters, Deadline deadline) {
    ODataQuery query;
    try {
      query = bind(plan, parameters);
    } catch (SQLException e) {
      return Cursors.failing(e);
    }
    boolean none =
        query.filter() instanceof Constant || (query.top() != null && query.top().value() <= 0);
    if (query.count()) {
      return none
          ? Cursors.of(new Object[] {0L})
          : Cursors.once(() -> count(plan, query, deadline));
    }
    Aggregation aggregation = query.aggregation();
    boolean oneRow = aggregation != null && aggregation.groups().isEmpty();
    if ((none && !oneRow) || (aggregation != null && aggregation.having() instanceof Constant)) {
      return Cursors.empty();
    }
    RowCursor rows =
        aggregation == null
            ? new LengthLadder(this, plan, query, deadline)
            : new ApplyCursor(this, plan, query, deadline);
    return maxRows < 0 ? rows : Cursors.limited(rows, maxRows);
  }

  /** The query with the values of its parameters. */
  ODataQuery bind(RequestPlan plan, Object[] parameters) throws SQLException {
    try {
      return new Binder(parameters).bind(plan.query());
    } catch (IllegalArgumentException e) {
      throw new SQLException(e.getMessage(), "22023", e);
    }
  }

  /** Whether the service has not refused filters of the query's table so far. */
  boolean takesFilters(ODataQuery query) {
    return learned.allows(query.table().resource(), Option.FILTER);
  }

  /** How many characters of a condition still fit the request's URL. */
  int urlSpace(RequestPlan plan, ODataQuery query) {
    return limits().maxUrlLength() - urlLength(plan, query) - OPTION;
  }

  /** Whether the request is too large to be sent at all. */
  boolean isTooLarge(RequestPlan plan, ODataQuery query) {
    RequestSize size = RequestSize.of(limits());
    return !(limits().takesLonger() ? size.withUrlLength(Integer.MAX_VALUE) : size)
        .admits(plan, query);
  }

  /**
   * How many keys of so many columns can be asked for at once, {@code wanted} at most, beside the
   * condition that a request has already.
   */
  public int keysPerRequest(Dialect dialect, Expression condition, int columns, int wanted) {
    boolean list = columns == 1 && dialect.in();
    int room = limits().maxComparisons() - FilterExtent.of(condition, dialect).comparisons();
    return Math.max(1, Math.min(wanted, list ? limits().maxIn() : room / columns));
  }

  /** Characters of the whole URL. */
  int urlLength(RequestPlan plan, ODataQuery query) {
    return service.length(new UrlWriter(plan.dialect()).encoded(query));
  }

  /** How much the service takes at once. */
  ServiceLimits limits() {
    return service.limits();
  }

  /** The rows of the URL, one value for each of the query's columns. */
  RowCursor read(RequestPlan plan, ODataQuery query, Deadline deadline) {
    return read(plan, query, query.top() == null ? -1 : query.top().value(), deadline);
  }

  /** The first rows of the URL, whether or not the query limits them. */
  RowCursor read(RequestPlan plan, ODataQuery query, long limit, Deadline deadline) {
    return read(plan, query, query.columns(), limit, deadline);
  }

  /** The first rows of the URL, decoded by these columns. */
  RowCursor read(
      RequestPlan plan, ODataQuery query, List<Column> columns, long limit, Deadline deadline) {
    return service.open(
        new UrlWriter(plan.dialect()).encoded(query),
        columns,
        query.sentExpansions(),
        limit,
        deadline);
  }

  EndCheck endCheck() {
    return endCheck;
  }

  KnownAnswers knownAnswers() {
    return knownAnswers;
  }

  LearnedOptions learned() {
    return learned;
  }

  /** Counts by the service, or row by row when it cannot. */
  private Object[] count(RequestPlan plan, ODataQuery query, Deadline deadline)
      throws SQLException {
    try {
      return new Object[] {new LongCount(this, plan, deadline).count(query)};
    } catch (ODataServiceException refused) {
      if (!isRefusal(refused)
          && refused.status() != 200
          && refused.status() != 404
          && !HalvedCursor.mayHelp(refused, plan, query)) {
        throw refused;
      }
      int sizes = limits().lessons();
      long rows;
      try {
        rows = countRows(plan, query, deadline);
      } catch (SQLException e) {
        e.addSuppressed(refused);
        throw e;
      }
      // with a function or a path in the filter it may be that: others can still be counted
      boolean simple =
          query.filter() == null
              || (Functions.in(query.filter()).isEmpty() && query.expansions().isEmpty());
      if (simple && limits().lessons() == sizes) {
        learned.learn(query.table().resource(), Option.COUNT, "does not answer");
      }
      return new Object[] {rows};
    }
  }

  /** One row with the number of rows. */
  RowCursor counting(RequestPlan plan, ODataQuery query, Deadline deadline) {
    return service.counting(new UrlWriter(plan.dialect()).encoded(query), deadline);
  }

  /** Counts row by row. */
  long countRows(RequestPlan plan, ODataQuery query, Deadline deadline) throws SQLException {
    int key = query.table().key().isEmpty() ? 0 : query.table().key().get(0);
    ODataQuery rows = query.plain(List.of(query.table().columns().get(key)));
    long count = 0;
    try (RowCursor cursor = new LengthLadder(this, plan, rows, deadline)) {
      while (cursor.next() != null) {
        count++;
      }
    }
    return count;
  }

  /**
   * Whether the service says that it cannot do what was asked (Protocol 9.3.1), which it might
   * without options.
   */
  static boolean isRefusal(ODataServiceException e) {
    return e.status() == 400 || e.status() == 413 || e.status() == 501 || isTooLong(e);
  }

  /** Whether the service says that the URL is too long (RFC 9110 15.5.15, RFC 6585 5). */
  static boolean isTooLong(ODataServiceException e) {
    return e.status() == 414 || e.status() == 431;
  }

  /** Whether it may mean that: some say no more than that they do not find the resource. */
  static boolean mayBeTooLong(ODataServiceException e, int length) {
    return isTooLong(e)
        || length > LONG && (e.status() == 400 || e.status() == 404 || e.status() == 413);
  }
}
