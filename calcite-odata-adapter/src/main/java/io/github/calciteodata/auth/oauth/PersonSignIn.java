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
package io.github.calciteodata.auth.oauth;

import java.sql.SQLException;

/** Has a person sign in. */
interface PersonSignIn {
  /**
   * Waits until the person has signed in, here or in another process, and saves the tokens.
   *
   * @param explicit whether the user asked for it: an earlier failure does not count then
   * @param waiters whose leaving ends the wait
   * @throws SQLException 28000 when declined or when there is no browser, HYT00 when nobody came
   */
  TokenState signIn(boolean explicit, Waiters waiters) throws SQLException;
}
