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
   * What the sign-in is for.
   *
   * @param explicit whether the user asked for it: an earlier failure does not count then
   * @param claims what the data service demands, or null
   */
  record Wish(boolean explicit, ClaimsChallenge claims) {
    /** A token is needed, and nothing else leads to one. */
    static final Wish TOKEN = new Wish(false, null);

    /** The user asked for it. */
    static final Wish EXPLICIT = new Wish(true, null);
  }

  /**
   * Waits until the person has signed in, here or in another process, and saves the tokens.
   *
   * @param waiters whose leaving ends the wait
   * @throws SQLException 28000 when declined or when there is no browser, HYT00 when nobody came
   */
  TokenState signIn(Wish wish, Waiters waiters) throws SQLException;
}
