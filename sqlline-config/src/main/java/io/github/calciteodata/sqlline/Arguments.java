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
package io.github.calciteodata.sqlline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The command line.
 *
 * @param url root URL of a service, empty for the demo
 * @param properties connection properties as {@code Name=Value}
 * @param model path of a Calcite model
 * @param help whether only the usage is wanted
 * @param sqlline what goes to sqlline as it stands
 */
record Arguments(
    Optional<String> url,
    List<String> properties,
    Optional<String> model,
    boolean help,
    List<String> sqlline) {

  /** A command line that makes no sense. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  static Arguments parse(String... args) throws UsageException {
    String url = null;
    String model = null;
    boolean help = false;
    List<String> properties = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    for (Iterator<String> words = Arrays.asList(args).iterator(); words.hasNext(); ) {
      String word = words.next();
      switch (word) {
        case "--url" -> url = value(word, words);
        case "--model" -> model = value(word, words);
        case "--prop" -> properties.add(property(value(word, words)));
        case "--help", "-h" -> help = true;
        case "-e", "-f", "-i" -> rest.addAll(List.of(word, value(word, words)));
        default -> rest.add(word);
      }
    }
    if (model != null && (url != null || !properties.isEmpty())) {
      throw new UsageException("--model has its services in the file: leave out --url and --prop");
    }
    return new Arguments(
        Optional.ofNullable(url),
        List.copyOf(properties),
        Optional.ofNullable(model),
        help,
        List.copyOf(rest));
  }

  private static String value(String option, Iterator<String> words) throws UsageException {
    if (!words.hasNext()) {
      throw new UsageException(option + " needs a value");
    }
    return words.next();
  }

  private static String property(String text) throws UsageException {
    if (text.indexOf('=') < 1) {
      throw new UsageException("--prop takes Name=Value, not '" + text + "'");
    }
    return text;
  }

  /** Returns whether statements come from the command line or a file, so that nobody types. */
  boolean isScript() {
    return sqlline.contains("-e") || sqlline.contains("-f");
  }

  /** Returns whether an option of sqlline such as {@code --silent} was given. */
  boolean gives(String option) {
    return sqlline.stream().anyMatch(word -> word.equals(option) || word.startsWith(option + "="));
  }
}
