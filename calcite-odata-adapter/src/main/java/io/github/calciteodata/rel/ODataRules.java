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
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalValues;

/** The rules that push into a leaf, and the one that makes it run. */
final class ODataRules {
  private ODataRules() {}

  /**
   * Rule that converts a table scan to a request for everything: {@code GET Products?$select=...}.
   */
  static final RelOptRule SCAN =
      RuleConfig.rule("ODataScan", b -> b.operand(ODataTableScan.class).noInputs(), ScanRule::new);

  /** Rule that pushes {@code WHERE UnitPrice > 50} as {@code $filter=UnitPrice gt 50}. */
  static final RelOptRule FILTER =
      RuleConfig.rule("ODataFilter", b -> over(b, LogicalFilter.class), FilterRule::new);

  /** Rule that pushes the columns of {@code SELECT ProductName} as {@code $select=ProductName}. */
  static final RelOptRule PROJECT =
      RuleConfig.rule("ODataProject", b -> over(b, LogicalProject.class), ProjectRule::new);

  /** Rule that pushes {@code ORDER BY UnitPrice LIMIT 3} as {@code $orderby=UnitPrice&$top=3}. */
  static final RelOptRule SORT =
      RuleConfig.rule("ODataSort", b -> over(b, LogicalSort.class), SortRule::new);

  /** Rule that pushes {@code COUNT(*)} as {@code Products/$count}. */
  static final RelOptRule COUNT =
      RuleConfig.rule("ODataCount", b -> over(b, LogicalAggregate.class), CountRule::new);

  /** Rule that pushes {@code GROUP BY} and {@code DISTINCT} as {@code $apply=groupby(...)}. */
  static final RelOptRule AGGREGATE =
      RuleConfig.rule("ODataAggregate", b -> over(b, LogicalAggregate.class), AggregateRule::new);

  /**
   * Rule that pushes {@code SUM(UnitPrice * 2)} as {@code $apply=aggregate(UnitPrice mul 2 ...)}.
   */
  static final RelOptRule AGGREGATE_PROJECT =
      RuleConfig.rule(
          "ODataAggregateProject",
          b -> b.operand(LogicalAggregate.class).oneInput(b2 -> over(b2, LogicalProject.class)),
          AggregateRule::new);

  /** Rule that counts values by groups with a second {@code $apply}. */
  static final RelOptRule VALUE_COUNT =
      RuleConfig.rule("ODataValueCount", b -> over(b, LogicalAggregate.class), ValueCountRule::new);

  /** Rule that counts values of expressions, as {@link #VALUE_COUNT} does. */
  static final RelOptRule VALUE_COUNT_PROJECT =
      RuleConfig.rule(
          "ODataValueCountProject",
          b -> b.operand(LogicalAggregate.class).oneInput(b2 -> over(b2, LogicalProject.class)),
          ValueCountRule::new);

  /** Rule that reads one row for {@code MAX(UnitPrice)}: {@code $orderby=UnitPrice desc&$top=1}. */
  static final RelOptRule EXTREME =
      RuleConfig.rule("ODataExtreme", b -> over(b, LogicalAggregate.class), ExtremeRule::new);

  /** Rule that pushes {@code WHERE ID IN (1, …, 21)} as {@code $filter=ID in (1,…,21)}. */
  static final RelOptRule IN_LIST =
      RuleConfig.rule(
          "ODataInList",
          b -> joinOf(b, ODataQueryRel.class, LogicalValues.class),
          config -> new InListRule(config, true));

  /** The same with the list on the left, and with a choice of columns above. */
  private static final List<RelOptRule> IN_LISTS =
      List.of(
          IN_LIST,
          RuleConfig.rule(
              "ODataListIn",
              b -> joinOf(b, LogicalValues.class, ODataQueryRel.class),
              config -> new InListRule(config, false)),
          RuleConfig.rule(
              "ODataInListProject",
              b ->
                  b.operand(LogicalProject.class)
                      .oneInput(j -> joinOf(j, ODataQueryRel.class, LogicalValues.class)),
              config -> new InListRule(config, true)),
          RuleConfig.rule(
              "ODataListInProject",
              b ->
                  b.operand(LogicalProject.class)
                      .oneInput(j -> joinOf(j, LogicalValues.class, ODataQueryRel.class)),
              config -> new InListRule(config, false)));

  /** Rule that converts a request to one that the engine runs. */
  static final RelOptRule RUN =
      ConverterRule.Config.INSTANCE
          .withConversion(
              ODataQueryRel.class, Convention.NONE, EnumerableConvention.INSTANCE, "ODataRun")
          .withRuleFactory(RunRule::new)
          .toRule();

  /** Rule that looks up one side of a join: {@code GET Products?$filter=ProductID in (@keys)}. */
  static final RelOptRule LOOKUP =
      RuleConfig.rule("ODataLookup", b -> joined(b, ODataQueryRel.class, false), LookupRule::new);

  /** The same for a side of which the engine filters a part. */
  static final RelOptRule LOOKUP_FILTER =
      RuleConfig.rule(
          "ODataLookupFilter", b -> joined(b, LogicalFilter.class, true), LookupRule::new);

  /** The same for a side of which the engine computes columns. */
  static final RelOptRule LOOKUP_PROJECT =
      RuleConfig.rule(
          "ODataLookupProject", b -> joined(b, LogicalProject.class, true), LookupRule::new);

  static final List<RelOptRule> ALL =
      Stream.concat(
              Stream.concat(IN_LISTS.stream(), NavigationRules.ALL.stream()),
              Stream.of(
                  SCAN,
                  FILTER,
                  PROJECT,
                  SORT,
                  COUNT,
                  AGGREGATE,
                  AGGREGATE_PROJECT,
                  VALUE_COUNT,
                  VALUE_COUNT_PROJECT,
                  EXTREME,
                  LOOKUP,
                  LOOKUP_FILTER,
                  LOOKUP_PROJECT,
                  ConstantRows.RULE,
                  RUN))
          .toList();

  static RelRule.Done joinOf(
      RelRule.OperandBuilder b, Class<? extends RelNode> left, Class<? extends RelNode> right) {
    return b.operand(LogicalJoin.class)
        .inputs(l -> l.operand(left).noInputs(), r -> r.operand(right).noInputs());
  }

  private static RelRule.Done joined(
      RelRule.OperandBuilder b, Class<? extends RelNode> side, boolean overLeaf) {
    return b.operand(LogicalJoin.class)
        .unorderedInputs(
            b2 ->
                overLeaf
                    ? b2.operand(side).oneInput(b3 -> b3.operand(ODataQueryRel.class).noInputs())
                    : b2.operand(side).noInputs());
  }

  static RelRule.Done over(RelRule.OperandBuilder b, Class<? extends RelNode> parent) {
    return b.operand(parent).oneInput(b2 -> b2.operand(ODataQueryRel.class).noInputs());
  }

  /** See {@link #SCAN}. */
  private static final class ScanRule extends RelRule<RuleConfig> {
    ScanRule(RuleConfig config) {
      super(config);
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      ODataTableScan scan = call.rel(0);
      ODataSource source = scan.source();
      call.transformTo(
          new ODataQueryRel(
              scan.getCluster(),
              new RequestSpec(
                  source,
                  scan.getTable().getQualifiedName(),
                  source.rules().get(),
                  ODataQuery.all(source.table()),
                  List.of(),
                  1)));
    }
  }

  /** See {@link #RUN}. */
  private static final class RunRule extends ConverterRule {
    RunRule(Config config) {
      super(config);
    }

    @Override
    public RelNode convert(RelNode rel) {
      ODataQueryRel leaf = (ODataQueryRel) rel;
      return new ODataRequest(
          leaf.getCluster(),
          leaf.getTraitSet().replace(EnumerableConvention.INSTANCE),
          leaf.spec());
    }
  }
}
