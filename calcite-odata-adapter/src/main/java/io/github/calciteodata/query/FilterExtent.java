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
import io.github.calciteodata.query.Expression.Any;
import io.github.calciteodata.query.Expression.In;
import io.github.calciteodata.query.Expression.Or;

/**
 * How large a filter is, as services count it: {@code a gt 1 and b in (1,2,3)} has two comparisons
 * and a list of three values. A list that is written {@code b eq 1 or b eq 2} has as many
 * comparisons as values.
 *
 * @param comparisons conditions that are joined by {@code and} and {@code or}
 * @param values of the longest {@code in}; 0 without one
 */
public record FilterExtent(int comparisons, int values) {
  private static final FilterExtent ONE = new FilterExtent(1, 0);

  /** The extent of a filter as the dialect writes it; null for none. */
  public static FilterExtent of(Expression filter, Dialect dialect) {
    if (filter == null) {
      return new FilterExtent(0, 0);
    }
    if (filter instanceof In in) {
      return dialect.sends(in)
          ? new FilterExtent(1, in.values().size())
          : new FilterExtent(in.values().size(), 0);
    }
    if (filter instanceof And || filter instanceof Or || filter instanceof Any) {
      return Functions.children(filter).stream()
          .map(child -> of(child, dialect))
          .reduce(FilterExtent::plus)
          .orElse(ONE);
    }
    return ONE;
  }

  private FilterExtent plus(FilterExtent other) {
    return new FilterExtent(comparisons + other.comparisons, Math.max(values, other.values));
  }
}
