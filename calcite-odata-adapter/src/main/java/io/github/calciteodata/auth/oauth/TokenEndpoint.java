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

import java.net.URI;
import java.sql.SQLException;

/** The authorization server as the token manager sees it. */
interface TokenEndpoint {
  /**
   * Asks for a token, once.
   *
   * @throws SQLException when the configuration does not allow to ask
   */
  TokenAnswer request(GrantRequest request, TimeLimit limit) throws SQLException;

  /**
   * Gives a token back (RFC 7009).
   *
   * @return whether the server took it; false when it has no such endpoint
   * @throws SQLException when the server cannot be reached or refuses
   */
  boolean revoke(SecretValue token, boolean refreshToken, TimeLimit limit) throws SQLException;

  /**
   * Begins the device grant (RFC 8628, section 3.1).
   *
   * @throws SQLException when the server has none, cannot be reached, or refuses
   */
  DeviceCode beginDevice(TimeLimit limit) throws SQLException;

  /**
   * The address to send a browser to.
   *
   * @throws SQLException when there is none
   */
  URI authorizationUrl(AuthorizationRequest request, TimeLimit limit) throws SQLException;

  /**
   * What the server says of itself; {@link ServerMetadata#NONE} without discovery.
   *
   * @throws SQLException when the discovery document is wrong
   */
  ServerMetadata metadata(TimeLimit limit) throws SQLException;

  /**
   * A begun device grant.
   *
   * @param deviceCode to ask with
   * @param userCode for the person to type
   * @param verificationUri for the person to visit
   * @param verificationUriComplete the same with the code in it, or null
   * @param expiresInSeconds how long the code lives
   * @param intervalSeconds between two questions
   */
  record DeviceCode(
      SecretValue deviceCode,
      String userCode,
      String verificationUri,
      String verificationUriComplete,
      long expiresInSeconds,
      long intervalSeconds) {}
}
