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

/** What the functions answer, one row each; tokens show as stars in their texts. */
public sealed interface OAuthRow {
  /**
   * The row of {@code GetOAuthAuthorizationUrl}.
   *
   * @param url to send the user's browser to
   * @param pkceVerifier to be kept by the caller and given to {@code GetOAuthAccessToken}; null
   *     without PKCE
   * @param state comes back with the code
   * @param callbackUrl where the browser comes back to
   * @param expiresIn seconds until the sign-in is forgotten here
   */
  public record AuthorizationUrl(
      String url, SecretValue pkceVerifier, String state, String callbackUrl, long expiresIn)
      implements OAuthRow {}

  /**
   * The row of {@code GetOAuthAccessToken} and {@code RefreshOAuthAccessToken}.
   *
   * @param accessToken never null
   * @param refreshToken or null
   * @param expiresIn seconds, -1 when unknown
   * @param tokenType such as Bearer
   * @param scope granted, or null when the server did not say
   * @param timestamp wall clock, milliseconds
   * @param stored whether it stands in the settings now
   */
  public record Tokens(
      SecretValue accessToken,
      SecretValue refreshToken,
      long expiresIn,
      String tokenType,
      String scope,
      long timestamp,
      boolean stored)
      implements OAuthRow {}

  /**
   * The row of {@code RevokeOAuthTokens}.
   *
   * @param revoked whether the server took a token back
   * @param removed whether the settings had an entry
   */
  public record Revocation(boolean revoked, boolean removed) implements OAuthRow {}

  /**
   * The row of {@code OAuthStatus}: no secrets.
   *
   * @param profile host, client and scope
   * @param mode of the connection
   * @param grant of the connection
   * @param hasAccessToken whether there is one, given, in memory or stored
   * @param hasRefreshToken whether there is one
   * @param expiresAt wall clock, milliseconds, or null
   * @param refreshExpiresAt wall clock, milliseconds, or null
   * @param scope granted, or null
   * @param store where tokens are kept
   * @param protection how
   * @param lastError what went wrong last, or null
   * @param lastErrorAt wall clock, milliseconds, or null
   */
  public record Status(
      String profile,
      String mode,
      String grant,
      boolean hasAccessToken,
      boolean hasRefreshToken,
      Long expiresAt,
      Long refreshExpiresAt,
      String scope,
      String store,
      String protection,
      String lastError,
      Long lastErrorAt)
      implements OAuthRow {}
}
