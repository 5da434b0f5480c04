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
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.query.Aggregation;
import io.github.calciteodata.query.Aggregation.Measure;
import io.github.calciteodata.query.Aggregation.Method;
import io.github.calciteodata.query.Expression.Constant;
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.runtime.LearnedOptions.Option;
import java.math.BigDecimal;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a service aggregated. When it refuses to, or its numbers cannot be what SQL asks for,
 * the rows are read as they are and aggregated here.
 */
final class ApplyCursor implements RowCursor {
  /** Rows that are looked at before the first is handed on: then all can still be had otherwise. */
  private static final int HELD_ROWS = 1_000;

  /** Answers that say nothing of {@code $apply}: who asks, how often, how long it takes. */
  private static final Set<Integer> OTHER_REASONS = Set.of(401, 403, 407, 408, 429, 502, 503, 504);

  private final QueryRunner runner;
  private final RequestPlan plan;
  private final ODataQuery asked;
  private final Aggregation aggregation;
  private final Deadline deadline;
  private final List<Optional<Measure>> measures;
  private final ArrayDeque<Object[]> held = new ArrayDeque<>();
  private RowCursor rows;
  private boolean local;
  private boolean any;

  ApplyCursor(QueryRunner runner, RequestPlan plan, ODataQuery asked, Deadline deadline) {
    this.runner = runner;
    this.plan = plan;
    this.asked = asked;
    this.aggregation = asked.aggregation();
    this.deadline = deadline;
    this.measures = asked.columns().stream().map(aggregation::measure).toList();
  }

  /** The answer of a service cannot be the answer to the statement. */
  private static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String reason) {
      super(reason, null, false, false);
    }
  }

  @Override
  public Object[] next() throws SQLException {
    if (rows == null) {
      start();
    }
    try {
      return held.isEmpty() ? read() : held.poll();
    } catch (Unusable e) {
      learn(e.getMessage());
      throw new SQLException(
          asked.table().resource()
              + ": the service "
              + e.getMessage()
              + " $apply. Run the statement again: it is aggregated here from now on",
          "HY000");
    }
  }

  private void start() throws SQLException {
    if (asked.filter() instanceof Constant) {
      rows = aggregated(Cursors.empty(), List.copyOf(aggregation.inputs().toList()));
      local = true;
      return;
    }
    if (runner.isTooLarge(plan, asked)) {
      aggregateHere();
      return;
    }
    List<Column> wire =
        asked.columns().stream()
            .map(c -> aggregation.measure(c).map(Measures::wire).orElse(c))
            .toList();
    rows = runner.read(plan, asked, wire, asked.top() == null ? -1 : asked.top().value(), deadline);
    try {
      for (Object[] row = read(); row != null; row = held.size() < HELD_ROWS ? read() : null) {
        held.add(row);
      }
    } catch (Unusable e) {
      aggregateHere();
      learn(e.getMessage());
    } catch (SQLDataException e) {
      if (e.getSQLState().equals(UnfitValue.OUT_OF_RANGE)) {
        throw e;
      }
      insteadOf(e);
      learn("does not answer a number with");
    } catch (ODataServiceException e) {
      if (e.status() < 400 || OTHER_REASONS.contains(e.status())) {
        throw e;
      }
      long lessons = runner.learned().version();
      int sizes = runner.limits().lessons();
      insteadOf(e);
      // a refused condition is blamed when it is refused beside nothing else, too
      if (QueryRunner.isRefusal(e)
          && !QueryRunner.isTooLong(e)
          && runner.learned().version() == lessons
          && runner.limits().lessons() == sizes) {
        learn("refuses");
      }
    }
  }

  private void learn(String reason) {
    runner.learned().learn(asked.table().resource(), Option.APPLY, reason);
  }

  /** Only an answer proves that the aggregation was what the service failed at. */
  private void insteadOf(SQLException failure) throws SQLException {
    try {
      aggregateHere();
      Object[] first = rows.next();
      if (first != null) {
        held.add(first);
      }
    } catch (SQLException e) {
      close();
      failure.addSuppressed(e);
      throw failure;
    }
  }

  private void aggregateHere() {
    if (rows != null) {
      rows.close();
    }
    held.clear();
    local = true;
    Set<Column> inputs = new LinkedHashSet<>(aggregation.inputs().toList());
    if (inputs.isEmpty()) {
      List<Integer> key = asked.table().key();
      inputs.add(asked.table().columns().get(key.isEmpty() ? 0 : key.get(0)));
    }
    List<Column> columns = List.copyOf(inputs);
    rows = aggregated(new LengthLadder(runner, plan, asked.plain(columns), deadline), columns);
  }

  /** Conditions, order and limits follow; then the columns that were asked for. */
  private RowCursor aggregated(RowCursor plain, List<Column> columns) {
    List<Column> all = aggregation.columns();
    ODataQuery after =
        new ODataQuery(
            asked.table(),
            all,
            aggregation.having(),
            true,
            asked.order(),
            asked.skip(),
            asked.top(),
            false,
            null,
            asked.expansions());
    RowCursor cursor = new LocalCursor(new LocalAggregation(plain, columns, aggregation), after);
    return Cursors.columns(cursor, asked.columns().stream().mapToInt(all::indexOf).toArray());
  }

  private Object[] read() throws SQLException, Unusable {
    Object[] row = rows.next();
    if (local) {
      return row;
    }
    if (row == null) {
      if (any || !aggregation.groups().isEmpty()) {
        return null;
      }
      // some services answer no row where there is nothing to aggregate
      row = new Object[measures.size()];
    }
    any = true;
    for (int i = 0; i < row.length; i++) {
      if (measures.get(i).isPresent()) {
        row[i] = value(measures.get(i).get(), row[i]);
      }
    }
    return row;
  }

  private Object value(Measure measure, Object value) throws SQLException, Unusable {
    Object result =
        value == null && aggregation.groups().isEmpty() ? Measures.ofNothing(measure) : value;
    if (result == null && !measure.alias().nullable()) {
      throw new Unusable("ignores");
    }
    if (result == null || measure.method() == Method.MIN || measure.method() == Method.MAX) {
      return result;
    }
    if (!(result instanceof BigDecimal number)) {
      return result;
    }
    try {
      return Measures.fit(number, measure.alias());
    } catch (ArithmeticException e) {
      if (Measures.isOutOfRange(number, measure.alias())) {
        throw Measures.outOfRange(number);
      }
      throw new Unusable("does not add up exactly with");
    }
  }

  @Override
  public void close() {
    if (rows == null) {
      rows = Cursors.empty();
    }
    rows.close();
    held.clear();
  }
}
