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
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.Arithmetic;
import io.github.calciteodata.query.Expression.ArithmeticOperator;
import io.github.calciteodata.query.Expression.Call;
import io.github.calciteodata.query.Expression.Function;
import io.github.calciteodata.query.Expression.Literal;
import io.github.calciteodata.query.Expression.Parameter;
import io.github.calciteodata.query.Expression.Path;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Turns expressions over columns into OData: paths, functions and arithmetic (URL Conventions
 * 5.1.1). Answers empty for whatever has no exact counterpart.
 */
final class OperandTranslator {

  /**
   * An expression over columns.
   *
   * @param expression in OData's words
   * @param type what it compares as
   * @param columns the columns in it: it is null exactly when one of them is
   * @param wide true when OData's value may equal a constant where SQL's does not, never the other
   *     way round
   */
  record Operand(Expression expression, EdmType type, List<Column> columns, boolean wide) {
    /** The column, when it is nothing else. */
    Optional<Column> column() {
      return expression instanceof Path path ? Optional.of(path.column()) : Optional.empty();
    }
  }

  private final List<Column> row;
  private final PushdownRules rules;
  private final ConstantTranslator constants;

  OperandTranslator(List<Column> row, PushdownRules rules, ConstantTranslator constants) {
    this.row = row;
    this.rules = rules;
    this.constants = constants;
  }

  /** An expression with at least one column in it. */
  Optional<Operand> translate(RexNode node) {
    if (node instanceof RexInputRef ref) {
      Column column = row.get(ref.getIndex());
      return rules.canFilter(column)
          ? Optional.of(new Operand(new Path(column), column.type(), List.of(column), false))
          : Optional.empty();
    }
    if (!(node instanceof RexCall call)) {
      return Optional.empty();
    }
    return switch (call.getKind()) {
      case CAST -> cast(call);
      case PLUS -> arithmetic(ArithmeticOperator.ADD, call);
      case MINUS -> arithmetic(ArithmeticOperator.SUB, call);
      case TIMES -> arithmetic(ArithmeticOperator.MUL, call);
      case DIVIDE -> integerDivision(ArithmeticOperator.DIV, call);
      case MOD -> integerDivision(ArithmeticOperator.MOD, call);
      case FLOOR -> rounding(Function.FLOOR, call);
      case CEIL -> rounding(Function.CEILING, call);
      case TRIM -> trim(call);
      case EXTRACT -> extract(call);
      case POSITION -> position(call);
      default -> function(call);
    };
  }

  private Optional<Operand> function(RexCall call) {
    SqlOperator operator = call.getOperator();
    if (operator.equals(SqlStdOperatorTable.UPPER)) {
      return text(Function.TOUPPER, call);
    }
    if (operator.equals(SqlStdOperatorTable.LOWER)) {
      return text(Function.TOLOWER, call);
    }
    if (operator.equals(SqlStdOperatorTable.CHAR_LENGTH)
        || operator.equals(SqlStdOperatorTable.CHARACTER_LENGTH)) {
      return text(call.getOperands().get(0)).flatMap(o -> apply(Function.LENGTH, EdmType.INT32, o));
    }
    if (operator.equals(SqlStdOperatorTable.CONCAT)) {
      return concat(call);
    }
    if (operator.equals(SqlStdOperatorTable.SUBSTRING)) {
      return substring(call);
    }
    if (operator.equals(SqlStdOperatorTable.ROUND)) {
      return rounding(Function.ROUND, call);
    }
    return Optional.empty();
  }

  /** Casts that lose nothing change nothing: {@code CAST(Int32 AS BIGINT)}. */
  private Optional<Operand> cast(RexCall call) {
    RexNode inner = call.getOperands().get(0);
    return Casts.keepValue(inner.getType(), call.getType()) ? translate(inner) : Optional.empty();
  }

  /** Exact numbers only: what a sum of doubles is depends on how the service computes. */
  private Optional<Operand> arithmetic(ArithmeticOperator op, RexCall call) {
    if (!rules.arithmetic() || call.getOperands().size() != 2 || Overflow.possible(call)) {
      return Optional.empty();
    }
    boolean whole = SqlTypeName.INT_TYPES.contains(call.getType().getSqlTypeName());
    return operands(call)
        .filter(o -> o.stream().allMatch(x -> isExactNumber(x.type())))
        // where SQL widens to decimals, the service must not stay with whole numbers and overflow
        .filter(o -> whole || o.stream().anyMatch(OperandTranslator::isDecimal))
        .map(
            o ->
                combine(
                    new Arithmetic(op, o.get(0).expression(), o.get(1).expression()),
                    numeric(o),
                    o));
  }

  /** Whether a service takes the operand for a decimal: {@code 2} is a whole number to it. */
  private static boolean isDecimal(Operand operand) {
    return operand.type() == EdmType.DECIMAL
        && !(operand.expression() instanceof Parameter)
        && !(operand.expression() instanceof Literal literal
            && literal.value() instanceof BigDecimal value
            && value.stripTrailingZeros().scale() <= 0);
  }

  private static boolean isExactNumber(EdmType type) {
    // a Byte has no common type with small literals at Olingo's servers
    return type == EdmType.DECIMAL || (type.isInteger() && type != EdmType.BYTE);
  }

  /**
   * {@code /} and {@code MOD} on whole numbers cut towards zero in SQL and OData alike; division by
   * zero does not.
   */
  private Optional<Operand> integerDivision(ArithmeticOperator op, RexCall call) {
    boolean whole =
        call.getOperands().stream()
            .allMatch(o -> SqlTypeName.INT_TYPES.contains(o.getType().getSqlTypeName()));
    if (!whole
        || !(call.getOperands().get(1) instanceof RexLiteral divisor)
        || divisor.isNull()
        || divisor.getValueAs(BigDecimal.class).signum() == 0) {
      return Optional.empty();
    }
    return arithmetic(op, call);
  }

  private static EdmType numeric(List<Operand> operands) {
    return operands.stream().anyMatch(o -> o.type() == EdmType.DECIMAL)
        ? EdmType.DECIMAL
        : EdmType.INT64;
  }

  private Optional<Operand> rounding(Function function, RexCall call) {
    if (call.getOperands().size() != 1) {
      return Optional.empty();
    }
    return translate(call.getOperands().get(0))
        .filter(o -> o.type() == EdmType.DECIMAL || o.type() == EdmType.DOUBLE)
        .flatMap(o -> apply(function, o.type(), o));
  }

  private Optional<Operand> text(Function function, RexCall call) {
    return text(call.getOperands().get(0)).flatMap(o -> apply(function, EdmType.STRING, o));
  }

  private Optional<Operand> text(RexNode node) {
    return translate(node).filter(o -> o.type() == EdmType.STRING);
  }

  /**
   * OData trims all white space, SQL only blanks: equal after SQL's trim means equal after OData's.
   */
  private Optional<Operand> trim(RexCall call) {
    boolean blanks =
        call.getOperands().size() == 3
            && call.getOperands().get(0) instanceof RexLiteral flag
            && flag.getValue() == SqlTrimFunction.Flag.BOTH
            && call.getOperands().get(1) instanceof RexLiteral chars
            && " ".equals(chars.getValueAs(String.class));
    if (!blanks) {
      return Optional.empty();
    }
    return text(call.getOperands().get(2))
        .flatMap(o -> apply(Function.TRIM, EdmType.STRING, o))
        .map(o -> new Operand(o.expression(), o.type(), o.columns(), true));
  }

  /**
   * Only of dates: of an instant the service takes the part in the value's own offset (URL
   * Conventions 5.1.1.8).
   */
  private Optional<Operand> extract(RexCall call) {
    if (!(call.getOperands().get(0) instanceof RexLiteral unit)
        || !(unit.getValue() instanceof TimeUnitRange range)) {
      return Optional.empty();
    }
    Optional<Function> function =
        switch (range) {
          case YEAR -> Optional.of(Function.YEAR);
          case MONTH -> Optional.of(Function.MONTH);
          case DAY -> Optional.of(Function.DAY);
          default -> Optional.empty();
        };
    return function.flatMap(
        f ->
            translate(call.getOperands().get(1))
                .filter(o -> o.type() == EdmType.DATE)
                .flatMap(o -> apply(f, EdmType.INT32, o)));
  }

  /** {@code POSITION('x' IN s)} counts from one, {@code indexof(s,'x')} from zero. */
  private Optional<Operand> position(RexCall call) {
    if (call.getOperands().size() != 2
        || !rules.arithmetic()
        || !rules.functions().contains(Function.INDEXOF)) {
      return Optional.empty();
    }
    return constants
        .text(call.getOperands().get(0))
        .flatMap(
            searched ->
                text(call.getOperands().get(1))
                    .filter(t -> !t.wide() && rules.binaryStrings())
                    .map(
                        t ->
                            new Operand(
                                new Arithmetic(
                                    ArithmeticOperator.ADD,
                                    new Call(Function.INDEXOF, List.of(t.expression(), searched)),
                                    new Literal(EdmType.INT32, 1L, null)),
                                EdmType.INT32,
                                t.columns(),
                                false)));
  }

  /**
   * {@code SUBSTRING(s, 3, 2)} is {@code substring(s,2,2)}: constant positions from one on mean the
   * same.
   */
  private Optional<Operand> substring(RexCall call) {
    List<Expression> arguments = new ArrayList<>();
    for (int i = 1; i < call.getOperands().size(); i++) {
      if (!(call.getOperands().get(i) instanceof RexLiteral number)
          || !SqlTypeName.INT_TYPES.contains(number.getType().getSqlTypeName())
          || number.isNull()) {
        return Optional.empty();
      }
      long position = number.getValueAs(Long.class) - (i == 1 ? 1 : 0);
      if (position < 0) {
        return Optional.empty();
      }
      arguments.add(new Literal(EdmType.INT32, position, null));
    }
    if (!rules.functions().contains(Function.SUBSTRING)) {
      return Optional.empty();
    }
    return text(call.getOperands().get(0))
        .filter(t -> !t.wide())
        .map(
            t -> {
              arguments.add(0, t.expression());
              return new Operand(
                  new Call(Function.SUBSTRING, arguments), EdmType.STRING, t.columns(), false);
            });
  }

  private Optional<Operand> concat(RexCall call) {
    if (call.getOperands().size() != 2 || !rules.functions().contains(Function.CONCAT)) {
      return Optional.empty();
    }
    return operands(call)
        .filter(o -> o.stream().allMatch(x -> x.type() == EdmType.STRING && !x.wide()))
        .map(
            o ->
                combine(
                    new Call(Function.CONCAT, o.stream().map(Operand::expression).toList()),
                    EdmType.STRING,
                    o));
  }

  /** Both operands, of which one has a column; the other may be a constant. */
  private Optional<List<Operand>> operands(RexCall call) {
    List<Operand> translated = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      Optional<Operand> one = translate(operand);
      if (one.isEmpty()) {
        one =
            constants
                .natural(operand)
                .map(c -> new Operand(c.expression(), c.type(), List.of(), false));
      }
      if (one.isEmpty()) {
        return Optional.empty();
      }
      translated.add(one.get());
    }
    return translated.stream().anyMatch(o -> !o.columns().isEmpty())
        ? Optional.of(translated)
        : Optional.empty();
  }

  private static Operand combine(Expression expression, EdmType type, List<Operand> operands) {
    return new Operand(
        expression,
        type,
        operands.stream().flatMap(o -> o.columns().stream()).toList(),
        operands.stream().anyMatch(Operand::wide));
  }

  private Optional<Operand> apply(Function function, EdmType type, Operand operand) {
    if (!rules.functions().contains(function) || operand.wide()) {
      return Optional.empty();
    }
    return Optional.of(
        new Operand(
            new Call(function, List.of(operand.expression())), type, operand.columns(), false));
  }
}
