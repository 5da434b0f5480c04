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
import io.github.calciteodata.query.Binder;
import io.github.calciteodata.query.Dialect;
import io.github.calciteodata.query.Expression.Path;
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.query.ODataQuery.Order;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.Enumerable;

/**
 * A planned request: what generated code keeps and executes.
 *
 * @param verification whether the service's obedience is checked on the rows
 */
public record RequestPlan(
    QueryRunner runner, ODataQuery query, Dialect dialect, Verification verification) {

  /**
   * The rows of the request; called by generated code.
   *
   * @param parameters values of the query's parameters in Calcite's internal representation
   * @param scalar whether rows of one column are its value rather than an array
   */
  public static Enumerable<Object> execute(
      DataContext root, RequestPlan plan, Object[] parameters, boolean scalar) {
    return new RepeatableRows(
        root, deadline -> new RowEnumerator(plan.runner.open(plan, parameters, deadline), scalar));
  }

  /** The same for a service that does not know {@code in}. */
  RequestPlan withoutIn() {
    return new RequestPlan(runner, query, dialect.withoutIn(), verification);
  }

  /** The same plan for another query. */
  RequestPlan with(ODataQuery changed) {
    return new RequestPlan(runner, changed, dialect, verification);
  }

  /**
   * The query as it is sent: with the columns that checking needs, after those that were asked for.
   */
  public ODataQuery wireQuery(ODataQuery asked) {
    boolean checked =
        verification != Verification.OFF && !asked.count() && asked.aggregation() == null;
    return checked ? withCheckedColumns(asked) : asked;
  }

  /** The columns of the query's filter and order. */
  static Set<Column> checkedColumns(ODataQuery query) {
    Set<Column> columns = new LinkedHashSet<>();
    if (query.filter() != null) {
      Binder.paths(query.filter()).stream().map(Path::column).forEach(columns::add);
    }
    query.order().stream().map(Order::column).forEach(columns::add);
    return columns;
  }

  /** The query with the columns of its filter and order selected too. */
  static ODataQuery withCheckedColumns(ODataQuery query) {
    Set<Column> columns = new LinkedHashSet<>(query.columns());
    columns.addAll(checkedColumns(query));
    List<Column> all = new ArrayList<>(columns);
    return query.withColumns(all).orElse(query);
  }
}
