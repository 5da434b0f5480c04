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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A call of a function as its text: {@code CALL F(...)}, the same in the braces of JDBC, and {@code
 * EXEC F @A = 'x', ...}.
 *
 * @param spelling which of them
 * @param name of the function as written, perhaps with that of its schema
 * @param arguments in order
 */
record CallText(Spelling spelling, String name, List<Argument> arguments) {
  private static final String PART = "(?:\"(?:[^\"]|\"\")++\"|\\w++)";
  private static final Pattern CALL =
      Pattern.compile(
          "\\s*+(\\{)?+\\s*+(\\?\\s*+=\\s*+)?+(call|exec(?:ute)?+)\\s++("
              + PART
              + "(?:\\s*+\\.\\s*+"
              + PART
              + ")*+)(.*+)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern QUOTED = Pattern.compile("'[^']*+'|\"[^\"]*+\"");
  private static final Pattern ARROW =
      Pattern.compile("\\s*+(" + PART + ")\\s*+=>(.*+)", Pattern.DOTALL);
  private static final Pattern EQUALS =
      Pattern.compile("\\s*+@?+(" + PART + ")\\s*+=(?!>)(.*+)", Pattern.DOTALL);

  /** How a call is written. */
  enum Spelling {
    CALL,
    BRACES,
    BRACES_WITH_RESULT,
    EXEC
  }

  /**
   * An argument.
   *
   * @param name as written, or null when it goes by its position
   * @param value an expression
   */
  record Argument(String name, String value) {
    private String sql() {
      // in quotes, since some are reserved words
      return name == null ? value : '"' + unquoted(name).replace("\"", "\"\"") + "\" => " + value;
    }

    /** Its value may be a secret. */
    @Override
    public String toString() {
      return name + " => ***";
    }
  }

  /** The call that a statement is; empty when it is something else. */
  static Optional<CallText> of(String sql) {
    Matcher call = CALL.matcher(sql);
    if (!call.matches()) {
      return Optional.empty();
    }
    boolean braces = call.group(1) != null;
    boolean result = call.group(2) != null;
    boolean exec = call.group(3).toLowerCase(Locale.ROOT).startsWith("exec");
    String rest = call.group(5).strip();
    if (braces && !rest.endsWith("}") || braces && exec || result && !braces) {
      return Optional.empty();
    }
    String inner = braces ? rest.substring(0, rest.length() - 1).strip() : rest;
    boolean parentheses =
        inner.startsWith("(") && inner.endsWith(")") && split(inner, ')').size() == 2;
    if (!parentheses && !exec && !inner.isEmpty()) {
      return Optional.empty();
    }
    Spelling spelling =
        exec
            ? Spelling.EXEC
            : result ? Spelling.BRACES_WITH_RESULT : braces ? Spelling.BRACES : Spelling.CALL;
    String list = parentheses ? inner.substring(1, inner.length() - 1) : inner;
    return Optional.of(
        new CallText(
            spelling,
            call.group(4),
            (list.isBlank() ? List.<String>of() : split(list, ','))
                .stream().map(text -> argument(text, !parentheses)).toList()));
  }

  /** Within parentheses {@code a = 1} is a condition. */
  private static Argument argument(String text, boolean assigns) {
    for (Pattern form : assigns ? List.of(ARROW, EQUALS) : List.of(ARROW)) {
      Matcher named = form.matcher(text);
      if (named.matches()) {
        return new Argument(named.group(1), named.group(2).strip());
      }
    }
    return new Argument(null, text.strip());
  }

  /** The parts of a text between the separators that are neither quoted nor in parentheses. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    String marks = withoutQuoted(text);
    int depth = 0;
    int start = 0;
    for (int i = 0; i < marks.length(); i++) {
      char c = marks.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == separator && depth == 0) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** As long as the text, with other characters in the place of what is quoted. */
  private static String withoutQuoted(String text) {
    return QUOTED.matcher(text).replaceAll(quoted -> "x".repeat(quoted.group().length()));
  }

  /** The statement in words that the parser knows; any other statement as it is. */
  static String plain(String sql) {
    return of(sql)
        .filter(call -> call.spelling == Spelling.BRACES || call.spelling == Spelling.EXEC)
        .map(CallText::sql)
        .orElse(sql);
  }

  /** The name of the function alone. */
  String function() {
    Matcher last = Pattern.compile(PART + "$").matcher(name);
    return last.find() ? unquoted(last.group()) : name;
  }

  /**
   * Where the {@code ?} of each argument stands, from 1, by the argument's name in any case.
   *
   * @param declared names of the function's arguments in order
   */
  Map<String, Integer> parameters(List<String> declared) {
    Map<String, Integer> positions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    int before = 0;
    for (int i = 0; i < arguments.size(); i++) {
      Argument argument = arguments.get(i);
      boolean byPosition = argument.name == null;
      if (argument.value.equals("?") && !(byPosition && i >= declared.size())) {
        positions.put(byPosition ? declared.get(i) : unquoted(argument.name), before + 1);
      }
      // those within an expression count, but have no name
      before += (int) withoutQuoted(argument.value).chars().filter(c -> c == '?').count();
    }
    return positions;
  }

  private static String unquoted(String part) {
    return part.startsWith("\"")
        ? part.substring(1, part.length() - 1).replace("\"\"", "\"")
        : part;
  }

  private String sql() {
    return arguments.stream()
        .map(Argument::sql)
        .collect(Collectors.joining(", ", "CALL " + name + "(", ")"));
  }
}
