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
package io.github.calciteodata.demo.query;

import io.github.calciteodata.demo.data.Row;
import io.github.calciteodata.demo.data.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.olingo.server.api.uri.queryoption.FilterOption;
import org.apache.olingo.server.api.uri.queryoption.OrderByItem;
import org.apache.olingo.server.api.uri.queryoption.OrderByOption;
import org.apache.olingo.server.api.uri.queryoption.SkipOption;
import org.apache.olingo.server.api.uri.queryoption.TopOption;

/** Which rows of a collection are wanted, and in which order. */
public final class RowQuery {
  private final Expr filter;
  private final List<SortKey> order;
  private final long skip;
  private final long top;

  private record SortKey(Expr value, boolean descending) {}

  private RowQuery(Expr filter, List<SortKey> order, long skip, long top) {
    this.filter = filter;
    this.order = order;
    this.skip = skip;
    this.top = top;
  }

  /** Compiles query options; each may be null when it is absent. */
  public static RowQuery of(
      ExpressionCompiler compiler,
      FilterOption filter,
      OrderByOption orderBy,
      SkipOption skip,
      TopOption top) {
    List<SortKey> order = new ArrayList<>();
    if (orderBy != null) {
      for (OrderByItem item : orderBy.getOrders()) {
        order.add(new SortKey(compiler.compile(item.getExpression()), item.isDescending()));
      }
    }
    return new RowQuery(
        filter == null ? null : compiler.compile(filter.getExpression()),
        order,
        skip == null ? 0 : skip.getValue(),
        top == null ? Long.MAX_VALUE : top.getValue());
  }

  /** Returns whether the rows come in an order other than that of the source. */
  public boolean isSorted() {
    return !order.isEmpty();
  }

  public boolean isFiltered() {
    return filter != null;
  }

  /**
   * Returns the positions of all rows that pass the filter, sorted; skip and top are left out of
   * account.
   */
  public int[] matches(Rows rows) {
    Scope scope = new Scope();
    int[] found =
        IntStream.range(0, rows.size())
            .filter(position -> passes(scope, rows.row(position)))
            .toArray();
    return isSorted() ? sorted(rows, found) : found;
  }

  private boolean passes(Scope scope, Row row) {
    return filter == null || Boolean.TRUE.equals(Operators.truth(filter.eval(scope.at(row))));
  }

  private int[] sorted(Rows rows, int[] positions) {
    record Keyed(int position, Object[] keys) {}

    Scope scope = new Scope();
    Keyed[] keyed =
        Arrays.stream(positions)
            .mapToObj(
                position -> {
                  scope.at(rows.row(position));
                  return new Keyed(
                      position, order.stream().map(key -> key.value().eval(scope)).toArray());
                })
            .toArray(Keyed[]::new);
    Comparator<Keyed> comparator = null;
    for (int i = 0; i < order.size(); i++) {
      int key = i;
      Comparator<Keyed> ascending = Comparator.comparing(row -> row.keys()[key], Values.ORDER);
      Comparator<Keyed> next = order.get(i).descending() ? ascending.reversed() : ascending;
      comparator = comparator == null ? next : comparator.thenComparing(next);
    }
    Arrays.sort(keyed, comparator);
    return Arrays.stream(keyed).mapToInt(Keyed::position).toArray();
  }

  /** Returns all wanted rows of a small collection. */
  public List<Row> all(Rows rows) {
    return page(rows, matches(rows), Position.START, Integer.MAX_VALUE).rows();
  }

  /**
   * A place in the result where a page begins.
   *
   * @param index place in the source, or in the positions that {@link #matches} gave
   * @param delivered rows on the pages before
   */
  public record Position(int index, long delivered) {
    public static final Position START = new Position(0, 0);

    /** Returns the place that a {@code $skiptoken} names. */
    public static Position of(String token) {
      if (!token.matches("\\d{1,9}-\\d{1,9}")) {
        throw Problem.badRequest("The $skiptoken is not one of this service");
      }
      int dash = token.indexOf('-');
      return new Position(
          Integer.parseInt(token.substring(0, dash)), Long.parseLong(token.substring(dash + 1)));
    }

    /** Returns the {@code $skiptoken} that names this place. */
    public String token() {
      return index + "-" + delivered;
    }
  }

  /**
   * A part of the result.
   *
   * @param next where the next page begins, null when there is none
   */
  public record Page(List<Row> rows, Position next) {}

  /** Returns a page, reading on in the source from where the page before ended. */
  public Page page(Rows rows, Position start, int size) {
    return page(rows, null, start, size);
  }

  /**
   * Returns a page of the rows at the given positions.
   *
   * @param positions what {@link #matches} gave, or null to apply the filter on the way
   */
  public Page page(Rows rows, int[] positions, Position start, int size) {
    Scope scope = new Scope();
    List<Row> page = new ArrayList<>(Math.min(size, 1024));
    long skipping = start.equals(Position.START) ? skip : 0;
    long wanted = top - start.delivered();
    int end = positions == null ? rows.size() : positions.length;
    for (int index = start.index(); index < end && page.size() < wanted; index++) {
      Row row = rows.row(positions == null ? index : positions[index]);
      if (positions == null && !passes(scope, row)) {
        continue;
      }
      if (skipping > 0) {
        skipping--;
      } else if (page.size() < size) {
        page.add(row);
      } else {
        return new Page(page, new Position(index, start.delivered() + page.size()));
      }
    }
    return new Page(page, null);
  }
}
