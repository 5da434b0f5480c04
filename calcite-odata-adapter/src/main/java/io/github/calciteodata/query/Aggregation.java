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

import io.github.calciteodata.edm.Column;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code $apply} makes of the entities that the filter lets through (Data Aggregation 3.1):
 * one row per group, {@code groupby((CategoryID),aggregate(UnitPrice with sum as c0))}. Nulls are
 * left out of every measure but {@link Method#COUNT}, and form one group of their own, as in SQL.
 *
 * @param groups what rows of one group have in common; empty for one row over everything
 * @param measures may be empty when there are groups: then the groups are the answer
 * @param having condition on groups and aliases, or null; only where there are groups
 */
public record Aggregation(List<Column> groups, List<Measure> measures, Expression having) {

  public Aggregation {
    groups = List.copyOf(groups);
    measures = List.copyOf(measures);
  }

  /**
   * One aggregate: {@code operand with method as alias}.
   *
   * @param alias the column of the result, nullable when null can be the answer
   * @param operand null for {@link Method#COUNT}
   */
  public record Measure(Column alias, Method method, Expression operand) {}

  /** How values become one (Data Aggregation 3.1.3). */
  public enum Method {
    SUM("sum"),
    MIN("min"),
    MAX("max"),
    COUNT_DISTINCT("countdistinct"),
    /** The number of entities. */
    COUNT("$count");

    private final String symbol;

    Method(String symbol) {
      this.symbol = symbol;
    }

    /** As written in a URL. */
    public String symbol() {
      return symbol;
    }
  }

  /** The columns of the result: groups, then measures. */
  public List<Column> columns() {
    return Stream.concat(groups.stream(), measures.stream().map(Measure::alias)).toList();
  }

  /** The measure that makes this column of the result; empty for a group. */
  public Optional<Measure> measure(Column column) {
    return measures.stream().filter(m -> m.alias().equals(column)).findFirst();
  }

  /** The columns of an entity that the aggregation looks at. */
  public Stream<Column> inputs() {
    return Stream.concat(
        groups.stream(),
        measures.stream()
            .filter(m -> m.operand() != null)
            .flatMap(m -> Binder.paths(m.operand()).stream())
            .map(Expression.Path::column));
  }

  Aggregation withHaving(Expression condition) {
    return new Aggregation(groups, measures, condition);
  }
}
