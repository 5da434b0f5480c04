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
import io.github.calciteodata.query.UrlWriter;
import io.github.calciteodata.runtime.LookupPlan;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.adapter.enumerable.RexToLixTranslator;
import org.apache.calcite.linq4j.function.Predicate1;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.ParameterExpression;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexProgramBuilder;
import org.apache.calcite.util.Util;

/**
 * A join that asks the service only for the rows whose keys the other side has, so many keys at
 * once: {@code GET Products?$select=ProductID&$filter=ProductID in (@keys)}. The left side may come
 * from anywhere; the right side is a request, not an input, so that no rule can tear them apart.
 */
final class ODataLookupJoin extends SingleRel implements EnumerableRel {
  private final RequestSpec right;
  private final LookupCondition condition;
  private final JoinRelType joinType;
  private final KeyDomain domain;

  /**
   * A join with what the request answers.
   *
   * @param domain how many values the keys have
   */
  ODataLookupJoin(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode left,
      RequestSpec right,
      LookupCondition condition,
      JoinRelType joinType,
      KeyDomain domain,
      RelDataType rowType) {
    super(cluster, traits, left);
    this.right = right;
    this.condition = condition;
    this.joinType = joinType;
    this.domain = domain;
    this.rowType = rowType;
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new ODataLookupJoin(
        getCluster(), traitSet, inputs.get(0), right, condition, joinType, domain, getRowType());
  }

  @Override
  public RelWriter explainTerms(RelWriter pw) {
    ODataQuery shown = right.query().withFilter(condition.shown(right), false).orElseThrow();
    return super.explainTerms(pw)
        .item("joinType", joinType.lowerName)
        .item("leftKeys", condition.leftKeys())
        .item("table", right.tableName())
        .item("request", "GET " + new UrlWriter(right.rules().dialect()).readable(shown))
        .itemIf("parameters", right.parameters(), !right.parameters().isEmpty())
        .itemIf("condition", condition.residual(), condition.residual() != null);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    double left = Math.max(1, mq.getRowCount(getInput()));
    return JoinSizes.rows(
        joinType,
        left,
        right.estimateRowCount(),
        domain.values(),
        condition.residual() == null ? 0 : 1);
  }

  /** As much as a hash join with the larger side streamed, but for what is fetched. */
  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    double left = Math.max(1, mq.getRowCount(getInput()));
    double keys = domain.keys(left);
    double found = domain.found(keys, right.estimateRowCount());
    double fetched = Costs.lookUp(keys, keysPerRequest(), found * right.width());
    double joining = Util.nLogN(Math.max(left, found)) + Math.min(left, found);
    double rows = mq.getRowCount(this) + joining + fetched;
    return planner.getCostFactory().makeCost(rows, rows, rows);
  }

  private int keysPerRequest() {
    return Costs.keysPerRequest(right, condition.rightKeys().size());
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer pref) {
    BlockBuilder builder = new BlockBuilder();
    Result left = implementor.visitChild(this, 0, (EnumerableRel) getInput(), Prefer.ARRAY);
    int width = getInput().getRowType().getFieldCount();
    Expression leftRows =
        left.physType.convertTo(
            builder.append("left", left.block),
            width == 1 ? JavaRowFormat.SCALAR : JavaRowFormat.ARRAY);
    LookupPlan plan =
        new LookupPlan(
            right.plan(),
            LookupPlan.Kind.valueOf(joinType.name()),
            condition.leftKeys(),
            condition.rightKeys(),
            width,
            keysPerRequest());
    builder.add(
        Expressions.call(
            LookupPlan.class,
            "execute",
            DataContext.ROOT,
            implementor.stash(plan, LookupPlan.class),
            leftRows,
            ParameterCode.of(
                right.parameters(), getCluster().getRexBuilder(), implementor, builder),
            residual(implementor)));
    PhysType physType =
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), JavaRowFormat.ARRAY);
    return implementor.result(physType, builder.toBlock());
  }

  private Expression residual(EnumerableRelImplementor implementor) {
    if (condition.residual() == null) {
      return Expressions.constant(null, Predicate1.class);
    }
    RelDataType both =
        implementor
            .getTypeFactory()
            .builder()
            .addAll(getInput().getRowType().getFieldList())
            .addAll(
                ODataQueryRel.rowType(getCluster().getTypeFactory(), right.query()).getFieldList())
            .build();
    PhysType physType =
        PhysTypeImpl.of(implementor.getTypeFactory(), both, JavaRowFormat.ARRAY, false);
    RexProgramBuilder program = new RexProgramBuilder(both, getCluster().getRexBuilder());
    program.addCondition(condition.residual());
    ParameterExpression row = Expressions.parameter(Object[].class, "row");
    BlockBuilder builder = new BlockBuilder();
    builder.add(
        Expressions.return_(
            null,
            RexToLixTranslator.translateCondition(
                program.getProgram(),
                implementor.getTypeFactory(),
                builder,
                (list, index, storageType) -> physType.fieldReference(row, index, storageType),
                implementor::getCorrelVariableGetter,
                implementor.getConformance())));
    return Expressions.lambda(Predicate1.class, builder.toBlock(), row);
  }
}
