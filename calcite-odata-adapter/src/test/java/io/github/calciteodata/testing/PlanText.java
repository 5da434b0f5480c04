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
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a plan says: its requests from top to bottom, {@code GET …}, and in one word each what is
 * done here, in alphabetical order: {@code filter}, {@code sort}, {@code limit}, {@code aggregate},
 * {@code join}, {@code look-up}, else the name of the node.
 */
record PlanText(List<String> requests, List<String> here) {
  private static final Pattern REQUEST =
      Pattern.compile("request=\\[(GET .*?)](?=, \\w+=\\[|\\)$)");
  private static final Pattern NODE = Pattern.compile("^\\s*(\\w+)\\(");

  static PlanText of(String plan) {
    List<String> requests = new ArrayList<>();
    TreeSet<String> here = new TreeSet<>();
    for (String line : plan.lines().toList()) {
      Matcher request = REQUEST.matcher(line);
      if (request.find()) {
        requests.add(request.group(1));
      }
      Matcher node = NODE.matcher(line);
      if (node.find()) {
        here.addAll(work(node.group(1), line));
      }
    }
    return new PlanText(requests, List.copyOf(here));
  }

  private static List<String> work(String node, String line) {
    String name = node.replaceFirst("^Enumerable", "");
    return switch (name) {
      case "ODataRequest", "Values" -> List.of();
      case "Calc" -> line.contains("$condition=") ? List.of("filter") : List.of();
      case "Sort" -> List.of("sort");
      case "Limit" -> List.of("limit");
      case "LimitSort" -> List.of("limit", "sort");
      case "Aggregate", "SortedAggregate" -> List.of("aggregate");
      case "ODataLookupJoin" -> List.of("look-up");
      case "HashJoin", "MergeJoin", "NestedLoopJoin", "Correlate" -> List.of("join");
      default -> List.of(name.toLowerCase(Locale.ROOT));
    };
  }
}
