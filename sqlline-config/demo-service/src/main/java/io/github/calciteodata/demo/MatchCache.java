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
package io.github.calciteodata.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.olingo.server.api.uri.UriInfo;
import org.apache.olingo.server.api.uri.queryoption.AliasQueryOption;

/**
 * The positions that the last few filters and orders gave, so that each page does not sort anew.
 */
final class MatchCache {
  private static final int MAX_ENTRIES = 8;

  private final Map<String, int[]> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, int[]> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  /** Returns what a result depends on, or null when it depends on the time. */
  static String key(String set, UriInfo uri) {
    StringBuilder key = new StringBuilder(set);
    key.append('\n').append(uri.getFilterOption() == null ? "" : uri.getFilterOption().getText());
    key.append('\n').append(uri.getOrderByOption() == null ? "" : uri.getOrderByOption().getText());
    for (AliasQueryOption alias : uri.getAliases()) {
      key.append('\n').append(alias.getName()).append('=').append(alias.getText());
    }
    return key.indexOf("now(") >= 0 ? null : key.toString();
  }

  int[] get(String key, Supplier<int[]> compute) {
    if (key == null) {
      return compute.get();
    }
    synchronized (entries) {
      int[] known = entries.get(key);
      if (known != null) {
        return known;
      }
    }
    int[] computed = compute.get();
    synchronized (entries) {
      entries.put(key, computed);
    }
    return computed;
  }
}
