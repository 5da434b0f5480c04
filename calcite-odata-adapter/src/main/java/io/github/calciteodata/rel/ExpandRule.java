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
import io.github.calciteodata.query.Binder;
import io.github.calciteodata.query.Expansion;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Path;
import io.github.calciteodata.query.Functions;
import io.github.calciteodata.query.ODataQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * Pushes a join along a navigation property: {@code SELECT p.ProductName, c.CategoryName FROM
 * Products p LEFT JOIN Categories c ON p.CategoryID = c.CategoryID} is {@code
 * Products?$select=ProductName&$expand=Category($select=CategoryName)}. Columns of the related
 * entity become paths, {@code Category/CategoryName}, in filters and orders too. What the engine
 * checks again of either side it checks of the joined rows.
 */
final class ExpandRule extends RelRule<RuleConfig> {
  ExpandRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalJoin join = call.rel(0);
    List<ODataQueryRel> leaves =
        call.getRelList().stream()
            .filter(ODataQueryRel.class::isInstance)
            .map(ODataQueryRel.class::cast)
            .toList();
    Optional<List<RexNode>> above = filters(call, join);
    if (above.isEmpty()) {
      return;
    }
    Attempt attempt = new Attempt(call, leaves.get(0), leaves.get(1), above.get());
    JoinKeys keys = JoinKeys.of(join);
    switch (join.getJoinType()) {
      case INNER -> {
        attempt.from(true, keys);
        attempt.from(false, keys.swapped());
      }
      case LEFT -> attempt.from(true, keys);
      case RIGHT -> attempt.from(false, keys.swapped());
      default -> {
        // semi-joins are conditions
      }
    }
  }

  /**
   * What the engine checks of the sides' rows, as conditions on those of the join; empty when it
   * cannot be checked there, or when the service can still do some of it.
   */
  private static Optional<List<RexNode>> filters(RelOptRuleCall call, LogicalJoin join) {
    int width = join.getLeft().getRowType().getFieldCount();
    List<RexNode> conditions = new ArrayList<>();
    boolean left = true;
    for (int i = 1; i < call.rels.length; i++) {
      if (call.rel(i) instanceof LogicalFilter filter) {
        boolean kept =
            left
                ? !join.getJoinType().generatesNullsOnLeft()
                : !join.getJoinType().generatesNullsOnRight();
        if (!kept
            || !filter.getVariablesSet().isEmpty()
            || FilterRule.pushed(filter, call.rel(i + 1), call.builder()).isPresent()) {
          return Optional.empty();
        }
        conditions.add(RexUtil.shift(filter.getCondition(), left ? 0 : width));
      } else {
        left = false;
      }
    }
    return Optional.of(conditions);
  }

  /**
   * One join of two leaves.
   *
   * @param above conditions on its rows, besides its own
   */
  private record Attempt(
      RelOptRuleCall call, ODataQueryRel left, ODataQueryRel right, List<RexNode> above) {

    void from(boolean leftFirst, JoinKeys keys) {
      ODataQueryRel root = leftFirst ? left : right;
      RequestSpec related = (leftFirst ? right : left).spec();
      boolean inner = call.<LogicalJoin>rel(0).getJoinType() == JoinRelType.INNER;
      for (Navigation navigation : Navigation.between(root.spec(), related, keys)) {
        if (inner || navigation.rest().isEmpty()) {
          joined(root.spec(), related, navigation, inner)
              .ifPresent(spec -> transform(root, leftFirst, spec, navigation.rest()));
        }
      }
    }

    /** A set joined with itself may be one and the same leaf on both sides. */
    private void transform(
        ODataQueryRel root, boolean leftFirst, RequestSpec spec, List<RexNode> rest) {
      ODataQuery query = spec.query();
      if (!leftFirst) {
        int own = root.spec().query().columns().size();
        List<Column> columns =
            new ArrayList<>(query.columns().subList(own, query.columns().size()));
        columns.addAll(query.columns().subList(0, own));
        query = query.withColumns(columns).orElseThrow();
      }
      RelNode leaf = new ODataQueryRel(root.getCluster(), spec.with(query, spec.parameters()));
      List<RexNode> conditions = new ArrayList<>(rest);
      conditions.addAll(above);
      call.transformTo(
          conditions.isEmpty() ? leaf : call.builder().push(leaf).filter(conditions).build());
    }
  }

  /** The leaf joined with the related one, whose columns follow. */
  static Optional<RequestSpec> joined(
      RequestSpec spec, RequestSpec other, Navigation navigation, boolean inner) {
    String path = navigation.path();
    boolean many = navigation.collection() || !navigation.single();
    PushdownRules rules = spec.rules().with(path, many, other.rules());
    if (!spec.rules().canExpand(path)
        || !other.rules().expand()
        || !Navigation.canCompare(navigation.relation(), rules)) {
      return Optional.empty();
    }
    ODataQuery related = other.query().parametersFrom(spec.parameters().size());
    if (navigation.collection()) {
      related = related.replacingFilter(navigation.asked(related.filter()));
    }
    if (related.filter() != null && !canFilter(rules, related.filter(), navigation)) {
      return Optional.empty();
    }
    Optional<Expression> exists =
        inner && !navigation.collection()
            ? navigation.exists(rules, other.rules())
            : Optional.empty();
    Expression guard =
        exists.or(() -> inner ? refers(spec, navigation) : Optional.empty()).orElse(null);
    return spec.query()
        .withExpansion(
            navigation.route(), navigation.relation(), related, inner, guard, exists.isPresent())
        .filter(query -> query.filter() == null || rules.admits(query.filter()))
        .map(query -> spec.joined(query, rules, other, navigation.collection()));
  }

  /** Whether the condition on the related entity may be sent: by paths, or inside the expansion. */
  private static boolean canFilter(PushdownRules rules, Expression filter, Navigation navigation) {
    if (navigation.collection() || !navigation.single()) {
      return rules.dependable() && (navigation.collection() || rules.navigationPaths());
    }
    return rules.functions().containsAll(Functions.in(filter))
        && Binder.paths(filter).stream()
            .allMatch(p -> rules.canFilter(Expansion.through(navigation.path(), p.column())));
  }

  /** {@code CategoryID ne null}: true for all entities that have a related one, but not only. */
  private static Optional<Expression> refers(RequestSpec spec, Navigation navigation) {
    Column column = navigation.relation().columns().get(0);
    return navigation.route().isEmpty()
            && !navigation.collection()
            && column.nullable()
            && spec.rules().dependable()
            && spec.rules().canFilter(column)
        ? Optional.of(new NullTest(new Path(column), true))
        : Optional.empty();
  }
}
