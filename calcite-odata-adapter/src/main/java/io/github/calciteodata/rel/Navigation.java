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
import io.github.calciteodata.query.Expansion;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.And;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Path;
import io.github.calciteodata.query.Expressions;
import io.github.calciteodata.query.ODataQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexNode;

/**
 * A navigation property that a join follows from one leaf to another.
 *
 * @param route the navigation properties, expanded already, to the entity that has it
 * @param single whether the route leads to one entity
 * @param rest what the join compares besides its columns
 */
record Navigation(List<String> route, boolean single, Relation relation, List<RexNode> rest) {

  /**
   * An entity in a query, at the end of these navigation properties, that a join may start from.
   *
   * @param before the entity whose navigation property leads there, or null
   * @param last that navigation property, or null
   */
  private record Place(
      List<String> route, TableModel table, boolean single, Place before, Relation last) {
    String path(String inner) {
      return route.isEmpty() ? inner : String.join("/", route) + "/" + inner;
    }

    /** Whether the relation, or one behind it, leads back to where it comes from. */
    boolean leadsBack(Relation relation, List<Expansion> behind) {
      return (last != null && areInverse(before.table(), last, relation))
          || behind.stream().anyMatch(e -> areInverse(table, relation, e.relation()));
    }

    /** Services by Olingo write an entity inside of itself as a mere reference. */
    private static boolean areInverse(TableModel origin, Relation there, Relation back) {
      return back.target().equals(origin.name())
          && paths(back.columns()).equals(paths(there.targetColumns()))
          && paths(back.targetColumns()).equals(paths(there.columns()));
    }

    private static List<String> paths(List<Column> columns) {
      return columns.stream().map(Column::path).toList();
    }
  }

  /** Those whose columns the keys compare, all of them. */
  static List<Navigation> between(RequestSpec from, RequestSpec to, JoinKeys keys) {
    List<Navigation> all = new ArrayList<>();
    boolean plain = from.query().isPlain() && to.query().isPlain();
    if (!plain || from.source().runner() != to.source().runner() || keys.pairs().isEmpty()) {
      return all;
    }
    for (Place place : places(from.query())) {
      for (Relation relation : place.table().relations()) {
        if (relation.target().equals(to.source().table().name())
            && !place.leadsBack(relation, to.query().expansions())) {
          keys.without(
                  relation.columns().stream().map(c -> place.path(c.path())).toList(),
                  from.query().columns(),
                  relation.targetColumns().stream().map(Column::path).toList(),
                  to.query().columns())
              .ifPresent(
                  rest -> all.add(new Navigation(place.route(), place.single(), relation, rest)));
        }
      }
    }
    return all;
  }

  /**
   * Whether a way to one related entity may be expanded, and asked by a path whether it leads
   * anywhere.
   */
  static boolean canFollow(Relation relation, PushdownRules rules, PushdownRules related) {
    PushdownRules both = rules.with(relation.path(), relation.collection(), related);
    Column key = relation.targetColumns().get(0);
    return rules.canExpand(relation.path())
        && canCompare(relation, both)
        && related.expand()
        && both.canFilter(Expansion.through(relation.path(), key));
  }

  /** Whether the service finds related by its columns just what SQL does. */
  static boolean canCompare(Relation relation, PushdownRules rules) {
    return rules.binaryStrings()
        || relation.columns().stream().noneMatch(c -> c.type() == EdmType.STRING);
  }

  private static List<Place> places(ODataQuery query) {
    List<Place> places = new ArrayList<>();
    places.add(new Place(List.of(), query.table(), true, null, null));
    add(query.expansions(), places.get(0), places);
    return places;
  }

  private static void add(List<Expansion> expansions, Place above, List<Place> places) {
    for (Expansion expansion : expansions) {
      List<String> route = new ArrayList<>(above.route());
      route.add(expansion.relation().path());
      boolean single = above.single() && !expansion.relation().collection();
      Place place = new Place(route, expansion.table(), single, above, expansion.relation());
      places.add(place);
      add(expansion.expansions(), place, places);
    }
  }

  /** The navigation properties from the root of the query on. */
  String path() {
    return route.isEmpty() ? relation.path() : String.join("/", route) + "/" + relation.path();
  }

  /**
   * What a condition asks of related entities besides that they are related: null for nothing. In
   * the columns that relate them there are no nulls.
   */
  Expression asked(Expression filter) {
    List<Expression> all =
        filter == null ? List.of() : filter instanceof And and ? and.operands() : List.of(filter);
    List<Expression> kept =
        all.stream()
            .filter(
                condition ->
                    !(condition instanceof NullTest test
                        && test.negated()
                        && test.operand() instanceof Path path
                        && isTarget(path.column())))
            .toList();
    return kept.isEmpty() ? null : Expressions.and(kept);
  }

  private boolean isTarget(Column column) {
    return relation.targetColumns().stream().anyMatch(c -> c.path().equals(column.path()));
  }

  boolean collection() {
    return relation.collection();
  }

  /** A condition on the entity at the end of the route, as one on the root. */
  Column fromRoot(Column column) {
    return route.isEmpty() ? column : Expansion.through(String.join("/", route), column);
  }

  /**
   * {@code Category/CategoryID ne null}: true for just the entities that have a related one; empty
   * when the service cannot be asked.
   *
   * @param rules of the join
   * @param related of the related set
   */
  Optional<Expression> exists(PushdownRules rules, PushdownRules related) {
    Column key = relation.targetColumns().get(0);
    boolean reach =
        single
            ? rules.canFilter(Expansion.through(path(), key))
            : rules.dependable() && rules.navigationPaths() && related.canFilter(key);
    return reach
        ? Optional.of(new NullTest(new Path(Expansion.through(relation.path(), key)), true))
        : Optional.empty();
  }
}
