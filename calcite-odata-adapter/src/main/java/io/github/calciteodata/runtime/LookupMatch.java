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

import io.github.calciteodata.runtime.LookupPlan.Kind;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.linq4j.function.Predicate1;

/**
 * Joins the left rows of one batch with its right rows: in the order of the left rows when the
 * right ones are all in memory, else as the right ones come.
 */
final class LookupMatch {
  private final LookupPlan plan;
  private final Predicate1<Object[]> residual;
  private final int rightWidth;
  private final List<Object[]> leftRows;
  private final ArrayDeque<Object[]> output = new ArrayDeque<>();
  private final Map<List<Object>, List<Object[]>> found;
  private final RowCursor rightRows;
  private final Map<List<Object>, List<Integer>> leftByKey = new HashMap<>();
  private final BitSet matched = new BitSet();
  private boolean rightDone;
  private int at;

  /** Takes over a batch that has been read. */
  LookupMatch(LookupPlan plan, LookupBatch batch, Predicate1<Object[]> residual) {
    this.plan = plan;
    this.residual = residual;
    this.rightWidth = plan.right().query().columns().size();
    this.leftRows = batch.leftRows();
    if (batch.isComplete()) {
      found = batch.found();
      rightRows = null;
    } else {
      found = null;
      rightRows = batch.rows();
      for (int i = 0; i < leftRows.size(); i++) {
        List<Object> key = RowKeys.of(leftRows.get(i), plan.leftKeys());
        if (key != null) {
          leftByKey.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
        }
      }
    }
  }

  /** The next row, or null after the last. */
  Object[] next() throws SQLException {
    while (output.isEmpty()) {
      boolean more = found != null ? nextLeft() : nextRight();
      if (!more) {
        return null;
      }
    }
    return output.poll();
  }

  private boolean nextLeft() {
    if (at == leftRows.size()) {
      return false;
    }
    Object[] left = leftRows.get(at++);
    List<Object> key = RowKeys.of(left, plan.leftKeys());
    boolean any = false;
    for (Object[] right : key == null ? List.<Object[]>of() : found.getOrDefault(key, List.of())) {
      any |= pair(left, right);
      if (any && !plan.kind().joins()) {
        break;
      }
    }
    finish(left, any);
    return true;
  }

  private boolean nextRight() throws SQLException {
    Object[] right = rightDone ? null : rightRows.next();
    if (right != null) {
      List<Object> key = RowKeys.of(right, plan.rightKeys());
      for (int i : key == null ? List.<Integer>of() : leftByKey.getOrDefault(key, List.of())) {
        if (pair(leftRows.get(i), right)) {
          matched.set(i);
        }
      }
      return true;
    }
    rightDone = true;
    if (at == leftRows.size()) {
      return false;
    }
    finish(leftRows.get(at), matched.get(at));
    at++;
    return true;
  }

  /** Whether the rows match; when they are joined, as one row. */
  private boolean pair(Object[] left, Object[] right) {
    if (!plan.kind().joins() && residual == null) {
      return true;
    }
    Object[] both = Arrays.copyOf(left, plan.leftWidth() + rightWidth);
    System.arraycopy(right, 0, both, plan.leftWidth(), rightWidth);
    if (residual != null && !residual.apply(both)) {
      return false;
    }
    if (plan.kind().joins()) {
      output.add(both);
    }
    return true;
  }

  private void finish(Object[] left, boolean any) {
    if (plan.kind() == Kind.LEFT && !any) {
      output.add(Arrays.copyOf(left, plan.leftWidth() + rightWidth));
    } else if ((plan.kind() == Kind.SEMI && any) || (plan.kind() == Kind.ANTI && !any)) {
      output.add(left);
    }
  }
}
