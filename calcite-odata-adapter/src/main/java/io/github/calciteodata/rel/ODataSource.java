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

import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.runtime.QueryRunner;
import io.github.calciteodata.runtime.TableSize;
import java.util.function.Supplier;

/**
 * One table as the planner sees it: its columns, what may be pushed right now, and who runs its
 * queries.
 *
 * @param rules asked anew for each plan, since services teach what they refuse
 * @param size asked only when a plan depends on it
 */
public record ODataSource(
    TableModel table, Supplier<PushdownRules> rules, QueryRunner runner, TableSize size) {
  /** How many rows it has, known or guessed. */
  public double rowCount() {
    return size.rows();
  }
}
