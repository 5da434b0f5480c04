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
package io.github.calciteodata.query;

import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.Relation;
import io.github.calciteodata.edm.TableModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Related entities of a query, written inside the entity by {@code $expand}: what a join along a
 * navigation property needs. Columns of it stand in the query with paths that begin with the
 * navigation property.
 *
 * @param inner whether the join leaves out rows without a related one
 * @param required whether the reader has to leave them out, since no filter does
 * @param filter of a collection, which related entities come; its paths begin at the related
 *     entity. Null for all, and for a single related entity
 * @param order of a collection, as {@code filter}
 * @param top of a collection, how many related entities come at most, or null
 * @param expansions related entities of the related ones
 */
public record Expansion(
    Relation relation,
    TableModel table,
    boolean inner,
    boolean required,
    Expression filter,
    List<ODataQuery.Order> order,
    ODataQuery.RowCount top,
    List<Expansion> expansions) {

  public Expansion {
    order = List.copyOf(order);
    expansions = List.copyOf(expansions);
  }

  /** Whether one row may become several. */
  boolean hasCollection() {
    return relation.collection() || expansions.stream().anyMatch(Expansion::hasCollection);
  }

  /** Whether something in it may leave out rows. */
  boolean hasRequired() {
    return required || expansions.stream().anyMatch(Expansion::hasRequired);
  }

  boolean hasRequiredCollection() {
    return (required && relation.collection())
        || expansions.stream().anyMatch(Expansion::hasRequiredCollection);
  }

  /** A column of the related entity, or of one of its own, as a column of this one. */
  Column prefixed(Column column) {
    Column through = through(relation.path(), column);
    return inner ? through : through.asNullable();
  }

  /** A column by a path through navigation properties. */
  public static Column through(String navigation, Column column) {
    return column.withPath(navigation + "/" + column.path());
  }

  /** The column as the related entity has it. */
  public Column relative(Column column) {
    return column.withPath(column.path().substring(relation.path().length() + 1));
  }

  /** Whether the column is one of the related entity, or of its own related ones. */
  public boolean holds(Column column) {
    return column.path().startsWith(relation.path() + "/");
  }

  /** A condition on the related entity as one on this one. */
  Expression prefixed(Expression condition) {
    return Rewriter.through(relation.path(), condition, this::prefixed);
  }

  Expansion with(List<Expansion> nested, Expression changed) {
    return new Expansion(relation, table, inner, required, changed, order, top, nested);
  }

  /** The tree with the rows of the collection at the end of this way in this order, limited. */
  static List<Expansion> ordered(
      List<Expansion> tree,
      List<String> way,
      List<ODataQuery.Order> keys,
      ODataQuery.RowCount most) {
    return tree.stream()
        .map(e -> e.isAt(way.get(0)) ? e.ordered(way.subList(1, way.size()), keys, most) : e)
        .toList();
  }

  private Expansion ordered(
      List<String> way, List<ODataQuery.Order> keys, ODataQuery.RowCount most) {
    return way.isEmpty()
        ? new Expansion(relation, table, inner, required, filter, keys, most, expansions)
        : with(ordered(expansions, way, keys, most), filter);
  }

  Expansion parametersFrom(int first) {
    return with(
        expansions.stream().map(e -> e.parametersFrom(first)).toList(),
        filter == null ? null : Rewriter.parametersFrom(first, filter));
  }

  /** What grows a tree of expansions: the new tree, and a condition on the entity it belongs to. */
  record Grown(List<Expansion> expansions, Expression condition) {}

  /**
   * The tree with one more expansion.
   *
   * @param route the navigation properties that lead to the entity which has the new one
   * @param condition on that entity, or null
   */
  static Optional<Grown> grow(
      List<Expansion> tree, List<String> route, Expansion added, Expression condition) {
    List<Expansion> all = new ArrayList<>(tree);
    if (route.isEmpty()) {
      boolean twice = tree.stream().anyMatch(e -> e.isAt(added.relation.path()));
      boolean many = added.hasCollection() && tree.stream().anyMatch(Expansion::hasCollection);
      all.add(added);
      return twice || many ? Optional.empty() : Optional.of(new Grown(all, condition));
    }
    Expansion at = tree.stream().filter(e -> e.isAt(route.get(0))).findFirst().orElseThrow();
    boolean elsewhere =
        added.hasCollection() && tree.stream().anyMatch(e -> !e.equals(at) && e.hasCollection());
    // what is limited is limited after conditions on it
    boolean late =
        at.relation.collection() && added.inner && !at.inner
            || at.top != null && (added.inner || added.hasCollection());
    if (elsewhere || late) {
      return Optional.empty();
    }
    return grow(at.expansions, route.subList(1, route.size()), added, condition)
        .map(
            grown -> {
              boolean many = at.relation.collection();
              Expression below = grown.condition();
              all.set(
                  all.indexOf(at),
                  at.with(grown.expansions(), many ? both(at.filter, below) : at.filter));
              return new Grown(all, many || below == null ? null : at.prefixed(below));
            });
  }

  boolean isAt(String path) {
    return relation.path().equals(path);
  }

  /** Both conditions; either may be null. */
  static Expression both(Expression first, Expression second) {
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    return Expressions.and(List.of(first, second));
  }
}
