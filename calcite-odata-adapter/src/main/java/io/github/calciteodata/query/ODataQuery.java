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
package io.github.calciteodata.query;

import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.TableModel;
import java.util.List;
import java.util.Optional;

/**
 * One request to an entity set, before its parameters are known. OData evaluates in a fixed order -
 * filter, aggregation, order, skip, top, select - so every {@code withX} answers empty when the
 * option would come too late to mean the same. Immutable.
 *
 * @param columns what is selected, in the order of the row; at least one unless {@code count}
 * @param filter null for all rows
 * @param exact false when the filter lets more rows through than the SQL condition; then nothing
 *     that limits or counts may follow
 * @param skip rows to pass over, or null
 * @param top rows to read at most, or null
 * @param count the answer is one row with the number of entities
 * @param aggregation what becomes of the rows that the filter lets through, or null; columns,
 *     order, skip and top are then those of its result
 */
public record ODataQuery(
    TableModel table,
    List<Column> columns,
    Expression filter,
    boolean exact,
    List<Order> order,
    RowCount skip,
    RowCount top,
    boolean count,
    Aggregation aggregation) {

  public ODataQuery {
    columns = List.copyOf(columns);
    order = List.copyOf(order);
  }

  /**
   * One key of {@code $orderby}; nulls come first ascending and last descending (Protocol
   * 11.2.6.2).
   */
  public record Order(Column column, boolean descending) {}

  /**
   * A number of rows: a constant, or the parameter of this index when {@code parameter} is not
   * negative.
   */
  public record RowCount(long value, int parameter) {
    /** A known number. */
    public static RowCount of(long value) {
      return new RowCount(value, -1);
    }

    /** A number known when the statement runs. */
    public static RowCount parameter(int index) {
      return new RowCount(-1, index);
    }
  }

  /** All columns of all rows. */
  public static ODataQuery all(TableModel table) {
    return new ODataQuery(table, table.columns(), null, true, List.of(), null, null, false, null);
  }

  /** Keeps only rows for which the condition is true. */
  public Optional<ODataQuery> withFilter(Expression condition, boolean conditionExact) {
    if (count || isLimited() || isOneRow()) {
      return Optional.empty();
    }
    boolean bothExact = exact && conditionExact;
    if (aggregation != null) {
      Aggregation kept = aggregation.withHaving(both(aggregation.having(), condition));
      return Optional.of(
          new ODataQuery(table, columns, filter, bothExact, order, skip, top, false, kept));
    }
    return Optional.of(
        new ODataQuery(
            table, columns, both(filter, condition), bothExact, order, skip, top, false, null));
  }

  private static Expression both(Expression first, Expression second) {
    return first == null ? second : Expressions.and(List.of(first, second));
  }

  /** Only these columns, in this order. */
  public Optional<ODataQuery> withColumns(List<Column> selected) {
    if (count || selected.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ODataQuery(table, selected, filter, exact, order, skip, top, false, aggregation));
  }

  /** Sorted by these keys; a later order replaces an earlier one. */
  public Optional<ODataQuery> withOrder(List<Order> keys) {
    if (count || isLimited() || isOneRow()) {
      return Optional.empty();
    }
    return Optional.of(
        new ODataQuery(table, columns, filter, exact, keys, null, null, false, aggregation));
  }

  /** Passes over {@code skipped} rows and reads {@code limit} at most; either may be null. */
  public Optional<ODataQuery> withLimit(RowCount skipped, RowCount limit) {
    if (count || isLimited() || !exact || isOneRow()) {
      return Optional.empty();
    }
    return Optional.of(
        new ODataQuery(table, columns, filter, true, order, skipped, limit, false, aggregation));
  }

  /** One row with the number of rows. */
  public Optional<ODataQuery> withCount() {
    if (count || isLimited() || !exact || table.singleton() || aggregation != null) {
      return Optional.empty();
    }
    return Optional.of(
        new ODataQuery(table, List.of(), filter, true, List.of(), null, null, true, null));
  }

  /** One row per group; the columns are the groups and after them the aliases. */
  public Optional<ODataQuery> withAggregation(Aggregation wanted) {
    if (count || isLimited() || !exact || table.singleton() || aggregation != null) {
      return Optional.empty();
    }
    return Optional.of(
        new ODataQuery(
            table, wanted.columns(), filter, true, List.of(), null, null, false, wanted));
  }

  /** These columns of the entities that the filter lets through, in any order, not aggregated. */
  public ODataQuery plain(List<Column> selected) {
    return new ODataQuery(table, selected, filter, true, List.of(), null, null, false, null);
  }

  /** The same with another filter, null for none; the rows are others then. */
  public ODataQuery replacingFilter(Expression other) {
    return new ODataQuery(table, columns, other, exact, order, skip, top, count, aggregation);
  }

  /** The same with another window; either may be null. */
  public ODataQuery replacingLimit(RowCount skipped, RowCount limit) {
    return new ODataQuery(table, columns, filter, exact, order, skipped, limit, count, aggregation);
  }

  /** Whether {@code $skip} or {@code $top} is set. */
  public boolean isLimited() {
    return skip != null || top != null;
  }

  /** Whether the answer is one row whatever there is: conditions and limits on it stay above. */
  private boolean isOneRow() {
    return aggregation != null && aggregation.groups().isEmpty();
  }
}
