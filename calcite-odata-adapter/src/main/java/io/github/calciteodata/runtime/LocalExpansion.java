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
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.query.Binder;
import io.github.calciteodata.query.Evaluator;
import io.github.calciteodata.query.Expansion;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.And;
import io.github.calciteodata.query.Expressions;
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.query.ODataQuery.Order;
import io.github.calciteodata.query.ODataQuery.RowCount;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Joins related entities in the engine, for a service that does not expand them: each set is read
 * once, the related ones are held in memory. Of the filter only what concerns a set itself is sent.
 */
final class LocalExpansion implements RowCursor {
  private static final List<Object[]> NOTHING = Collections.singletonList(null);

  private final QueryRunner runner;
  private final RequestPlan plan;
  private final ODataQuery query;
  private final Deadline deadline;
  private final List<Column> own;
  private final List<Side> sides = new ArrayList<>();
  private final ArrayDeque<Object[]> ready = new ArrayDeque<>();
  private RowCursor rows;
  private boolean closed;

  /** One related set: its columns, where they go, and its rows by key. */
  private static final class Side {
    final Expansion expansion;
    final List<Column> columns;
    final Map<List<Object>, List<Object[]>> rows = new HashMap<>();

    Side(Expansion expansion, List<Column> columns) {
      this.expansion = expansion;
      this.columns = columns;
    }
  }

  /** Rows have the columns of the query, but neither its filter nor its order are applied. */
  LocalExpansion(QueryRunner runner, RequestPlan plan, ODataQuery query, Deadline deadline) {
    this.runner = runner;
    this.plan = plan;
    this.query = query;
    this.deadline = deadline;
    Set<Column> base = new LinkedHashSet<>(query.columns());
    for (Expansion expansion : query.expansions()) {
      Set<Column> inside = new LinkedHashSet<>();
      base.stream().filter(expansion::holds).map(expansion::relative).forEach(inside::add);
      base.removeIf(expansion::holds);
      inside.addAll(expansion.relation().targetColumns());
      expansion.order().stream().map(Order::column).forEach(inside::add);
      sides.add(new Side(expansion, List.copyOf(inside)));
    }
    query.expansions().forEach(e -> base.addAll(e.relation().columns()));
    this.own = List.copyOf(base);
  }

  @Override
  public Object[] next() throws SQLException {
    if (rows == null && !closed) {
      for (Side side : sides) {
        read(side);
      }
      rows = open(query.table(), own, ownFilter(), List.of());
    }
    while (ready.isEmpty()) {
      Object[] row = closed ? null : rows.next();
      if (row == null) {
        close();
        return null;
      }
      join(row);
    }
    return ready.poll();
  }

  /** The rows of a query with its filter, order and limit, joined and evaluated here. */
  static RowCursor evaluated(
      QueryRunner runner, RequestPlan plan, ODataQuery asked, Deadline deadline)
      throws SQLException {
    ODataQuery local = RequestPlan.withCheckedColumns(asked);
    return new LocalCursor(
        new LocalExpansion(runner, plan, local, deadline),
        new RelatedKeys(runner, plan, deadline).resolve(local));
  }

  private RowCursor open(
      TableModel table, List<Column> columns, Expression filter, List<Expansion> expansions)
      throws SQLException {
    ODataQuery plain =
        new ODataQuery(
            table, columns, filter, true, List.of(), null, null, false, null, expansions);
    return expansions.isEmpty()
        ? new LengthLadder(runner, plan, plain, deadline)
        : evaluated(runner, plan, plain, deadline);
  }

  /** The part of the filter that concerns the set's own columns. */
  private Expression ownFilter() {
    if (query.filter() == null) {
      return null;
    }
    List<Expression> all =
        query.filter() instanceof And and ? and.operands() : List.of(query.filter());
    List<Expression> kept =
        all.stream()
            .filter(
                c ->
                    Binder.paths(c).stream()
                        .noneMatch(
                            p -> sides.stream().anyMatch(s -> s.expansion.holds(p.column()))))
            .toList();
    return kept.isEmpty() ? null : Expressions.and(kept);
  }

  private void read(Side side) throws SQLException {
    Expansion expansion = side.expansion;
    if (expansion.filter() instanceof Expression.Constant constant && !constant.value()) {
      return;
    }
    try (RowCursor related =
        open(expansion.table(), side.columns, expansion.filter(), expansion.expansions())) {
      Object[] row = related.next();
      while (row != null) {
        List<Object> key = key(row, side.columns, expansion.relation().targetColumns());
        if (key != null) {
          side.rows.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
        row = related.next();
      }
    }
    side.rows.replaceAll((key, rows) -> first(rows, side));
  }

  /** The rows that come inside an entity, in their order. */
  private static List<Object[]> first(List<Object[]> rows, Side side) {
    List<Order> order = side.expansion.order();
    if (!order.isEmpty()) {
      rows.sort(new Evaluator(side.columns).comparator(order));
    }
    RowCount top = side.expansion.top();
    return top == null || top.value() >= rows.size() ? rows : rows.subList(0, (int) top.value());
  }

  /** Null when a part is null: then nothing is related. */
  private static List<Object> key(Object[] row, List<Column> columns, List<Column> wanted) {
    List<Object> key = new ArrayList<>();
    for (Column column : wanted) {
      Object value = row[columns.indexOf(column)];
      if (value == null) {
        return null;
      }
      key.add(Evaluator.keyed(value));
    }
    return key;
  }

  private void join(Object[] row) {
    List<List<Object[]>> related = new ArrayList<>();
    for (Side side : sides) {
      List<Object> key = key(row, own, side.expansion.relation().columns());
      List<Object[]> found = key == null ? null : side.rows.get(key);
      if (found == null && side.expansion.required()) {
        return;
      }
      related.add(found == null ? NOTHING : found);
    }
    combine(row, related, new ArrayList<>());
  }

  private void combine(Object[] row, List<List<Object[]>> related, List<Object[]> chosen) {
    if (chosen.size() < related.size()) {
      for (Object[] one : related.get(chosen.size())) {
        chosen.add(one);
        combine(row, related, chosen);
        chosen.remove(chosen.size() - 1);
      }
      return;
    }
    Object[] all = new Object[query.columns().size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = value(query.columns().get(i), row, chosen);
    }
    ready.add(all);
  }

  private Object value(Column column, Object[] row, List<Object[]> chosen) {
    for (int i = 0; i < sides.size(); i++) {
      Side side = sides.get(i);
      if (side.expansion.holds(column)) {
        Object[] from = chosen.get(i);
        return from == null ? null : from[side.columns.indexOf(side.expansion.relative(column))];
      }
    }
    return row[own.indexOf(column)];
  }

  @Override
  public void close() {
    closed = true;
    if (rows != null) {
      rows.close();
    }
  }
}
