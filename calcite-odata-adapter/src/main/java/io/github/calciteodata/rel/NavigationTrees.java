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
import io.github.calciteodata.edm.Relation;
import io.github.calciteodata.rel.JoinBlock.Side;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * Which tables of a block are one request: a table, and those that navigation properties towards
 * one row lead to from it. {@code FROM customer, orders, lineitem, supplier WHERE c_custkey =
 * o_custkey AND l_orderkey = o_orderkey AND l_suppkey = s_suppkey AND c_nationkey = s_nationkey} is
 * {@code lineitem?$expand=orders($expand=customer),supplier}; the last condition is one on its
 * rows.
 */
final class NavigationTrees {
  /** {@code left = right}, each the number of a column. */
  private record Pair(int left, int right) {}

  private final List<Side> sides;
  private final List<Optional<TableFactor>> tables;
  private final Set<Pair> pairs = new HashSet<>();

  NavigationTrees(List<Side> sides, List<RexNode> conditions) {
    this.sides = sides;
    this.tables = sides.stream().map(side -> TableFactor.of(side.rel())).toList();
    for (RexNode condition : conditions) {
      if (condition instanceof RexCall call
          && call.isA(SqlKind.EQUALS)
          && call.getOperands().get(0) instanceof RexInputRef a
          && call.getOperands().get(1) instanceof RexInputRef b) {
        pairs.add(new Pair(a.getIndex(), b.getIndex()));
        pairs.add(new Pair(b.getIndex(), a.getIndex()));
      }
    }
  }

  /** A table of a tree, and the navigation properties that lead there. */
  private record Place(int side, String path) {}

  /** All sides, each once; in a tree each comes after the one that leads to it. */
  List<List<Integer>> trees() {
    List<List<Integer>> trees = new ArrayList<>();
    Set<Integer> free = new LinkedHashSet<>();
    for (int i = 0; i < sides.size(); i++) {
      free.add(i);
    }
    while (!free.isEmpty()) {
      List<Integer> largest = List.of();
      for (int root : free) {
        List<Integer> tree = from(root, free);
        largest = tree.size() > largest.size() ? tree : largest;
      }
      trees.add(largest);
      largest.forEach(free::remove);
    }
    return trees;
  }

  private List<Integer> from(int root, Set<Integer> free) {
    Set<Integer> left = new LinkedHashSet<>(free);
    left.remove(root);
    List<Place> tree = new ArrayList<>(List.of(new Place(root, "")));
    for (int i = 0; i < tree.size(); i++) {
      Place at = tree.get(i);
      for (int next : List.copyOf(left)) {
        Optional<Relation> relation = relation(at.side(), next);
        String path = relation.map(r -> at.path() + r.path()).orElse("");
        if (relation.isPresent() && tables.get(root).orElseThrow().rules().canExpand(path)) {
          tree.add(new Place(next, path + "/"));
          left.remove(next);
        }
      }
    }
    return tree.stream().map(Place::side).toList();
  }

  /** The navigation property that the conditions compare, where the service can follow it. */
  private Optional<Relation> relation(int from, int to) {
    Optional<TableFactor> start = tables.get(from);
    Optional<TableFactor> end = tables.get(to);
    if (start.isEmpty()
        || end.isEmpty()
        || start.get().source().runner() != end.get().source().runner()) {
      return Optional.empty();
    }
    return start.get().source().table().relations().stream()
        .filter(relation -> !relation.collection())
        .filter(relation -> relation.target().equals(end.get().source().table().name()))
        .filter(relation -> Navigation.canFollow(relation, start.get().rules(), end.get().rules()))
        .filter(relation -> isCompared(relation, from, to))
        .findFirst();
  }

  private boolean isCompared(Relation relation, int from, int to) {
    for (int i = 0; i < relation.columns().size(); i++) {
      int left = number(from, relation.columns().get(i));
      int right = number(to, relation.targetColumns().get(i));
      if (!pairs.contains(new Pair(left, right))) {
        return false;
      }
    }
    return true;
  }

  /** The number of the column in the block, or -1. */
  private int number(int side, Column column) {
    List<Column> columns = tables.get(side).orElseThrow().columns();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).path().equals(column.path())) {
        return sides.get(side).columns().get(i);
      }
    }
    return -1;
  }
}
