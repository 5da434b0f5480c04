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

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Tells whether whole-number arithmetic stays within its SQL type. Where it does not, the engine
 * wraps around and services refuse the whole request: {@code n + 1} of the largest INTEGER.
 */
final class Overflow {
  private static final Set<SqlKind> ARITHMETIC =
      EnumSet.of(SqlKind.PLUS, SqlKind.MINUS, SqlKind.TIMES);

  private Overflow() {}

  private record Range(BigDecimal low, BigDecimal high) {
    static Range bits(int bits) {
      BigDecimal power = BigDecimal.valueOf(2).pow(bits - 1);
      return new Range(power.negate(), power.subtract(BigDecimal.ONE));
    }

    boolean holds(BigDecimal value) {
      return low.compareTo(value) <= 0 && value.compareTo(high) <= 0;
    }

    Stream<BigDecimal> ends() {
      return Stream.of(low, high);
    }
  }

  /** Whether some values of the operands make the call leave its type. */
  static boolean possible(RexCall call) {
    SqlTypeName type = call.getType().getSqlTypeName();
    if (!SqlTypeName.INT_TYPES.contains(type)) {
      return false;
    }
    Range result = range(type);
    return values(call).anyMatch(value -> !result.holds(value));
  }

  /** The least and the greatest result, and others between. */
  private static Stream<BigDecimal> values(RexCall call) {
    Range left = range(call.getOperands().get(0));
    if (call.getKind() == SqlKind.MINUS_PREFIX) {
      return left.ends().map(BigDecimal::negate);
    }
    Range right = range(call.getOperands().get(1));
    return left.ends().flatMap(a -> right.ends().map(b -> value(call, a, b)));
  }

  private static BigDecimal value(RexCall call, BigDecimal a, BigDecimal b) {
    return switch (call.getKind()) {
      case PLUS -> a.add(b);
      case MINUS -> a.subtract(b);
      case TIMES -> a.multiply(b);
      case DIVIDE -> a.divide(b, 0, RoundingMode.DOWN);
      default -> BigDecimal.ZERO;
    };
  }

  private static Range range(RexNode operand) {
    if (operand instanceof RexLiteral literal && !literal.isNull()) {
      BigDecimal value = literal.getValueAs(BigDecimal.class);
      return new Range(value, value);
    }
    Range type = range(operand.getType().getSqlTypeName());
    if (operand instanceof RexCall call && ARITHMETIC.contains(call.getKind())) {
      BigDecimal low = values(call).min(Comparator.naturalOrder()).orElse(type.low());
      BigDecimal high = values(call).max(Comparator.naturalOrder()).orElse(type.high());
      return type.holds(low) && type.holds(high) ? new Range(low, high) : type;
    }
    return type;
  }

  private static Range range(SqlTypeName type) {
    return switch (type) {
      case TINYINT -> Range.bits(8);
      case SMALLINT -> Range.bits(16);
      case INTEGER -> Range.bits(32);
      default -> Range.bits(64);
    };
  }
}
