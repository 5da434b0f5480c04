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
import java.util.function.ToIntFunction;

/**
 * Leaves conditions out of a filter until the request is short enough, the longest ones first: more
 * rows, but not all. A list that can be cut into pieces may stay.
 */
public final class FilterWidener {
  private final ToIntFunction<ODataQuery> length;
  private final int maxLength;

  /** {@code length} is that of a request as it is sent. */
  public FilterWidener(ToIntFunction<ODataQuery> length, int maxLength) {
    this.length = length;
    this.maxLength = maxLength;
  }

  /** A filter that is true for more rows; null for all rows. */
  public Expression widen(ODataQuery query) {
    Expression filter = query.filter();
    List<Expression> conditions =
        filter instanceof And and ? and.operands() : filter == null ? List.of() : List.of(filter);
    List<Expression> sorted = new ArrayList<>(conditions);
    sorted.sort(Comparator.comparingInt(c -> length.applyAsInt(query.replacingFilter(c))));
    int room = maxLength - length.applyAsInt(query.replacingFilter(null));
    List<Expression> kept = new ArrayList<>();
    int used = 0;
    for (Expression condition : sorted) {
      int size = maxLength - room;
      size = length.applyAsInt(query.replacingFilter(condition)) - size;
      if (used + size <= room) {
        used += size;
        kept.add(condition);
      }
    }
    Expression shorter = kept.isEmpty() ? null : Expressions.and(kept);
    for (Expression condition : sorted) {
      if (!kept.contains(condition)) {
        // what is left of the room may do for the pieces of a list
        Expression both =
            shorter == null ? condition : Expressions.and(List.of(shorter, condition));
        ODataQuery longer = query.replacingFilter(both);
        if (new FilterSplitter(length, maxLength).split(longer).isPresent()) {
          return both;
        }
      }
    }
    return shorter;
  }
}
