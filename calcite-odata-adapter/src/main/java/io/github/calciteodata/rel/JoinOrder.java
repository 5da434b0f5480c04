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

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Chooses the order of an inner join: one table after another, each time the one that costs least
 * to fetch and leaves the fewest rows; once from each table, and the cheapest of these orders wins.
 * Far from every order is tried, so that eight tables take no longer than two.
 */
final class JoinOrder {
  private static final int MOST_STARTS = 8;

  /**
   * A table of the join.
   *
   * @param rows after its own conditions
   * @param width weight of one of its rows
   * @param keysPerRequest how many keys it is asked for at once
   */
  record Factor(double rows, double width, int keysPerRequest) {}

  /** Tables in the order in which they are joined, and what that costs. */
  private record Candidate(List<Integer> order, double cost) {}

  private final List<Factor> factors;
  private final List<ImmutableBitSet> conditions;
  private final ToDoubleBiFunction<ImmutableBitSet, Integer> domain;

  /**
   * An order to be found.
   *
   * @param conditions for each condition the tables that it looks at, at least two
   * @param domain for tables joined already and one more, by how much their product is divided
   */
  JoinOrder(
      List<Factor> factors,
      List<ImmutableBitSet> conditions,
      ToDoubleBiFunction<ImmutableBitSet, Integer> domain) {
    this.factors = factors;
    this.conditions = conditions;
    this.domain = domain;
  }

  /** The order; equal costs keep the order that is given. */
  List<Integer> choose() {
    Candidate best = null;
    for (int start : starts()) {
      Candidate candidate = from(start);
      if (best == null || candidate.cost() < best.cost()) {
        best = candidate;
      }
    }
    return best.order();
  }

  private List<Integer> starts() {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < factors.size(); i++) {
      all.add(i);
    }
    all.sort((a, b) -> Double.compare(factors.get(a).rows(), factors.get(b).rows()));
    return all.subList(0, Math.min(MOST_STARTS, all.size()));
  }

  private Candidate from(int start) {
    List<Integer> order = new ArrayList<>(List.of(start));
    ImmutableBitSet joined = ImmutableBitSet.of(start);
    double rows = factors.get(start).rows();
    double cost = rows * factors.get(start).width();
    while (order.size() < factors.size()) {
      int next = -1;
      double nextCost = 0;
      double nextRows = 0;
      boolean connected = false;
      for (int i = 0; i < factors.size(); i++) {
        if (joined.get(i) || (connected && !isConnected(joined, i))) {
          continue;
        }
        double after = Math.max(1, rows * factors.get(i).rows() / domain.applyAsDouble(joined, i));
        double stepCost = fetch(joined, i, rows) + after;
        boolean better = next < 0 || stepCost < nextCost;
        if (better || (!connected && isConnected(joined, i))) {
          connected = isConnected(joined, i);
          next = i;
          nextCost = stepCost;
          nextRows = after;
        }
      }
      order.add(next);
      joined = joined.set(next);
      rows = nextRows;
      cost += nextCost;
    }
    return new Candidate(order, cost);
  }

  /** Either everything, or by the keys of the rows that are there already. */
  private double fetch(ImmutableBitSet joined, int next, double rows) {
    Factor factor = factors.get(next);
    double all = factor.rows() * factor.width();
    if (!isConnected(joined, next)) {
      return all;
    }
    double values = domain.applyAsDouble(joined, next);
    double keys = Math.min(rows, values);
    return Math.min(all, Costs.lookUp(keys, factor.keysPerRequest(), keys * all / values));
  }

  private boolean isConnected(ImmutableBitSet joined, int next) {
    ImmutableBitSet with = joined.set(next);
    return conditions.stream().anyMatch(c -> c.get(next) && with.contains(c));
  }
}
