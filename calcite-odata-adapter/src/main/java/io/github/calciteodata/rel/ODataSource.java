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
import java.util.function.Supplier;

/**
 * One table as the planner sees it: its columns, what may be pushed right now, and who runs its
 * queries.
 *
 * @param rules asked anew for each plan, since services teach what they refuse
 * @param rowCount a guess when nobody knows
 */
public record ODataSource(
    TableModel table, Supplier<PushdownRules> rules, QueryRunner runner, double rowCount) {}
