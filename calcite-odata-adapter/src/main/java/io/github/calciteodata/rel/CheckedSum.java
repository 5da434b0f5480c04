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

import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.schema.impl.AggregateFunctionImpl;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlUserDefinedAggFunction;
import org.apache.calcite.util.Optionality;

/**
 * {@code SUM} of BIGINT that refuses to leave the range of BIGINT, where Calcite's own wraps
 * around. Generated code calls {@link #init}, {@link #add} and {@link #result}.
 */
public final class CheckedSum {
  private static final SqlAggFunction SUM = function("CHECKED_SUM", ReturnTypes.AGG_SUM);
  private static final SqlAggFunction SUM0 =
      function("CHECKED_SUM0", ReturnTypes.AGG_SUM_EMPTY_IS_ZERO);

  private CheckedSum() {}

  private static SqlAggFunction function(String name, SqlReturnTypeInference type) {
    return new SqlUserDefinedAggFunction(
        new SqlIdentifier(name, SqlParserPos.ZERO),
        SqlKind.OTHER_FUNCTION,
        type,
        InferTypes.FIRST_KNOWN,
        OperandTypes.operandMetadata(
            List.of(SqlTypeFamily.INTEGER),
            types -> List.of(types.createSqlType(SqlTypeName.BIGINT)),
            position -> "value",
            position -> false),
        Objects.requireNonNull(AggregateFunctionImpl.create(CheckedSum.class)),
        false,
        false,
        Optionality.FORBIDDEN);
  }

  /** The sum of nothing. */
  public static long init() {
    return 0;
  }

  /**
   * The sum with one more value.
   *
   * @throws ArithmeticException when it is no BIGINT
   */
  public static long add(long sum, long value) {
    return Math.addExact(sum, value);
  }

  /** The sum of all values. */
  public static long result(long sum) {
    return sum;
  }

  /** The aggregate with checked sums. */
  static Aggregate in(Aggregate aggregate) {
    List<AggregateCall> calls = aggregate.getAggCallList().stream().map(CheckedSum::of).toList();
    return calls.equals(aggregate.getAggCallList())
        ? aggregate
        : aggregate.copy(
            aggregate.getTraitSet(),
            aggregate.getInput(),
            aggregate.getGroupSet(),
            aggregate.getGroupSets(),
            calls);
  }

  private static AggregateCall of(AggregateCall call) {
    SqlAggFunction sum = of(call.getAggregation(), call.getType().getSqlTypeName());
    return sum.equals(call.getAggregation())
        ? call
        : AggregateCall.create(
            sum,
            call.isDistinct(),
            call.isApproximate(),
            call.ignoreNulls(),
            call.rexList,
            call.getArgList(),
            call.filterArg,
            call.distinctKeys,
            call.getCollation(),
            call.getType(),
            call.getName());
  }

  private static SqlAggFunction of(SqlAggFunction function, SqlTypeName type) {
    if (type != SqlTypeName.BIGINT) {
      return function;
    }
    return switch (function.getKind()) {
      case SUM -> SUM;
      case SUM0 -> SUM0;
      default -> function;
    };
  }

  /** Exchanges the sums of windows, which no service computes: {@code SUM(n) OVER (...)}. */
  static final class InWindows extends RexShuttle {
    private final RexBuilder rexBuilder;

    InWindows(RexBuilder rexBuilder) {
      this.rexBuilder = rexBuilder;
    }

    @Override
    public RexNode visitOver(RexOver over) {
      RexOver inner = (RexOver) super.visitOver(over);
      SqlAggFunction sum = of(over.getAggOperator(), over.getType().getSqlTypeName());
      RexWindow window = inner.getWindow();
      return sum.equals(over.getAggOperator())
          ? inner
          : rexBuilder.makeOver(
              inner.getParserPosition(),
              inner.getType(),
              sum,
              inner.getOperands(),
              window.partitionKeys,
              window.orderKeys,
              window.getLowerBound(),
              window.getUpperBound(),
              window.getExclude(),
              window.isRows(),
              true,
              false,
              inner.isDistinct(),
              inner.ignoreNulls());
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      RexSubQuery inner = (RexSubQuery) super.visitSubQuery(subQuery);
      return inner.clone(CheckedArithmetic.everywhere(inner.rel, this));
    }
  }
}
