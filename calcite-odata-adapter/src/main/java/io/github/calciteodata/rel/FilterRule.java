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

import io.github.calciteodata.query.Aggregation;
import io.github.calciteodata.query.Binder;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expressions;
import io.github.calciteodata.query.ODataQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/**
 * Pushes what can be pushed of a condition; what cannot, or only wider, stays above: {@code WHERE
 * Name LIKE 'a_c%'} is {@code $filter=startswith(Name,'a')} with the LIKE kept.
 */
final class FilterRule extends RelRule<RuleConfig> {
  FilterRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    pushed(call.rel(0), call.rel(1), call.builder()).ifPresent(call::transformTo);
  }

  /** The leaf with what can be pushed, and above it what is left; empty when nothing can. */
  static Optional<RelNode> pushed(LogicalFilter filter, ODataQueryRel leaf, RelBuilder builder) {
    RequestSpec spec = leaf.spec();
    if (!spec.rules().filter() || spec.query().isLimited() || spec.query().count()) {
      return Optional.empty();
    }
    if (spec.query().aggregation() != null
        && (!spec.rules().aggregation().having() || spec.rules().verified())) {
      return Optional.empty();
    }
    RexBuilder rexBuilder = leaf.getCluster().getRexBuilder();
    RuntimeValues values = new RuntimeValues(spec.parameters());
    FilterTranslator translator =
        new FilterTranslator(spec.query().columns(), spec.rules(), values, rexBuilder);
    List<Expression> pushed = new ArrayList<>();
    List<RexNode> residual = new ArrayList<>();
    boolean exact = true;
    for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
      int known = values.size();
      Optional<Translation> translation =
          translator
              .translate(condition)
              .filter(t -> canFollow(t.expression(), spec.query().aggregation()));
      if (translation.isEmpty()
          || !spec.rules().admits(whole(spec.query(), pushed, translation.get().expression()))) {
        values.truncate(known);
        residual.add(condition);
        continue;
      }
      pushed.add(translation.get().expression());
      if (!translation.get().exact() || !spec.rules().trusted()) {
        exact = false;
        residual.add(condition);
      }
    }
    if (pushed.isEmpty()) {
      return Optional.empty();
    }
    Optional<ODataQuery> query = spec.query().withFilter(Expressions.and(pushed), exact);
    if (query.isEmpty() || query.get().equals(spec.query())) {
      return Optional.empty();
    }
    RelNode result = leaf.with(query.get(), values.nodes());
    if (!residual.isEmpty()) {
      // takes away casts that change nothing but nullability, which a filter must not be
      result = builder.push(result).filter(residual).build();
    }
    return Optional.of(result);
  }

  /** The filter of the request with this condition added. */
  private static Expression whole(ODataQuery query, List<Expression> pushed, Expression added) {
    List<Expression> all = new ArrayList<>(pushed);
    all.add(added);
    if (query.filter() != null) {
      all.add(query.filter());
    }
    return Expressions.and(all);
  }

  /** Olingo's servers take every aggregate for a decimal. */
  private static boolean canFollow(Expression condition, Aggregation aggregation) {
    return aggregation == null
        || Binder.paths(condition).stream()
            .map(Expression.Path::column)
            .allMatch(c -> aggregation.measure(c).isEmpty() || c.type().isNumeric());
  }
}
