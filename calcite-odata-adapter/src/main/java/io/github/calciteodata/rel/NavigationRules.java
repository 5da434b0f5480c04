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
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;

/** The rules that push joins and sub-queries along navigation properties. */
final class NavigationRules {
  private NavigationRules() {}

  /** Rule that pushes {@code EXISTS} along a navigation property as {@code Orders/any(...)}. */
  private static final RelOptRule SEMI_JOIN =
      RuleConfig.rule(
          "ODataSemiJoin",
          b -> ODataRules.joinOf(b, ODataQueryRel.class, ODataQueryRel.class),
          SemiJoinRule::new);

  /** The same where it is a join with distinct keys. */
  private static final RelOptRule SEMI_JOIN_GROUPED =
      RuleConfig.rule(
          "ODataSemiJoinGrouped",
          b ->
              b.operand(LogicalJoin.class)
                  .inputs(
                      left -> left.operand(ODataQueryRel.class).noInputs(),
                      right -> ODataRules.over(right, LogicalAggregate.class)),
          GroupedSemiJoinRule::new);

  /** The same where the distinct keys are the left side. */
  private static final RelOptRule GROUPED_SEMI_JOIN =
      RuleConfig.rule(
          "ODataGroupedSemiJoin",
          b ->
              b.operand(LogicalJoin.class)
                  .inputs(
                      left -> ODataRules.over(left, LogicalAggregate.class),
                      right -> right.operand(ODataQueryRel.class).noInputs()),
          GroupedSemiJoinRule::new);

  /** Rule that pushes {@code NOT EXISTS}, whose sub-query yields keys and a constant. */
  private static final RelOptRule ANTI_JOIN =
      RuleConfig.rule(
          "ODataAntiJoin",
          b -> without(b, right -> ODataRules.over(right, LogicalProject.class)),
          AntiJoinRule::new);

  /** The same with a condition on the related row. */
  private static final RelOptRule ANTI_JOIN_FILTER =
      RuleConfig.rule(
          "ODataAntiJoinFilter",
          b ->
              without(
                  b,
                  right ->
                      right
                          .operand(LogicalProject.class)
                          .oneInput(filter -> ODataRules.over(filter, LogicalFilter.class))),
          AntiJoinRule::new);

  /** The same where the keys are grouped. */
  private static final RelOptRule ANTI_JOIN_GROUPED =
      RuleConfig.rule(
          "ODataAntiJoinGrouped",
          b -> without(b, right -> ODataRules.over(right, LogicalAggregate.class)),
          AntiJoinRule::new);

  /** The same where the constant is added to the grouped keys. */
  private static final RelOptRule ANTI_JOIN_OF_GROUPS =
      RuleConfig.rule(
          "ODataAntiJoinOfGroups",
          b ->
              without(
                  b,
                  right ->
                      right
                          .operand(LogicalProject.class)
                          .oneInput(groups -> ODataRules.over(groups, LogicalAggregate.class))),
          AntiJoinRule::new);

  /** Rule that pushes {@code NOT IN} where Calcite counts the keys and the nulls among them. */
  private static final RelOptRule NOT_IN =
      RuleConfig.rule(
          "ODataNotIn",
          b ->
              b.operand(LogicalFilter.class)
                  .oneInput(
                      join ->
                          join.operand(LogicalJoin.class)
                              .inputs(
                                  left ->
                                      left.operand(LogicalJoin.class)
                                          .inputs(
                                              leaf -> leaf.operand(ODataQueryRel.class).noInputs(),
                                              counts ->
                                                  ODataRules.over(counts, LogicalAggregate.class)),
                                  right -> ODataRules.over(right, LogicalAggregate.class))),
          NotInRule::new);

  /** Rule that pushes a join along a navigation property as {@code $expand=Category}. */
  private static final RelOptRule EXPAND =
      RuleConfig.rule(
          "ODataExpand",
          b -> ODataRules.joinOf(b, ODataQueryRel.class, ODataQueryRel.class),
          ExpandRule::new);

  /** The same where the engine filters rows of one side or both. */
  private static final List<RelOptRule> EXPAND_FILTERED =
      List.of(
          RuleConfig.rule(
              "ODataExpandFilterLeft",
              b ->
                  b.operand(LogicalJoin.class)
                      .inputs(
                          left -> ODataRules.over(left, LogicalFilter.class),
                          right -> right.operand(ODataQueryRel.class).noInputs()),
              ExpandRule::new),
          RuleConfig.rule(
              "ODataExpandFilterRight",
              b ->
                  b.operand(LogicalJoin.class)
                      .inputs(
                          left -> left.operand(ODataQueryRel.class).noInputs(),
                          right -> ODataRules.over(right, LogicalFilter.class)),
              ExpandRule::new),
          RuleConfig.rule(
              "ODataExpandFilters",
              b ->
                  b.operand(LogicalJoin.class)
                      .inputs(
                          left -> ODataRules.over(left, LogicalFilter.class),
                          right -> ODataRules.over(right, LogicalFilter.class)),
              ExpandRule::new));

  /** Rules that push the join with the first related rows of each row. */
  private static final List<RelOptRule> FIRST_RELATED =
      List.of(
          firstRelated("ODataFirstRelated", b -> withLeaf(b, NavigationRules::chosen, true)),
          firstRelated("ODataFirstRelatedLeft", b -> withLeaf(b, NavigationRules::chosen, false)),
          firstRelated(
              "ODataFirstRelatedProject",
              b -> projected(b, join -> withLeaf(join, NavigationRules::first, true))),
          firstRelated(
              "ODataFirstRelatedLeftProject",
              b -> projected(b, join -> withLeaf(join, NavigationRules::first, false))));

  static final List<RelOptRule> ALL =
      Stream.of(
              List.of(
                  SEMI_JOIN,
                  SEMI_JOIN_GROUPED,
                  GROUPED_SEMI_JOIN,
                  ANTI_JOIN,
                  ANTI_JOIN_FILTER,
                  ANTI_JOIN_GROUPED,
                  ANTI_JOIN_OF_GROUPS,
                  NOT_IN,
                  EXPAND),
              EXPAND_FILTERED,
              FIRST_RELATED)
          .flatMap(List::stream)
          .toList();

  private static RelOptRule firstRelated(String name, RelRule.OperandTransform operands) {
    return RuleConfig.rule(name, operands, FirstRelatedRule::new);
  }

  private static RelRule.Done withLeaf(
      RelRule.OperandBuilder b, RelRule.OperandTransform other, boolean leafFirst) {
    RelRule.OperandTransform leaf = side -> side.operand(ODataQueryRel.class).noInputs();
    return b.operand(LogicalJoin.class).inputs(leafFirst ? leaf : other, leafFirst ? other : leaf);
  }

  private static RelRule.Done projected(RelRule.OperandBuilder b, RelRule.OperandTransform below) {
    return b.operand(LogicalProject.class).oneInput(below);
  }

  /** A filter on numbered rows. */
  private static RelRule.Done first(RelRule.OperandBuilder b) {
    return b.operand(LogicalFilter.class)
        .oneInput(numbered -> ODataRules.over(numbered, LogicalProject.class));
  }

  /** Columns of such a filter. */
  private static RelRule.Done chosen(RelRule.OperandBuilder b) {
    return projected(b, NavigationRules::first);
  }

  /** A filter on an outer join. */
  private static RelRule.Done without(RelRule.OperandBuilder b, RelRule.OperandTransform right) {
    return b.operand(LogicalFilter.class)
        .oneInput(
            join ->
                join.operand(LogicalJoin.class)
                    .inputs(left -> left.operand(ODataQueryRel.class).noInputs(), right));
  }
}
