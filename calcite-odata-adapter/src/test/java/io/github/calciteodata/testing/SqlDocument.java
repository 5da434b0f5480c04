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
package io.github.calciteodata.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * The statements of a document's {@code sql} blocks and what the comments below each of them claim:
 * {@code -- GET …} a request of its plan, {@code -- here: filter, sort} what is no part of a
 * request. What follows the word {@code sql} of a block are connection properties.
 */
record SqlDocument(List<String> lines, List<Example> examples) {
  private static final String FENCE = "```";
  private static final String COMMENT = "-- ";
  private static final String HERE = COMMENT + "here: ";

  /**
   * One statement.
   *
   * @param claims index of the first line below the statement
   * @param end index of the first line below its comments
   */
  record Example(String properties, String sql, PlanText plan, int claims, int end) {
    @Override
    public String toString() {
      return "line " + claims + ": " + sql;
    }
  }

  static SqlDocument of(String markdown) {
    List<String> lines = markdown.lines().toList();
    List<Example> examples = new ArrayList<>();
    String properties = null;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (properties == null) {
        boolean sql = line.equals(FENCE + "sql") || line.startsWith(FENCE + "sql ");
        properties = sql ? line.substring(FENCE.length() + "sql".length()).trim() : null;
      } else if (line.startsWith(FENCE)) {
        properties = null;
      } else if (!line.isBlank()) {
        examples.add(example(properties, lines, i));
        i = examples.get(examples.size() - 1).end() - 1;
      }
    }
    return new SqlDocument(lines, examples);
  }

  private static Example example(String properties, List<String> lines, int start) {
    int claims = start;
    while (!lines.get(claims++).endsWith(";")) {
      // statements may have several lines
    }
    int end = claims;
    List<String> requests = new ArrayList<>();
    List<String> here = List.of();
    while (lines.get(end).startsWith(COMMENT)) {
      String claim = lines.get(end++);
      if (claim.startsWith(HERE)) {
        here = List.of(claim.substring(HERE.length()).split(", "));
      } else {
        requests.add(claim.substring(COMMENT.length()));
      }
    }
    String sql = String.join(" ", lines.subList(start, claims)).replaceFirst(";$", "");
    return new Example(properties, sql, new PlanText(requests, here), claims, end);
  }

  /** The document with these plans below its statements. */
  String with(List<PlanText> plans) {
    List<String> changed = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < plans.size(); i++) {
      changed.addAll(lines.subList(from, examples.get(i).claims()));
      plans.get(i).requests().forEach(request -> changed.add(COMMENT + request));
      if (!plans.get(i).here().isEmpty()) {
        changed.add(HERE + String.join(", ", plans.get(i).here()));
      }
      from = examples.get(i).end();
    }
    changed.addAll(lines.subList(from, lines.size()));
    return String.join("\n", changed) + "\n";
  }
}
