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
import io.github.calciteodata.query.Expression.And;
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.In;
import io.github.calciteodata.query.Expression.Literal;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Operator;
import io.github.calciteodata.query.Expression.Parameter;
import io.github.calciteodata.query.Expression.Path;

/** Knows which columns cannot be null in the rows that a filter lets through. */
final class NotNull {
  private NotNull() {}

  /** Whether the column has a value in every row for which the filter is true. */
  static boolean proves(Expression filter, Column column) {
    if (!column.nullable()) {
      return true;
    }
    if (filter instanceof And and) {
      return and.operands().stream().anyMatch(o -> proves(o, column));
    }
    if (filter instanceof NullTest test) {
      return test.negated() && isPath(test.operand(), column);
    }
    if (filter instanceof In in) {
      return isPath(in.operand(), column);
    }
    // only ne is true for null (URL Conventions 5.1.1.1)
    return filter instanceof Comparison comparison
        && comparison.op() != Operator.NE
        && isPath(comparison.left(), column)
        && (comparison.right() instanceof Literal || comparison.right() instanceof Parameter);
  }

  private static boolean isPath(Expression expression, Column column) {
    return expression instanceof Path path && path.column().equals(column);
  }
}
