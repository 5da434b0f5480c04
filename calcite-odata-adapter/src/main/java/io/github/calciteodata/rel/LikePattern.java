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
package io.github.calciteodata.rel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A LIKE pattern taken apart at its wildcards.
 *
 * @param parts the literal texts between wildcards; one more than there are wildcards, some empty
 * @param onlyPercent whether {@code %} is the only wildcard used
 */
record LikePattern(List<String> parts, boolean onlyPercent) {

  /**
   * Parses a pattern; empty if the escape character stands before something that needs no escape.
   */
  static Optional<LikePattern> parse(String pattern, char escape) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean onlyPercent = true;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == escape && escape != 0) {
        i++;
        if (i == pattern.length()) {
          return Optional.empty();
        }
        char next = pattern.charAt(i);
        if (next != '%' && next != '_' && next != escape) {
          return Optional.empty();
        }
        part.append(next);
      } else if (c == '%' || c == '_') {
        onlyPercent &= c == '%';
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return Optional.of(new LikePattern(List.copyOf(parts), onlyPercent));
  }

  String first() {
    return parts.get(0);
  }

  String last() {
    return parts.get(parts.size() - 1);
  }

  /** The longest text between two wildcards; empty when there is none. */
  String longestInner() {
    String longest = "";
    for (int i = 1; i < parts.size() - 1; i++) {
      if (parts.get(i).length() > longest.length()) {
        longest = parts.get(i);
      }
    }
    return longest;
  }
}
