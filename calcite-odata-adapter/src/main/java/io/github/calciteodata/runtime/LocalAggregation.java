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
package io.github.calciteodata.runtime;

import io.github.calciteodata.edm.Column;
import io.github.calciteodata.query.Aggregation;
import io.github.calciteodata.query.Aggregation.Measure;
import io.github.calciteodata.query.Aggregation.Method;
import io.github.calciteodata.query.Evaluator;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Groups and aggregates the rows of a plain read, for a service that does not. It holds one row per
 * group, not the rows; for {@code countdistinct} their values too.
 */
final class LocalAggregation implements RowCursor {
  private final RowCursor rows;
  private final List<Column> columns;
  private final Aggregation aggregation;
  private final Evaluator evaluator;
  private Iterator<Group> groups;

  /** Rows of {@code rows} have these columns, the inputs of the aggregation among them. */
  LocalAggregation(RowCursor rows, List<Column> columns, Aggregation aggregation) {
    this.rows = rows;
    this.columns = columns;
    this.aggregation = aggregation;
    this.evaluator = new Evaluator(columns);
  }

  @Override
  public Object[] next() throws SQLException {
    if (groups == null) {
      groups = groups();
    }
    return groups.hasNext() ? groups.next().row() : null;
  }

  private Iterator<Group> groups() throws SQLException {
    int[] keys = aggregation.groups().stream().mapToInt(columns::indexOf).toArray();
    Map<List<Object>, Group> byKey = new LinkedHashMap<>();
    for (Object[] row = rows.next(); row != null; row = rows.next()) {
      Object[] values = new Object[keys.length];
      List<Object> identity = new ArrayList<>(keys.length);
      for (int i = 0; i < keys.length; i++) {
        values[i] = row[keys[i]];
        identity.add(identity(values[i]));
      }
      byKey.computeIfAbsent(identity, k -> new Group(values)).add(row);
    }
    if (keys.length == 0 && byKey.isEmpty()) {
      byKey.put(List.of(), new Group(new Object[0]));
    }
    return byKey.values().iterator();
  }

  /** 1.0 and 1.00 are one value. */
  private static Object identity(Object value) {
    return value instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : value;
  }

  @Override
  public void close() {
    rows.close();
  }

  private final class Group {
    private final Object[] keys;
    private final List<Accumulator> accumulators =
        aggregation.measures().stream().map(Accumulator::new).toList();

    Group(Object[] keys) {
      this.keys = keys;
    }

    void add(Object[] row) {
      accumulators.forEach(a -> a.add(row));
    }

    Object[] row() throws SQLException {
      Object[] row = new Object[keys.length + accumulators.size()];
      System.arraycopy(keys, 0, row, 0, keys.length);
      for (int i = 0; i < accumulators.size(); i++) {
        row[keys.length + i] = accumulators.get(i).result();
      }
      return row;
    }
  }

  private final class Accumulator {
    private final Measure measure;
    private final Set<Object> seen;
    private long count;
    private Object value;

    Accumulator(Measure measure) {
      this.measure = measure;
      this.seen = measure.method() == Method.COUNT_DISTINCT ? new HashSet<>() : null;
    }

    void add(Object[] row) {
      if (measure.operand() == null) {
        count++;
        return;
      }
      Object next = evaluator.value(measure.operand(), row);
      if (next == null) {
        return;
      }
      switch (measure.method()) {
        case SUM -> {
          BigDecimal number = Evaluator.decimal((Number) next);
          value = value == null ? number : ((BigDecimal) value).add(number);
        }
        case MIN -> value = value == null || Evaluator.compare(next, value) < 0 ? next : value;
        case MAX -> value = value == null || Evaluator.compare(next, value) > 0 ? next : value;
        default -> seen.add(identity(next));
      }
    }

    Object result() throws SQLException {
      Column alias = measure.alias();
      return switch (measure.method()) {
        case COUNT -> Measures.fit(BigDecimal.valueOf(count), alias);
        case COUNT_DISTINCT -> Measures.fit(BigDecimal.valueOf(seen.size()), alias);
        case MIN, MAX -> value;
        case SUM -> {
          try {
            yield value == null ? null : Measures.fit((BigDecimal) value, alias);
          } catch (ArithmeticException e) {
            throw Measures.outOfRange((BigDecimal) value);
          }
        }
      };
    }
  }
}
