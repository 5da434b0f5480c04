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

/**
 * The text of an {@code $expand}, taken apart: Olingo keeps the meaning of nested options, not
 * their text, which links to further rows need.
 *
 * @param items the options of each item in turn, {@code $filter=A gt 1}
 */
record ExpandText(List<List<String>> items) {
  private static final String EXPAND = "$expand=";

  static ExpandText of(String text) {
    return new ExpandText(split(text, ',').stream().map(ExpandText::options).toList());
  }

  private static List<String> options(String item) {
    int open = item.indexOf('(');
    return open < 0 ? List.of() : split(item.substring(open + 1, item.lastIndexOf(')')), ';');
  }

  /** Returns the text of what is expanded below an item. */
  ExpandText below(int item) {
    return items.get(item).stream()
        .filter(option -> option.startsWith(EXPAND))
        .map(option -> of(option.substring(EXPAND.length())))
        .findFirst()
        .orElse(new ExpandText(List.of()));
  }

  /** Splits outside of parentheses and literals; a doubled quote ends one and begins another. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    int depth = 0;
    for (char c : text.toCharArray()) {
      quoted ^= c == '\'';
      depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == separator && !quoted && depth == 0) {
        parts.add(part.toString().strip());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString().strip());
    return parts;
  }
}
