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
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Path;
import io.github.calciteodata.query.Expressions;
import io.github.calciteodata.query.ODataQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Counts values by groups, where they may be null, with a request of its own, since {@code $count}
 * counts entities: {@code SELECT CategoryID, SUM(UnitPrice), COUNT(UnitPrice)} is {@code
 * groupby((CategoryID),aggregate(UnitPrice with sum as c0))} and {@code filter(UnitPrice ne
 * null)/groupby((CategoryID),aggregate($count as c0))}, joined by the group.
 */
final class ValueCountRule extends RelRule<RuleConfig> {
  ValueCountRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalAggregate aggregate = call.rel(0);
    ODataQueryRel leaf = call.rel(call.rels.length - 1);
    RequestSpec spec = leaf.spec();
    if (!spec.rules().aggregation().allowed()
        || !spec.rules().aggregation().filter()
        || !spec.rules().dependable()
        || spec.query().aggregation() != null
        || spec.query().count()
        || aggregate.getGroupSet().isEmpty()
        || aggregate.getGroupSets().size() != 1) {
      return;
    }
    AggregateTranslator translator = translator(call, spec);
    List<AggregateCall> others = new ArrayList<>();
    Set<Column> nulls = Set.of();
    for (AggregateCall each : aggregate.getAggCallList()) {
      Set<Column> leftOut = translator.leftOut(each).orElse(Set.of());
      if (leftOut.isEmpty()) {
        others.add(each);
      } else if (nulls.isEmpty() || nulls.equals(leftOut)) {
        nulls = leftOut;
      } else {
        return;
      }
    }
    if (nulls.isEmpty() || !nulls.stream().allMatch(spec.rules()::canFilter)) {
      return;
    }
    LogicalAggregate rest = with(aggregate, others);
    Set<Column> present = nulls;
    translator
        .translate(rest)
        .map(q -> (RelNode) leaf.with(q, spec.parameters()))
        .flatMap(left -> counts(call, left, others, present))
        .ifPresent(call::transformTo);
  }

  private static AggregateTranslator translator(RelOptRuleCall call, RequestSpec spec) {
    return new AggregateTranslator(
        spec, AggregateRule.fields(call), call.rel(0).getCluster().getTypeFactory());
  }

  private static LogicalAggregate with(LogicalAggregate aggregate, List<AggregateCall> calls) {
    return LogicalAggregate.create(
        aggregate.getInput(), List.of(), aggregate.getGroupSet(), null, calls);
  }

  private static Optional<RelNode> counts(
      RelOptRuleCall call, RelNode left, List<AggregateCall> others, Set<Column> nulls) {
    LogicalAggregate aggregate = call.rel(0);
    ODataQueryRel leaf = call.rel(call.rels.length - 1);
    AggregateCall values =
        aggregate.getAggCallList().stream()
            .filter(c -> !others.contains(c))
            .findFirst()
            .orElseThrow();
    LogicalAggregate count = with(aggregate, List.of(values.withArgList(List.of())));
    List<Expression> tests = new ArrayList<>();
    nulls.stream().map(c -> new NullTest(new Path(c), true)).forEach(tests::add);
    Optional<ODataQuery> present =
        leaf.spec()
            .query()
            .withFilter(Expressions.and(tests), true)
            .filter(q -> leaf.spec().rules().admits(q.filter()));
    return present
        .map(q -> leaf.spec().with(q, leaf.spec().parameters()))
        .flatMap(spec -> translator(call, spec).translate(count))
        .map(q -> leaf.with(q, leaf.spec().parameters()))
        .map(right -> joined(aggregate, others, left, right));
  }

  private static RelNode joined(
      LogicalAggregate aggregate, List<AggregateCall> others, RelNode left, RelNode right) {
    RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
    int groups = aggregate.getGroupCount();
    int width = left.getRowType().getFieldCount();
    List<RexNode> equal = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      RelDataType type = right.getRowType().getFieldList().get(i).getType();
      // the group of nulls has its partner, too
      equal.add(
          rexBuilder.makeCall(
              type.isNullable()
                  ? SqlStdOperatorTable.IS_NOT_DISTINCT_FROM
                  : SqlStdOperatorTable.EQUALS,
              rexBuilder.makeInputRef(left, i),
              rexBuilder.makeInputRef(type, width + i)));
    }
    RelNode join =
        LogicalJoin.create(
            left,
            right,
            List.of(),
            RexUtil.composeConjunction(rexBuilder, equal),
            Set.of(),
            JoinRelType.LEFT);
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      columns.add(rexBuilder.makeInputRef(join, i));
    }
    int other = groups;
    int counted = width + groups;
    for (AggregateCall each : aggregate.getAggCallList()) {
      RexNode number = rexBuilder.makeInputRef(join, others.contains(each) ? other++ : counted);
      columns.add(
          number.getType().equals(each.getType())
              ? number
              // $SUM0 and the number of no values
              : AggregateRule.orZero(rexBuilder, number, each.getType()));
    }
    return LogicalProject.create(join, List.of(), columns, aggregate.getRowType(), Set.of());
  }
}
