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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** Selects the columns that a projection uses; expressions over them stay above. */
final class ProjectRule extends RelRule<RuleConfig> {
  ProjectRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalProject project = call.rel(0);
    ODataQueryRel leaf = call.rel(1);
    RequestSpec spec = leaf.spec();
    if (!spec.rules().project() || spec.query().count() || project.containsOver()) {
      return;
    }
    if (isSelection(project)) {
      List<Column> columns =
          project.getProjects().stream()
              .map(p -> spec.query().columns().get(((RexInputRef) p).getIndex()))
              .toList();
      spec.query()
          .withColumns(columns)
          .ifPresent(q -> call.transformTo(leaf.with(q, spec.parameters())));
      return;
    }
    List<Integer> used =
        new ArrayList<>(RelOptUtil.InputFinder.bits(project.getProjects(), null).asList());
    if (used.isEmpty()) {
      used.add(cheapest(spec.query()));
    }
    if (used.size() == spec.query().columns().size()) {
      return;
    }
    Optional<ODataQuery> query =
        spec.query().withColumns(used.stream().map(i -> spec.query().columns().get(i)).toList());
    query.ifPresent(
        q -> {
          ODataQueryRel narrow = leaf.with(q, spec.parameters());
          List<RexNode> projects =
              new RexShuttle() {
                @Override
                public RexNode visitInputRef(RexInputRef ref) {
                  return new RexInputRef(used.indexOf(ref.getIndex()), ref.getType());
                }
              }.visitList(project.getProjects());
          call.transformTo(
              LogicalProject.create(
                  narrow,
                  project.getHints(),
                  projects,
                  project.getRowType(),
                  project.getVariablesSet()));
        });
  }

  /** Whether the projection only chooses among columns, none twice. */
  private static boolean isSelection(LogicalProject project) {
    HashSet<Integer> seen = new HashSet<>();
    return !project.getProjects().isEmpty()
        && project.getProjects().stream()
            .allMatch(p -> p instanceof RexInputRef ref && seen.add(ref.getIndex()));
  }

  /**
   * A column to read when only the number of rows matters: part of the key, which services have at
   * hand.
   */
  private static int cheapest(ODataQuery query) {
    for (int key : query.table().key()) {
      int index = query.columns().indexOf(query.table().columns().get(key));
      if (index >= 0) {
        return index;
      }
    }
    return 0;
  }
}
