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
import io.github.calciteodata.query.FilterSplitter;
import io.github.calciteodata.query.FilterSplitter.Part;
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.runtime.LearnedOptions.Option;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The number of rows of a query whose URL may be longer than the service takes. */
final class LongCount {
  private final QueryRunner runner;
  private final RequestPlan plan;
  private final Deadline deadline;

  LongCount(QueryRunner runner, RequestPlan plan, Deadline deadline) {
    this.runner = runner;
    this.plan = plan;
    this.deadline = deadline;
  }

  /** Counts by the service, in pieces when it has to be; row by row when that is not possible. */
  long count(ODataQuery query) throws SQLException {
    RequestSize size = RequestSize.of(runner.limits());
    if (size.admits(plan, query)) {
      try {
        long count = sum(List.of(query));
        if (plan.verification() != Verification.OFF
            && !runner.endCheck().isExact(plan, query, count, deadline)) {
          runner.learned().learn(query.table().resource(), Option.COUNT, "does not answer");
          return runner.countRows(plan, query, deadline);
        }
        return count;
      } catch (ODataServiceException refused) {
        if (!QueryRunner.isTooLong(refused) || query.filter() == null) {
          throw refused;
        }
        // reading finds out how long a URL may be
        return runner.countRows(plan, query, deadline);
      }
    }
    Optional<List<Part>> parts = new FilterSplitter(size.limits(plan)).split(query);
    // rows that several pieces have would be counted twice
    if (parts.isPresent() && parts.get().stream().allMatch(p -> p.others().isEmpty())) {
      return sum(parts.get().stream().map(Part::query).toList());
    }
    return runner.isTooLarge(plan, query)
        ? runner.countRows(plan, query, deadline)
        : sum(List.of(query));
  }

  private long sum(List<ODataQuery> queries) throws SQLException {
    List<RowCursor> counts = new ArrayList<>();
    int ahead = runner.limits().parallelism();
    long sum = 0;
    try {
      for (int i = 0; i < queries.size(); i++) {
        while (counts.size() < Math.min(queries.size(), i == 0 ? 1 : i + ahead)) {
          RowCursor count = runner.counting(plan, queries.get(counts.size()), deadline);
          counts.add(count);
          count.begin();
        }
        sum += (Long) counts.get(i).next()[0];
        counts.get(i).close();
      }
      return sum;
    } finally {
      counts.forEach(RowCursor::close);
    }
  }
}
