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
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Pushes {@code SELECT CategoryID, COUNT(*), SUM(UnitPrice) ... WHERE UnitPrice > 5 GROUP BY
 * CategoryID} as {@code $apply=filter(UnitPrice gt 5)/groupby((CategoryID),aggregate($count as
 * c0,UnitPrice with sum as c1))}.
 *
 * <p>An average comes as the sum and the count that Calcite makes of it.
 */
final class AggregateRule extends RelRule<RuleConfig> {
  AggregateRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalAggregate aggregate = call.rel(0);
    ODataQueryRel leaf = call.rel(call.rels.length - 1);
    RequestSpec spec = leaf.spec();
    if (!spec.rules().aggregation().allowed()
        || spec.query().aggregation() != null
        || spec.query().count()
        || aggregate.getGroupSets().size() != 1) {
      return;
    }
    new AggregateTranslator(spec, fields(call), leaf.getCluster().getTypeFactory())
        .translate(aggregate)
        // an ignored filter would go unnoticed: what comes of it cannot be checked
        .filter(
            query ->
                query.filter() == null
                    || (spec.rules().aggregation().filter() && !spec.rules().verified()))
        .ifPresent(query -> call.transformTo(pushed(leaf, query, aggregate.getRowType())));
  }

  /** What the arguments of the aggregate refer to. */
  static List<RexNode> fields(RelOptRuleCall call) {
    ODataQueryRel leaf = call.rel(call.rels.length - 1);
    return call.rels.length == 2
        ? new ArrayList<>(leaf.getCluster().getRexBuilder().identityProjects(leaf.getRowType()))
        : call.<LogicalProject>rel(1).getProjects();
  }

  /** The leaf with an aggregation, whose rows have this type. */
  static RelNode pushed(ODataQueryRel leaf, ODataQuery query, RelDataType rowType) {
    ODataQueryRel pushed = leaf.with(query, leaf.spec().parameters());
    RexBuilder rexBuilder = leaf.getCluster().getRexBuilder();
    List<RexNode> columns = new ArrayList<>();
    boolean same = true;
    for (int i = 0; i < rowType.getFieldCount(); i++) {
      RelDataType wanted = rowType.getFieldList().get(i).getType();
      RexNode column = rexBuilder.makeInputRef(pushed, i);
      if (!wanted.equals(column.getType())) {
        // $SUM0, which is zero where SUM is null
        column = orZero(rexBuilder, column, wanted);
        same = false;
      }
      columns.add(column);
    }
    return same
        ? pushed
        : LogicalProject.create(pushed, List.of(), columns, rowType, java.util.Set.of());
  }

  /** The number, or zero in place of null. */
  static RexNode orZero(RexBuilder rexBuilder, RexNode number, RelDataType type) {
    return rexBuilder.makeCast(
        type,
        rexBuilder.makeCall(
            SqlStdOperatorTable.CASE,
            rexBuilder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, number),
            rexBuilder.makeNotNull(number),
            rexBuilder.makeZeroLiteral(type)));
  }
}
