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

/**
 * One column of a table.
 *
 * @param name SQL name, {@code Address_City} for a flattened complex property
 * @param path OData path, {@code Address/City}
 * @param enumType the enumeration of an {@link EdmType#ENUM} column, else null
 * @param facets length, precision and scale as declared; type definitions resolved
 * @param nullable whether null can stand in it: a flattened column also when its complex property
 *     can be null
 * @param remarks the description, or null
 */
public record Column(
    String name,
    String path,
    EdmType type,
    EnumType enumType,
    Facets facets,
    boolean nullable,
    String remarks) {

  /** The same column by another path, which names it. */
  public Column withPath(String other) {
    return new Column(other.replace('/', '_'), other, type, enumType, facets, nullable, remarks);
  }

  /** The same column where null can stand in it. */
  public Column asNullable() {
    return asNullable(true);
  }

  /** The same column where null can stand in it, or cannot. */
  public Column asNullable(boolean changed) {
    return changed == nullable
        ? this
        : new Column(name, path, type, enumType, facets, changed, remarks);
  }

  /** The first segment of the path: what {@code $select} names for services that refuse paths. */
  public String topProperty() {
    int slash = path.indexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }
}
