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
package io.github.calciteodata.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way to authenticate that a server offers in {@code WWW-Authenticate} (RFC 9110, 11.6.1).
 *
 * @param scheme in lower case, such as {@code bearer}
 * @param parameters by name, whatever the case
 */
public record Challenge(String scheme, Map<String, String> parameters) {
  private static final String TOKEN = "([!#$%&'*+.^_`|~0-9A-Za-z-]+)";
  private static final Pattern ITEM = Pattern.compile("(?:[^\",]|\"(?:\\\\.|[^\"\\\\])*+\")++");
  private static final Pattern SCHEME = Pattern.compile(TOKEN + "(?:\\s+(.*))?");
  private static final Pattern PARAMETER =
      Pattern.compile(TOKEN + "\\s*=\\s*(?:\"((?:\\\\.|[^\"\\\\])*+)\"|([^\"\\s=]+))");

  public Challenge {
    Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(parameters);
    parameters = byName;
  }

  /** A parameter, or null. */
  public String parameter(String name) {
    return parameters.get(name);
  }

  /** The challenges of all headers of an answer; what cannot be read is left out. */
  public static List<Challenge> parse(List<String> headers) {
    List<Challenge> challenges = new ArrayList<>();
    for (String header : headers) {
      Challenge current = null;
      // commas separate challenges, and parameters within a challenge
      for (Matcher item = ITEM.matcher(header); item.find(); ) {
        String text = item.group().strip();
        Matcher scheme = SCHEME.matcher(text);
        if (current != null && current.add(text)) {
          continue;
        }
        if (scheme.matches()) {
          current = new Challenge(scheme.group(1).toLowerCase(Locale.ROOT), Map.of());
          challenges.add(current);
          current.add(scheme.group(2) == null ? "" : scheme.group(2));
        }
      }
    }
    return List.copyOf(challenges);
  }

  private boolean add(String text) {
    Matcher parameter = PARAMETER.matcher(text);
    if (!parameter.matches()) {
      return false;
    }
    String value =
        parameter.group(3) != null
            ? parameter.group(3)
            : parameter.group(2).replaceAll("\\\\(.)", "$1");
    parameters.putIfAbsent(parameter.group(1), value);
    return true;
  }
}
