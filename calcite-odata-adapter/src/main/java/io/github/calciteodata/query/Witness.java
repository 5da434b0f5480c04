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
import io.github.calciteodata.query.Expression.Not;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Operator;
import io.github.calciteodata.query.Expression.Or;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes of a condition one of the same kind that is true for a row: of {@code price gt 41.25}, for
 * a price of 3, {@code price ge 2.5}.
 */
public final class Witness {
  private static final BigDecimal HALF = new BigDecimal("0.5");

  private final Evaluator evaluator;

  /** Rows are those of the evaluator. */
  public Witness(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** The conditions that a bound filter combines by {@code and} and {@code or}. */
  public static List<Expression> conditions(Expression filter) {
    Stream<Expression> operands =
        filter instanceof And and
            ? and.operands().stream()
            : filter instanceof Or or ? or.operands().stream() : Stream.of();
    List<Expression> conditions = operands.flatMap(o -> conditions(o).stream()).toList();
    return conditions.isEmpty() ? List.of(filter) : conditions;
  }

  /** The condition for the row; empty when the row has no value for it. */
  public Optional<Expression> of(Expression condition, Object[] row) {
    if (evaluator.matches(condition, row)) {
      return Optional.of(condition);
    }
    if (condition instanceof NullTest test) {
      return Optional.of(new NullTest(test.operand(), !test.negated()));
    }
    if (condition instanceof Not not) {
      return of(not.operand(), row);
    }
    if (condition instanceof Comparison comparison
        && comparison.right() instanceof Literal literal) {
      return value(comparison.left(), row).flatMap(v -> comparison(comparison, literal, v));
    }
    if (condition instanceof In in && in.values().get(0) instanceof Literal literal) {
      return value(in.operand(), row)
          .flatMap(v -> literal(literal, v))
          .map(v -> new In(in.operand(), List.of(v, in.values().get(0))));
    }
    if (condition instanceof Call call && call.arguments().get(1) instanceof Literal literal) {
      // a text contains itself, starts and ends with itself
      return value(call.arguments().get(0), row)
          .flatMap(v -> literal(literal, v))
          .map(v -> new Call(call.function(), List.of(call.arguments().get(0), v)));
    }
    return Optional.empty();
  }

  private Optional<Object> value(Expression expression, Object[] row) {
    return Optional.ofNullable(evaluator.value(expression, row));
  }

  private static Optional<Expression> comparison(Comparison given, Literal literal, Object value) {
    if (!(value instanceof Number number)) {
      Operator op =
          switch (given.op()) {
            case EQ, NE -> Operator.EQ;
            case LT, LE -> Operator.LE;
            case GT, GE -> Operator.GE;
          };
      return literal(literal, value).map(v -> new Comparison(op, given.left(), v));
    }
    if (!isFinite(number) || !isFinite((Number) literal.value())) {
      return Optional.empty();
    }
    // some parsers know whole numbers only
    BigDecimal exact = Evaluator.decimal(number);
    boolean fraction = isFraction(Evaluator.decimal((Number) literal.value()));
    boolean equality = given.op() == Operator.EQ || given.op() == Operator.NE;
    if (equality && isFraction(exact) == fraction) {
      return literal(literal, number).map(v -> new Comparison(Operator.EQ, given.left(), v));
    }
    boolean below = given.op() == Operator.GT || given.op() == Operator.GE;
    BigDecimal whole = exact.setScale(0, below ? RoundingMode.FLOOR : RoundingMode.CEILING);
    BigDecimal bound = !fraction ? whole : below ? whole.subtract(HALF) : whole.add(HALF);
    return literal(literal, bound)
        .map(v -> new Comparison(below ? Operator.GE : Operator.LE, given.left(), v));
  }

  private static boolean isFraction(BigDecimal number) {
    return number.stripTrailingZeros().scale() > 0;
  }

  private static boolean isFinite(Number number) {
    return Double.isFinite(number.doubleValue());
  }

  private static Optional<Literal> literal(Literal like, Object value) {
    return Literals.canWrite(like.type(), value)
        ? Literals.of(like.type(), value, like.enumType())
        : Optional.empty();
  }
}
