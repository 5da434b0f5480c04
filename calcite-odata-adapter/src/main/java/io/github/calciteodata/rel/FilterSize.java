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
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.And;
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.Constant;
import io.github.calciteodata.query.Expression.In;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Operator;
import io.github.calciteodata.query.Expression.Or;
import io.github.calciteodata.query.Expression.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How many rows a filter lets through: by its key exactly, else with Calcite's usual guesses. */
final class FilterSize {
  private static final double EQUALITY = 0.15;
  private static final double RANGE = 0.5;
  private static final double NOT_NULL = 0.9;
  private static final double OTHER = 0.25;

  private final TableModel table;
  private final double rows;

  FilterSize(TableModel table, double rows) {
    this.table = table;
    this.rows = Math.max(1, rows);
  }

  double rows(Expression filter) {
    double byShare = Math.max(1, rows * share(filter));
    Map<Column, Integer> values = new HashMap<>();
    List<Expression> conditions = filter instanceof And and ? and.operands() : List.of(filter);
    conditions.forEach(condition -> listed(condition, values));
    List<Integer> key = table.key().stream().map(i -> values.get(table.columns().get(i))).toList();
    if (key.isEmpty() || key.stream().anyMatch(Objects::isNull)) {
      return byShare;
    }
    return Math.min(
        byShare, key.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b));
  }

  /** Notes how many values a condition allows for its column. */
  private static void listed(Expression condition, Map<Column, Integer> values) {
    if (condition instanceof Comparison c
        && c.op() == Operator.EQ
        && c.left() instanceof Path path
        && !(c.right() instanceof Path)) {
      values.merge(path.column(), 1, Math::min);
    } else if (condition instanceof In in && in.operand() instanceof Path path) {
      values.merge(path.column(), in.values().size(), Math::min);
    }
  }

  private double share(Expression filter) {
    if (filter instanceof And and) {
      return and.operands().stream().mapToDouble(this::share).reduce(1, (a, b) -> a * b);
    }
    if (filter instanceof Or or) {
      return Math.min(1, or.operands().stream().mapToDouble(this::share).sum());
    }
    if (filter instanceof In in) {
      return Math.min(RANGE, EQUALITY * in.values().size());
    }
    if (filter instanceof NullTest test) {
      return test.negated() ? NOT_NULL : 1 - NOT_NULL;
    }
    if (filter instanceof Comparison c) {
      return c.op() == Operator.EQ ? EQUALITY : RANGE;
    }
    return filter instanceof Constant constant && constant.value() ? 1 : OTHER;
  }
}
