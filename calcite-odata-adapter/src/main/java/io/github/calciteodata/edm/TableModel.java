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
 * An entity set or singleton as a table.
 *
 * @param name SQL name
 * @param resource path below the service root, unencoded
 * @param key ordinals of the key's columns; empty when there is none
 * @param relations navigation properties that joins can follow
 * @param remarks the description, or null
 */
public record TableModel(
    String name,
    String resource,
    boolean singleton,
    List<Column> columns,
    List<Integer> key,
    List<ForeignKey> foreignKeys,
    List<Relation> relations,
    Capabilities capabilities,
    String remarks) {

  /**
   * {@code columns} of this table refer to {@code referencedColumns} of {@code referencedTable};
   * SQL names.
   */
  public record ForeignKey(
      String name, List<String> columns, String referencedTable, List<String> referencedColumns) {}
}
