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
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.Any;
import io.github.calciteodata.query.Expression.Not;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Path;
import io.github.calciteodata.query.Functions;
import io.github.calciteodata.query.ODataQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexNode;

/**
 * Pushes {@code EXISTS} and {@code IN} along a navigation property: {@code SELECT CompanyName FROM
 * Customers c WHERE EXISTS (SELECT 1 FROM Orders o WHERE o.CustomerID = c.CustomerID AND o.Freight
 * > 5)} is {@code Customers?$select=CompanyName&$filter=Orders/any(o:o/Freight gt 5)}.
 */
final class SemiJoinRule extends RelRule<RuleConfig> {
  SemiJoinRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalJoin join = call.rel(0);
    ODataQueryRel leaf = call.rel(1);
    ODataQueryRel related = call.rel(2);
    if (join.getJoinType() == JoinRelType.SEMI) {
      filtered(leaf.spec(), related.spec(), JoinKeys.of(join), true)
          .ifPresent(spec -> call.transformTo(new ODataQueryRel(leaf.getCluster(), spec)));
    }
  }

  /**
   * The entities that have a related one among those of the other query, or those that have none.
   */
  static Optional<RequestSpec> filtered(
      RequestSpec spec, RequestSpec other, JoinKeys keys, boolean some) {
    return Navigation.between(spec, other, keys).stream()
        .filter(navigation -> navigation.rest().isEmpty() && navigation.single())
        .filter(navigation -> other.query().exact())
        .flatMap(
            navigation ->
                Stream.concat(
                        any(spec, other, navigation, some).stream(),
                        single(spec, other, navigation, some).stream())
                    .limit(1))
        .findFirst();
  }

  private static Optional<RequestSpec> any(
      RequestSpec spec, RequestSpec other, Navigation navigation, boolean some) {
    PushdownRules rules = spec.rules().with(navigation.path(), true, other.rules());
    ODataQuery related = other.query().parametersFrom(spec.parameters().size());
    boolean possible =
        navigation.collection()
            // what any says of nothing at the end of a path is not said anywhere
            && navigation.route().isEmpty()
            && spec.rules().canAsk(navigation.path())
            && other.rules().dependable()
            && Navigation.canCompare(navigation.relation(), rules)
            && (related.filter() == null
                || spec.rules().navigationPaths()
                || !Functions.hasAny(related.filter()))
            && (related.filter() == null
                || rules.functions().containsAll(Functions.in(related.filter())));
    if (!possible) {
      return Optional.empty();
    }
    Any any =
        new Any(
            navigation.path(),
            navigation.relation().columns(),
            other.source().table(),
            navigation.relation().targetColumns(),
            condition(related.filter(), navigation, other.source().table()));
    return spec.query()
        .withFilter(some ? any : new Not(any), true)
        .filter(query -> rules.admits(query.filter()))
        .map(query -> spec.with(query, both(spec, other)));
  }

  private static List<RexNode> both(RequestSpec spec, RequestSpec other) {
    List<RexNode> all = new ArrayList<>(spec.parameters());
    all.addAll(other.parameters());
    return all;
  }

  /** What is asked of a related entity; in the columns that relate it there are no nulls. */
  private static Expression condition(Expression filter, Navigation navigation, TableModel target) {
    Expression kept = navigation.asked(filter);
    if (kept == null && !target.key().isEmpty()) {
      // Teiid fails at any() without a condition
      Column key = target.columns().get(target.key().get(0));
      return new NullTest(new Path(key), true);
    }
    return kept;
  }

  /** A condition by a path: {@code Category/CategoryName eq 'Produce'}. */
  private static Optional<RequestSpec> single(
      RequestSpec spec, RequestSpec other, Navigation navigation, boolean some) {
    // what is unknown of a related entity must not become false by not
    if (navigation.collection() || (!some && other.query().filter() != null)) {
      return Optional.empty();
    }
    if (some) {
      return ExpandRule.joined(spec, other, navigation, true)
          .filter(joined -> joined.query().required().equals(spec.query().required()))
          .flatMap(
              joined ->
                  joined
                      .query()
                      .withColumns(spec.query().columns())
                      .map(query -> joined.with(query, joined.parameters())));
    }
    return ExpandRule.joined(spec, other, navigation, false)
        .flatMap(joined -> none(joined, spec, navigation, other));
  }

  private static Optional<RequestSpec> none(
      RequestSpec joined, RequestSpec spec, Navigation navigation, RequestSpec other) {
    return navigation
        .exists(joined.rules(), other.rules())
        .map(exists -> ((NullTest) exists).operand())
        .map(
            key ->
                new NullTest(
                    new Path(navigation.fromRoot(((Path) key).column()).asNullable()), false))
        .flatMap(missing -> joined.query().withFilter(missing, true))
        .filter(query -> joined.rules().admits(query.filter()))
        .flatMap(query -> query.withColumns(spec.query().columns()))
        .map(query -> joined.with(query, joined.parameters()));
  }
}
