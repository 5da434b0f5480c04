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
package io.github.calciteodata.runtime;

import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.function.Predicate1;

/**
 * A planned look-up join: what generated code keeps and executes.
 *
 * @param right what is asked, without the keys
 * @param leftKeys columns of the left rows, null in none of the keys that are asked for
 * @param rightKeys columns of the right rows that equal them
 * @param leftWidth how many columns a left row has
 * @param keysPerRequest how many keys the service is asked for at once
 */
public record LookupPlan(
    RequestPlan right,
    Kind kind,
    List<Integer> leftKeys,
    List<Integer> rightKeys,
    int leftWidth,
    int keysPerRequest) {

  /** What becomes of a left row. */
  public enum Kind {
    /** One row with each right row that matches. */
    INNER,
    /** The same, and itself with nulls when none matches. */
    LEFT,
    /** Itself when one matches. */
    SEMI,
    /** Itself when none matches. */
    ANTI;

    boolean joins() {
      return this == INNER || this == LEFT;
    }
  }

  public LookupPlan {
    leftKeys = List.copyOf(leftKeys);
    rightKeys = List.copyOf(rightKeys);
  }

  /**
   * The rows of the join; called by generated code.
   *
   * @param left rows of one column are its value, others arrays
   * @param parameters values of the request's parameters
   * @param residual what a pair of rows has to fulfil besides equal keys; gets the columns of both
   */
  public static Enumerable<Object> execute(
      DataContext root,
      LookupPlan plan,
      Enumerable<?> left,
      Object[] parameters,
      Predicate1<Object[]> residual) {
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<Object> enumerator() {
        boolean scalar = plan.leftWidth == 1;
        LookupCursor rows =
            new LookupCursor(plan, left.enumerator(), parameters, residual, Deadline.of(root));
        return new RowEnumerator(rows, scalar && !plan.kind.joins());
      }
    };
  }
}
