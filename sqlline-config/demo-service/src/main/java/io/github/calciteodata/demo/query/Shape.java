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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.olingo.commons.api.edm.EdmStructuredType;
import org.apache.olingo.commons.api.edm.EdmType;

/**
 * What rows consist of: the properties of a type, then the columns that {@code $apply} made.
 *
 * @param type the type whose properties stand first; null when {@code $apply} left none of them
 * @param offset the number of properties of the type
 * @param columns what {@code $apply} made, in the order of the rows
 */
public record Shape(EdmStructuredType type, int offset, List<Column> columns) {
  /**
   * A column that {@code $apply} made.
   *
   * @param path the names that lead to it, several for a property of a related entity
   * @param type the type of the property that the values come from; null when they were computed
   * @param property whether it is that property, rather than a column with a name of its own
   */
  public record Column(List<String> path, EdmType type, boolean property) {
    static Column named(String name, EdmType type) {
      return new Column(List.of(name), type, false);
    }
  }

  /** Returns the shape of rows that are as the service keeps them. */
  public static Shape of(EdmStructuredType type) {
    return new Shape(type, type.getPropertyNames().size(), List.of());
  }

  /** Returns the shape of rows with nothing but these columns. */
  static Shape of(List<Column> columns) {
    return new Shape(null, 0, List.copyOf(columns));
  }

  Shape with(List<Column> more) {
    List<Column> all = new ArrayList<>(columns);
    all.addAll(more);
    return new Shape(type, offset, List.copyOf(all));
  }

  int width() {
    return offset + columns.size();
  }

  /** Returns the column that a path means as a whole. */
  Optional<Column> column(List<String> path) {
    return find(path).map(columns::get).filter(column -> column.path().size() == path.size());
  }

  /** Returns the place among {@link #columns} of the one that a path begins with. */
  Optional<Integer> find(List<String> path) {
    for (int i = columns.size() - 1; i >= 0; i--) {
      List<String> own = columns.get(i).path();
      if (own.size() <= path.size() && own.equals(path.subList(0, own.size()))) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }
}
