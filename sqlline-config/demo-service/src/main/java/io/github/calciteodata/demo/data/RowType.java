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
package io.github.calciteodata.demo.data;

import java.util.List;
import org.apache.olingo.commons.api.edm.EdmStructuredType;

/** The order of the properties of a structured type. */
public final class RowType {
  private final EdmStructuredType edm;
  private final List<String> names;

  public RowType(EdmStructuredType edm) {
    this.edm = edm;
    this.names = List.copyOf(edm.getPropertyNames());
  }

  public EdmStructuredType edm() {
    return edm;
  }

  public List<String> names() {
    return names;
  }

  /** Returns the place of a property; the caller has checked that there is one. */
  public int column(String name) {
    int column = names.indexOf(name);
    if (column < 0) {
      throw new IllegalArgumentException(
          "No property '" + name + "' in " + edm.getFullQualifiedName());
    }
    return column;
  }

  public int[] columns(List<String> properties) {
    return properties.stream().mapToInt(this::column).toArray();
  }
}
