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
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.Literal;
import io.github.calciteodata.query.Expression.Operator;
import io.github.calciteodata.query.Expression.Parameter;
import io.github.calciteodata.query.Expressions;
import io.github.calciteodata.query.Literals;
import io.github.calciteodata.rel.ConstantTranslator.Constant;
import io.github.calciteodata.rel.OperandTranslator.Operand;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Compares instants and times of day. SQL sees milliseconds, services keep up to twelve digits, so
 * {@code at = v} becomes {@code at ge v and at lt v+1ms} unless metadata promises no finer digits;
 * {@code CAST(at AS DATE) = d} becomes the half-open range of the day in UTC, since {@code
 * date(at)} is evaluated in the value's own offset.
 */
final class InstantTranslator {
  private static final long DAY = 86_400_000L;
  private final OperandTranslator operands;
  private final RuntimeValues values;
  private final RexBuilder rexBuilder;

  InstantTranslator(OperandTranslator operands, RuntimeValues values, RexBuilder rexBuilder) {
    this.operands = operands;
    this.values = values;
    this.rexBuilder = rexBuilder;
  }

  /**
   * Whether the service may keep digits that SQL does not see (no Precision facet promises
   * nothing).
   */
  static boolean isFinerThanMillis(Column column) {
    boolean instant =
        column.type() == EdmType.DATE_TIME_OFFSET || column.type() == EdmType.TIME_OF_DAY;
    return instant && (column.facets().precision() == null || column.facets().precision() > 3);
  }

  /** {@code operand op constant}, both instants or both times of day. */
  Optional<Translation> compare(Operator op, Operand operand, Constant constant, RexNode node) {
    if (operand.columns().stream().noneMatch(InstantTranslator::isFinerThanMillis)) {
      Comparison comparison = new Comparison(op, operand.expression(), constant.expression());
      return ComparisonTranslator.exact(
          op == Operator.NE
              ? Expressions.and(
                  List.of(comparison, ComparisonTranslator.notNull(operand.columns())))
              : comparison);
    }
    if (constant.expression() instanceof Literal literal) {
      long low = ((Number) literal.value()).longValue();
      return range(op, operand.expression(), literal.type(), low, low + 1);
    }
    if (constant.type() != EdmType.DATE_TIME_OFFSET) {
      // the millisecond after the last of the day is none
      return Optional.empty();
    }
    return ComparisonTranslator.exact(
        bucket(
            op,
            operand.expression(),
            constant.expression(),
            runtime(plus(node, TimeUnit.SECOND, 1))));
  }

  /** {@code CAST(instant AS DATE) op date}. */
  Optional<Translation> compareDay(Operator op, RexNode left, RexNode right) {
    if (left.getKind() != SqlKind.CAST
        || left.getType().getSqlTypeName() != SqlTypeName.DATE
        || right.getType().getSqlTypeName() != SqlTypeName.DATE) {
      return Optional.empty();
    }
    Optional<Operand> instant =
        operands
            .translate(((RexCall) left).getOperands().get(0))
            .filter(o -> o.type() == EdmType.DATE_TIME_OFFSET);
    if (instant.isEmpty()) {
      return Optional.empty();
    }
    Expression operand = instant.get().expression();
    if (right instanceof RexLiteral literal && !literal.isNull()) {
      long start = literal.getValueAs(Integer.class) * DAY;
      return range(op, operand, EdmType.DATE_TIME_OFFSET, start, start + DAY);
    }
    if (right instanceof RexLiteral || !RuntimeValues.isRuntimeValue(right)) {
      return Optional.empty();
    }
    RelDataType timestamp =
        rexBuilder
            .getTypeFactory()
            .createTypeWithNullability(
                rexBuilder.getTypeFactory().createSqlType(SqlTypeName.TIMESTAMP, 3),
                right.getType().isNullable());
    RexNode start = rexBuilder.makeCast(timestamp, right);
    return ComparisonTranslator.exact(
        bucket(op, operand, runtime(start), runtime(plus(start, TimeUnit.DAY, DAY))));
  }

  private static Optional<Translation> range(
      Operator op, Expression operand, EdmType type, long low, long high) {
    boolean pastMidnight = type == EdmType.TIME_OF_DAY && high >= DAY;
    if (pastMidnight || !Literals.canWrite(type, low) || !Literals.canWrite(type, high)) {
      return Optional.empty();
    }
    return ComparisonTranslator.exact(
        bucket(
            op,
            operand,
            Literals.of(type, low, null).orElseThrow(),
            Literals.of(type, high, null).orElseThrow()));
  }

  /**
   * Compares with everything from {@code low} up to, not including, {@code high} as if it were one
   * value.
   */
  private static Expression bucket(
      Operator op, Expression operand, Expression low, Expression high) {
    return switch (op) {
      case EQ ->
          Expressions.and(
              List.of(
                  new Comparison(Operator.GE, operand, low),
                  new Comparison(Operator.LT, operand, high)));
      case NE ->
          Expressions.or(
              List.of(
                  new Comparison(Operator.LT, operand, low),
                  new Comparison(Operator.GE, operand, high)));
      case GT -> new Comparison(Operator.GE, operand, high);
      case GE -> new Comparison(Operator.GE, operand, low);
      case LT -> new Comparison(Operator.LT, operand, low);
      case LE -> new Comparison(Operator.LT, operand, high);
    };
  }

  private RexNode plus(RexNode instant, TimeUnit unit, long millis) {
    SqlIntervalQualifier qualifier = new SqlIntervalQualifier(unit, null, SqlParserPos.ZERO);
    return rexBuilder.makeCall(
        SqlStdOperatorTable.DATETIME_PLUS,
        instant,
        rexBuilder.makeIntervalLiteral(BigDecimal.valueOf(millis), qualifier));
  }

  private Parameter runtime(RexNode node) {
    return new Parameter(values.indexOf(node), EdmType.DATE_TIME_OFFSET, null);
  }
}
