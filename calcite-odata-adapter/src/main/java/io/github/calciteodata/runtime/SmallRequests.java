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

import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.FilterSplitter;
import io.github.calciteodata.query.FilterSplitter.Part;
import io.github.calciteodata.query.FilterWidener;
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.query.SizeLimit;
import io.github.calciteodata.runtime.CheckedCursor.PassedOn;
import java.util.List;
import java.util.Optional;

/**
 * Reads a query by requests of a limited size: as it is, in pieces, its options in a body, or a
 * wider one whose rows are filtered here.
 */
final class SmallRequests {
  private final QueryRunner runner;
  private final RequestPlan plan;
  private final ODataQuery query;
  private final Deadline deadline;

  SmallRequests(QueryRunner runner, RequestPlan plan, ODataQuery query, Deadline deadline) {
    this.runner = runner;
    this.plan = plan;
    this.query = query;
    this.deadline = deadline;
  }

  /**
   * The rows, and maybe further columns after the query's own; {@code passedOn} are refusals of the
   * first request that are thrown.
   */
  RowCursor rows(RequestSize size, PassedOn passedOn) {
    List<SizeLimit> limits = size.limits(plan);
    if (SizeLimit.admit(limits, query)) {
      return new CheckedCursor(runner, plan, query, deadline, passedOn);
    }
    Optional<List<Part>> parts = new FilterSplitter(limits).split(query);
    if (parts.isPresent()) {
      return new PartsReader(runner, plan, deadline).read(query, parts.get(), passedOn);
    }
    List<SizeLimit> ofBody =
        runner.limits().takesLonger() ? size.withUrlLength(Integer.MAX_VALUE).limits(plan) : limits;
    return SizeLimit.admit(ofBody, query)
        ? new CheckedCursor(runner, plan, query, deadline, passedOn)
        : widened(ofBody, passedOn);
  }

  /** Everything that fits is asked for, the whole filter is evaluated on what comes. */
  private RowCursor widened(List<SizeLimit> limits, PassedOn passedOn) {
    ODataQuery all = RequestPlan.withCheckedColumns(query).replacingLimit(null, null);
    Expression wider = new FilterWidener(limits).widen(all);
    ODataQuery asked = all.replacingFilter(wider);
    RowCursor wide;
    if (wider == null || SizeLimit.admit(limits, asked)) {
      wide = new CheckedCursor(runner, plan, asked, deadline, passedOn);
    } else {
      wide =
          new PartsReader(runner, plan, deadline)
              .read(asked, new FilterSplitter(limits).split(asked).orElseThrow(), passedOn);
    }
    // the rows come in order
    return new LocalCursor(
        wide,
        all.replacingFilter(query.filter())
            .withOrder(List.of())
            .map(q -> q.replacingLimit(query.skip(), query.top()))
            .orElseThrow());
  }
}
