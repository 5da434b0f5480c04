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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${env:NAME}} and {@code ${file:PATH}} in the value of a property. */
final class References {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");

  private final UnaryOperator<String> environment;

  /** Reads variables from {@code environment}, which answers null for one that is not set. */
  References(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /** The text with every reference replaced; what is put in is not looked at again. */
  String resolve(ConnectionProperty property, String text) {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder resolved = new StringBuilder();
    while (matcher.find()) {
      String value =
          matcher.group(1).equals("env")
              ? variable(property, matcher.group(2))
              : content(property, matcher.group(2));
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(resolved).toString();
  }

  private String variable(ConnectionProperty property, String name) {
    String value = environment.apply(name);
    if (value == null) {
      throw new InvalidOptionException(
          property.propertyName() + ": the environment variable " + name + " is not set");
    }
    return value;
  }

  private static String content(ConnectionProperty property, String path) {
    try {
      return Files.readString(Path.of(path)).stripTrailing();
    } catch (IOException | InvalidPathException e) {
      throw new InvalidOptionException(
          property.propertyName()
              + ": cannot read the file "
              + path
              + " ("
              + e.getClass().getSimpleName()
              + ")");
    }
  }
}
