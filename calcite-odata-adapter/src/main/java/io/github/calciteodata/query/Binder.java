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
import io.github.calciteodata.query.Expression.Arithmetic;
import io.github.calciteodata.query.Expression.Call;
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.Constant;
import io.github.calciteodata.query.Expression.In;
import io.github.calciteodata.query.Expression.Not;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Or;
import io.github.calciteodata.query.Expression.Parameter;
import io.github.calciteodata.query.Expression.Path;
import io.github.calciteodata.query.ODataQuery.RowCount;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the values of a statement's parameters into a query. A comparison with a null value is
 * unknown in SQL, and so false in a filter; OData would compare null as a value (URL Conventions
 * 5.1.1.1), so it never gets there.
 */
public final class Binder {
  private final Object[] values;

  public Binder(Object[] values) {
    this.values = values;
  }

  /** The query with literals for parameters; its filter may become {@link Constant}. */
  public ODataQuery bind(ODataQuery query) {
    Aggregation aggregation = query.aggregation();
    if (aggregation != null) {
      aggregation = aggregation.withHaving(bound(aggregation.having()));
    }
    return new ODataQuery(
        query.table(),
        query.columns(),
        bound(query.filter()),
        query.exact(),
        query.order(),
        rows(query.skip()),
        rows(query.top()),
        query.count(),
        aggregation,
        query.expansions().stream().map(this::bind).toList());
  }

  private Expansion bind(Expansion expansion) {
    return expansion.with(
        expansion.expansions().stream().map(this::bind).toList(), bound(expansion.filter()));
  }

  /** Null for all rows. */
  private Expression bound(Expression filter) {
    Expression condition = filter == null ? null : condition(filter);
    return condition instanceof Constant constant && constant.value() ? null : condition;
  }

  private RowCount rows(RowCount rows) {
    if (rows == null || rows.parameter() < 0) {
      return rows;
    }
    Object value = values[rows.parameter()];
    // no value means no limit, as in PostgreSQL
    return value == null ? null : RowCount.of(((Number) value).longValue());
  }

  private Expression condition(Expression expression) {
    if (expression instanceof And and) {
      return Expressions.and(and.operands().stream().map(this::condition).toList());
    }
    if (expression instanceof Or or) {
      return Expressions.or(or.operands().stream().map(this::condition).toList());
    }
    if (expression instanceof In in) {
      return in(in);
    }
    if (expression instanceof Comparison comparison) {
      return both(comparison.left(), comparison.right())
          .map(o -> DecimalFit.fit(new Comparison(comparison.op(), o.get(0), o.get(1))))
          .orElse(new Constant(false));
    }
    if (expression instanceof Any any) {
      return any(any);
    }
    if (expression instanceof Not not && not.operand() instanceof Any any) {
      Expression bound = any(any);
      return bound instanceof Constant constant ? new Constant(!constant.value()) : new Not(bound);
    }
    // any other condition is unknown as soon as one of its values is null
    return operand(expression).orElse(new Constant(false));
  }

  private Expression any(Any any) {
    Expression bound = bound(any.condition());
    return bound instanceof Constant ? bound : any.with(bound);
  }

  private Expression in(In in) {
    Optional<Expression> operand = operand(in.operand());
    if (operand.isEmpty()) {
      return new Constant(false);
    }
    Set<Expression> bound = new LinkedHashSet<>();
    for (Expression value : in.values()) {
      operand(value).filter(v -> canEqual(operand.get(), v)).ifPresent(bound::add);
    }
    return switch (bound.size()) {
      case 0 -> new Constant(false);
      case 1 -> new Comparison(Expression.Operator.EQ, operand.get(), bound.iterator().next());
      default -> new In(operand.get(), List.copyOf(bound));
    };
  }

  private static boolean canEqual(Expression operand, Expression value) {
    Comparison comparison = new Comparison(Expression.Operator.EQ, operand, value);
    return DecimalFit.fit(comparison) instanceof Comparison;
  }

  /** Empty when a null value makes the expression null, or when no row can equal the value. */
  private Optional<Expression> operand(Expression expression) {
    if (expression instanceof Parameter parameter) {
      return literal(parameter);
    }
    if (expression instanceof Comparison comparison) {
      return both(comparison.left(), comparison.right())
          .map(o -> new Comparison(comparison.op(), o.get(0), o.get(1)));
    }
    if (expression instanceof Arithmetic arithmetic) {
      return both(arithmetic.left(), arithmetic.right())
          .map(o -> new Arithmetic(arithmetic.op(), o.get(0), o.get(1)));
    }
    if (expression instanceof Not not) {
      return operand(not.operand()).map(Not::new);
    }
    if (expression instanceof NullTest test) {
      return operand(test.operand()).map(o -> new NullTest(o, test.negated()));
    }
    if (expression instanceof Call call) {
      return all(call.arguments()).map(o -> new Call(call.function(), o));
    }
    return Optional.of(expression);
  }

  private Optional<List<Expression>> both(Expression left, Expression right) {
    return all(List.of(left, right));
  }

  private Optional<List<Expression>> all(List<Expression> operands) {
    List<Expression> bound = new ArrayList<>();
    for (Expression operand : operands) {
      Optional<Expression> one = operand(operand);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      bound.add(one.get());
    }
    return Optional.of(bound);
  }

  private Optional<Expression> literal(Parameter parameter) {
    Object value = values[parameter.index()];
    if (value == null) {
      return Optional.empty();
    }
    return Literals.of(parameter.type(), value, parameter.enumType()).map(l -> l);
  }

  /** Every column of the entity that a condition looks at. */
  public static List<Path> paths(Expression expression) {
    List<Path> paths = new ArrayList<>();
    paths(expression, paths);
    return paths;
  }

  private static void paths(Expression expression, List<Path> paths) {
    if (expression instanceof Path path) {
      paths.add(path);
    } else if (expression instanceof Any any) {
      any.columns().forEach(column -> paths.add(new Path(column)));
    } else {
      Functions.children(expression).forEach(child -> paths(child, paths));
    }
  }
}
