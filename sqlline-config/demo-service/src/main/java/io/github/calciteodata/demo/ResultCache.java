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
import org.apache.olingo.server.api.uri.queryoption.SystemQueryOption;

/**
 * What the last few requests took long to find out, so that their other pages do not compute it
 * anew.
 *
 * @param <T> positions of a filter and an order, or rows of an aggregation
 */
final class ResultCache<T> {
  private static final int MAX_ENTRIES = 8;

  private final Map<String, T> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  /** Returns what rows depend on before filter and order, or null when it includes the time. */
  static String applyKey(String set, UriInfo uri) {
    StringBuilder key = new StringBuilder(set);
    append(key, uri.getApplyOption());
    for (AliasQueryOption alias : uri.getAliases()) {
      key.append('\n').append(alias.getName()).append('=').append(alias.getText());
    }
    return key.indexOf("now(") >= 0 ? null : key.toString();
  }

  /** Returns what a result depends on, or null when it depends on the time. */
  static String key(String set, UriInfo uri) {
    StringBuilder key = new StringBuilder();
    append(key, uri.getFilterOption());
    append(key, uri.getOrderByOption());
    String source = applyKey(set, uri);
    return source == null || key.indexOf("now(") >= 0 ? null : key.append(source).toString();
  }

  private static void append(StringBuilder key, SystemQueryOption option) {
    key.append('\n').append(option == null ? "" : option.getText());
  }

  T get(String key, Supplier<T> compute) {
    if (key == null) {
      return compute.get();
    }
    synchronized (entries) {
      T known = entries.get(key);
      if (known != null) {
        return known;
      }
    }
    T computed = compute.get();
    synchronized (entries) {
      entries.put(key, computed);
    }
    return computed;
  }
}
