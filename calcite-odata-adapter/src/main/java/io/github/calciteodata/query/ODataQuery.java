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
import io.github.calciteodata.edm.Relation;
import io.github.calciteodata.edm.TableModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One request to an entity set, before its parameters are known. OData evaluates in a fixed order -
 * filter, aggregation, order, skip, top, select - so every {@code withX} answers empty when the
 * option would come too late to mean the same. Immutable.
 *
 * @param columns what is selected, in the order of the row; at least one unless {@code count}
 * @param filter null for all rows
 * @param exact false when the service's rows are more, or others, than the rows of the query: the
 *     filter lets more through than the SQL condition, or an expansion makes several rows of one;
 *     then nothing that limits or counts may follow
 * @param skip rows to pass over, or null
 * @param top rows to read at most, or null
 * @param count the answer is one row with the number of entities
 * @param aggregation what becomes of the rows that the filter lets through, or null; columns,
 *     order, skip and top are then those of its result
 * @param expansions related entities that columns, filter and order may reach into, by paths
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
    Aggregation aggregation,
    List<Expansion> expansions) {

  public ODataQuery {
    columns = List.copyOf(columns);
    order = List.copyOf(order);
    expansions = List.copyOf(expansions);
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
    return new ODataQuery(
        table, table.columns(), null, true, List.of(), null, null, false, null, List.of());
  }

  /** Keeps only rows for which the condition is true. */
  public Optional<ODataQuery> withFilter(Expression condition, boolean conditionExact) {
    if (count || isLimited() || isOneRow()) {
      return Optional.empty();
    }
    boolean bothExact = exact && conditionExact;
    if (aggregation != null) {
      Aggregation kept = aggregation.withHaving(Expansion.both(aggregation.having(), condition));
      return Optional.of(
          new ODataQuery(
              table, columns, filter, bothExact, order, skip, top, false, kept, expansions));
    }
    return Optional.of(
        new ODataQuery(
            table,
            columns,
            Expansion.both(filter, condition),
            bothExact,
            order,
            skip,
            top,
            false,
            null,
            expansions));
  }

  /** Only these columns, in this order. */
  public Optional<ODataQuery> withColumns(List<Column> selected) {
    if (count || selected.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ODataQuery(
            table, selected, filter, exact, order, skip, top, false, aggregation, expansions));
  }

  /** Sorted by these keys; a later order replaces an earlier one. */
  public Optional<ODataQuery> withOrder(List<Order> keys) {
    if (count || isLimited() || isOneRow()) {
      return Optional.empty();
    }
    return Optional.of(
        new ODataQuery(
            table, columns, filter, exact, keys, null, null, false, aggregation, expansions));
  }

  /** Passes over {@code skipped} rows and reads {@code limit} at most; either may be null. */
  public Optional<ODataQuery> withLimit(RowCount skipped, RowCount limit) {
    if (count || isLimited() || !exact || isOneRow()) {
      return Optional.empty();
    }
    return Optional.of(
        new ODataQuery(
            table, columns, filter, true, order, skipped, limit, false, aggregation, expansions));
  }

  /** One row with the number of rows. */
  public Optional<ODataQuery> withCount() {
    if (count || isLimited() || !exact || table.singleton() || aggregation != null) {
      return Optional.empty();
    }
    return Optional.of(
        new ODataQuery(
            table, List.of(), filter, true, List.of(), null, null, true, null, expansions));
  }

  /** One row per group; the columns are the groups and after them the aliases. */
  public Optional<ODataQuery> withAggregation(Aggregation wanted) {
    if (count || isLimited() || !exact || table.singleton() || aggregation != null) {
      return Optional.empty();
    }
    return Optional.of(
        new ODataQuery(
            table,
            wanted.columns(),
            filter,
            true,
            List.of(),
            null,
            null,
            false,
            wanted,
            expansions));
  }

  /** These columns of the entities that the filter lets through, in any order, not aggregated. */
  public ODataQuery plain(List<Column> selected) {
    return new ODataQuery(
        table, selected, filter, true, List.of(), null, null, false, null, expansions);
  }

  /**
   * Joined with the related rows of another query, whose columns follow those of this one.
   *
   * @param route navigation properties, expanded already, to the entity that has the relation
   * @param inner whether rows without related ones go; else they stay, with nulls
   * @param guard a condition on the entity at the end of the route that holds for all that have a
   *     related one, or null
   * @param guardExact whether the guard holds for no others
   */
  public Optional<ODataQuery> withExpansion(
      List<String> route,
      Relation relation,
      ODataQuery related,
      boolean inner,
      Expression guard,
      boolean guardExact) {
    boolean many = relation.collection();
    boolean required = inner && !guardExact;
    if (!isPlain() || !related.isPlain()) {
      return Optional.empty();
    }
    Expansion added =
        new Expansion(
            relation,
            related.table,
            inner,
            required,
            many ? related.filter : null,
            List.of(),
            null,
            related.expansions);
    // with an outer join the row has to stay when what is related is left out later
    boolean leavesOut =
        many
            ? related.expansions.stream().anyMatch(Expansion::hasRequiredCollection)
            : related.filter != null
                || related.expansions.stream().anyMatch(Expansion::hasRequired);
    if (!inner && leavesOut) {
      return Optional.empty();
    }
    Expression condition =
        many || related.filter == null
            ? guard
            : Expansion.both(guard, added.prefixed(related.filter));
    List<Column> all = new ArrayList<>(columns);
    for (Column column : related.columns) {
      // an inner join leaves out rows whose way there ends in null: no null comes from that
      Column inside = added.prefixed(column);
      all.add(route.isEmpty() ? inside : Expansion.through(String.join("/", route), inside));
    }
    return Expansion.grow(expansions, route, added, condition)
        .map(
            grown ->
                new ODataQuery(
                    table,
                    all,
                    Expansion.both(filter, grown.condition()),
                    exact && related.exact && !required && !many,
                    order,
                    null,
                    null,
                    false,
                    null,
                    grown.expansions()));
  }

  /**
   * The related entities at the end of these navigation properties in this order, and of each
   * entity not more than so many.
   *
   * @param most null for all
   */
  public ODataQuery withRelatedOrder(List<String> way, List<Order> keys, RowCount most) {
    return new ODataQuery(
        table,
        columns,
        filter,
        exact,
        order,
        skip,
        top,
        count,
        aggregation,
        Expansion.ordered(expansions, way, keys, most));
  }

  /** The same query with its parameters counted from this number on. */
  public ODataQuery parametersFrom(int first) {
    if (first == 0) {
      return this;
    }
    return new ODataQuery(
        table,
        columns,
        filter == null ? null : Rewriter.parametersFrom(first, filter),
        exact,
        order,
        from(first, skip),
        from(first, top),
        count,
        aggregation,
        expansions.stream().map(e -> e.parametersFrom(first)).toList());
  }

  private static RowCount from(int first, RowCount rows) {
    return rows == null || rows.parameter() < 0
        ? rows
        : RowCount.parameter(rows.parameter() + first);
  }

  /** The navigation properties whose rows the reader leaves out when there is nothing related. */
  public List<String> required() {
    List<String> paths = new ArrayList<>();
    required(expansions, "", paths);
    return paths;
  }

  private static void required(List<Expansion> level, String prefix, List<String> paths) {
    for (Expansion expansion : level) {
      String path = prefix + expansion.relation().path();
      if (expansion.required()) {
        paths.add(path);
      }
      required(expansion.expansions(), path + "/", paths);
    }
  }

  /** Whether one entity may be several rows. */
  public boolean hasCollection() {
    return expansions.stream().anyMatch(Expansion::hasCollection);
  }

  /** Whether the rows are others than the entities that the service counts. */
  public boolean changesRows() {
    return hasCollection() || expansions.stream().anyMatch(Expansion::hasRequired);
  }

  /**
   * The expansions that have to be sent: with columns in them, or with a say in which rows come.
   */
  public List<Expansion> sentExpansions() {
    return count || aggregation != null ? List.of() : sent(expansions, "");
  }

  private List<Expansion> sent(List<Expansion> level, String prefix) {
    List<Expansion> sent = new ArrayList<>();
    for (Expansion expansion : level) {
      String path = prefix + expansion.relation().path() + "/";
      List<Expansion> nested = sent(expansion.expansions(), path);
      if (expansion.required()
          || expansion.relation().collection()
          || !nested.isEmpty()
          || columns.stream().anyMatch(c -> c.path().startsWith(path))) {
        sent.add(expansion.with(nested, expansion.filter()));
      }
    }
    return sent;
  }

  /** Whether the rows are entities, all that the filter lets through. */
  public boolean isPlain() {
    return !count && !isLimited() && aggregation == null;
  }

  /** The same with another filter, null for none; the rows are others then. */
  public ODataQuery replacingFilter(Expression other) {
    return new ODataQuery(
        table, columns, other, exact, order, skip, top, count, aggregation, expansions);
  }

  /** The same with another window; either may be null. */
  public ODataQuery replacingLimit(RowCount skipped, RowCount limit) {
    return new ODataQuery(
        table, columns, filter, exact, order, skipped, limit, count, aggregation, expansions);
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
