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
import io.github.calciteodata.rel.JoinKeys.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;

/**
 * Pushes {@code EXISTS} where Calcite makes it a join with the distinct keys of the sub-query:
 * {@code SELECT COUNT(*) FROM Customers c WHERE EXISTS (SELECT 1 FROM Orders o WHERE o.CustomerID =
 * c.CustomerID)} is {@code Customers/$count?$filter=Orders/any(o:o/OrderID ne null)}.
 */
final class GroupedSemiJoinRule extends RelRule<RuleConfig> {
  GroupedSemiJoinRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalJoin join = call.rel(0);
    boolean first = call.rel(1) instanceof ODataQueryRel;
    ODataQueryRel leaf = call.rel(first ? 1 : 3);
    LogicalAggregate groups = call.rel(first ? 2 : 1);
    ODataQueryRel related = call.rel(first ? 3 : 2);
    JoinKeys keys = first ? JoinKeys.of(join) : JoinKeys.of(join).swapped();
    boolean distinct =
        join.getJoinType() == JoinRelType.INNER
            && groups.getAggCallList().isEmpty()
            && groups.getGroupSets().size() == 1
            && keys.rest().isEmpty()
            && keys.pairs().stream().map(Pair::to).distinct().count() == groups.getGroupCount();
    if (!distinct) {
      return;
    }
    keys.through(groups.getGroupSet()::nth)
        .flatMap(below -> SemiJoinRule.filtered(leaf.spec(), related.spec(), below, true))
        .flatMap(spec -> withGroups(spec, leaf, join.getRowType(), keys, first))
        .ifPresent(call::transformTo);
  }

  /** The columns of the leaf, and those of the groups, which are equal to some of them. */
  private static Optional<ODataQueryRel> withGroups(
      RequestSpec spec, ODataQueryRel leaf, RelDataType wanted, JoinKeys keys, boolean first) {
    int width = leaf.getRowType().getFieldCount();
    int groups = wanted.getFieldCount() - width;
    List<Column> columns = new ArrayList<>();
    for (RelDataTypeField field : wanted.getFieldList()) {
      int own = first ? field.getIndex() : field.getIndex() - groups;
      int group = first ? field.getIndex() - width : field.getIndex();
      int column =
          own >= 0 && own < width
              ? own
              : keys.pairs().stream().filter(p -> p.to() == group).findFirst().orElseThrow().from();
      columns.add(spec.query().columns().get(column).asNullable(field.getType().isNullable()));
    }
    return spec.query()
        .withColumns(columns)
        .map(query -> new ODataQueryRel(leaf.getCluster(), spec.with(query, spec.parameters())))
        .filter(rel -> RelOptUtil.areRowTypesEqual(rel.getRowType(), wanted, false));
  }
}
