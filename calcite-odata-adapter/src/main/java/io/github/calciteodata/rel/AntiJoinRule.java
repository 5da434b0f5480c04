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
import org.apache.calcite.plan.Strong;
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
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/**
 * Pushes {@code NOT EXISTS} along a navigation property, which Calcite makes an outer join and a
 * test for null: {@code SELECT CompanyName FROM Customers c WHERE NOT EXISTS (SELECT 1 FROM Orders
 * o WHERE o.CustomerID = c.CustomerID)} is {@code Customers?$select=CompanyName&$filter=not
 * Orders/any(o:o/OrderID ne null)}; towards one row it is {@code
 * Products?$filter=Category/CategoryName le 'M' or Category/CategoryName eq null} for those without
 * a category after M.
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
    if (call.rel(call.rels.length - 2) instanceof LogicalFilter asked) {
      related(call, asked, conditions);
      return;
    }
    keys(call, JoinKeys.of(join))
        .flatMap(keys -> SemiJoinRule.filtered(leaf.spec(), related.spec(), keys, false))
        .ifPresent(
            spec -> {
              RelNode none = new ODataQueryRel(leaf.getCluster(), spec);
              call.transformTo(
                  outerRows(call.builder().push(none).filter(conditions).build(), join));
            });
  }

  /**
   * Where one row is related at most, it may be there and not meet the condition. In an outer join
   * the condition is then not true, and is not true either for a row that is not there, but when it
   * asks for null.
   */
  private static void related(RelOptRuleCall call, LogicalFilter asked, List<RexNode> others) {
    LogicalJoin join = call.rel(1);
    ODataQueryRel leaf = call.rel(2);
    ODataQueryRel related = call.rel(call.rels.length - 1);
    Optional<JoinKeys> keys = keys(call, JoinKeys.of(join));
    boolean one =
        keys.isPresent()
            && asked.getVariablesSet().isEmpty()
            && related.spec().query().filter() == null
            && Navigation.between(leaf.spec(), related.spec(), keys.get()).stream()
                .anyMatch(n -> n.single() && !n.collection() && n.rest().isEmpty());
    if (!one) {
      return;
    }
    RelBuilder builder = call.builder().push(leaf).push(related);
    List<RexNode> equal =
        keys.get().pairs().stream()
            .map(p -> builder.equals(builder.field(2, 0, p.from()), builder.field(2, 1, p.to())))
            .toList();
    builder.join(JoinRelType.LEFT, equal);
    int width = leaf.getRowType().getFieldCount();
    List<RexNode> missing = new ArrayList<>();
    if (!Strong.isNotTrue(
        asked.getCondition(), RelOptUtil.InputFinder.bits(asked.getCondition()))) {
      int key = keys.get().pairs().get(0).to();
      missing.add(builder.isNull(builder.field(width + key)));
    }
    RexNode condition = asked.getCondition().accept(new Outer(builder, width));
    missing.add(builder.call(SqlStdOperatorTable.IS_NOT_TRUE, condition));
    List<RexNode> all = new ArrayList<>(others);
    all.add(builder.or(missing));
    call.transformTo(outerRows(builder.filter(all).build(), join));
  }

  /**
   * A condition on the right side as one on the rows of an outer join, whose columns may be null.
   */
  private static final class Outer extends RexShuttle {
    private final RelBuilder builder;
    private final int width;

    Outer(RelBuilder builder, int width) {
      this.builder = builder;
      this.width = width;
    }

    @Override
    public RexNode visitInputRef(RexInputRef ref) {
      return builder.field(width + ref.getIndex());
    }

    @Override
    public RexNode visitCall(RexCall call) {
      RexCall changed = (RexCall) super.visitCall(call);
      boolean nullable =
          Strong.policy(call) != Strong.Policy.NOT_NULL
              && changed.getOperands().stream().anyMatch(o -> o.getType().isNullable());
      return nullable && !call.getType().isNullable()
          ? changed.clone(
              builder.getTypeFactory().createTypeWithNullability(call.getType(), true),
              changed.getOperands())
          : changed;
    }
  }

  /** Whether it tests for null what is never null in a row of the right side. */
  static boolean isMissing(RexNode condition, int width, RelDataType right) {
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
    if (above instanceof LogicalFilter) {
      return column;
    }
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
  static RelNode outerRows(RelNode left, LogicalJoin join) {
    RexBuilder rexBuilder = left.getCluster().getRexBuilder();
    int width = join.getLeft().getRowType().getFieldCount();
    List<RexNode> row = new ArrayList<>();
    for (RelDataTypeField field : join.getRowType().getFieldList()) {
      row.add(
          field.getIndex() < width
              ? new RexInputRef(field.getIndex(), field.getType())
              : rexBuilder.makeNullLiteral(field.getType()));
    }
    return LogicalProject.create(left, List.of(), row, join.getRowType(), Set.of());
  }
}
