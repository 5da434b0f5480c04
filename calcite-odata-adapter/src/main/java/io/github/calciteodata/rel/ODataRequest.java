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

import io.github.calciteodata.runtime.RequestPlan;
import io.github.calciteodata.runtime.Unchecked;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/**
 * The request as the engine runs it: one call with the stashed query and the values of its
 * parameters, so that the generated code is the same for every literal.
 */
final class ODataRequest extends AbstractRelNode implements EnumerableRel {
  private static final double REFUSED = 1e6;

  private final RequestSpec spec;

  ODataRequest(RelOptCluster cluster, RelTraitSet traits, RequestSpec spec) {
    super(cluster, traits);
    this.spec = spec;
    this.rowType = ODataQueryRel.rowType(cluster.getTypeFactory(), spec.query());
  }

  RequestSpec spec() {
    return spec;
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new ODataRequest(getCluster(), traitSet, spec);
  }

  @Override
  public RelWriter explainTerms(RelWriter pw) {
    return spec.explain(super.explainTerms(pw));
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return spec.estimateRowCount();
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    double rows = spec.cost(mq.getRowCount(this));
    if (spec.missing().isPresent()) {
      // any plan that asks for it is better
      rows *= REFUSED;
    }
    return planner.getCostFactory().makeCost(rows, rows, rows);
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer pref) {
    spec.missing()
        .ifPresent(
            what -> {
              throw Unchecked.of(
                  new SQLFeatureNotSupportedException(
                      spec.source().table().name()
                          + ": the service reads it only with "
                          + what
                          + " that it can be sent. Add one to WHERE; EXPLAIN PLAN FOR shows what is"
                          + " sent, sys.capabilities what may be",
                      "0A000"));
            });
    PhysType physType =
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), pref.preferArray());
    BlockBuilder builder = new BlockBuilder();
    Expression plan = implementor.stash(spec.plan(), RequestPlan.class);
    boolean scalar = getRowType().getFieldCount() == 1;
    builder.add(
        Expressions.call(
            RequestPlan.class,
            "execute",
            DataContext.ROOT,
            plan,
            ParameterCode.of(spec.parameters(), getCluster().getRexBuilder(), implementor, builder),
            Expressions.constant(scalar)));
    return implementor.result(physType, builder.toBlock());
  }
}
