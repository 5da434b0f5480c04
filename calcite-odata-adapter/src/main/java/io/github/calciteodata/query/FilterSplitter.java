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
import io.github.calciteodata.query.Expression.In;
import io.github.calciteodata.query.Expression.Or;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Cuts the lists in a filter, {@code ID in (1,2,3,4)} or {@code a eq 1 or b eq 2}, until every
 * request is short enough: {@code ID in (1,2)} and {@code ID in (3,4)}.
 */
public final class FilterSplitter {
  private final ToIntFunction<ODataQuery> length;
  private final int maxLength;

  /** {@code length} is that of a request as it is sent. */
  public FilterSplitter(ToIntFunction<ODataQuery> length, int maxLength) {
    this.length = length;
    this.maxLength = maxLength;
  }

  /**
   * A piece of the query. Its rows are those of the whole for which {@code wanted} are true and
   * {@code others} are not: the latter are asked for by the pieces before it.
   *
   * @param wanted the pieces of alternatives in its filter that may let rows of others through
   */
  public record Part(ODataQuery query, List<Expression> wanted, List<Expression> others) {
    public Part {
      wanted = List.copyOf(wanted);
      others = List.copyOf(others);
    }
  }

  /** The pieces, which together have the rows of the query; empty when no cut makes it short. */
  public Optional<List<Part>> split(ODataQuery query) {
    if (query.filter() == null || query.aggregation() != null) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    return cut(new Part(query, List.of(), List.of()), parts)
        ? Optional.of(parts)
        : Optional.empty();
  }

  private boolean cut(Part part, List<Part> parts) {
    ODataQuery query = part.query();
    int whole = length.applyAsInt(query);
    if (whole <= maxLength) {
      parts.add(part);
      return true;
    }
    List<Expression> conditions = conditions(query.filter());
    int longest = -1;
    int without = whole;
    for (int i = 0; i < conditions.size(); i++) {
      int size = alternatives(conditions.get(i)).size();
      if (size > 1) {
        int rest =
            length.applyAsInt(
                with(query, conditions, i, alternatives(conditions.get(i)).subList(0, 1)));
        if (rest < without) {
          without = rest;
          longest = i;
        }
      }
    }
    if (longest < 0) {
      return false;
    }
    return cut(part, conditions, longest, pieces(whole, without), parts);
  }

  /** How many pieces to make of a list: as many as it needs when nothing else is too long. */
  private int pieces(int whole, int without) {
    int room = maxLength - without;
    return room <= 0 ? 2 : (int) Math.ceil((double) (whole - without) / room);
  }

  private boolean cut(
      Part part, List<Expression> conditions, int index, int pieces, List<Part> parts) {
    Expression list = conditions.get(index);
    List<Expression> all = alternatives(list);
    int count = Math.max(2, Math.min(pieces, all.size()));
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) all.size() * i / count);
      int to = (int) ((long) all.size() * (i + 1) / count);
      List<Expression> wanted = new ArrayList<>(part.wanted());
      List<Expression> others = new ArrayList<>(part.others());
      if (!(list instanceof In)) {
        // the alternatives of an or may be true for the same row; the values of an in differ
        if (from > 0) {
          others.add(Expressions.or(all.subList(0, from)));
        }
      }
      wanted.add(one(list, all.subList(from, to)));
      ODataQuery piece = with(part.query(), conditions, index, all.subList(from, to));
      if (!cut(new Part(piece, wanted, others), parts)) {
        return false;
      }
    }
    return true;
  }

  private static List<Expression> conditions(Expression filter) {
    return filter instanceof And and ? and.operands() : List.of(filter);
  }

  private static List<Expression> alternatives(Expression condition) {
    if (condition instanceof In in) {
      return in.values();
    }
    // the rows of one part are told from those of another by their values alone
    return condition instanceof Or or && !Functions.hasAny(or) ? or.operands() : List.of(condition);
  }

  private static Expression one(Expression list, List<Expression> alternatives) {
    if (list instanceof In in) {
      return alternatives.size() == 1
          ? new Expression.Comparison(Expression.Operator.EQ, in.operand(), alternatives.get(0))
          : new In(in.operand(), alternatives);
    }
    return Expressions.or(alternatives);
  }

  private static ODataQuery with(
      ODataQuery query, List<Expression> conditions, int index, List<Expression> alternatives) {
    List<Expression> changed = new ArrayList<>(conditions);
    changed.set(index, one(conditions.get(index), alternatives));
    return query.replacingFilter(Expressions.and(changed));
  }
}
