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
package io.github.calciteodata.demo.json;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.olingo.server.api.uri.UriResource;
import org.apache.olingo.server.api.uri.UriResourceProperty;
import org.apache.olingo.server.api.uri.queryoption.SelectItem;
import org.apache.olingo.server.api.uri.queryoption.SelectOption;

/**
 * The property paths of a {@code $select}.
 *
 * @param paths the paths as lists of names; an empty list selects everything
 */
record Selection(List<List<String>> paths) {
  private static final Selection ALL = new Selection(List.of());

  /**
   * Returns the selection of an option, everything when it is null; navigation properties select
   * nothing.
   */
  static Selection of(SelectOption option) {
    if (option == null || option.getSelectItems().stream().anyMatch(SelectItem::isStar)) {
      return ALL;
    }
    List<List<String>> paths = new ArrayList<>();
    for (SelectItem item : option.getSelectItems()) {
      paths.add(
          item.getResourcePath().getUriResourceParts().stream().map(Selection::name).toList());
    }
    return new Selection(paths);
  }

  private static String name(UriResource part) {
    return part instanceof UriResourceProperty property
        ? property.getProperty().getName()
        : part.getSegmentValue();
  }

  boolean includes(String name) {
    return paths.isEmpty() || paths.stream().anyMatch(path -> path.get(0).equals(name));
  }

  boolean includes(List<String> path) {
    return paths.isEmpty()
        || paths.stream()
            .anyMatch(
                own -> {
                  int common = Math.min(own.size(), path.size());
                  return own.subList(0, common).equals(path.subList(0, common));
                });
  }

  /** Returns what is selected of a complex property. */
  Selection below(String name) {
    List<List<String>> own = paths.stream().filter(path -> path.get(0).equals(name)).toList();
    return own.stream().anyMatch(path -> path.size() == 1)
        ? ALL
        : new Selection(own.stream().map(path -> path.subList(1, path.size())).toList());
  }

  /** Returns the paths as the context URL shows them, empty when everything is selected. */
  static String context(SelectOption option) {
    return of(option).paths().stream()
        .map(path -> String.join("/", path))
        .collect(Collectors.joining(","));
  }
}
