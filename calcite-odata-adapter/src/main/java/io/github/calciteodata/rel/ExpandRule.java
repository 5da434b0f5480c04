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
import io.github.calciteodata.edm.Relation;
import io.github.calciteodata.edm.TableModel;
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
import org.apache.calcite.rex.RexNode;

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

  /**
   * An entity in a query, at the end of these navigation properties, that a join may start from.
   */
  private record Place(List<String> route, TableModel table, boolean single) {
    String path(String inner) {
      return route.isEmpty() ? inner : String.join("/", route) + "/" + inner;
    }
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalJoin join = call.rel(0);
    ODataQueryRel left = call.rel(1);
    ODataQueryRel right = call.rel(2);
    JoinKeys keys = JoinKeys.of(join);
    boolean sameService = left.spec().source().runner() == right.spec().source().runner();
    boolean plain = left.spec().query().isPlain() && right.spec().query().isPlain();
    if (!sameService || !plain || keys.pairs().isEmpty()) {
      return;
    }
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
    for (Place place : places(root.spec().query())) {
      for (Relation relation : place.table().relations()) {
        if (relation.target().equals(related.spec().source().table().name())) {
          keys.without(
                  relation.columns().stream().map(c -> place.path(c.path())).toList(),
                  root.spec().query().columns(),
                  relation.targetColumns().stream().map(Column::path).toList(),
                  related.spec().query().columns())
              .ifPresent(rest -> transform(call, root, related, place, relation, rest));
        }
      }
    }
  }

  private static List<Place> places(ODataQuery query) {
    List<Place> places = new ArrayList<>();
    places.add(new Place(List.of(), query.table(), true));
    add(query.expansions(), places.get(0), places);
    return places;
  }

  private static void add(List<Expansion> expansions, Place above, List<Place> places) {
    for (Expansion expansion : expansions) {
      List<String> route = new ArrayList<>(above.route());
      route.add(expansion.relation().path());
      Place place =
          new Place(route, expansion.table(), above.single() && !expansion.relation().collection());
      places.add(place);
      add(expansion.expansions(), place, places);
    }
  }

  private static void transform(
      RelOptRuleCall call,
      ODataQueryRel root,
      ODataQueryRel related,
      Place place,
      Relation relation,
      List<RexNode> rest) {
    LogicalJoin join = call.rel(0);
    boolean inner = join.getJoinType() == JoinRelType.INNER;
    if (!rest.isEmpty() && !inner) {
      return;
    }
    RequestSpec spec = root.spec();
    Optional<RequestSpec> joined = joined(spec, related.spec(), place, relation, inner);
    if (joined.isEmpty()) {
      return;
    }
    boolean swapped = root != call.rel(1);
    ODataQuery query = joined.get().query();
    if (swapped) {
      int own = spec.query().columns().size();
      List<Column> columns = new ArrayList<>(query.columns().subList(own, query.columns().size()));
      columns.addAll(query.columns().subList(0, own));
      query = query.withColumns(columns).orElseThrow();
    }
    ODataQueryRel leaf =
        new ODataQueryRel(root.getCluster(), joined.get().with(query, joined.get().parameters()));
    RelNode result = rest.isEmpty() ? leaf : call.builder().push(leaf).filter(rest).build();
    call.transformTo(result);
  }

  private static Optional<RequestSpec> joined(
      RequestSpec spec, RequestSpec other, Place place, Relation relation, boolean inner) {
    String path = place.path(relation.path());
    boolean texts = relation.columns().stream().anyMatch(c -> c.type() == EdmType.STRING);
    boolean many = relation.collection() || !place.single();
    PushdownRules rules = spec.rules().with(path, many, other.rules());
    if (!spec.rules().canExpand(path)
        || !other.rules().expand()
        || (texts && !rules.binaryStrings())) {
      return Optional.empty();
    }
    ODataQuery related = other.query().parametersFrom(spec.parameters().size());
    if (related.filter() != null && !canFilter(rules, path, related.filter(), place, relation)) {
      return Optional.empty();
    }
    Optional<Expression> exists =
        inner && !relation.collection()
            ? exists(rules, other.rules(), place, relation)
            : Optional.empty();
    Expression guard =
        exists.or(() -> inner ? refers(spec, place, relation) : Optional.empty()).orElse(null);
    return spec.query()
        .withExpansion(place.route(), relation, related, inner, guard, exists.isPresent())
        .filter(query -> query.filter() == null || rules.admits(query.filter()))
        .map(query -> spec.joined(query, rules, other, relation.collection()));
  }

  /** Whether the condition on the related entity may be sent: by paths, or inside the expansion. */
  private static boolean canFilter(
      PushdownRules rules, String path, Expression filter, Place place, Relation relation) {
    if (relation.collection() || !place.single()) {
      return rules.dependable() && (relation.collection() || rules.navigationPaths());
    }
    return rules.functions().containsAll(Functions.in(filter))
        && Binder.paths(filter).stream()
            .allMatch(p -> rules.canFilter(Expansion.through(path, p.column())));
  }

  /** {@code Category/CategoryID ne null}: true for just the entities that have a related one. */
  private static Optional<Expression> exists(
      PushdownRules rules, PushdownRules other, Place place, Relation relation) {
    Column key = relation.targetColumns().get(0);
    boolean reach =
        place.single()
            ? rules.canFilter(Expansion.through(place.path(relation.path()), key))
            : rules.dependable() && rules.navigationPaths() && other.canFilter(key);
    return reach
        ? Optional.of(new NullTest(new Path(Expansion.through(relation.path(), key)), true))
        : Optional.empty();
  }

  /** {@code CategoryID ne null}: true for all entities that have a related one, but not only. */
  private static Optional<Expression> refers(RequestSpec spec, Place place, Relation relation) {
    Column column = relation.columns().get(0);
    return place.route().isEmpty()
            && !relation.collection()
            && column.nullable()
            && spec.rules().dependable()
            && spec.rules().canFilter(column)
        ? Optional.of(new NullTest(new Path(column), true))
        : Optional.empty();
  }
}
