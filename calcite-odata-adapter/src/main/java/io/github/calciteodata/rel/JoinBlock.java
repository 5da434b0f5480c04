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

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Inner joins that lie on one another, with the filters and the choices of columns between them,
 * taken apart: what is joined, and under which conditions. Columns are numbered through all that is
 * joined, in the order of the statement.
 */
final class JoinBlock {
  private final List<RelNode> factors = new ArrayList<>();
  private final List<Integer> offsets = new ArrayList<>();
  private final List<RexNode> conditions = new ArrayList<>();
  private final List<RelDataType> types = new ArrayList<>();
  private final RelNode top;
  private final RexBuilder rexBuilder;
  private final List<RexNode> output;

  /** Takes apart what lies below a node; factors are changed by the function. */
  JoinBlock(RelNode top, UnaryOperator<RelNode> change) {
    this.top = top;
    this.rexBuilder = top.getCluster().getRexBuilder();
    this.output =
        isPart(top)
            ? flatten(top, change)
            : replace(((LogicalProject) top).getProjects(), flatten(top.getInput(0), change));
  }

  /** Whether the node is the top of a block; it may compute what it likes of the columns. */
  static boolean isTop(RelNode rel) {
    return isPart(rel)
        || (rel instanceof LogicalProject project
            && project.getVariablesSet().isEmpty()
            && isPart(project.getInput()));
  }

  /** Whether the node is part of a block: then its inputs are asked too. */
  static boolean isPart(RelNode rel) {
    if (rel instanceof LogicalJoin join) {
      return join.getJoinType() == JoinRelType.INNER
          && join.getVariablesSet().isEmpty()
          && ODataTableScan.isBelow(join);
    }
    if (rel instanceof LogicalFilter filter) {
      return filter.getVariablesSet().isEmpty() && isPart(filter.getInput());
    }
    return rel instanceof LogicalProject project
        && project.getProjects().stream().allMatch(RexInputRef.class::isInstance)
        && isPart(project.getInput());
  }

  /** Answers for each column of the node what it is. */
  private List<RexNode> flatten(RelNode rel, UnaryOperator<RelNode> change) {
    if (!isPart(rel)) {
      return factor(change.apply(rel));
    }
    List<RexNode> fields = new ArrayList<>();
    rel.getInputs().forEach(input -> fields.addAll(flatten(input, change)));
    if (rel instanceof LogicalProject project) {
      return replace(project.getProjects(), fields);
    }
    RexNode condition =
        rel instanceof LogicalJoin join
            ? join.getCondition()
            : ((LogicalFilter) rel).getCondition();
    RexNode factored = RexUtil.pullFactors(rexBuilder, condition);
    conditions.addAll(replace(RelOptUtil.conjunctions(factored), fields));
    return fields;
  }

  private List<RexNode> factor(RelNode rel) {
    List<RexNode> fields = new ArrayList<>();
    offsets.add(types.size());
    factors.add(rel);
    rel.getRowType()
        .getFieldList()
        .forEach(
            field -> {
              fields.add(new RexInputRef(types.size(), field.getType()));
              types.add(field.getType());
            });
    return fields;
  }

  private static List<RexNode> replace(List<RexNode> nodes, List<RexNode> fields) {
    return new RexShuttle() {
      @Override
      public RexNode visitInputRef(RexInputRef ref) {
        return fields.get(ref.getIndex());
      }
    }.visitList(nodes);
  }

  private int factorOf(int column) {
    int factor = factors.size() - 1;
    while (offsets.get(factor) > column) {
      factor--;
    }
    return factor;
  }

  private ImmutableBitSet factorsOf(RexNode condition) {
    ImmutableBitSet.Builder used = ImmutableBitSet.builder();
    RelOptUtil.InputFinder.bits(condition).forEach(column -> used.set(factorOf(column)));
    return used.build();
  }

  /** The same rows, joined in the order that costs least. */
  RelNode reordered() {
    deriveConditions();
    List<RexNode> joining =
        conditions.stream().filter(c -> factorsOf(c).cardinality() > 1).toList();
    ImmutableBitSet needed =
        RelOptUtil.InputFinder.bits(joining, null).union(RelOptUtil.InputFinder.bits(output, null));
    List<Side> sides = new ArrayList<>();
    for (int i = 0; i < factors.size(); i++) {
      sides.add(side(i, needed));
    }
    JoinSizes sizes = new JoinSizes();
    List<RexNode> open = new ArrayList<>(joining);
    List<Side> trees = new ArrayList<>();
    for (List<Integer> tree : new NavigationTrees(sides, joining).trees()) {
      trees.add(join(sizes, tree.stream().map(sides::get).toList(), open));
    }
    List<Integer> order = new JoinGraph(sizes, trees, List.copyOf(open)).order();
    Side joined = join(sizes, order.stream().map(trees::get).toList(), open);
    List<RexNode> constant = conditions.stream().filter(c -> factorsOf(c).isEmpty()).toList();
    return RelFactories.LOGICAL_BUILDER
        .create(top.getCluster(), null)
        .push(joined.rel())
        .filter(constant)
        .project(joined.local(output), top.getRowType().getFieldNames())
        .build();
  }

  /**
   * Of alternatives over several tables, what each of them says of one table: {@code (a.x = 1 AND
   * b.y = 2) OR (a.x = 2 AND b.y = 1)} needs {@code a.x IN (1, 2)}.
   */
  private void deriveConditions() {
    for (RexNode condition : List.copyOf(conditions)) {
      List<RexNode> alternatives = RelOptUtil.disjunctions(condition);
      for (int factor : factorsOf(condition)) {
        ImmutableBitSet only = ImmutableBitSet.of(factor);
        List<RexNode> derived = new ArrayList<>();
        for (RexNode alternative : alternatives) {
          List<RexNode> parts =
              RelOptUtil.conjunctions(alternative).stream()
                  .filter(part -> factorsOf(part).equals(only))
                  .toList();
          if (!parts.isEmpty()) {
            derived.add(RexUtil.composeConjunction(rexBuilder, parts));
          }
        }
        if (alternatives.size() > 1
            && factorsOf(condition).cardinality() > 1
            && derived.size() == alternatives.size()) {
          conditions.add(RexUtil.composeDisjunction(rexBuilder, derived));
        }
      }
    }
  }

  /** A factor with its own conditions, and of its columns only those that are needed above. */
  private Side side(int factor, ImmutableBitSet needed) {
    RelNode rel = factors.get(factor);
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < rel.getRowType().getFieldCount(); i++) {
      all.add(offsets.get(factor) + i);
    }
    ImmutableBitSet only = ImmutableBitSet.of(factor);
    List<RexNode> own = conditions.stream().filter(c -> factorsOf(c).equals(only)).toList();
    Side whole = new Side(rel, all);
    // above the choice of columns, where it does not stand between a join and the leaf below
    List<RexNode> checked = own.stream().filter(c -> isChecked(rel, whole, c)).toList();
    List<RexNode> others = own.stream().filter(c -> !checked.contains(c)).toList();
    ImmutableBitSet read = needed.union(RelOptUtil.InputFinder.bits(checked, null));
    List<Integer> kept = all.stream().filter(read::get).toList();
    List<Integer> columns = kept.isEmpty() ? all.subList(0, 1) : kept;
    List<RexNode> fields = columns.stream().map(this::field).toList();
    Side narrow = new Side(null, columns);
    return new Side(
        RelFactories.LOGICAL_BUILDER
            .create(top.getCluster(), null)
            .push(rel)
            .filter(whole.local(others))
            .project(whole.local(fields))
            .filter(narrow.local(checked))
            .build(),
        columns);
  }

  private boolean isChecked(RelNode rel, Side whole, RexNode condition) {
    return TableFactor.of(rel)
        .filter(t -> t.checks(whole.local(List.of(condition)).get(0), rexBuilder))
        .isPresent();
  }

  private RexNode field(int column) {
    return new RexInputRef(column, types.get(column));
  }

  /** All of them, one after another. */
  private Side join(JoinSizes sizes, List<Side> parts, List<RexNode> open) {
    Side joined = parts.get(0);
    for (Side next : parts.subList(1, parts.size())) {
      joined = join(sizes, joined, next, open);
    }
    return joined;
  }

  /** The larger side is read row by row, the smaller one is kept in memory. */
  private Side join(JoinSizes sizes, Side before, Side next, List<RexNode> open) {
    boolean smallerFirst = sizes.getRowCount(before.rel()) < sizes.getRowCount(next.rel());
    Side left = smallerFirst ? next : before;
    Side right = smallerFirst ? before : next;
    List<Integer> columns = new ArrayList<>(left.columns());
    columns.addAll(right.columns());
    Side both = new Side(null, columns);
    List<RexNode> now = open.stream().filter(both::hasAll).toList();
    open.removeAll(now);
    RexNode condition = RexUtil.composeConjunction(rexBuilder, both.local(now));
    // The flag, of no other use, tells it from the statement's own join: were they alike, be it
    // only when a condition proves always true, the planner would take it for one that is pruned.
    boolean ordered = true;
    return new Side(
        LogicalJoin.create(
            left.rel(),
            right.rel(),
            List.of(),
            condition,
            Set.of(),
            JoinRelType.INNER,
            ordered,
            ImmutableList.of()),
        columns);
  }

  /**
   * Something to join, and which columns it has.
   *
   * @param columns numbers of the columns, by their places
   */
  record Side(RelNode rel, List<Integer> columns) {
    boolean hasAll(RexNode condition) {
      return columns.containsAll(RelOptUtil.InputFinder.bits(condition).asList());
    }

    /** The expressions over the columns of this side. */
    List<RexNode> local(List<RexNode> nodes) {
      return new RexShuttle() {
        @Override
        public RexNode visitInputRef(RexInputRef ref) {
          return new RexInputRef(columns.indexOf(ref.getIndex()), ref.getType());
        }
      }.visitList(nodes);
    }
  }
}
