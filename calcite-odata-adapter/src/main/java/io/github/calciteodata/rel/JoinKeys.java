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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * The condition of a join taken apart.
 *
 * @param pairs columns that have to be equal
 * @param rest other conditions
 */
record JoinKeys(List<Pair> pairs, List<RexNode> rest) {

  /**
   * Two columns that have to be equal, by their ordinals.
   *
   * @param from ordinal on the one side
   * @param to ordinal on the other
   * @param condition the comparison as it stands in the join
   */
  record Pair(int from, int to, RexNode condition) {}

  /** From the left side to the right. */
  static JoinKeys of(Join join) {
    int width = join.getLeft().getRowType().getFieldCount();
    List<Pair> pairs = new ArrayList<>();
    List<RexNode> rest = new ArrayList<>();
    for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
      Optional<Pair> pair = pair(condition, width);
      pair.ifPresentOrElse(pairs::add, () -> rest.add(condition));
    }
    return new JoinKeys(pairs, rest);
  }

  private static Optional<Pair> pair(RexNode condition, int width) {
    if (!(condition instanceof RexCall call)
        || call.getKind() != SqlKind.EQUALS
        || !(call.getOperands().get(0) instanceof RexInputRef a)
        || !(call.getOperands().get(1) instanceof RexInputRef b)) {
      return Optional.empty();
    }
    int first = Math.min(a.getIndex(), b.getIndex());
    int second = Math.max(a.getIndex(), b.getIndex());
    return first < width && second >= width
        ? Optional.of(new Pair(first, second - width, condition))
        : Optional.empty();
  }

  /** The same keys with other ordinals on the other side; empty when one of them is negative. */
  Optional<JoinKeys> through(IntUnaryOperator other) {
    List<Pair> changed =
        pairs.stream()
            .map(p -> new Pair(p.from(), other.applyAsInt(p.to()), p.condition()))
            .toList();
    return changed.stream().allMatch(p -> p.to() >= 0)
        ? Optional.of(new JoinKeys(changed, rest))
        : Optional.empty();
  }

  /** From the right side to the left. */
  JoinKeys swapped() {
    return new JoinKeys(
        pairs.stream().map(p -> new Pair(p.to(), p.from(), p.condition())).toList(), rest);
  }

  /**
   * What is left of the condition without the equality of these columns, all of which have to be
   * compared in it; empty when one is not.
   *
   * @param paths on the one side
   * @param toPaths on the other, in the same order
   */
  Optional<List<RexNode>> without(
      List<String> paths, List<Column> columns, List<String> toPaths, List<Column> toColumns) {
    List<Pair> left = new ArrayList<>(pairs);
    for (int i = 0; i < paths.size(); i++) {
      String path = paths.get(i);
      String toPath = toPaths.get(i);
      Optional<Pair> found =
          left.stream()
              .filter(
                  p ->
                      columns.get(p.from()).path().equals(path)
                          && toColumns.get(p.to()).path().equals(toPath))
              .findFirst();
      if (found.isEmpty()) {
        return Optional.empty();
      }
      left.remove(found.get());
    }
    List<RexNode> all = new ArrayList<>(rest);
    left.forEach(p -> all.add(p.condition()));
    return Optional.of(all);
  }
}
