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
import io.github.calciteodata.query.Expression.And;
import io.github.calciteodata.query.FilterExtent;
import io.github.calciteodata.query.FilterSplitter;
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.runtime.CheckedCursor.PassedOn;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rows of a request that was refused, maybe since its filter is too large: in halves, in halves
 * of these, and so on until the service answers, which is how much it takes from now on. Of a
 * service that does not say why it refuses, the first alternative alone is asked for before: when
 * it is refused, too, the size is not the reason.
 */
final class HalvedCursor implements RowCursor {
  /** Conditions so many of which may be too many without a list of alternatives. */
  private static final int MANY = 20;

  private static final Set<Integer> REFUSALS = Set.of(400, 413, 414, 431, 500, 501);

  private static final Pattern TOO_MANY =
      Pattern.compile(
          "\\btoo (many|complex|large|big|deep)|\\bexceed|\\bmax(imum)?\\b|\\bmore than\\b|\\blimit\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern OF_THE_URL =
      Pattern.compile("\\b(url|uri|characters|length|bytes)\\b", Pattern.CASE_INSENSITIVE);

  private final QueryRunner runner;
  private final RequestPlan plan;
  private final ODataQuery query;
  private final ODataServiceException refused;
  private final Deadline deadline;
  private RowCursor rows;
  private Object[] first;

  HalvedCursor(
      QueryRunner runner,
      RequestPlan plan,
      ODataQuery query,
      ODataServiceException refused,
      Deadline deadline) {
    this.runner = runner;
    this.plan = plan;
    this.query = query;
    this.refused = refused;
    this.deadline = deadline;
  }

  /** Whether the filter may be what the service refused, and smaller ones can be asked for. */
  static boolean mayHelp(ODataServiceException refused, RequestPlan plan, ODataQuery query) {
    if (query.filter() == null || !REFUSALS.contains(refused.status())) {
      return false;
    }
    FilterExtent extent = FilterExtent.of(query.filter(), plan.dialect());
    boolean several = extent.comparisons() > 1 || extent.values() > 1;
    // what is not implemented (501) is not there for one alternative either
    return several && (isSaid(refused) || (refused.status() != 501 && smallest(query).isPresent()));
  }

  /** Whether the service says that something of the request is too much, but not its URL. */
  static boolean isSaid(ODataServiceException refused) {
    String text = refused.serviceText();
    return text != null && TOO_MANY.matcher(text).find() && !OF_THE_URL.matcher(text).find();
  }

  static boolean isRefusal(ODataServiceException e) {
    return REFUSALS.contains(e.status());
  }

  /** As little of the filter as can be asked for. */
  private static Optional<ODataQuery> smallest(ODataQuery query) {
    Optional<ODataQuery> alternative = FilterSplitter.firstAlternative(query);
    if (alternative.isPresent()) {
      return alternative;
    }
    return query.filter() instanceof And and
            && and.operands().size() >= MANY
            && new Suspects(and, false).isEmpty()
        ? Optional.of(query.replacingFilter(and.operands().get(0)))
        : Optional.empty();
  }

  @Override
  public Object[] next() throws SQLException {
    if (rows == null) {
      open();
    }
    Object[] row = first == null ? rows.next() : first;
    first = null;
    return row;
  }

  private void open() throws SQLException {
    ServiceLimits limits = runner.limits();
    RequestSize size = RequestSize.of(limits);
    if (!size.admits(plan, query) && answers(size)) {
      // somebody else has found out
      return;
    }
    if (!isSaid(refused)) {
      try (RowCursor one = runner.read(plan, smallest(query).orElseThrow(), 1, deadline)) {
        one.next();
      }
    }
    FilterExtent extent = FilterExtent.of(query.filter(), plan.dialect());
    // one value is no list: what is refused with two of them is in itself
    for (int most = largest(extent.values()); most > 1; most /= 2) {
      if (answers(size.withValues(most))) {
        if (most < extent.values()) {
          limits.shortenIn(most);
        }
        return;
      }
    }
    for (int most = largest(extent.comparisons()); most > 0; most /= 2) {
      if (answers(size.withComparisons(most))) {
        if (most < extent.comparisons()) {
          limits.compareLess(most);
        }
        return;
      }
    }
    throw refused;
  }

  /** What to begin with: a service that failed may not fail again. */
  private int largest(int size) {
    return refused.status() == 500 ? size : size / 2;
  }

  private boolean answers(RequestSize size) throws SQLException {
    rows = new SmallRequests(runner, plan, query, deadline).rows(size, PassedOn.REFUSALS);
    try {
      first = rows.next();
      return true;
    } catch (ODataServiceException again) {
      if (!isRefusal(again)) {
        throw again;
      }
      rows.close();
      return false;
    }
  }

  @Override
  public void close() {
    if (rows == null) {
      rows = Cursors.empty();
    }
    rows.close();
  }
}
