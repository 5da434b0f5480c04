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

/**
 * Rows of one request, page by page. Not thread-safe, but {@link #close()} may come from any
 * thread.
 */
public interface RowCursor extends AutoCloseable {

  /**
   * The next row in Calcite's internal representation, one value per selected column; null after
   * the last.
   *
   * @throws SQLException with a SQLState: the request failed, a value does not fit, cancelled or
   *     timed out
   */
  Object[] next() throws SQLException;

  /** Begins to fetch, without waiting for anything; the first row is then there sooner. */
  default void begin() {}

  /** Releases the socket and the thread at once; calling it again does nothing. */
  @Override
  void close();
}
