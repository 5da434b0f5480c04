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
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.adapter.enumerable.EnumerableRules;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.JoinCommuteRule;
import org.apache.calcite.rel.rules.JoinPushThroughJoinRule;
import org.apache.calcite.rel.rules.SubstitutionRule;

/**
 * Orders the joins of a whole statement once, before any other rule fires; the rules that would try
 * every order are taken away. {@code FROM region, nation, customer WHERE ... r_name = 'ASIA'} reads
 * the one region first. Belongs to one planner, since it works once.
 */
final class OrderJoinsRule extends RelRule<RuleConfig> implements SubstitutionRule {
  private boolean done;

  private OrderJoinsRule(RuleConfig config) {
    super(config);
  }

  /** Makes the planner order joins by this rule and no other. */
  static void register(RelOptPlanner planner) {
    planner.removeRule(CoreRules.JOIN_COMMUTE);
    planner.removeRule(CoreRules.JOIN_ASSOCIATE);
    planner.removeRule(JoinPushThroughJoinRule.LEFT);
    planner.removeRule(JoinPushThroughJoinRule.RIGHT);
    // sorts both sides in memory where a hash join reads one of them row by row
    planner.removeRule(EnumerableRules.ENUMERABLE_MERGE_JOIN_RULE);
    planner.addRule(
        RuleConfig.rule(
            "ODataOrderJoins",
            b -> b.operand(ODataTableScan.class).noInputs(),
            OrderJoinsRule::new));
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    RelOptPlanner planner = call.getPlanner();
    RelNode root = planner.getRoot();
    if (done || root == null || isTopDown(planner)) {
      return;
    }
    done = true;
    Map<RelNode, RelNode> originals = new IdentityHashMap<>();
    RelNode statement = original(root, originals);
    NeededSizes.ask(statement);
    RelNode ordered = ordered(statement, new IdentityHashMap<>());
    if (ordered == statement) {
      return;
    }
    // as a new root rather than as an equivalent: sizes are asked of the first node of a set
    RelNode registered = planner.ensureRegistered(ordered, null);
    planner.setRoot(planner.changeTraits(registered, root.getTraitSet()));
    // from the node rather than from the root: what has an order may have no converter there yet
    Set<RelNode> reachable = Collections.newSetFromMap(new IdentityHashMap<>());
    collect(registered, reachable);
    originals.keySet().stream().filter(rel -> !reachable.contains(rel)).forEach(planner::prune);
  }

  /** Calcite's other way to search; there the root cannot be changed any more. */
  private static boolean isTopDown(RelOptPlanner planner) {
    return planner
        .getContext()
        .maybeUnwrap(CalciteConnectionConfig.class)
        .map(CalciteConnectionConfig::topDownOpt)
        .orElse(false);
  }

  private static void collect(RelNode rel, Set<RelNode> reachable) {
    if (!reachable.add(rel)) {
      return;
    }
    if (rel instanceof RelSubset subset) {
      subset.getRels().forEach(member -> collect(member, reachable));
    }
    rel.getInputs().forEach(input -> collect(input, reachable));
  }

  /** The statement as it was before the planner took it apart into sets. */
  private static RelNode original(RelNode rel, Map<RelNode, RelNode> known) {
    RelNode node = rel instanceof RelSubset subset ? subset.getOriginal() : rel;
    RelNode before = known.get(node);
    if (before == null) {
      List<RelNode> inputs = new ArrayList<>();
      node.getInputs().forEach(input -> inputs.add(original(input, known)));
      before = inputs.isEmpty() ? node : node.copy(node.getTraitSet(), inputs);
      known.put(node, before);
    }
    return before;
  }

  private static RelNode ordered(RelNode rel, Map<RelNode, RelNode> known) {
    RelNode before = known.get(rel);
    if (before == null) {
      before = ordered(rel, input -> ordered(input, known));
      known.put(rel, before);
    }
    return before;
  }

  private static RelNode ordered(RelNode rel, UnaryOperator<RelNode> change) {
    if (JoinBlock.isTop(rel)) {
      return new JoinBlock(rel, change).reordered();
    }
    List<RelNode> inputs = rel.getInputs().stream().map(change).toList();
    RelNode changed = inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
    return changed instanceof LogicalJoin join && join.getJoinType() == JoinRelType.RIGHT
        ? JoinCommuteRule.swap(join, true)
        : changed;
  }
}
