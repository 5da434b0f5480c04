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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * Pushes {@code NOT EXISTS} along a navigation property, which Calcite makes an outer join and a
 * test for null: {@code SELECT CompanyName FROM Customers c WHERE NOT EXISTS (SELECT 1 FROM Orders
 * o WHERE o.CustomerID = c.CustomerID)} is {@code Customers?$select=CompanyName&$filter=not
 * Orders/any(o:o/OrderID ne null)}.
 */
final class AntiJoinRule extends RelRule<RuleConfig> {
  AntiJoinRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalFilter filter = call.rel(0);
    LogicalJoin join = call.rel(1);
    ODataQueryRel leaf = call.rel(2);
    ODataQueryRel related = call.rel(call.rels.length - 1);
    List<RexNode> conditions = new ArrayList<>(RelOptUtil.conjunctions(filter.getCondition()));
    int width = leaf.getRowType().getFieldCount();
    boolean missing = conditions.removeIf(c -> isMissing(c, width, join.getRight().getRowType()));
    boolean others =
        conditions.stream().anyMatch(c -> RelOptUtil.InputFinder.bits(c).nextSetBit(width) >= 0);
    if (join.getJoinType() != JoinRelType.LEFT || !missing || others) {
      return;
    }
    keys(call, JoinKeys.of(join))
        .flatMap(keys -> SemiJoinRule.filtered(leaf.spec(), related.spec(), keys, false))
        .ifPresent(
            spec -> {
              RelNode none = new ODataQueryRel(leaf.getCluster(), spec);
              call.transformTo(
                  LogicalProject.create(
                      call.builder().push(none).filter(conditions).build(),
                      List.of(),
                      outerRow(leaf, join),
                      join.getRowType(),
                      Set.of()));
            });
  }

  /** Whether it tests for null what is never null in a row of the right side. */
  private static boolean isMissing(RexNode condition, int width, RelDataType right) {
    return condition instanceof RexCall call
        && call.getKind() == SqlKind.IS_NULL
        && call.getOperands().get(0) instanceof RexInputRef ref
        && ref.getIndex() >= width
        && !right.getFieldList().get(ref.getIndex() - width).getType().isNullable();
  }

  /** The keys of the join as columns of the leaf below projections and groups. */
  private static Optional<JoinKeys> keys(RelOptRuleCall call, JoinKeys keys) {
    Optional<JoinKeys> mapped = Optional.of(keys);
    for (int i = 3; i < call.rels.length - 1; i++) {
      RelNode above = call.rel(i);
      mapped = mapped.flatMap(k -> k.through(column -> below(above, column)));
    }
    return mapped;
  }

  private static int below(RelNode above, int column) {
    if (above instanceof Project project) {
      return project.getProjects().get(column) instanceof RexInputRef ref ? ref.getIndex() : -1;
    }
    Aggregate aggregate = (Aggregate) above;
    // groups without a right side could be told by grouping sets only
    return column < aggregate.getGroupCount() && aggregate.getGroupSets().size() == 1
        ? aggregate.getGroupSet().nth(column)
        : -1;
  }

  /** The left columns, and nulls for the right ones. */
  private static List<RexNode> outerRow(ODataQueryRel leaf, LogicalJoin join) {
    RexBuilder rexBuilder = leaf.getCluster().getRexBuilder();
    List<RexNode> row = new ArrayList<>();
    for (RelDataTypeField field : join.getRowType().getFieldList()) {
      row.add(
          field.getIndex() < leaf.getRowType().getFieldCount()
              ? new RexInputRef(field.getIndex(), field.getType())
              : rexBuilder.makeNullLiteral(field.getType()));
    }
    return row;
  }
}
