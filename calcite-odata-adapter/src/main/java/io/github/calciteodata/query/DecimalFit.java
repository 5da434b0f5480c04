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
import io.github.calciteodata.edm.Facets;
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.Constant;
import io.github.calciteodata.query.Expression.Literal;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Path;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Compares a decimal column only with what the column can hold, since services refuse literals with
 * more digits than the column's facets allow: with a scale of two, {@code price lt 9.995} is {@code
 * price lt 10}.
 */
public final class DecimalFit {
  private DecimalFit() {}

  /** The same condition with a literal that fits; true for the same rows. */
  public static Expression fit(Comparison comparison) {
    if (comparison.left() instanceof Path path
        && comparison.right() instanceof Literal literal
        && literal.type() == EdmType.DECIMAL
        && path.column().type() == EdmType.DECIMAL) {
      return fit(comparison, path.column(), (BigDecimal) literal.value());
    }
    return comparison;
  }

  private static Expression fit(Comparison comparison, Column column, BigDecimal value) {
    Facets facets = column.facets();
    if (facets.scale() == null || facets.variableScale()) {
      return comparison;
    }
    if (facets.precision() != null) {
      BigDecimal limit = BigDecimal.TEN.pow(facets.precision() - facets.scale());
      if (value.abs().compareTo(limit) >= 0) {
        return beyond(comparison, column, value.signum() > 0);
      }
    }
    if (value.scale() <= facets.scale()) {
      return comparison;
    }
    return switch (comparison.op()) {
      case EQ -> new Constant(false);
      case NE -> notNull(column);
      case LT, GE -> rounded(comparison, column, value, RoundingMode.CEILING);
      case GT, LE -> rounded(comparison, column, value, RoundingMode.FLOOR);
    };
  }

  private static Expression rounded(
      Comparison comparison, Column column, BigDecimal value, RoundingMode mode) {
    BigDecimal fitting = value.setScale(column.facets().scale(), mode);
    Literal literal = Literals.of(EdmType.DECIMAL, fitting, null).orElseThrow();
    Comparison changed = new Comparison(comparison.op(), comparison.left(), literal);
    return fit(changed, column, fitting);
  }

  /** The value is greater, or less, than all that the column holds. */
  private static Expression beyond(Comparison comparison, Column column, boolean greater) {
    boolean all =
        switch (comparison.op()) {
          case EQ -> false;
          case NE -> true;
          case LT, LE -> greater;
          case GT, GE -> !greater;
        };
    return all ? notNull(column) : new Constant(false);
  }

  private static Expression notNull(Column column) {
    return column.nullable() ? new NullTest(new Path(column), true) : new Constant(true);
  }
}
