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

/**
 * The place in a page where rows are still to come: a collection inside an entity was cut off and
 * has a next link of its own (JSON Format 12.3).
 *
 * @param link as it stands in the page
 * @param collection the member whose entities follow
 * @param row what the entity around it is; its slots are those of all rows to come
 * @param shared those slots
 * @param limit how many rows are read at most, or -1
 * @param keepsRow whether the row itself is the answer when nothing comes
 */
record Continuation(
    String link,
    ColumnPlan.Member collection,
    Object[] row,
    List<Integer> shared,
    long limit,
    boolean keepsRow) {

  /** Puts the values that all rows of the collection share into one of them. */
  void complete(Object[] row) {
    shared.forEach(slot -> row[slot] = this.row[slot]);
  }
}
