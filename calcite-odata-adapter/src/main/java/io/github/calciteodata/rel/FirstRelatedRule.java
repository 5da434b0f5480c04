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
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.query.ODataQuery.Order;
import io.github.calciteodata.query.ODataQuery.RowCount;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/**
 * Pushes the join with the first related rows of each row. Calcite makes of {@code LATERAL (SELECT
 * … ORDER BY … LIMIT 2)} a numbering of the rows by the key, {@code ROW_NUMBER() OVER (PARTITION BY
 * CustomerID ORDER BY Freight DESC) <= 2}, which may be written as well; it is {@code
 * Customers?$select=CompanyName&$expand=Orders($select=OrderID;$orderby=Freight desc;$top=2)}.
 */
final class FirstRelatedRule extends RelRule<RuleConfig> {
  FirstRelatedRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    int at = call.rel(0) instanceof LogicalProject ? 1 : 0;
    LogicalJoin join = call.rel(at);
    boolean leafFirst = call.rel(at + 1) instanceof ODataQueryRel;
    int below = at + (leafFirst ? 2 : 1);
    int filter = call.rel(below) instanceof LogicalFilter ? below : below + 1;
    ODataQueryRel leaf = call.rel(leafFirst ? at + 1 : filter + 3);
    LogicalProject numbered = call.rel(filter + 1);
    List<RexNode> chosen =
        filter == below
            ? numbered.getProjects()
            : RelOptUtil.pushPastProject(call.<LogicalProject>rel(below).getProjects(), numbered);
    ODataQueryRel related = call.rel(filter + 2);
    boolean inner = join.getJoinType() == JoinRelType.INNER;
    boolean follows = inner || (leafFirst && join.getJoinType() == JoinRelType.LEFT);
    ODataQuery query = related.spec().query();
    if (!follows || !query.exact() || query.changesRows()) {
      return;
    }
    List<Integer> places = places(leaf, chosen, leafFirst);
    if (places.contains(-1) != (at == 1)) {
      return;
    }
    JoinKeys keys = leafFirst ? JoinKeys.of(join) : JoinKeys.of(join).swapped();
    Optional<RowNumber> number = RowNumber.of(call.rel(filter), numbered);
    keys.through(column -> column(chosen, column))
        .filter(mapped -> number.isPresent() && mapped.rest().isEmpty())
        .flatMap(mapped -> expanded(leaf.spec(), related.spec(), mapped, number.get(), inner))
        .flatMap(
            spec ->
                at == 0
                    ? row(spec, places, leaf, join.getRowType().getFieldList())
                    : below(call.rel(0), spec, places, leaf, join))
        .ifPresent(call::transformTo);
  }

  /** Of each column of the join, which one it is of the leaf that is made; -1 for the number. */
  private static List<Integer> places(ODataQueryRel leaf, List<RexNode> chosen, boolean leafFirst) {
    int width = leaf.spec().query().columns().size();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      int column = column(chosen, i);
      places.add(column < 0 ? -1 : width + column);
    }
    List<Integer> own = IntStream.range(0, width).boxed().toList();
    places.addAll(leafFirst ? 0 : places.size(), own);
    return places;
  }

  /** Where the join has the number, but nobody asks for it. */
  private static Optional<RelNode> below(
      LogicalProject top,
      RequestSpec spec,
      List<Integer> places,
      ODataQueryRel leaf,
      LogicalJoin join) {
    List<Integer> used = RelOptUtil.InputFinder.bits(top.getProjects(), null).asList();
    List<RexNode> projects =
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return new RexInputRef(used.indexOf(ref.getIndex()), ref.getType());
          }
        }.visitList(top.getProjects());
    return row(
            spec,
            used.stream().map(places::get).toList(),
            leaf,
            used.stream().map(join.getRowType().getFieldList()::get).toList())
        .map(
            rows ->
                LogicalProject.create(
                    rows, top.getHints(), projects, top.getRowType(), top.getVariablesSet()));
  }

  /** The column of the leaf below that is the field, or -1. */
  private static int column(List<RexNode> chosen, int field) {
    return chosen.get(field) instanceof RexInputRef ref ? ref.getIndex() : -1;
  }

  private static Optional<RequestSpec> expanded(
      RequestSpec spec, RequestSpec other, JoinKeys keys, RowNumber number, boolean inner) {
    List<Column> columns = other.query().columns();
    Set<String> groups = new HashSet<>();
    number.groups().forEach(i -> groups.add(columns.get(i).path()));
    for (Navigation navigation : Navigation.between(spec, other, keys)) {
      Set<String> targets = new HashSet<>();
      navigation.relation().targetColumns().forEach(c -> targets.add(c.path()));
      if (navigation.collection()
          && navigation.single()
          && navigation.rest().isEmpty()
          && targets.equals(groups)) {
        Optional<RequestSpec> first =
            ExpandRule.joined(spec, other, navigation, inner)
                .flatMap(joined -> first(joined, navigation, columns, number));
        if (first.isPresent()) {
          return first;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<RequestSpec> first(
      RequestSpec joined, Navigation navigation, List<Column> columns, RowNumber number) {
    List<String> way = new ArrayList<>(navigation.route());
    way.add(navigation.relation().path());
    Optional<List<Order>> order =
        SortRule.keys(
            number.order(),
            columns,
            (column, descending) ->
                joined.rules().canSortRelated(navigation.path(), column, descending));
    return order
        .filter(keys -> joined.rules().canLimitRelated(navigation.path(), number.most()))
        .map(keys -> joined.query().withRelatedOrder(way, keys, RowCount.of(number.most())))
        .map(query -> joined.with(query, joined.parameters()).withFanOut((double) number.most()));
  }

  private static Optional<RelNode> row(
      RequestSpec spec, List<Integer> places, ODataQueryRel leaf, List<RelDataTypeField> wanted) {
    if (places.contains(-1)) {
      return Optional.empty();
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      boolean nullable = wanted.get(i).getType().isNullable();
      columns.add(spec.query().columns().get(places.get(i)).asNullable(nullable));
    }
    List<RelDataType> types = wanted.stream().map(RelDataTypeField::getType).toList();
    return spec.query()
        .withColumns(columns)
        .map(query -> new ODataQueryRel(leaf.getCluster(), spec.with(query, spec.parameters())))
        .filter(rel -> RelOptUtil.getFieldTypeList(rel.getRowType()).equals(types))
        .map(RelNode.class::cast);
  }
}
