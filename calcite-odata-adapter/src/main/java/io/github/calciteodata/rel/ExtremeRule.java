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
import io.github.calciteodata.query.ODataQuery.Order;
import io.github.calciteodata.query.ODataQuery.RowCount;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.sql.SqlKind;

/**
 * Reads one row for {@code SELECT MAX(UnitPrice)}, for services without {@code $apply}: {@code
 * $filter=UnitPrice ne null&$orderby=UnitPrice desc&$top=1}. The aggregate stays above it, and is
 * null when there is no row.
 */
final class ExtremeRule extends RelRule<RuleConfig> {
  ExtremeRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalAggregate aggregate = call.rel(0);
    ODataQueryRel leaf = call.rel(1);
    RequestSpec spec = leaf.spec();
    if (!aggregate.getGroupSet().isEmpty()
        || aggregate.getGroupSets().size() != 1
        || aggregate.getAggCallList().size() != 1
        || spec.query().aggregation() != null
        || spec.query().count()) {
      return;
    }
    first(spec, aggregate.getAggCallList().get(0))
        .ifPresent(
            query ->
                call.transformTo(
                    aggregate.copy(
                        aggregate.getTraitSet(), List.of(leaf.with(query, spec.parameters())))));
  }

  private static Optional<ODataQuery> first(RequestSpec spec, AggregateCall call) {
    SqlKind kind = call.getAggregation().getKind();
    if ((kind != SqlKind.MIN && kind != SqlKind.MAX) || call.hasFilter()) {
      return Optional.empty();
    }
    PushdownRules rules = spec.rules();
    Column column = spec.query().columns().get(call.getArgList().get(0));
    boolean descending = kind == SqlKind.MAX;
    boolean never = NotNull.proves(spec.query().filter(), column);
    if (!rules.trusted()
        // of one row nobody sees whether it is the first
        || rules.verified()
        || !rules.limit()
        || !rules.capabilities().topSupported()
        || !rules.canSort(column, descending)
        || !(never || rules.canFilter(column))) {
      return Optional.empty();
    }
    Optional<ODataQuery> values =
        never
            ? Optional.of(spec.query())
            : spec.query().withFilter(new NullTest(new Path(column), true), true);
    return values
        .filter(q -> never || rules.admits(q.filter()))
        .flatMap(q -> q.withOrder(List.of(new Order(column, descending))))
        .flatMap(q -> q.withLimit(null, RowCount.of(1)));
  }
}
