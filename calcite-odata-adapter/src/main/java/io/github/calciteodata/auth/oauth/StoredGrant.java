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

import java.util.Map;

/**
 * What the store keeps for one profile: its tokens, and what is needed to tell whether they are
 * still the right ones.
 *
 * @param accessToken null when only a refresh token is known
 * @param tokenType never null when there is an access token
 * @param obtainedAt wall clock, milliseconds, when the request was sent
 * @param expiresAt wall clock, milliseconds; null when unknown
 * @param refreshToken or null
 * @param refreshExpiresAt wall clock, milliseconds; null when unknown
 * @param requestedScope what was asked for, or null
 * @param scope what was granted, or null
 * @param seedAccess fingerprint of the access token of the connection string that this entry grew
 *     from, or null
 * @param seedRefresh fingerprint of its refresh token, or null
 * @param verifier fingerprint of the last authorization code that was exchanged, or null
 * @param deadRefresh fingerprint of the last refresh token that was refused for good, or null
 * @param notBefore wall clock, milliseconds, before which the token endpoint asked not to be
 *     called; 0 for none
 * @param extras further members of the token answer that are worth keeping
 */
record StoredGrant(
    SecretValue accessToken,
    String tokenType,
    long obtainedAt,
    Long expiresAt,
    SecretValue refreshToken,
    Long refreshExpiresAt,
    String requestedScope,
    String scope,
    String seedAccess,
    String seedRefresh,
    String verifier,
    String deadRefresh,
    long notBefore,
    Map<String, String> extras) {

  static final StoredGrant EMPTY =
      new StoredGrant(
          null, null, 0, null, null, null, null, null, null, null, null, null, 0, Map.of());

  StoredGrant {
    extras = Map.copyOf(extras);
  }

  /**
   * With the tokens of an answer; an answer without a refresh token keeps the old one (RFC 6749,
   * section 6).
   */
  StoredGrant withTokens(GrantedToken token, String requested) {
    boolean rotated = token.refreshToken() != null;
    return new StoredGrant(
        token.accessToken(),
        token.tokenType(),
        token.obtainedAt(),
        token.expiresAt(),
        rotated ? token.refreshToken() : refreshToken,
        rotated ? token.refreshExpiresAt() : refreshExpiresAt,
        requested,
        token.scope(),
        seedAccess,
        seedRefresh,
        verifier,
        deadRefresh,
        0,
        token.extras().isEmpty() ? extras : token.extras());
  }

  /** Without its refresh token, which the server refused; the fingerprint stays as a tombstone. */
  StoredGrant withDeadRefresh(String fingerprint) {
    boolean mine = fingerprint.equals(SecretValue.fingerprint(refreshToken));
    return new StoredGrant(
        accessToken,
        tokenType,
        obtainedAt,
        expiresAt,
        mine ? null : refreshToken,
        mine ? null : refreshExpiresAt,
        requestedScope,
        scope,
        seedAccess,
        seedRefresh,
        verifier,
        fingerprint,
        notBefore,
        extras);
  }

  /** Without its access token. */
  StoredGrant withoutAccess() {
    return new StoredGrant(
        null,
        null,
        0,
        null,
        refreshToken,
        refreshExpiresAt,
        requestedScope,
        null,
        seedAccess,
        seedRefresh,
        verifier,
        deadRefresh,
        notBefore,
        extras);
  }

  /** With another time before which the token endpoint must not be called. */
  StoredGrant withNotBefore(long wallMillis) {
    return new StoredGrant(
        accessToken,
        tokenType,
        obtainedAt,
        expiresAt,
        refreshToken,
        refreshExpiresAt,
        requestedScope,
        scope,
        seedAccess,
        seedRefresh,
        verifier,
        deadRefresh,
        wallMillis,
        extras);
  }

  /** Remembers the authorization code that was exchanged, so that it is never sent twice. */
  StoredGrant withVerifier(String fingerprint) {
    return new StoredGrant(
        accessToken,
        tokenType,
        obtainedAt,
        expiresAt,
        refreshToken,
        refreshExpiresAt,
        requestedScope,
        scope,
        seedAccess,
        seedRefresh,
        fingerprint,
        deadRefresh,
        notBefore,
        extras);
  }

  /** Remembers the tokens of the connection string that this entry grew from. */
  StoredGrant withSeeds(String access, String refresh) {
    return new StoredGrant(
        accessToken,
        tokenType,
        obtainedAt,
        expiresAt,
        refreshToken,
        refreshExpiresAt,
        requestedScope,
        scope,
        access,
        refresh,
        verifier,
        deadRefresh,
        notBefore,
        extras);
  }

  /** With this refresh token in place of whatever was there. */
  StoredGrant withRefreshToken(SecretValue token) {
    return new StoredGrant(
        null,
        null,
        0,
        null,
        token,
        null,
        requestedScope,
        scope,
        seedAccess,
        seedRefresh,
        verifier,
        deadRefresh,
        notBefore,
        Map.of());
  }

  @Override
  public String toString() {
    return "StoredGrant[access="
        + (accessToken != null)
        + ", refresh="
        + (refreshToken != null)
        + ", expiresAt="
        + expiresAt
        + "]";
  }
}
