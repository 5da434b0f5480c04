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
import io.github.calciteodata.query.Expression.Call;
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.In;
import io.github.calciteodata.query.Expression.Literal;
import io.github.calciteodata.query.Expression.Or;
import io.github.calciteodata.query.Expression.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts the lists in a filter, {@code ID in (1,2,3,4)} or {@code a eq 1 or b eq 2}, until every
 * request is small enough: {@code ID in (1,2)} and {@code ID in (3,4)}.
 */
public final class FilterSplitter {
  private final List<SizeLimit> limits;

  /** The pieces keep to all of the limits. */
  public FilterSplitter(List<SizeLimit> limits) {
    this.limits = List.copyOf(limits);
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

  /** The pieces, which together have the rows of the query; empty when no cut makes it small. */
  public Optional<List<Part>> split(ODataQuery query) {
    if (query.filter() == null || query.aggregation() != null) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    return cut(new Part(query, List.of(), List.of()), parts)
        ? Optional.of(parts)
        : Optional.empty();
  }

  /**
   * The query with only the first alternative of its longest list; empty when there is no list, or
   * its alternatives differ in more than constants, so that one may be taken where another is not.
   */
  public static Optional<ODataQuery> firstAlternative(ODataQuery query) {
    List<Expression> conditions = conditions(query.filter());
    int longest = -1;
    int most = 1;
    for (int i = 0; i < conditions.size(); i++) {
      int size = alternatives(conditions.get(i)).size();
      if (size > most) {
        most = size;
        longest = i;
      }
    }
    if (longest < 0 || !isAlike(conditions.get(longest))) {
      return Optional.empty();
    }
    List<Expression> first = alternatives(conditions.get(longest)).subList(0, 1);
    return Optional.of(with(query, conditions, longest, first));
  }

  private static boolean isAlike(Expression list) {
    return list instanceof In
        || alternatives(list).stream().map(FilterSplitter::shape).distinct().count() == 1;
  }

  /** The expression without its constants. */
  private static List<Object> shape(Expression alternative) {
    List<Object> shape = new ArrayList<>();
    Functions.visit(
        alternative,
        e -> {
          if (e instanceof Comparison comparison) {
            shape.add(comparison.op());
          } else if (!(e instanceof Literal)) {
            shape.add(e instanceof Path || e instanceof Call ? name(e) : e.getClass());
          }
        });
    return shape;
  }

  private static Object name(Expression e) {
    return e instanceof Call call ? call.function() : e;
  }

  private boolean cut(Part part, List<Part> parts) {
    ODataQuery query = part.query();
    Optional<SizeLimit> exceeded = limits.stream().filter(l -> !l.admits(query)).findFirst();
    if (exceeded.isEmpty()) {
      parts.add(part);
      return true;
    }
    SizeLimit limit = exceeded.get();
    int whole = limit.size().applyAsInt(query);
    List<Expression> conditions = conditions(query.filter());
    int longest = -1;
    int without = whole;
    for (int i = 0; i < conditions.size(); i++) {
      List<Expression> all = alternatives(conditions.get(i));
      if (all.size() > 1) {
        int rest = limit.size().applyAsInt(with(query, conditions, i, all.subList(0, 1)));
        if (rest < without) {
          without = rest;
          longest = i;
        }
      }
    }
    if (longest < 0) {
      return false;
    }
    return cut(part, conditions, longest, pieces(limit.most(), whole, without), parts);
  }

  /**
   * How many pieces to make of a list: as many as it needs when nothing else is too large. {@code
   * without} is the size with one alternative.
   */
  private static int pieces(int most, int whole, int without) {
    int room = most - without;
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
          ? new Comparison(Expression.Operator.EQ, in.operand(), alternatives.get(0))
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
