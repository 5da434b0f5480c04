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
import io.github.calciteodata.edm.EdmType;
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
import org.apache.calcite.rel.logical.LogicalJoin;

/**
 * Pushes a join along a navigation property: {@code SELECT p.ProductName, c.CategoryName FROM
 * Products p LEFT JOIN Categories c ON p.CategoryID = c.CategoryID} is {@code
 * Products?$select=ProductName&$expand=Category($select=CategoryName)}. Columns of the related
 * entity become paths, {@code Category/CategoryName}, in filters and orders too.
 */
final class ExpandRule extends RelRule<RuleConfig> {
  ExpandRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalJoin join = call.rel(0);
    ODataQueryRel left = call.rel(1);
    ODataQueryRel right = call.rel(2);
    JoinKeys keys = JoinKeys.of(join);
    switch (join.getJoinType()) {
      case INNER -> {
        from(call, left, right, keys);
        from(call, right, left, keys.swapped());
      }
      case LEFT -> from(call, left, right, keys);
      case RIGHT -> from(call, right, left, keys.swapped());
      default -> {
        // semi-joins are conditions
      }
    }
  }

  private static void from(
      RelOptRuleCall call, ODataQueryRel root, ODataQueryRel related, JoinKeys keys) {
    boolean inner = call.<LogicalJoin>rel(0).getJoinType() == JoinRelType.INNER;
    Navigation.between(root.spec(), related.spec(), keys).stream()
        .filter(navigation -> inner || navigation.rest().isEmpty())
        .forEach(navigation -> transform(call, root, related.spec(), navigation, inner));
  }

  private static void transform(
      RelOptRuleCall call,
      ODataQueryRel root,
      RequestSpec related,
      Navigation navigation,
      boolean inner) {
    Optional<RequestSpec> joined = joined(root.spec(), related, navigation, inner);
    if (joined.isEmpty()) {
      return;
    }
    RequestSpec spec = joined.get();
    ODataQuery query = spec.query();
    if (root != call.rel(1)) {
      int own = root.spec().query().columns().size();
      List<Column> columns = new ArrayList<>(query.columns().subList(own, query.columns().size()));
      columns.addAll(query.columns().subList(0, own));
      query = query.withColumns(columns).orElseThrow();
    }
    ODataQueryRel leaf = new ODataQueryRel(root.getCluster(), spec.with(query, spec.parameters()));
    RelNode result =
        navigation.rest().isEmpty()
            ? leaf
            : call.builder().push(leaf).filter(navigation.rest()).build();
    call.transformTo(result);
  }

  /** The leaf joined with the related one, whose columns follow. */
  static Optional<RequestSpec> joined(
      RequestSpec spec, RequestSpec other, Navigation navigation, boolean inner) {
    String path = navigation.path();
    boolean texts =
        navigation.relation().columns().stream().anyMatch(c -> c.type() == EdmType.STRING);
    boolean many = navigation.collection() || !navigation.single();
    PushdownRules rules = spec.rules().with(path, many, other.rules());
    if (!spec.rules().canExpand(path)
        || !other.rules().expand()
        || (texts && !rules.binaryStrings())) {
      return Optional.empty();
    }
    ODataQuery related = other.query().parametersFrom(spec.parameters().size());
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
