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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.sql.SqlKind;

/**
 * The first rows of each group: {@code ROW_NUMBER() OVER (PARTITION BY … ORDER BY …) <= 2}.
 *
 * @param groups columns of which each combination of values makes a group
 * @param most how many rows each group keeps
 */
record RowNumber(List<Integer> groups, List<RelFieldCollation> order, long most) {

  /** Empty when the filter does anything else, or not just that. */
  static Optional<RowNumber> of(LogicalFilter filter, LogicalProject numbered) {
    if (!(filter.getCondition() instanceof RexCall call)
        || call.getOperands().size() != 2
        || !(call.getOperands().get(0) instanceof RexInputRef ref)
        || !(call.getOperands().get(1) instanceof RexLiteral literal)
        || !(literal.getValue() instanceof BigDecimal number)
        || !(numbered.getProjects().get(ref.getIndex()) instanceof RexOver over)
        || number.stripTrailingZeros().scale() > 0
        || over.getAggOperator().getKind() != SqlKind.ROW_NUMBER) {
      return Optional.empty();
    }
    long rows = number.longValue();
    long most =
        switch (call.getKind()) {
          case LESS_THAN_OR_EQUAL -> rows;
          case LESS_THAN -> rows - 1;
          case EQUALS -> rows == 1 ? 1 : 0;
          default -> 0;
        };
    List<Integer> groups = columns(over.getWindow().partitionKeys);
    List<RelFieldCollation> order = new ArrayList<>();
    for (RexFieldCollation key : over.getWindow().orderKeys) {
      if (key.left instanceof RexInputRef column) {
        order.add(
            new RelFieldCollation(column.getIndex(), key.getDirection(), key.getNullDirection()));
      }
    }
    boolean plain =
        most > 0
            && groups.size() == over.getWindow().partitionKeys.size()
            && order.size() == over.getWindow().orderKeys.size();
    return plain ? Optional.of(new RowNumber(groups, order, most)) : Optional.empty();
  }

  private static List<Integer> columns(List<RexNode> nodes) {
    return nodes.stream()
        .filter(RexInputRef.class::isInstance)
        .map(node -> ((RexInputRef) node).getIndex())
        .toList();
  }
}
