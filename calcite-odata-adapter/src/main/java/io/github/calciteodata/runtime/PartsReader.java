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
import io.github.calciteodata.query.Evaluator;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.Path;
import io.github.calciteodata.query.FilterSplitter.Part;
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.query.ODataQuery.Order;
import io.github.calciteodata.query.ODataQuery.RowCount;
import io.github.calciteodata.runtime.CheckedCursor.PassedOn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Reads a query in pieces, several at a time, and puts their rows together. */
final class PartsReader {
  private final QueryRunner runner;
  private final RequestPlan plan;
  private final Deadline deadline;

  PartsReader(QueryRunner runner, RequestPlan plan, Deadline deadline) {
    this.runner = runner;
    this.plan = plan;
    this.deadline = deadline;
  }

  /**
   * The rows of the query, and maybe further columns after its own.
   *
   * @param passedOn refusals of the first piece that are thrown
   */
  RowCursor read(ODataQuery query, List<Part> parts, PassedOn passedOn) {
    boolean checked = needsCheck(query, parts);
    List<Column> columns = columns(query, parts, checked);
    Evaluator evaluator = new Evaluator(columns);
    List<RowCursor> cursors = new ArrayList<>();
    for (Part part : parts) {
      // each piece may have all the rows that the limit lets through
      ODataQuery asked =
          part.query()
              .withColumns(columns)
              .orElseThrow()
              .replacingLimit(null, sum(query.skip(), query.top()));
      PassedOn ofThis = cursors.isEmpty() ? passedOn : PassedOn.NONE;
      // while the first pieces are read it may turn out that the others are too large
      RowCursor rows =
          Cursors.later(
              () ->
                  new SmallRequests(runner, plan, asked, deadline)
                      .rows(RequestSize.of(runner.limits()), ofThis));
      cursors.add(checked ? Cursors.filtered(rows, belongs(evaluator, part)) : rows);
    }
    // a service that has to be checked shows with the first piece whether it takes the filter
    boolean cautious = plan.verification() != Verification.OFF || passedOn != PassedOn.NONE;
    int ahead = Math.max(1, runner.limits().parallelism());
    RowCursor all =
        query.order().isEmpty()
            ? new SequenceCursor(cursors, ahead, cautious)
            : new MergedCursor(cursors, evaluator.comparator(query.order()), ahead, cautious);
    if (query.skip() != null) {
      all = Cursors.skipping(all, query.skip().value());
    }
    return query.top() == null ? all : Cursors.limited(all, query.top().value());
  }

  /**
   * Whether a row may come with several pieces: alternatives may be true for the same row, and what
   * is not compared as here may be equal to values of several pieces.
   */
  private boolean needsCheck(ODataQuery query, List<Part> parts) {
    return !query.exact()
        || plan.verification() != Verification.OFF
        || parts.stream().anyMatch(part -> !part.others().isEmpty());
  }

  private static List<Column> columns(ODataQuery query, List<Part> parts, boolean checked) {
    Set<Column> columns = new LinkedHashSet<>(query.columns());
    query.order().stream().map(Order::column).forEach(columns::add);
    if (checked) {
      for (Part part : parts) {
        for (Expression wanted : part.wanted()) {
          Binder.paths(wanted).stream().map(Path::column).forEach(columns::add);
        }
      }
    }
    // the same column may be selected twice
    List<Column> all = new ArrayList<>(query.columns());
    columns.stream().filter(c -> !all.contains(c)).forEach(all::add);
    return all;
  }

  private static Predicate<Object[]> belongs(Evaluator evaluator, Part part) {
    return row ->
        part.wanted().stream().allMatch(e -> evaluator.matches(e, row))
            && part.others().stream().noneMatch(e -> evaluator.matches(e, row));
  }

  private static RowCount sum(RowCount skip, RowCount top) {
    if (top == null || skip == null) {
      return top;
    }
    return RowCount.of(Math.addExact(skip.value(), top.value()));
  }

  /** Rows one piece after the other, while the next ones are fetched. */
  private static final class SequenceCursor implements RowCursor {
    private final List<RowCursor> cursors;
    private final int ahead;
    private boolean cautious;
    private int at;
    private int begun;

    SequenceCursor(List<RowCursor> cursors, int ahead, boolean cautious) {
      this.cursors = cursors;
      this.ahead = ahead;
      this.cautious = cautious;
    }

    @Override
    public Object[] next() throws SQLException {
      while (at < cursors.size()) {
        beginNext();
        Object[] row = cursors.get(at).next();
        cautious = false;
        if (row != null) {
          return row;
        }
        cursors.get(at).close();
        at++;
      }
      return null;
    }

    @Override
    public void begin() {
      beginNext();
    }

    private void beginNext() {
      int until = cautious ? 1 : Math.min(cursors.size(), at + ahead);
      for (; begun < until; begun++) {
        cursors.get(begun).begin();
      }
    }

    @Override
    public void close() {
      for (; at < cursors.size(); at++) {
        cursors.get(at).close();
      }
    }
  }
}
