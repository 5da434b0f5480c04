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
package io.github.calciteodata.edm;

import java.util.List;

/**
 * A navigation property whose related rows can be told by their columns: a row of the target is
 * related when its {@code targetColumns} equal this row's {@code columns}. One of the two sides is
 * the whole key of its table, so that navigation and join are the same.
 *
 * @param path the navigation property
 * @param target SQL name of the table that it leads to
 * @param collection whether several rows may be related
 */
public record Relation(
    String path,
    String target,
    boolean collection,
    List<Column> columns,
    List<Column> targetColumns) {
  public Relation {
    columns = List.copyOf(columns);
    targetColumns = List.copyOf(targetColumns);
  }
}
