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

import io.github.calciteodata.auth.Patience;
import java.sql.SQLException;
import java.util.List;

/**
 * Where requests to the data service get their access token from. Thread-safe; cheap when a token
 * is at hand.
 */
interface TokenSource {
  /**
   * A token to send now.
   *
   * @param interaction whether a person may be asked
   * @param patience of the caller; giving up does not stop what others wait for
   * @throws SQLException 28000 when there is no way to a token, 08001 when the server cannot be
   *     reached, 08004 when the configuration is wrong, HYT00 and 57014 when the caller or the
   *     person gave up
   */
  AccessToken current(Interaction interaction, Patience patience) throws SQLException;

  /**
   * A token to try once more with, after the data service answered 401.
   *
   * @param used what was sent
   * @throws SQLException as {@link #current}, and 28000 when a fresh token was refused
   */
  AccessToken afterRejection(AccessToken used, Interaction interaction, Patience patience)
      throws SQLException;

  /**
   * A token of a new sign-in that meets what the data service demanded.
   *
   * @param used what was sent
   * @throws SQLException 28000 when nobody may be asked to sign in
   */
  AccessToken afterChallenge(
      AccessToken used, ClaimsChallenge claims, Interaction interaction, Patience patience)
      throws SQLException;

  /** Notes that the data service has taken a token. */
  void accepted();

  /** What the user should know, once each. */
  List<String> takeWarnings();
}
