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

import io.github.calciteodata.query.Evaluator;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.Any;
import io.github.calciteodata.query.Expression.OneOf;
import io.github.calciteodata.query.Functions;
import io.github.calciteodata.query.ODataQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads which entities have related ones that meet a condition, for a service that does not answer
 * {@code any}: their keys are held in memory.
 */
final class RelatedKeys {
  private final QueryRunner runner;
  private final RequestPlan plan;
  private final Deadline deadline;

  RelatedKeys(QueryRunner runner, RequestPlan plan, Deadline deadline) {
    this.runner = runner;
    this.plan = plan;
    this.deadline = deadline;
  }

  /** The query with a filter that can be evaluated on its rows alone. */
  ODataQuery resolve(ODataQuery query) throws SQLException {
    if (query.filter() == null || !Functions.hasAny(query.filter())) {
      return query;
    }
    Map<Any, Expression> answers = new HashMap<>();
    for (Any any : Functions.outermostAny(query.filter())) {
      answers.put(any, new OneOf(any.columns(), keys(any)));
    }
    return query.replacingFilter(Functions.answered(query.filter(), answers));
  }

  private Set<List<Object>> keys(Any any) throws SQLException {
    ODataQuery related =
        ODataQuery.all(any.target())
            .replacingFilter(any.condition())
            .withColumns(any.targetColumns())
            .orElseThrow();
    Set<List<Object>> keys = new HashSet<>();
    try (RowCursor rows = new LengthLadder(runner, plan, related, deadline)) {
      for (Object[] row = rows.next(); row != null; row = rows.next()) {
        List<Object> key = new ArrayList<>();
        for (int i = 0; i < any.targetColumns().size(); i++) {
          if (row[i] != null) {
            key.add(Evaluator.keyed(row[i]));
          }
        }
        // null is equal to nothing
        if (key.size() == any.targetColumns().size()) {
          keys.add(key);
        }
      }
    }
    return keys;
  }
}
