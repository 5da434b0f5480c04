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

import io.github.calciteodata.query.Dialect;
import io.github.calciteodata.rel.JoinBlock.Side;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/** What {@link JoinOrder} needs to know of the tables of a block: their sizes, how they connect. */
final class JoinGraph {
  /** {@code left = right}, each the number of a column. */
  private record Pair(int left, int right) {}

  /** As many as services with lists take at once. */
  private static final int KEYS = Costs.keysPerRequest(new Dialect(true, true), 1);

  private final JoinSizes sizes;
  private final List<Side> sides;
  private final List<RexNode> conditions;
  private final List<Pair> pairs = new ArrayList<>();

  JoinGraph(JoinSizes sizes, List<Side> sides, List<RexNode> conditions) {
    this.sizes = sizes;
    this.sides = sides;
    this.conditions = conditions;
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

  /** The sides in the order to join them. */
  List<Integer> order() {
    List<JoinOrder.Factor> factors =
        sides.stream()
            .map(s -> new JoinOrder.Factor(Math.max(1, sizes.getRowCount(s.rel())), width(s), KEYS))
            .toList();
    List<ImmutableBitSet> tables = conditions.stream().map(this::tables).toList();
    return new JoinOrder(factors, tables, this::domain).choose();
  }

  private static double width(Side side) {
    return Math.min(1, (side.columns().size() + 2) / 10.0);
  }

  private ImmutableBitSet tables(RexNode condition) {
    ImmutableBitSet.Builder tables = ImmutableBitSet.builder();
    RelOptUtil.InputFinder.bits(condition).forEach(column -> tables.set(sideOf(column)));
    return tables.build();
  }

  private int sideOf(int column) {
    int side = 0;
    while (!sides.get(side).columns().contains(column)) {
      side++;
    }
    return side;
  }

  /** By how much the product of what is joined already and one more side is divided. */
  private double domain(ImmutableBitSet joined, int next) {
    ImmutableBitSet.Builder nextKeys = ImmutableBitSet.builder();
    double largest = 1;
    for (int other : joined) {
      ImmutableBitSet.Builder keys = ImmutableBitSet.builder();
      ImmutableBitSet.Builder theirs = ImmutableBitSet.builder();
      for (Pair pair : pairs) {
        int mine = sides.get(next).columns().indexOf(pair.left());
        int their = sides.get(other).columns().indexOf(pair.right());
        if (mine >= 0 && their >= 0) {
          keys.set(mine);
          theirs.set(their);
          nextKeys.set(mine);
        }
      }
      largest =
          Math.max(
              largest,
              sizes
                  .domain(
                      sides.get(other).rel(), theirs.build(), sides.get(next).rel(), keys.build())
                  .values());
    }
    ImmutableBitSet all = nextKeys.build();
    if (!all.isEmpty() && sizes.isUnique(sides.get(next).rel(), all)) {
      return Math.max(largest, sizes.baseRows(sides.get(next).rel(), all));
    }
    return largest;
  }
}
