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
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.query.DecimalFit;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.Literal;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Operator;
import io.github.calciteodata.query.Expression.Parameter;
import io.github.calciteodata.query.Expression.Path;
import io.github.calciteodata.query.Expressions;
import io.github.calciteodata.query.Literals;
import io.github.calciteodata.rel.ConstantTranslator.Constant;
import io.github.calciteodata.rel.OperandTranslator.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rex.RexNode;

/**
 * Turns one comparison into a condition that is true for exactly the rows for which SQL's
 * comparison is true. OData compares null as a value, so {@code n <> 5} becomes {@code n ne 5 and n
 * ne null} (URL Conventions 5.1.1.1).
 */
final class ComparisonTranslator {
  private final OperandTranslator operands;
  private final ConstantTranslator constants;
  private final InstantTranslator instants;
  private final PushdownRules rules;

  ComparisonTranslator(
      OperandTranslator operands,
      ConstantTranslator constants,
      InstantTranslator instants,
      PushdownRules rules) {
    this.operands = operands;
    this.constants = constants;
    this.instants = instants;
    this.rules = rules;
  }

  /** {@code left op right}; empty when OData would not compare as SQL does. */
  Optional<Translation> compare(Operator op, RexNode left, RexNode right) {
    Optional<Translation> day = instants.compareDay(op, left, right);
    if (day.isPresent()) {
      return day;
    }
    Optional<Operand> a = operands.translate(left);
    Optional<Operand> b = operands.translate(right);
    if (a.isPresent() && b.isPresent()) {
      return columns(op, a.get(), b.get());
    }
    if (a.isPresent()) {
      return constants.natural(right).flatMap(c -> constant(op, a.get(), c, right));
    }
    if (b.isPresent()) {
      // several services understand constants on the right only
      return constants.natural(left).flatMap(c -> constant(mirror(op), b.get(), c, left));
    }
    return instants.compareDay(mirror(op), right, left);
  }

  /** {@code operand IS [NOT] DISTINCT FROM constant}. */
  Optional<Translation> distinct(boolean distinct, RexNode left, RexNode right) {
    Operator op = distinct ? Operator.NE : Operator.EQ;
    Optional<Operand> a = operands.translate(left).filter(o -> plain(o) && !o.wide());
    Optional<Literal> literal =
        constants
            .natural(right)
            .filter(c -> c.expression() instanceof Literal)
            .filter(c -> c.type() != EdmType.STRING || !endsWithBlank(c))
            .map(c -> (Literal) c.expression());
    if (a.isEmpty() || literal.isEmpty() || !sameKind(a.get().type(), literal.get().type())) {
      return Optional.empty();
    }
    Expression comparison =
        DecimalFit.fit(new Comparison(op, a.get().expression(), typed(a.get(), literal.get())));
    return exact(distinct ? orNull(comparison, a.get().columns()) : comparison);
  }

  /** Whether equality of the type is the same in SQL and OData, whatever the value. */
  private boolean plain(Operand operand) {
    return switch (operand.type()) {
      case BOOLEAN, BYTE, SBYTE, INT16, INT32, INT64, DECIMAL, DATE -> true;
      case STRING -> rules.binaryStrings();
      default -> false;
    };
  }

  private Optional<Translation> constant(
      Operator op, Operand operand, Constant constant, RexNode node) {
    boolean equality = op == Operator.EQ || op == Operator.NE;
    switch (operand.type()) {
      case GUID, ENUM:
        return constant.type() == EdmType.STRING && equality
            ? named(op, operand, constant)
            : Optional.empty();
      case STRING:
        return constant.type() == EdmType.STRING ? text(op, operand, constant) : Optional.empty();
      case BOOLEAN:
        if (!equality || constant.type() != EdmType.BOOLEAN) {
          return Optional.empty();
        }
        break;
      case DATE_TIME_OFFSET, TIME_OF_DAY:
        return constant.type() == operand.type()
            ? instants.compare(op, operand, constant, node)
            : Optional.empty();
      case SINGLE, DURATION, BINARY, STREAM, JSON, DATE_TIME, TIME:
        // a REAL is widened before it is compared, differently by every service
        return Optional.empty();
      default:
        if (!sameKind(operand.type(), constant.type())) {
          return Optional.empty();
        }
    }
    return guarded(op, operand, typed(operand, constant.expression()));
  }

  private static boolean sameKind(EdmType operand, EdmType constant) {
    if (operand == EdmType.DOUBLE) {
      return constant.isNumeric();
    }
    if (operand.isNumeric()) {
      // a comparison with a double is one of doubles: exact numbers would lose digits
      return constant.isInteger() || constant == EdmType.DECIMAL;
    }
    return operand == constant;
  }

  /** The constant as the operand's type, where the way it is written depends on it. */
  private static Expression typed(Operand operand, Expression constant) {
    EdmType type = operand.type();
    boolean whole =
        constant instanceof Literal literal
            ? literal.type().isInteger()
            : ((Parameter) constant).type().isInteger();
    boolean small = type == EdmType.BYTE || type == EdmType.SBYTE;
    if (type != EdmType.DOUBLE && !(small && whole)) {
      return constant;
    }
    return constant instanceof Literal literal
        ? new Literal(type, Literals.of(type, literal.value(), null).orElseThrow().value(), null)
        : new Parameter(((Parameter) constant).index(), type, null);
  }

  private Optional<Translation> text(Operator op, Operand operand, Constant constant) {
    if (mayBeWildcard(constant)) {
      return Optional.empty();
    }
    if (rules.binaryStrings() && !operand.wide() && !endsWithBlank(constant)) {
      return guarded(op, operand, constant.expression());
    }
    // a service that ignores case or trailing blanks answers more than SQL for "=", and less for
    // the others
    if (op != Operator.EQ || !(constant.expression() instanceof Literal literal)) {
      return Optional.empty();
    }
    return Optional.of(new Translation(new Comparison(op, operand.expression(), literal), false));
  }

  /** Columns of a fixed length do not tell blanks at the end, and metadata does not tell them. */
  private static boolean endsWithBlank(Constant constant) {
    return constant.expression() instanceof Literal literal
        && ((String) literal.value()).endsWith(" ");
  }

  private boolean mayBeWildcard(Constant constant) {
    return constant.expression() instanceof Literal literal
        ? rules.hasWildcard((String) literal.value())
        : !rules.habits().wildcards().isEmpty();
  }

  /** GUIDs and enumerations: texts in SQL, values in OData. */
  private Optional<Translation> named(Operator op, Operand operand, Constant constant) {
    Column column = operand.column().orElse(null);
    if (column == null) {
      return Optional.empty();
    }
    if (constant.expression() instanceof Parameter parameter) {
      return op == Operator.EQ && (column.enumType() == null || !column.enumType().flags())
          ? exact(
              new Comparison(
                  op,
                  operand.expression(),
                  new Parameter(parameter.index(), column.type(), column.enumType())))
          : Optional.empty();
    }
    String text = (String) ((Literal) constant.expression()).value();
    Optional<Literal> value = Literals.of(column.type(), text, column.enumType());
    if (value.isPresent()) {
      return guarded(op, operand, value.get());
    }
    if (column.type() == EdmType.ENUM && (column.enumType().flags() || !text.matches("\\p{L}.*"))) {
      // a combination of members or a number may still be some row's value
      return Optional.empty();
    }
    return op == Operator.EQ
        ? exact(new Expression.Constant(false))
        : exact(notNull(operand.columns()));
  }

  private Optional<Translation> guarded(Operator op, Operand operand, Expression constant) {
    if (operand.wide()) {
      return op == Operator.EQ
          ? Optional.of(new Translation(new Comparison(op, operand.expression(), constant), false))
          : Optional.empty();
    }
    Expression comparison = DecimalFit.fit(new Comparison(op, operand.expression(), constant));
    return op == Operator.NE
        ? exact(Expressions.and(List.of(comparison, notNull(operand.columns()))))
        : exact(comparison);
  }

  private Optional<Translation> columns(Operator op, Operand a, Operand b) {
    if (!comparable(op, a, b)) {
      return Optional.empty();
    }
    List<Column> guards = new ArrayList<>();
    if (op == Operator.NE) {
      guards.addAll(a.columns());
      guards.addAll(b.columns());
    } else if (op == Operator.EQ || op == Operator.GE || op == Operator.LE) {
      // both null: true for eq, and for ge and le by older readings
      boolean bothNullable =
          a.columns().stream().anyMatch(Column::nullable)
              && b.columns().stream().anyMatch(Column::nullable);
      if (bothNullable) {
        guards.addAll(a.columns());
      }
    }
    return exact(
        Expressions.and(
            List.of(new Comparison(op, a.expression(), b.expression()), notNull(guards))));
  }

  private boolean comparable(Operator op, Operand a, Operand b) {
    if (a.wide() || b.wide()) {
      return false;
    }
    if (isExactNumber(a.type()) && isExactNumber(b.type())) {
      // Olingo's servers have no common type of the two
      Set<EdmType> types = Set.of(EdmType.BYTE, EdmType.SBYTE);
      return a.type() == b.type() || !types.contains(a.type()) || !types.contains(b.type());
    }
    if (a.type() != b.type()) {
      return false;
    }
    boolean equality = op == Operator.EQ || op == Operator.NE;
    return switch (a.type()) {
      case STRING -> rules.binaryStrings();
      case DATE -> true;
      case BOOLEAN, GUID -> equality;
      case ENUM ->
          equality
              && a.column().isPresent()
              && b.column().isPresent()
              && a.column().get().enumType().equals(b.column().get().enumType());
      case DATE_TIME_OFFSET, TIME_OF_DAY ->
          a.columns().stream().noneMatch(InstantTranslator::isFinerThanMillis)
              && b.columns().stream().noneMatch(InstantTranslator::isFinerThanMillis);
      default -> false;
    };
  }

  private static boolean isExactNumber(EdmType type) {
    return type.isInteger() || type == EdmType.DECIMAL;
  }

  /** {@code x ne null} for each column that can be null; true when there is none. */
  static Expression notNull(List<Column> columns) {
    return Expressions.and(
        columns.stream()
            .filter(Column::nullable)
            .distinct()
            .<Expression>map(c -> new NullTest(new Path(c), true))
            .toList());
  }

  /**
   * {@code or x eq null} for each column that can be null: {@code ne} is true for null by the
   * specification, but unknown at services that leave it to their database.
   */
  static Expression orNull(Expression expression, List<Column> columns) {
    List<Expression> alternatives = new ArrayList<>();
    alternatives.add(expression);
    columns.stream()
        .filter(Column::nullable)
        .distinct()
        .forEach(c -> alternatives.add(new NullTest(new Path(c), false)));
    return Expressions.or(alternatives);
  }

  static Optional<Translation> exact(Expression expression) {
    return Optional.of(new Translation(expression, true));
  }

  private static Operator mirror(Operator op) {
    return switch (op) {
      case GT -> Operator.LT;
      case GE -> Operator.LE;
      case LT -> Operator.GT;
      case LE -> Operator.GE;
      default -> op;
    };
  }

  /** {@code NOT (a op b)} is {@code a negate(op) b} in three-valued logic too. */
  static Operator negate(Operator op) {
    return switch (op) {
      case EQ -> Operator.NE;
      case NE -> Operator.EQ;
      case GT -> Operator.LE;
      case GE -> Operator.LT;
      case LT -> Operator.GE;
      case LE -> Operator.GT;
    };
  }
}
