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
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.In;
import io.github.calciteodata.query.Expression.Literal;
import io.github.calciteodata.query.Expression.Operator;
import io.github.calciteodata.query.Expression.Or;
import io.github.calciteodata.query.Expression.Parameter;
import io.github.calciteodata.query.Expression.Path;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The condition of a look-up: that the columns have one of several keys, {@code ProductID in
 * (1,2)}; keys of several columns become {@code (order_ID eq 1 and pos eq 2) or ...}.
 */
public final class KeyFilter {
  /** What stands for the keys in a plan. */
  static final int PLACEHOLDER = -1;

  private static final int SEPARATOR = 3;
  private static final int OPERATORS = 20;

  private final List<Column> columns;
  private final Dialect dialect;

  public KeyFilter(List<Column> columns, Dialect dialect) {
    this.columns = List.copyOf(columns);
    this.dialect = dialect;
  }

  /** The condition as plans show it, {@code ProductID in (@keys)}. */
  public Expression shown() {
    List<Expression> parts = new ArrayList<>();
    for (Column column : columns) {
      Parameter keys = new Parameter(PLACEHOLDER, column.type(), column.enumType());
      Path path = new Path(column);
      parts.add(
          columns.size() == 1 && dialect.in()
              ? new In(path, List.of(keys))
              : new Comparison(Operator.EQ, path, keys));
    }
    return Expressions.and(parts);
  }

  /** A condition of the form that several keys have. */
  public Expression form() {
    Expression one = shown();
    return one instanceof In ? one : new Or(List.of(one, one));
  }

  /**
   * The key as literals; empty when no row can have it: a number out of the column's range, a text
   * that is no GUID.
   *
   * @param values integers as {@code Long}, none null
   * @throws IllegalArgumentException if a URL cannot carry one of the values
   */
  public Optional<List<Literal>> literals(List<Object> values) {
    List<Literal> literals = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      Object value = values.get(i);
      Optional<Literal> literal =
          isPossible(column.type(), value)
              ? Literals.of(column.type(), value, column.enumType())
              : Optional.empty();
      boolean possible =
          literal
              .map(l -> DecimalFit.fit(new Comparison(Operator.EQ, new Path(column), l)))
              .filter(Comparison.class::isInstance)
              .isPresent();
      if (!possible) {
        return Optional.empty();
      }
      literals.add(literal.get());
    }
    return Optional.of(literals);
  }

  private static boolean isPossible(EdmType type, Object value) {
    return switch (type) {
      case BYTE -> isIn(value, 0, 255);
      case SBYTE -> isIn(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case INT16 -> isIn(value, Short.MIN_VALUE, Short.MAX_VALUE);
      case INT32 -> isIn(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case INT64 -> isIn(value, Long.MIN_VALUE, Long.MAX_VALUE);
      case DECIMAL -> value instanceof Long || value instanceof BigDecimal;
      default -> true;
    };
  }

  private static boolean isIn(Object value, long min, long max) {
    return value instanceof Long number && number >= min && number <= max;
  }

  /** The condition for these keys, at least one. */
  public Expression of(List<List<Literal>> keys) {
    if (columns.size() > 1) {
      return Expressions.or(keys.stream().map(this::equal).toList());
    }
    List<Expression> values = keys.stream().<Expression>map(key -> key.get(0)).toList();
    return values.size() == 1 ? equal(keys.get(0)) : new In(new Path(columns.get(0)), values);
  }

  private Expression equal(List<Literal> key) {
    List<Expression> parts = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      parts.add(new Comparison(Operator.EQ, new Path(columns.get(i)), key.get(i)));
    }
    return Expressions.and(parts);
  }

  /** Characters that one more key adds to a URL, rather too many than too few. */
  public int length(List<Literal> key) {
    int length = 0;
    for (int i = 0; i < columns.size(); i++) {
      UrlText text = new UrlText(true);
      LiteralWriter.write(key.get(i), text);
      length += text.toString().length() + SEPARATOR;
      if (columns.size() > 1 || !dialect.in()) {
        length += columns.get(i).path().length() + OPERATORS;
      }
    }
    return length;
  }
}
