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
package io.github.calciteodata.rel;

import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.query.Expansion;
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.query.ODataQuery.Order;
import io.github.calciteodata.query.ODataQuery.RowCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelFieldCollation.NullDirection;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/** Pushes an order, a limit, or both; an order with a limit only together. */
final class SortRule extends RelRule<RuleConfig> {
  /**
   * Rows that are held back until it is known that the service obeyed the filter beside the limit.
   */
  private static final long MOST_VERIFIED_ROWS = 10_000;

  SortRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalSort sort = call.rel(0);
    ODataQueryRel leaf = call.rel(1);
    if (leaf.spec().query().aggregation() != null
        && (!leaf.spec().rules().aggregation().order() || leaf.spec().rules().verified())) {
      return;
    }
    RuntimeValues values = new RuntimeValues(leaf.spec().parameters());
    order(leaf.spec(), sort.getCollation().getFieldCollations())
        .flatMap(ordered -> limit(leaf.spec().rules(), ordered, sort, values))
        .ifPresent(
            query ->
                call.transformTo(
                    // where no null can be, any place for nulls is kept
                    sort.getCollation().getFieldCollations().isEmpty()
                        ? leaf.with(query, values.nodes())
                        : leaf.with(query, values.nodes(), sort.getCollation())));
  }

  private static Optional<ODataQuery> order(RequestSpec spec, List<RelFieldCollation> collations) {
    if (collations.isEmpty()) {
      return Optional.of(spec.query());
    }
    int inside = 0;
    while (inside < collations.size() && related(spec, collations.get(inside)).isEmpty()) {
      inside++;
    }
    Optional<List<Order>> keys =
        keys(collations.subList(0, inside), spec.query().columns(), spec.rules()::canSort);
    if (inside == collations.size()) {
      return keys.flatMap(spec.query()::withOrder);
    }
    List<RelFieldCollation> rest = collations.subList(inside, collations.size());
    return keys.filter(first -> isUnique(first, spec.query().table()))
        .flatMap(first -> related(spec, first, rest));
  }

  /** The order that the service has to make; empty when it would be another one. */
  static Optional<List<Order>> keys(
      List<RelFieldCollation> collations,
      List<Column> columns,
      BiPredicate<Column, Boolean> canSort) {
    List<Order> keys = new ArrayList<>();
    for (RelFieldCollation collation : collations) {
      Column column = columns.get(collation.getFieldIndex());
      boolean descending = collation.getDirection().isDescending();
      // nulls come first ascending and last descending (Protocol 11.2.6.2)
      NullDirection wanted = descending ? NullDirection.LAST : NullDirection.FIRST;
      if ((column.nullable() && collation.nullDirection != wanted)
          || !canSort.test(column, descending)) {
        return Optional.empty();
      }
      keys.add(new Order(column, descending));
    }
    return Optional.of(keys);
  }

  /** The collection that the column is of. */
  private static Optional<Expansion> related(RequestSpec spec, RelFieldCollation collation) {
    Column column = spec.query().columns().get(collation.getFieldIndex());
    return spec.query().expansions().stream()
        .filter(e -> e.relation().collection() && e.holds(column))
        .findFirst();
  }

  private static boolean isUnique(List<Order> keys, TableModel table) {
    return !table.key().isEmpty()
        && table.key().stream()
            .map(i -> table.columns().get(i).path())
            .allMatch(path -> keys.stream().anyMatch(k -> k.column().path().equals(path)));
  }

  /**
   * Where the first keys tell each entity from all others, the further ones order the rows in it:
   * {@code ORDER BY c.CustomerID, o.Freight} is {@code
   * $orderby=CustomerID&$expand=Orders($orderby=Freight)}.
   */
  private static Optional<ODataQuery> related(
      RequestSpec spec, List<Order> first, List<RelFieldCollation> rest) {
    Expansion inside = related(spec, rest.get(0)).orElseThrow();
    // as they are in their table: an outer join puts nulls into rows of their own
    List<Column> columns =
        spec.query().columns().stream()
            .map(c -> inside.holds(c) ? inside.relative(c).path() : "")
            .map(path -> column(inside.table(), path).orElse(null))
            .toList();
    boolean own = rest.stream().allMatch(c -> columns.get(c.getFieldIndex()) != null);
    if (!own || inside.top() != null) {
      return Optional.empty();
    }
    String path = inside.relation().path();
    return keys(
            rest,
            columns,
            (column, descending) -> spec.rules().canSortRelated(path, column, descending))
        .flatMap(
            keys ->
                spec.query()
                    .withOrder(first)
                    .map(query -> query.withRelatedOrder(List.of(path), keys, null)));
  }

  private static Optional<Column> column(TableModel table, String path) {
    return table.columns().stream().filter(c -> c.path().equals(path)).findFirst();
  }

  private static Optional<ODataQuery> limit(
      PushdownRules rules, ODataQuery query, LogicalSort sort, RuntimeValues values) {
    if (sort.offset == null && sort.fetch == null) {
      return Optional.of(query);
    }
    if (sort.fetch != null && !rules.limit()) {
      return Optional.empty();
    }
    Optional<RowCount> skip = rowCount(sort.offset, values);
    Optional<RowCount> top = rowCount(sort.fetch, values);
    boolean translated =
        skip.isPresent() == (sort.offset != null) && top.isPresent() == (sort.fetch != null);
    boolean skips =
        sort.offset != null
            && !(sort.offset instanceof RexLiteral l && RexLiteral.intValue(l) == 0);
    if (!translated || (skips && !rules.skip())) {
      return Optional.empty();
    }
    if (rules.verified() && query.filter() != null) {
      // rows passed over by the service cannot be checked; too many cannot be held back
      boolean few =
          top.isPresent() && top.get().parameter() < 0 && top.get().value() <= MOST_VERIFIED_ROWS;
      if (skips || !few) {
        return Optional.empty();
      }
    }
    return query.withLimit(skips ? skip.get() : null, top.orElse(null));
  }

  private static Optional<RowCount> rowCount(RexNode node, RuntimeValues values) {
    if (node instanceof RexLiteral literal && !literal.isNull()) {
      return Optional.of(RowCount.of(literal.getValueAs(Long.class)));
    }
    if (node instanceof RexDynamicParam) {
      return Optional.of(RowCount.parameter(values.indexOf(node)));
    }
    return Optional.empty();
  }
}
