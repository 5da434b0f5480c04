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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The right rows of keys that were looked up before; the keys used least lately go when there are
 * too many rows.
 */
final class LookupCache {
  private final int mostRows;
  private final Map<List<Object>, List<Object[]>> rows = new LinkedHashMap<>(16, 0.75f, true);
  private int size;

  LookupCache(int mostRows) {
    this.mostRows = mostRows;
  }

  /** The rows of the key, none when it has none; null when it is not known. */
  List<Object[]> get(List<Object> key) {
    return rows.get(key);
  }

  void put(List<Object> key, List<Object[]> found) {
    if (found.size() >= mostRows) {
      return;
    }
    List<Object[]> before = rows.put(key, found);
    size += weight(found) - (before == null ? 0 : weight(before));
    var oldest = rows.entrySet().iterator();
    while (size > mostRows) {
      size -= weight(oldest.next().getValue());
      oldest.remove();
    }
  }

  /** A key weighs as much as a row. */
  private static int weight(List<Object[]> found) {
    return found.size() + 1;
  }
}
