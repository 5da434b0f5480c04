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

import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.Literal;
import io.github.calciteodata.query.Expression.Parameter;
import io.github.calciteodata.query.Literals;
import java.math.BigDecimal;
import java.util.Optional;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/** Turns literals and run-time values into constants of a URL. */
final class ConstantTranslator {

  /** A constant and what it is called in a URL. */
  record Constant(Expression expression, EdmType type) {}

  private final RuntimeValues values;

  ConstantTranslator(RuntimeValues values) {
    this.values = values;
  }

  /**
   * The constant in the form of its own SQL type; empty when it is null, or no URL can carry it.
   */
  Optional<Constant> natural(RexNode node) {
    EdmType type = naturalType(node);
    if (type == null) {
      return Optional.empty();
    }
    if (node instanceof RexLiteral literal) {
      Object value = value(literal);
      return value != null && Literals.canWrite(type, value)
          ? Literals.of(type, value, null).map(l -> new Constant(l, type))
          : Optional.empty();
    }
    return RuntimeValues.isRuntimeValue(node)
        ? Optional.of(new Constant(new Parameter(values.indexOf(node), type, null), type))
        : Optional.empty();
  }

  /** A literal text. */
  Optional<Literal> text(RexNode node) {
    return node instanceof RexLiteral
        ? natural(node).filter(c -> c.type() == EdmType.STRING).map(c -> (Literal) c.expression())
        : Optional.empty();
  }

  /**
   * The value of a literal in Calcite's internal representation; null when it is NULL or of a type
   * unknown here.
   */
  static Object value(RexLiteral literal) {
    if (literal.isNull()) {
      return null;
    }
    return switch (literal.getType().getSqlTypeName()) {
      case BOOLEAN -> literal.getValueAs(Boolean.class);
      case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> literal.getValueAs(BigDecimal.class);
      case FLOAT, DOUBLE, REAL -> literal.getValueAs(Double.class);
      case CHAR, VARCHAR -> literal.getValueAs(String.class);
      case DATE, TIME -> literal.getValueAs(Integer.class);
      case TIMESTAMP -> literal.getValueAs(Long.class);
      default -> null;
    };
  }

  private static EdmType naturalType(RexNode node) {
    return switch (node.getType().getSqlTypeName()) {
      case BOOLEAN -> EdmType.BOOLEAN;
      case TINYINT, SMALLINT, INTEGER, BIGINT -> EdmType.INT64;
      case DECIMAL -> EdmType.DECIMAL;
      case FLOAT, DOUBLE -> EdmType.DOUBLE;
      case CHAR, VARCHAR -> EdmType.STRING;
      case DATE -> EdmType.DATE;
      case TIME -> EdmType.TIME_OF_DAY;
      case TIMESTAMP -> EdmType.DATE_TIME_OFFSET;
      default -> null;
    };
  }
}
