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

import io.github.calciteodata.query.Expression.And;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Leaves conditions out of a filter until the request is small enough, the largest ones first: more
 * rows, but not all. A list that can be cut into pieces may stay.
 */
public final class FilterWidener {
  private final List<SizeLimit> limits;

  /** What is left keeps to all of the limits. */
  public FilterWidener(List<SizeLimit> limits) {
    this.limits = List.copyOf(limits);
  }

  /** A filter that is true for more rows; null for all rows. */
  public Expression widen(ODataQuery query) {
    Expression filter = query.filter();
    List<Expression> conditions =
        filter instanceof And and ? and.operands() : filter == null ? List.of() : List.of(filter);
    List<Expression> sorted = new ArrayList<>(conditions);
    limits.stream()
        .filter(limit -> !limit.admits(query))
        .findFirst()
        .ifPresent(
            exceeded ->
                sorted.sort(
                    Comparator.comparingInt(
                        c -> exceeded.size().applyAsInt(query.replacingFilter(c)))));
    List<Expression> kept = new ArrayList<>();
    for (Expression condition : sorted) {
      kept.add(condition);
      if (!SizeLimit.admit(limits, query.replacingFilter(Expressions.and(kept)))) {
        kept.remove(kept.size() - 1);
      }
    }
    Expression shorter = kept.isEmpty() ? null : Expressions.and(kept);
    for (Expression condition : sorted) {
      if (!kept.contains(condition)) {
        // what is left of the room may do for the pieces of a list
        Expression both =
            shorter == null ? condition : Expressions.and(List.of(shorter, condition));
        ODataQuery longer = query.replacingFilter(both);
        if (new FilterSplitter(limits).split(longer).isPresent()) {
          return both;
        }
      }
    }
    return shorter;
  }
}
