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

import java.sql.SQLWarning;
import java.util.List;
import java.util.function.Supplier;

/** The warnings of a connection, which its statements show too. Thread-safe. */
final class ConnectionWarnings {
  private static final String WARNING = "01000";

  private final Supplier<List<String>> source;
  private SQLWarning first;

  /** {@code source} gives each text once. */
  ConnectionWarnings(Supplier<List<String>> source) {
    this.source = source;
  }

  /** The chain, or null. */
  synchronized SQLWarning get() {
    for (String text : source.get()) {
      SQLWarning warning = new SQLWarning(text, WARNING);
      // nothing went wrong at this place; tools that print a trace would say so
      warning.setStackTrace(new StackTraceElement[0]);
      if (first == null) {
        first = warning;
      } else {
        first.setNextWarning(warning);
      }
    }
    return first;
  }

  synchronized void clear() {
    get();
    first = null;
  }
}
