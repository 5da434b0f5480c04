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

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and writes {@code Name=Value;Name=Value}. A value that holds {@code ;} or begins or ends
 * with a blank stands in {@code '} or {@code "}, doubled to mean themselves.
 */
public final class ConnectionString {
  private final String text;
  private int position;

  private ConnectionString(String text) {
    this.text = text;
  }

  /**
   * The values by name as written, in order.
   *
   * @throws InvalidOptionException when the text is not made of names and values; its message says
   *     at which character, and holds no part of the text, which may be part of a password
   */
  public static Map<String, String> parse(String text) {
    return new ConnectionString(text).parse();
  }

  /** {@code Name=Value;Name=Value}, with quotes where they are needed. */
  public static String format(Map<String, String> values) {
    StringBuilder result = new StringBuilder();
    values.forEach(
        (name, value) ->
            result
                .append(result.isEmpty() ? "" : ";")
                .append(name)
                .append('=')
                .append(quote(value)));
    return result.toString();
  }

  private static String quote(String value) {
    boolean plain =
        value.strip().equals(value)
            && value.indexOf(';') < 0
            && !value.startsWith("'")
            && !value.startsWith("\"");
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }

  private Map<String, String> parse() {
    Map<String, String> values = new LinkedHashMap<>();
    while (skipSeparators()) {
      int start = position;
      int equals = text.indexOf('=', start);
      int end = text.indexOf(';', start);
      if (equals < 0 || end >= 0 && end < equals) {
        throw new InvalidOptionException(
            "Connection string, character "
                + (start + 1)
                + ": expected Name=Value; a value that holds ; needs quotes");
      }
      String name = text.substring(start, equals).strip();
      if (name.isEmpty()) {
        throw new InvalidOptionException(
            "Connection string, character " + (start + 1) + ": expected a name before =");
      }
      position = equals + 1;
      if (values.put(name, value()) != null) {
        throw new InvalidOptionException("Connection string: " + name + " is given twice");
      }
    }
    return values;
  }

  private boolean skipSeparators() {
    while (position < text.length() && (text.charAt(position) == ';' || isBlank(position))) {
      position++;
    }
    return position < text.length();
  }

  private String value() {
    while (position < text.length() && isBlank(position)) {
      position++;
    }
    if (position < text.length()
        && (text.charAt(position) == '\'' || text.charAt(position) == '"')) {
      return quotedValue();
    }
    int end = text.indexOf(';', position);
    String value = text.substring(position, end < 0 ? text.length() : end).strip();
    position = end < 0 ? text.length() : end;
    return value;
  }

  private String quotedValue() {
    int start = position;
    char quote = text.charAt(position++);
    StringBuilder value = new StringBuilder();
    while (position < text.length()) {
      char c = text.charAt(position++);
      if (c != quote) {
        value.append(c);
      } else if (position < text.length() && text.charAt(position) == quote) {
        value.append(c);
        position++;
      } else {
        expectSeparator();
        return value.toString();
      }
    }
    throw new InvalidOptionException(
        "Connection string, character "
            + (start + 1)
            + ": the quote is never closed; a quote inside a quoted value is"
            + " doubled");
  }

  private void expectSeparator() {
    while (position < text.length() && isBlank(position)) {
      position++;
    }
    if (position < text.length() && text.charAt(position) != ';') {
      throw new InvalidOptionException(
          "Connection string, character "
              + (position + 1)
              + ": expected ; after the closing quote; a quote inside a"
              + " quoted value is doubled");
    }
  }

  private boolean isBlank(int index) {
    return Character.isWhitespace(text.charAt(index));
  }
}
