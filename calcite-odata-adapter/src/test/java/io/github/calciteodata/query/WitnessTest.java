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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.query.Expression.Call;
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.Function;
import io.github.calciteodata.query.Expression.In;
import io.github.calciteodata.query.Expression.Literal;
import io.github.calciteodata.query.Expression.Not;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Operator;
import io.github.calciteodata.query.Expression.Path;
import io.github.calciteodata.testing.PlanFixture;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions made for a row are true for it, and of the same kind. */
class WitnessTest {
  private static final Column NUMBER = column("f");
  private static final Column TEXT = column("s");
  private final Evaluator evaluator = new Evaluator(List.of(NUMBER, TEXT));
  private final Witness witness = new Witness(evaluator);

  private static Column column(String name) {
    return PlanFixture.table().columns().stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Literal text(String value) {
    return new Literal(EdmType.STRING, value, null);
  }

  private static Call contains(String value) {
    return new Call(Function.CONTAINS, List.of(new Path(TEXT), text(value)));
  }

  private Optional<Expression> of(Expression condition, Object number, String text) {
    Object[] row = {number, text};
    Optional<Expression> made = witness.of(condition, row);
    made.ifPresent(m -> assertThat(evaluator.matches(m, row)).as(m.toString()).isTrue());
    return made;
  }

  @ParameterizedTest
  @CsvSource({
    "GT, 41.25, 3, GE, 2.5",
    "GE, 41, 3.75, GE, 3",
    "LT, 1.5, 3.75, LE, 4.5",
    "LE, 1, 3.75, LE, 4",
    "EQ, 7, 3, EQ, 3",
    "EQ, 7.5, 3.25, EQ, 3.25",
    "EQ, 7.5, 3, LE, 3.5",
    "EQ, 7, 3.5, LE, 4",
    "NE, 3.25, 3.25, EQ, 3.25",
    "NE, 3.25, 4, NE, 3.25",
    "LE, -1.5, -1, LE, -0.5"
  })
  void aNumberIsComparedWithOneOfTheSameShape(
      Operator op, BigDecimal constant, double value, Operator madeOp, BigDecimal madeConstant) {
    Comparison made =
        (Comparison)
            of(
                    new Comparison(
                        op, new Path(NUMBER), new Literal(EdmType.DECIMAL, constant, null)),
                    value,
                    null)
                .orElseThrow();
    assertThat(made.op()).isEqualTo(madeOp);
    assertThat((BigDecimal) ((Literal) made.right()).value()).isEqualByComparingTo(madeConstant);
  }

  @Test
  void textsAndFunctionsTakeTheRowsOwnText() {
    assertThat(of(contains("x"), null, "abc")).contains(contains("abc"));
    assertThat(of(contains("b"), null, "abc")).contains(contains("b"));
    assertThat(of(new Not(contains("b")), null, "abc")).contains(contains("b"));
    assertThat(of(new In(new Path(TEXT), List.of(text("x"), text("y"))), null, "abc"))
        .contains(new In(new Path(TEXT), List.of(text("abc"), text("x"))));
    assertThat(of(new NullTest(new Path(TEXT), false), null, "abc"))
        .contains(new NullTest(new Path(TEXT), true));
  }

  @Test
  void aRowWithoutAValueTellsNothing() {
    Literal one = new Literal(EdmType.INT32, 1L, null);
    assertThat(of(contains("b"), null, null)).isEmpty();
    assertThat(of(new Not(contains("b")), null, null)).isEmpty();
    assertThat(of(new Comparison(Operator.EQ, new Path(NUMBER), one), null, null)).isEmpty();
    assertThat(of(new Comparison(Operator.LT, new Path(NUMBER), one), Double.NaN, null)).isEmpty();
  }
}
