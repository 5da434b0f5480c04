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
package io.github.calciteodata;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which tables are shown: names with {@code *} for any text, separated by commas; one that starts
 * with {@code -} or {@code !} excludes. Case does not matter. Without an including pattern
 * everything is included.
 */
public final class TablePatterns {
  private final List<Pattern> included;
  private final List<Pattern> excluded;

  private TablePatterns(List<Pattern> included, List<Pattern> excluded) {
    this.included = List.copyOf(included);
    this.excluded = List.copyOf(excluded);
  }

  /** Reads {@code Customers,Order*,-OrderHistory}; blank text includes everything. */
  public static TablePatterns parse(String text) {
    List<Pattern> included = new ArrayList<>();
    List<Pattern> excluded = new ArrayList<>();
    for (String part : text.split(",")) {
      String pattern = part.strip();
      if (pattern.startsWith("-") || pattern.startsWith("!")) {
        excluded.add(compile(pattern.substring(1).strip()));
      } else if (!pattern.isEmpty()) {
        included.add(compile(pattern));
      }
    }
    return new TablePatterns(included, excluded);
  }

  /** Whether the table of this name is shown. */
  public boolean includes(String table) {
    return (included.isEmpty() || matches(included, table)) && !matches(excluded, table);
  }

  private static boolean matches(List<Pattern> patterns, String table) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(table).matches());
  }

  private static Pattern compile(String pattern) {
    if (pattern.isEmpty()) {
      throw new IllegalArgumentException("a name after - or !");
    }
    String regex =
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  }
}
