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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.mapping.IntPair;

/**
 * Pushes a long list of constants, which Calcite makes a join with them: {@code WHERE ID IN (1, 2,
 * …, 21)} as {@code $filter=ID in (1,2,…,21)}. Where the service's answer is wider the join stays
 * above it.
 */
final class InListRule extends RelRule<RuleConfig> {
  private final boolean leafFirst;

  /** {@code leafFirst}: the leaf is the left input of the join, the list the right one. */
  InListRule(RuleConfig config, boolean leafFirst) {
    super(config);
    this.leafFirst = leafFirst;
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalJoin join = call.rel(0);
    ODataQueryRel leaf = call.rel(leafFirst ? 1 : 2);
    LogicalValues values = call.rel(leafFirst ? 2 : 1);
    JoinInfo info = join.analyzeCondition();
    boolean semi = leafFirst && join.getJoinType() == JoinRelType.SEMI;
    boolean inner = join.getJoinType() == JoinRelType.INNER;
    if (!info.isEqui() || info.leftKeys.isEmpty() || !(semi || inner)) {
      return;
    }
    List<IntPair> keys = new ArrayList<>();
    for (IntPair pair : info.pairs()) {
      keys.add(leafFirst ? pair : IntPair.of(pair.target, pair.source));
    }
    if (inner && !isList(values, keys)) {
      return;
    }
    Optional<ODataQuery> query =
        condition(leaf, values, keys).flatMap(condition -> filtered(leaf, condition));
    if (query.isEmpty() || query.get().equals(leaf.spec().query())) {
      return;
    }
    RelNode result = leaf.with(query.get(), leaf.spec().parameters());
    if (!query.get().exact()) {
      call.transformTo(
          join.copy(
              join.getTraitSet(),
              join.getCondition(),
              leafFirst ? result : values,
              leafFirst ? values : result,
              join.getJoinType(),
              join.isSemiJoinDone()));
    } else {
      call.transformTo(semi ? result : joined(call, join, result, keys));
    }
  }

  /** Whether every column of the values is a key, and none of them comes twice. */
  private static boolean isList(LogicalValues values, List<IntPair> keys) {
    Set<Integer> columns = new HashSet<>();
    keys.forEach(key -> columns.add(key.target));
    return columns.size() == values.getRowType().getFieldCount()
        && new HashSet<>(values.getTuples()).size() == values.getTuples().size();
  }

  /** The list as a condition; empty when there is nothing to compare with. */
  private static Optional<RexNode> condition(
      ODataQueryRel leaf, LogicalValues values, List<IntPair> keys) {
    RexBuilder rexBuilder = leaf.getCluster().getRexBuilder();
    List<RexNode> alternatives = new ArrayList<>();
    List<RexNode> single = new ArrayList<>();
    for (List<RexLiteral> tuple : values.getTuples()) {
      // null is equal to nothing
      if (keys.stream().noneMatch(key -> tuple.get(key.target).isNull())) {
        List<RexNode> equal = new ArrayList<>();
        for (IntPair key : keys) {
          single.add(tuple.get(key.target));
          equal.add(
              rexBuilder.makeCall(
                  SqlStdOperatorTable.EQUALS,
                  rexBuilder.makeInputRef(leaf, key.source),
                  tuple.get(key.target)));
        }
        alternatives.add(RexUtil.composeConjunction(rexBuilder, equal));
      }
    }
    if (alternatives.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        keys.size() == 1
            ? rexBuilder.makeIn(rexBuilder.makeInputRef(leaf, keys.get(0).source), single)
            : RexUtil.composeDisjunction(rexBuilder, alternatives));
  }

  private static Optional<ODataQuery> filtered(ODataQueryRel leaf, RexNode condition) {
    RequestSpec spec = leaf.spec();
    PushdownRules rules = spec.rules();
    if (!rules.filter() || spec.query().isLimited() || spec.query().count()) {
      return Optional.empty();
    }
    RuntimeValues none = new RuntimeValues(spec.parameters());
    return new FilterTranslator(
            spec.query().columns(), rules, none, leaf.getCluster().getRexBuilder())
        .translate(condition)
        .flatMap(t -> spec.query().withFilter(t.expression(), t.exact() && rules.trusted()))
        .filter(query -> rules.admits(query.filter()));
  }

  /** The leaf with the columns of the list, which are equal to its own. */
  private RelNode joined(RelOptRuleCall call, LogicalJoin join, RelNode leaf, List<IntPair> keys) {
    RexBuilder rexBuilder = join.getCluster().getRexBuilder();
    int leafColumns = leaf.getRowType().getFieldCount();
    int listColumns = join.getRowType().getFieldCount() - leafColumns;
    List<RexNode> fields = new ArrayList<>();
    for (RelDataTypeField field : join.getRowType().getFieldList()) {
      int ofLeaf = leafFirst ? field.getIndex() : field.getIndex() - listColumns;
      int source;
      if (ofLeaf >= 0 && ofLeaf < leafColumns) {
        source = ofLeaf;
      } else {
        int ofList = leafFirst ? field.getIndex() - leafColumns : field.getIndex();
        source = keys.stream().filter(key -> key.target == ofList).findFirst().orElseThrow().source;
      }
      fields.add(
          rexBuilder.ensureType(field.getType(), rexBuilder.makeInputRef(leaf, source), true));
    }
    return call.builder()
        .push(leaf)
        .project(fields, join.getRowType().getFieldNames(), true)
        .build();
  }
}
