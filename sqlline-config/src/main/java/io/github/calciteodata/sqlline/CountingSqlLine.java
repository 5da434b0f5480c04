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

import java.sql.SQLException;
import sqlline.SqlLine;

/**
 * A sqlline that remembers whether anything failed, because its own status tells only of the last
 * statement.
 */
final class CountingSqlLine extends SqlLine {
  private static final String WARNING = "Warning: ";

  private final boolean brief;
  private int failures;

  /**
   * Makes a sqlline.
   *
   * @param brief whether errors are shown without stack trace; sqlline shows one for {@code -e}
   */
  CountingSqlLine(boolean brief) {
    this.brief = brief;
  }

  /** Returns how many errors were shown. */
  int failures() {
    return failures;
  }

  @Override
  public boolean error(String message) {
    // warnings are shown by this way, too
    if (!message.startsWith(WARNING)) {
      failures++;
    }
    return super.error(message);
  }

  @Override
  public void handleException(Throwable problem) {
    failures++;
    if (brief && problem instanceof SQLException e) {
      String state = e.getSQLState() == null ? "" : " (SQLState " + e.getSQLState() + ")";
      super.error("Error: " + e.getMessage() + state);
    } else {
      super.handleException(problem);
    }
  }
}
