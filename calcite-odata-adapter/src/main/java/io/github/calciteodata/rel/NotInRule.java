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

import io.github.calciteodata.query.ODataQuery;
import java.util.List;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * Pushes what can be pushed of {@code NOT IN} where the sub-query may yield null, which no row
 * passes: {@code SELECT CategoryID FROM Categories WHERE CategoryID NOT IN (SELECT CategoryID FROM
 * Products WHERE UnitPrice > 100)}. Calcite joins with the keys, and counts them and the nulls
 * among them. The keys are not read but asked for, {@code Categories?$filter=not
 * Products/any(p:p/UnitPrice gt 100)}; the counts remain.
 */
final class NotInRule extends RelRule<RuleConfig> {
  NotInRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalFilter filter = call.rel(0);
    LogicalJoin join = call.rel(1);
    LogicalJoin counted = call.rel(2);
    ODataQueryRel leaf = call.rel(3);
    LogicalAggregate counts = call.rel(4);
    ODataQueryRel countedRows = call.rel(5);
    LogicalAggregate groups = call.rel(6);
    ODataQueryRel related = call.rel(7);
    boolean applies =
        join.getJoinType() == JoinRelType.LEFT
            && counted.getJoinType() == JoinRelType.INNER
            && counted.getCondition().isAlwaysTrue()
            && counts.getGroupCount() == 0
            && groups.getGroupSets().size() == 1
            && areSame(countedRows.spec(), related.spec())
            && RelOptUtil.conjunctions(filter.getCondition()).stream()
                .anyMatch(condition -> isFalseForMatches(condition, join, leaf, counts));
    if (!applies) {
      return;
    }
    int width = leaf.getRowType().getFieldCount();
    JoinKeys all = JoinKeys.of(join);
    if (all.pairs().stream().anyMatch(pair -> pair.from() >= width)) {
      return;
    }
    all.through(c -> c < groups.getGroupCount() ? groups.getGroupSet().nth(c) : -1)
        .flatMap(keys -> SemiJoinRule.filtered(leaf.spec(), related.spec(), keys, false))
        .ifPresent(
            spec -> {
              RelNode none = new ODataQueryRel(leaf.getCluster(), spec);
              RelNode rows = counted.copy(counted.getTraitSet(), List.of(none, counts));
              call.transformTo(
                  filter.copy(
                      filter.getTraitSet(),
                      AntiJoinRule.outerRows(rows, join),
                      filter.getCondition()));
            });
  }

  /** Whether both ask for the same rows. */
  private static boolean areSame(RequestSpec one, RequestSpec other) {
    ODataQuery a = one.query();
    ODataQuery b = other.query();
    return one.source().runner() == other.source().runner()
        && a.isPlain()
        && a.plain(b.columns()).equals(b.plain(b.columns()))
        && a.exact() == b.exact()
        && one.parameters().equals(other.parameters());
  }

  /** {@code number = 0 OR (key IS NULL AND …)}: a key that is there has been counted. */
  private static boolean isFalseForMatches(
      RexNode condition, LogicalJoin join, ODataQueryRel leaf, LogicalAggregate counts) {
    int width = leaf.getRowType().getFieldCount();
    int right = join.getLeft().getRowType().getFieldCount();
    return RelOptUtil.disjunctions(condition).stream()
        .allMatch(
            alternative ->
                isZero(alternative, width, counts)
                    || RelOptUtil.conjunctions(alternative).stream()
                        .anyMatch(
                            c -> AntiJoinRule.isMissing(c, right, join.getRight().getRowType())));
  }

  private static boolean isZero(RexNode condition, int width, LogicalAggregate counts) {
    if (!(condition instanceof RexCall call)
        || call.getKind() != SqlKind.EQUALS
        || !(call.getOperands().get(0) instanceof RexInputRef ref)
        || !(call.getOperands().get(1) instanceof RexLiteral zero)
        || ref.getIndex() < width
        || ref.getIndex() >= width + counts.getAggCallList().size()) {
      return false;
    }
    AggregateCall count = counts.getAggCallList().get(ref.getIndex() - width);
    return count.getAggregation().getKind() == SqlKind.COUNT
        && count.getArgList().isEmpty()
        && !count.hasFilter()
        && Long.valueOf(0).equals(zero.getValueAs(Long.class));
  }
}
