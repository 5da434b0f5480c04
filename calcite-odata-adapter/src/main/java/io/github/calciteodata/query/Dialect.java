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
package io.github.calciteodata.query;

import io.github.calciteodata.edm.EdmType;

/**
 * How one service wants its URLs.
 *
 * @param in whether the {@code in} operator is understood (OData 4.01); else a list becomes {@code
 *     eq ... or eq ...}
 * @param selectPaths whether {@code $select=Address/City} is understood; else the whole complex
 *     property is asked for
 * @param maxTop the greatest {@code $top} that is sent; more rows are read without one, and counted
 *     by the client
 * @param enumIn whether {@code in} may be used for enumerations, too
 */
public record Dialect(boolean in, boolean selectPaths, long maxTop, boolean enumIn) {

  /** Any number of rows may be asked for. */
  public Dialect(boolean in, boolean selectPaths) {
    this(in, selectPaths, Long.MAX_VALUE, true);
  }

  /** Whether the list is written with {@code in}. */
  boolean sends(Expression.In list) {
    boolean enumeration =
        list.operand() instanceof Expression.Path path && path.column().type() == EdmType.ENUM;
    return in && (enumIn || !enumeration);
  }

  /** The same for a service that does not know {@code in}. */
  public Dialect withoutIn() {
    return new Dialect(false, selectPaths, maxTop, enumIn);
  }
}
