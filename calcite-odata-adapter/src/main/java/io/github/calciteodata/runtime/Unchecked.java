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

import java.sql.SQLException;

/** Carries SQLExceptions through Calcite's interfaces, which do not declare them, out to JDBC. */
public final class Unchecked {
  private Unchecked() {}

  /**
   * Throws the exception as it is; declared to return one so that callers can write {@code throw}.
   */
  public static RuntimeException of(SQLException e) {
    Unchecked.<RuntimeException>sneak(e);
    throw new IllegalStateException(e);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable e) throws E {
    throw (E) e;
  }
}
