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
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
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
    boolean projected = call.rel(0) instanceof LogicalProject;
    LogicalJoin join = call.rel(projected ? 1 : 0);
    int inputs = projected ? 2 : 1;
    ODataQueryRel leaf = call.rel(leafFirst ? inputs : inputs + 1);
    LogicalValues values = call.rel(leafFirst ? inputs + 1 : inputs);
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
    List<Integer> sources = inner ? sources(join, result, keys) : List.of();
    boolean replaces = query.get().exact() && isSameType(join, result, sources);
    if (projected) {
      if (inner && query.get().exact()) {
        projected(call.rel(0), result, sources).ifPresent(call::transformTo);
      }
    } else if (!replaces) {
      // the list is asked for, and joined with all the same
      call.transformTo(
          join.copy(
              join.getTraitSet(),
              join.getCondition(),
              leafFirst ? result : values,
              leafFirst ? values : result,
              join.getJoinType(),
              join.isSemiJoinDone()));
    } else if (semi) {
      call.transformTo(result);
    } else {
      List<RexNode> fields =
          sources.stream()
              .<RexNode>map(i -> join.getCluster().getRexBuilder().makeInputRef(result, i))
              .toList();
      call.transformTo(
          LogicalProject.create(result, List.of(), fields, join.getRowType(), Set.of()));
    }
  }

  /** The column of the leaf that is equal to each column of the join. */
  private List<Integer> sources(LogicalJoin join, RelNode leaf, List<IntPair> keys) {
    int leafColumns = leaf.getRowType().getFieldCount();
    int listColumns = join.getRowType().getFieldCount() - leafColumns;
    List<Integer> sources = new ArrayList<>();
    for (int i = 0; i < leafColumns + listColumns; i++) {
      int ofLeaf = leafFirst ? i : i - listColumns;
      int ofList = leafFirst ? i - leafColumns : i;
      sources.add(
          ofLeaf >= 0 && ofLeaf < leafColumns
              ? ofLeaf
              : keys.stream().filter(k -> k.target == ofList).findFirst().orElseThrow().source);
    }
    return sources;
  }

  /** A constant is never null, a column may be; Calcite would take away a cast between them. */
  private static boolean isSameType(LogicalJoin join, RelNode leaf, List<Integer> sources) {
    for (int i = 0; i < sources.size(); i++) {
      if (!fieldType(join, i).equals(fieldType(leaf, sources.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private static RelDataType fieldType(RelNode rel, int field) {
    return rel.getRowType().getFieldList().get(field).getType();
  }

  /** The projection over the leaf; empty when it uses a column whose type is another there. */
  private static Optional<RelNode> projected(
      LogicalProject project, RelNode leaf, List<Integer> sources) {
    RexBuilder rexBuilder = project.getCluster().getRexBuilder();
    boolean[] same = {true};
    List<RexNode> fields =
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            RexInputRef changed = rexBuilder.makeInputRef(leaf, sources.get(ref.getIndex()));
            same[0] &= changed.getType().equals(ref.getType());
            return changed;
          }
        }.visitList(project.getProjects());
    return same[0]
        ? Optional.of(
            LogicalProject.create(
                leaf, project.getHints(), fields, project.getRowType(), project.getVariablesSet()))
        : Optional.empty();
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
}
