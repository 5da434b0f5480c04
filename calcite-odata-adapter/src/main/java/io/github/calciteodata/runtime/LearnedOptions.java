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
package io.github.calciteodata.runtime;

import io.github.calciteodata.query.Expression.Function;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** What a service taught by refusing or ignoring it, so that it is not asked again. Thread-safe. */
public final class LearnedOptions {

  /** A part of a request. */
  public enum Option {
    FILTER("$filter"),
    SORT("$orderby"),
    LIMIT("$top"),
    COUNT("$count"),
    APPLY("$apply"),
    EXPAND("$expand"),
    ANY("any in $filter"),
    NAVIGATION_PATH("paths through navigation properties"),
    /** A list of values is sent as {@code eq … or eq …} then. */
    IN("in"),
    ARITHMETIC("arithmetic in $filter");

    private final String symbol;

    Option(String symbol) {
      this.symbol = symbol;
    }
  }

  private record Lesson(String resource, Option option) {}

  private record Refusal(String resource, Function function) {}

  private final Set<Lesson> lessons = ConcurrentHashMap.newKeySet();
  private final Set<Refusal> refusals = ConcurrentHashMap.newKeySet();
  private final AtomicLong version = new AtomicLong();
  private final Consumer<String> warnings;

  public LearnedOptions(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  /** Whether the option may be sent for the resource. */
  public boolean allows(String resource, Option option) {
    return !lessons.contains(new Lesson(resource, option));
  }

  /** Whether the function may be sent in a filter for the resource. */
  public boolean allows(String resource, Function function) {
    return !refusals.contains(new Refusal(resource, function));
  }

  /** Changes with every lesson: plans made before are out of date. */
  public long version() {
    return version.get();
  }

  void learn(String resource, Option option, String reason) {
    if (lessons.add(new Lesson(resource, option))) {
      version.incrementAndGet();
      warnings.accept(
          resource
              + ": the service "
              + reason
              + " "
              + option.symbol
              + (option == Option.IN
                  ? "; from now on a list becomes eq … or eq …"
                  : "; from now on it is evaluated locally"));
    }
  }

  /** Conditions of this kind are known not to be answered; nothing else changes. */
  void learn(String resource, String condition) {
    warnings.accept(
        resource
            + ": the service does not answer "
            + condition
            + " with the rows that match; from now on such conditions are evaluated locally");
  }

  void learn(String resource, Collection<Function> functions, String reason) {
    for (Function function : functions) {
      if (refusals.add(new Refusal(resource, function))) {
        version.incrementAndGet();
        warnings.accept(
            resource
                + ": the service "
                + reason
                + " "
                + function.symbol()
                + " in $filter; from now on it is evaluated locally");
      }
    }
  }
}
