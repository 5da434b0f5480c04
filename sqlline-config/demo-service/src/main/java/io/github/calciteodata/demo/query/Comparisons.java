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
package io.github.calciteodata.demo.query;

import org.apache.olingo.server.api.uri.queryoption.ApplyOption;
import org.apache.olingo.server.api.uri.queryoption.FilterOption;
import org.apache.olingo.server.api.uri.queryoption.apply.Filter;
import org.apache.olingo.server.api.uri.queryoption.expression.Binary;
import org.apache.olingo.server.api.uri.queryoption.expression.BinaryOperatorKind;
import org.apache.olingo.server.api.uri.queryoption.expression.Expression;
import org.apache.olingo.server.api.uri.queryoption.expression.Unary;

/** Counts the comparisons of a condition; each value of an {@code in} is one. */
public final class Comparisons {
  private Comparisons() {}

  /**
   * Refuses a condition of too many comparisons.
   *
   * @param option may be null
   */
  public static void limit(FilterOption option, int most) {
    int comparisons = option == null ? 0 : in(option.getExpression());
    if (comparisons > most) {
      throw Problem.badRequest(
          "The condition has " + comparisons + " comparisons, the limit is " + most);
    }
  }

  /** The same for conditions that the rows have to meet before they are grouped. */
  public static void limit(ApplyOption option, int most) {
    option.getApplyItems().stream()
        .filter(Filter.class::isInstance)
        .forEach(item -> limit(((Filter) item).getFilterOption(), most));
  }

  private static int in(Expression expression) {
    if (expression instanceof Binary binary) {
      if (binary.getOperator() == BinaryOperatorKind.IN) {
        return binary.getExpressions().size();
      }
      if (binary.getOperator() == BinaryOperatorKind.AND
          || binary.getOperator() == BinaryOperatorKind.OR) {
        return in(binary.getLeftOperand()) + in(binary.getRightOperand());
      }
    }
    return expression instanceof Unary unary ? in(unary.getOperand()) : 1;
  }
}
