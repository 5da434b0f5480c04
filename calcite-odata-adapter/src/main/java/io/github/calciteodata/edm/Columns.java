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
import java.util.Map;
import java.util.Optional;

/**
 * What an entity type becomes as a row.
 *
 * @param navigations navigation properties by their path, those of complex properties too
 */
record Columns(
    List<Column> columns, List<Integer> key, Map<String, NavigationProperty> navigations) {
  Optional<Column> byPath(String path) {
    return columns.stream().filter(c -> c.path().equals(path)).findFirst();
  }
}
