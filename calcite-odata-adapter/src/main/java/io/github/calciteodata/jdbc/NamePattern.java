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
package io.github.calciteodata.jdbc;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Names as JDBC metadata asks for them, without regard to case, as the session matches identifiers.
 */
final class NamePattern {
  private static final char ESCAPE = '\\';

  private NamePattern() {}

  /**
   * Names like {@code pattern}: {@code %} any text, {@code _} one character, {@code \} escapes;
   * null for all.
   */
  static Predicate<String> like(String pattern) {
    if (pattern == null) {
      return name -> true;
    }
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        boolean escaped = c == ESCAPE && i + 1 < pattern.length();
        regex.append(Pattern.quote(String.valueOf(escaped ? pattern.charAt(++i) : c)));
      }
    }
    Pattern compiled =
        Pattern.compile(
            regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    return name -> compiled.matcher(name).matches();
  }

  /** This name; null for all. */
  static Predicate<String> exactly(String wanted) {
    return name -> wanted == null || name.equalsIgnoreCase(wanted);
  }
}
