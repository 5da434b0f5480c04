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
import java.util.Map;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.Program;
import org.apache.calcite.tools.Programs;

/**
 * Makes whole-number arithmetic of the engine fail where Calcite's wraps around: {@code n + 1} of
 * the largest INTEGER is an error, not the smallest one. The planner sees the operators it knows;
 * they are exchanged in the plan it has chosen, and where it computes constants.
 */
public final class CheckedArithmetic {
  private static final Map<SqlKind, SqlOperator> CHECKED =
      Map.of(
          SqlKind.PLUS, SqlStdOperatorTable.CHECKED_PLUS,
          SqlKind.MINUS, SqlStdOperatorTable.CHECKED_MINUS,
          SqlKind.TIMES, SqlStdOperatorTable.CHECKED_MULTIPLY,
          SqlKind.DIVIDE, SqlStdOperatorTable.CHECKED_DIVIDE,
          SqlKind.MINUS_PREFIX, SqlStdOperatorTable.CHECKED_UNARY_MINUS);

  private CheckedArithmetic() {}

  /** The planning program with checks in its result. */
  public static Program in(Program program) {
    return Programs.sequence(
        (planner, rel, traits, materializations, lattices) -> {
          checkConstants(planner);
          return everywhere(rel, new CheckedSum.InWindows(rel.getCluster().getRexBuilder()));
        },
        program,
        (planner, rel, traits, materializations, lattices) ->
            everywhere(rel, new Exchange(rel.getCluster().getRexBuilder())));
  }

  /** The same expression, computed with checks. */
  static RexNode of(RexNode expression, RexBuilder rexBuilder) {
    return expression.accept(new Exchange(rexBuilder));
  }

  /** A constant out of range is left for the execution, where it is an error. */
  private static void checkConstants(RelOptPlanner planner) {
    RexExecutor executor = planner.getExecutor();
    if (executor != null) {
      planner.setExecutor(
          (rexBuilder, constants, reduced) ->
              executor.reduce(
                  rexBuilder, constants.stream().map(c -> of(c, rexBuilder)).toList(), reduced));
    }
  }

  static RelNode everywhere(RelNode rel, RexShuttle exchange) {
    return rel.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            RelNode checked = super.visit(other).accept(exchange);
            return checked instanceof EnumerableRel && checked instanceof Aggregate aggregate
                ? CheckedSum.in(aggregate)
                : checked;
          }
        });
  }

  /** Exchanges operators whose result may leave its type. */
  private static final class Exchange extends RexShuttle {
    private final RexBuilder rexBuilder;

    Exchange(RexBuilder rexBuilder) {
      this.rexBuilder = rexBuilder;
    }

    @Override
    public RexNode visitCall(RexCall call) {
      RexNode inner = super.visitCall(call);
      if (call.getOperator().equals(SqlStdOperatorTable.ABS) && isWhole(call)) {
        return absolute(((RexCall) inner).getOperands().get(0));
      }
      SqlOperator checked = CHECKED.get(call.getKind());
      return checked != null && isWhole(call) && mayLeave(call)
          ? rexBuilder.makeCall(call.getType(), checked, operands((RexCall) inner))
          : inner;
    }

    private RexNode absolute(RexNode value) {
      return rexBuilder.makeCall(
          SqlStdOperatorTable.CASE,
          rexBuilder.makeCall(
              SqlStdOperatorTable.LESS_THAN, value, rexBuilder.makeZeroLiteral(value.getType())),
          rexBuilder.makeCall(
              value.getType(), SqlStdOperatorTable.CHECKED_UNARY_MINUS, List.of(value)),
          value);
    }

    /** The least number divided by -1 leaves its type, too. */
    private static boolean mayLeave(RexCall call) {
      return call.getKind() == SqlKind.DIVIDE || Overflow.possible(call);
    }

    private static boolean isWhole(RexCall call) {
      return call.getOperands().stream()
          .allMatch(o -> SqlTypeName.INT_TYPES.contains(o.getType().getSqlTypeName()));
    }

    /** The operands in the type of the result: each type has a check of its own. */
    private List<RexNode> operands(RexCall call) {
      return call.getOperands().stream()
          .map(
              operand ->
                  rexBuilder.ensureType(
                      rexBuilder
                          .getTypeFactory()
                          .createTypeWithNullability(
                              call.getType(), operand.getType().isNullable()),
                      operand,
                      true))
          .toList();
    }
  }
}
