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
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Path;
import io.github.calciteodata.query.ODataQuery;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.sql.SqlKind;

/**
 * Pushes {@code COUNT(*)} as {@code Set/$count}, with the filter when it was pushed exactly; {@code
 * COUNT(x)} counts the rows with {@code x ne null}.
 */
final class CountRule extends RelRule<RuleConfig> {
  CountRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalAggregate aggregate = call.rel(0);
    ODataQueryRel leaf = call.rel(1);
    RequestSpec spec = leaf.spec();
    narrow(call, aggregate, leaf);
    if (!spec.rules().count()
        || !aggregate.getGroupSet().isEmpty()
        || aggregate.getGroupSets().size() != 1
        || aggregate.getAggCallList().size() != 1) {
      return;
    }
    counted(spec, aggregate.getAggCallList().get(0))
        // an ignored filter would go unnoticed: a number cannot be checked
        .filter(query -> query.filter() == null || !spec.rules().verified())
        .filter(query -> query.filter() == null || spec.rules().admits(query.filter()))
        .flatMap(ODataQuery::withCount)
        .ifPresent(query -> call.transformTo(leaf.with(query, spec.parameters())));
  }

  /** Where rows are counted here, one column of them will do. */
  private static void narrow(RelOptRuleCall call, LogicalAggregate aggregate, ODataQueryRel leaf) {
    RequestSpec spec = leaf.spec();
    boolean noColumn =
        aggregate.getGroupSet().isEmpty()
            && aggregate.getAggCallList().stream()
                .allMatch(c -> c.getArgList().isEmpty() && !c.hasFilter());
    List<Column> columns = spec.query().columns();
    if (noColumn && spec.rules().project() && columns.size() > 1) {
      List<Integer> key = spec.query().table().key();
      Column first =
          key.isEmpty() ? columns.get(0) : spec.query().table().columns().get(key.get(0));
      spec.query()
          .withColumns(List.of(columns.contains(first) ? first : columns.get(0)))
          .ifPresent(
              query ->
                  call.transformTo(
                      aggregate.copy(
                          aggregate.getTraitSet(), List.of(leaf.with(query, spec.parameters())))));
    }
  }

  /** The rows to count. */
  private static Optional<ODataQuery> counted(RequestSpec spec, AggregateCall count) {
    boolean plain =
        count.getAggregation().getKind() == SqlKind.COUNT
            && !count.isDistinct()
            && !count.hasFilter()
            && count.getArgList().size() <= 1;
    if (!plain) {
      return Optional.empty();
    }
    if (count.getArgList().isEmpty()) {
      return Optional.of(spec.query());
    }
    Column column = spec.query().columns().get(count.getArgList().get(0));
    if (!column.nullable()) {
      return Optional.of(spec.query());
    }
    return spec.rules().canFilter(column)
        ? spec.query().withFilter(new NullTest(new Path(column), true), spec.rules().trusted())
        : Optional.empty();
  }
}
