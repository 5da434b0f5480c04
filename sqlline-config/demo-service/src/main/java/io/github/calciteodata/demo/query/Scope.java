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

import io.github.calciteodata.demo.data.Row;

/** What an expression can see: the current row and the variables of the lambdas around it. */
public final class Scope {
  static final int MAX_LAMBDA_DEPTH = 16;

  private Row it;
  private final Object[] variables = new Object[MAX_LAMBDA_DEPTH];

  public Scope at(Row row) {
    it = row;
    return this;
  }

  Row it() {
    return it;
  }

  Object variable(int slot) {
    return variables[slot];
  }

  void setVariable(int slot, Object value) {
    variables[slot] = value;
  }
}
