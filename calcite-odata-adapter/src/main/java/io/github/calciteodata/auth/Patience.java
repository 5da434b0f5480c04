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

import java.sql.SQLException;

/** How long a caller still waits for something that takes time. */
public interface Patience {
  /** For ever. */
  Patience UNLIMITED =
      new Patience() {
        @Override
        public void check() {}

        @Override
        public long remainingMillis() {
          return Long.MAX_VALUE;
        }
      };

  /**
   * Throws when the caller waits no longer.
   *
   * @throws SQLException SQLState 57014 when cancelled, HYT00 when timed out
   */
  void check() throws SQLException;

  /** Milliseconds left; {@code Long.MAX_VALUE} when there is no limit, 0 when it is over. */
  long remainingMillis();

  /** Whether somebody who can be asked to sign in waits for it. */
  default boolean maySignIn() {
    return true;
  }
}
