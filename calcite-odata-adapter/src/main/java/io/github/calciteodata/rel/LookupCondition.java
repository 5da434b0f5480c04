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
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.KeyFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A join condition taken apart: the pairs of columns that have to be equal, by which rows can be
 * looked up, and the rest.
 *
 * @param leftKeys columns of the left side
 * @param rightKeys columns of the leaf
 * @param residual what else has to hold, over the columns of the left side and then of the leaf;
 *     null for nothing
 */
record LookupCondition(List<Integer> leftKeys, List<Integer> rightKeys, RexNode residual) {

  /** Empty without a pair by which the service can be asked. */
  static Optional<LookupCondition> of(
      RexNode condition, int leftCount, RequestSpec spec, RexBuilder rexBuilder) {
    List<Integer> leftKeys = new ArrayList<>();
    List<Integer> rightKeys = new ArrayList<>();
    List<RexNode> others = new ArrayList<>();
    for (RexNode part : RelOptUtil.conjunctions(condition)) {
      RexInputRef[] pair = pair(part, leftCount, spec);
      if (pair == null) {
        others.add(part);
      } else {
        leftKeys.add(pair[0].getIndex());
        rightKeys.add(pair[1].getIndex() - leftCount);
      }
    }
    return leftKeys.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LookupCondition(
                leftKeys,
                rightKeys,
                others.isEmpty() ? null : RexUtil.composeConjunction(rexBuilder, others)));
  }

  /** The condition on the keys, without their values. */
  Expression shown(RequestSpec spec) {
    return keys(spec).shown();
  }

  /** Makes conditions of keys. */
  KeyFilter keys(RequestSpec spec) {
    return new KeyFilter(
        rightKeys.stream().map(spec.query().columns()::get).toList(), spec.rules().dialect());
  }

  private static RexInputRef[] pair(RexNode part, int leftCount, RequestSpec spec) {
    if (!(part instanceof RexCall equality) || !equality.isA(SqlKind.EQUALS)) {
      return null;
    }
    RexInputRef a = column(equality.getOperands().get(0));
    RexInputRef b = column(equality.getOperands().get(1));
    if (a == null || b == null) {
      return null;
    }
    RexInputRef left = a.getIndex() < leftCount ? a : b;
    RexInputRef right = a.getIndex() < leftCount ? b : a;
    if (left.getIndex() >= leftCount || right.getIndex() < leftCount) {
      return null;
    }
    Column column = spec.query().columns().get(right.getIndex() - leftCount);
    return spec.rules().canFilter(column) && isComparable(left.getType(), column)
        ? new RexInputRef[] {left, right}
        : null;
  }

  /** The column behind casts that keep its value. */
  private static RexInputRef column(RexNode node) {
    RexNode inner = node;
    while (inner.isA(SqlKind.CAST)) {
      RexNode operand = ((RexCall) inner).getOperands().get(0);
      if (!Casts.keepValue(operand.getType(), inner.getType())) {
        return null;
      }
      inner = operand;
    }
    return inner instanceof RexInputRef ref ? ref : null;
  }

  /**
   * Whether equal values are equal in SQL, in the engine and as literals: not binary fractions, nor
   * points in time of which services keep more digits than SQL.
   */
  private static boolean isComparable(RelDataType left, Column column) {
    SqlTypeName type = left.getSqlTypeName();
    return switch (column.type()) {
      case BYTE, SBYTE, INT16, INT32, INT64, DECIMAL ->
          SqlTypeName.INT_TYPES.contains(type) || type == SqlTypeName.DECIMAL;
      case STRING, GUID, ENUM -> type == SqlTypeName.VARCHAR;
      case DATE -> type == SqlTypeName.DATE;
      case BOOLEAN -> type == SqlTypeName.BOOLEAN;
      default -> false;
    };
  }
}
