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

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/**
 * A whole entity set, before anything is pushed. It is a {@link TableScan} so that Calcite trims
 * unused columns above it; the rules that it registers turn it into an {@link ODataQueryRel}.
 */
public final class ODataTableScan extends TableScan {
  private final ODataSource source;

  public ODataTableScan(RelOptCluster cluster, RelOptTable table, ODataSource source) {
    super(cluster, cluster.traitSetOf(Convention.NONE), List.of(), table);
    this.source = source;
  }

  ODataSource source() {
    return source;
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return this;
  }

  @Override
  public void register(RelOptPlanner planner) {
    ODataRules.ALL.forEach(planner::addRule);
    OrderJoinsRule.register(planner);
    getCluster().setMetadataQuerySupplier(JoinSizes::new);
    getCluster().invalidateMetadataQuery();
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return source.rowCount();
  }

  /** Whether the node, or one below it, is such a scan. */
  static boolean isBelow(RelNode rel) {
    return rel instanceof ODataTableScan
        || rel.getInputs().stream().anyMatch(ODataTableScan::isBelow);
  }
}
