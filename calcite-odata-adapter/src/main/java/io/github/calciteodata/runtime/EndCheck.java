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
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.query.ODataQuery.RowCount;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds out whether the rows of a service end where it says: some cut $top down without a next
 * link, or count to a limit only. A look at the row that should be the last, or behind it, tells.
 * Thread-safe.
 */
final class EndCheck {
  /** Nobody cuts below that. */
  private static final int LEAST = 20;

  private final QueryRunner runner;
  private final Map<String, Integer> given = new ConcurrentHashMap<>();
  private final Set<String> counted = ConcurrentHashMap.newKeySet();

  EndCheck(QueryRunner runner) {
    this.runner = runner;
  }

  /**
   * Whether there are more rows than those that came, fewer than asked for. The service is asked
   * only when it answers more rows than ever before.
   */
  boolean isCut(RequestPlan plan, ODataQuery query, int rows, Deadline deadline)
      throws SQLException {
    String resource = query.table().resource();
    boolean cut =
        rows < query.top().value()
            && rows >= given.getOrDefault(resource, LEAST)
            && hasRow(plan, query, skipped(query) + rows, true, deadline);
    if (!cut) {
      given.merge(resource, rows, Math::max);
    }
    return cut;
  }

  /** Whether the number of rows of a set is the service's; it is asked once. */
  boolean isExact(RequestPlan plan, ODataQuery query, long count, Deadline deadline)
      throws SQLException {
    String resource = query.table().resource();
    if (counted.contains(resource)) {
      return true;
    }
    List<Integer> key = query.table().key();
    ODataQuery rows =
        query.plain(List.of(query.table().columns().get(key.isEmpty() ? 0 : key.get(0))));
    boolean exact =
        !hasRow(plan, rows, count, true, deadline)
            && (count == 0 || hasRow(plan, rows, count - 1, false, deadline));
    if (exact) {
      counted.add(resource);
    }
    return exact;
  }

  private static long skipped(ODataQuery query) {
    return query.skip() == null ? 0 : query.skip().value();
  }

  private boolean hasRow(
      RequestPlan plan, ODataQuery query, long index, boolean unknown, Deadline deadline)
      throws SQLException {
    ODataQuery one = query.replacingLimit(index == 0 ? null : RowCount.of(index), RowCount.of(1));
    try (RowCursor cursor = runner.read(plan, one, deadline)) {
      return cursor.next() != null;
    } catch (ODataServiceException refused) {
      if (QueryRunner.isRefusal(refused)) {
        return unknown;
      }
      throw refused;
    }
  }
}
