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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Looks up one side of a join by the keys of the other: {@code FROM c JOIN Products p ON
 * p.ProductID = c.id} is {@code Products?$filter=ProductID in (@keys)} for the ids of {@code c}.
 * Between the join and the leaf there may be what the service could not do.
 */
final class LookupRule extends RelRule<RuleConfig> {
  LookupRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalJoin join = call.rel(0);
    RelNode child = call.rel(1);
    ODataQueryRel leaf = call.rel(call.getRelList().size() - 1);
    if (!leaf.spec().rules().lookup()
        || leaf.spec().query().table().singleton()
        || leaf.spec().query().aggregation() != null
        || !join.getVariablesSet().isEmpty()) {
      return;
    }
    switch (join.getJoinType()) {
      case INNER:
        if (isMember(child, join.getLeft())) {
          new Attempt(call, join, leaf, child, true).run();
        }
      // fall through
      case LEFT, SEMI, ANTI:
        if (isMember(child, join.getRight())) {
          new Attempt(call, join, leaf, child, false).run();
        }
        break;
      default:
        // rows of the leaf without a partner are not known to anybody
    }
  }

  private static boolean isMember(RelNode rel, RelNode input) {
    return input instanceof RelSubset subset ? subset.getRelList().contains(rel) : input == rel;
  }

  /** One join and one leaf below it. */
  private static final class Attempt {
    private final boolean leafFirst;
    private final RelOptRuleCall call;
    private final LogicalJoin join;
    private final ODataQueryRel leaf;
    private final RelNode between;
    private final RelNode other;
    private final int otherCount;
    private final RexBuilder rexBuilder;

    Attempt(
        RelOptRuleCall call,
        LogicalJoin join,
        ODataQueryRel leaf,
        RelNode between,
        boolean leafFirst) {
      this.leafFirst = leafFirst;
      this.call = call;
      this.join = join;
      this.leaf = leaf;
      this.between = between;
      this.other = leafFirst ? join.getRight() : join.getLeft();
      this.otherCount = other.getRowType().getFieldCount();
      this.rexBuilder = join.getCluster().getRexBuilder();
    }

    void run() {
      List<RexNode> fields = leafFields();
      if (join.getJoinType() == JoinRelType.LEFT
          && !fields.stream().allMatch(f -> keepsNull(f) || f instanceof RexLiteral)) {
        return;
      }
      List<RexNode> parts = new ArrayList<>(List.of(replace(join.getCondition(), fields)));
      if (between instanceof LogicalFilter filter) {
        parts.add(RexUtil.shift(filter.getCondition(), otherCount));
      }
      Optional<LookupCondition> condition =
          LookupCondition.of(
              RexUtil.composeConjunction(rexBuilder, parts), otherCount, leaf.spec(), rexBuilder);
      condition.filter(this::fits).ifPresent(c -> transform(c, fields));
    }

    /** Whether a condition may still be added to the request. */
    private boolean fits(LookupCondition condition) {
      RequestSpec spec = leaf.spec();
      return spec.query()
          .withFilter(condition.keys(spec).form(), false)
          .filter(query -> spec.rules().admits(query.filter()))
          .isPresent();
    }

    /** The columns of the leaf's side, over the columns of the other side and then of the leaf. */
    private List<RexNode> leafFields() {
      List<RexNode> fields = new ArrayList<>();
      if (between instanceof LogicalProject project) {
        project.getProjects().forEach(p -> fields.add(RexUtil.shift(p, otherCount)));
      } else {
        leaf.getRowType()
            .getFieldList()
            .forEach(f -> fields.add(new RexInputRef(otherCount + f.getIndex(), f.getType())));
      }
      return fields;
    }

    /** Whether the value is null when no row was found. */
    private boolean keepsNull(RexNode field) {
      return field instanceof RexInputRef
          || (field.isA(SqlKind.CAST) && keepsNull(((RexCall) field).getOperands().get(0)));
    }

    private RexNode replace(RexNode condition, List<RexNode> fields) {
      int leftCount = join.getLeft().getRowType().getFieldCount();
      return condition.accept(
          new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
              boolean left = ref.getIndex() < leftCount;
              if (left == leafFirst) {
                return fields.get(left ? ref.getIndex() : ref.getIndex() - leftCount);
              }
              return new RexInputRef(
                  left ? ref.getIndex() : ref.getIndex() - leftCount, ref.getType());
            }
          });
    }

    private void transform(LookupCondition condition, List<RexNode> fields) {
      boolean joins = join.getJoinType().projectsRight();
      RelNode lookup =
          new ODataLookupJoin(
              join.getCluster(),
              join.getCluster().traitSetOf(EnumerableConvention.INSTANCE),
              convert(other, other.getTraitSet().replace(EnumerableConvention.INSTANCE)),
              leaf.spec(),
              condition,
              join.getJoinType(),
              domain(condition),
              joins ? joined() : join.getRowType());
      if (!joins || (!leafFirst && !(between instanceof LogicalProject))) {
        call.transformTo(lookup);
        return;
      }
      List<RexNode> own = new ArrayList<>();
      other
          .getRowType()
          .getFieldList()
          .forEach(f -> own.add(new RexInputRef(f.getIndex(), f.getType())));
      List<RexNode> theirs =
          join.getJoinType() == JoinRelType.LEFT
              ? nullable(fields, condition.rightKeys().get(0))
              : fields;
      List<RexNode> output = new ArrayList<>(leafFirst ? theirs : own);
      output.addAll(leafFirst ? own : theirs);
      call.transformTo(
          LogicalProject.create(lookup, List.of(), output, join.getRowType(), Set.of()));
    }

    private KeyDomain domain(LookupCondition condition) {
      // casts hide from Calcite that a key is unique
      if (leaf.spec().isUnique(ImmutableBitSet.of(condition.rightKeys()))) {
        return new KeyDomain(Math.max(1, leaf.spec().source().rowCount()), true);
      }
      return JoinSizes.of(call.getMetadataQuery())
          .domain(
              join.getLeft(),
              join.analyzeCondition().leftSet(),
              join.getRight(),
              join.analyzeCondition().rightSet());
    }

    private RelDataType joined() {
      RelDataTypeFactory factory = join.getCluster().getTypeFactory();
      RelDataTypeFactory.Builder builder = factory.builder();
      boolean left = join.getJoinType() == JoinRelType.LEFT;
      builder.addAll(other.getRowType().getFieldList());
      leaf.getRowType()
          .getFieldList()
          .forEach(
              f ->
                  builder.add(
                      f.getName(),
                      left ? factory.createTypeWithNullability(f.getType(), true) : f.getType()));
      return builder.uniquify().build();
    }

    /**
     * The same expressions over columns that can be null. A constant, by which NOT EXISTS tells
     * what was found, is null with the key, which no row that was found has as null.
     */
    private List<RexNode> nullable(List<RexNode> fields, int key) {
      RelDataType type = joined();
      return new RexShuttle() {
        @Override
        public RexNode visitInputRef(RexInputRef ref) {
          return new RexInputRef(ref.getIndex(), type.getFieldList().get(ref.getIndex()).getType());
        }

        @Override
        public RexNode visitLiteral(RexLiteral constant) {
          RelDataType target =
              join.getCluster()
                  .getTypeFactory()
                  .createTypeWithNullability(constant.getType(), true);
          int found = otherCount + key;
          RexNode ref = new RexInputRef(found, type.getFieldList().get(found).getType());
          return rexBuilder.makeCall(
              target,
              SqlStdOperatorTable.CASE,
              List.of(
                  rexBuilder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, ref),
                  constant,
                  rexBuilder.makeNullLiteral(target)));
        }

        @Override
        public RexNode visitCall(RexCall cast) {
          RexNode operand = cast.getOperands().get(0).accept(this);
          RelDataType target =
              join.getCluster().getTypeFactory().createTypeWithNullability(cast.getType(), true);
          return rexBuilder.makeAbstractCast(target, operand, false);
        }
      }.visitList(fields);
    }
  }
}
