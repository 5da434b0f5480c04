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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.calciteodata.rel.JoinOrder.Factor;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.util.ImmutableBitSet;
import org.junit.jupiter.api.Test;

/** In which order tables are joined, from their sizes and conditions alone. */
class JoinOrderTest {
  /** {@code rows[i]} of table i; an edge {a, b, d} divides the product of a and b by d. */
  private static List<Integer> order(double[] rows, int[]... edges) {
    List<Factor> factors = new ArrayList<>();
    for (double count : rows) {
      factors.add(new Factor(count, 1, 100));
    }
    List<ImmutableBitSet> conditions = new ArrayList<>();
    for (int[] edge : edges) {
      conditions.add(ImmutableBitSet.of(edge[0], edge[1]));
    }
    return new JoinOrder(
            factors,
            conditions,
            (joined, next) -> {
              double domain = 1;
              for (int[] edge : edges) {
                if ((edge[0] == next && joined.get(edge[1]))
                    || (edge[1] == next && joined.get(edge[0]))) {
                  domain = Math.max(domain, edge[2]);
                }
              }
              return domain;
            })
        .choose();
  }

  @Test
  void theSmallTableComesFirst() {
    assertThat(order(new double[] {200_000, 40}, new int[] {0, 1, 200_000})).containsExactly(1, 0);
  }

  @Test
  void aSelectiveConditionLeadsThroughTheChain() {
    // one region of five, its nations, their customers, their orders
    assertThat(
            order(
                new double[] {1_500_000, 150_000, 25, 1},
                new int[] {0, 1, 150_000},
                new int[] {1, 2, 25},
                new int[] {2, 3, 5}))
        .containsExactly(3, 2, 1, 0);
  }

  @Test
  void tablesWithoutAConditionComeLast() {
    assertThat(order(new double[] {10, 1_000, 1_000}, new int[] {1, 2, 1_000})).endsWith(0);
  }

  @Test
  void equalTablesKeepTheirOrder() {
    assertThat(order(new double[] {100, 100, 100}, new int[] {0, 1, 100}, new int[] {1, 2, 100}))
        .containsExactly(0, 1, 2);
  }
}
