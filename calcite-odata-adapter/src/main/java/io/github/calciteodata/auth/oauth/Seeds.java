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

/**
 * The tokens and codes that stand in the connection string. They are where a store entry grows
 * from; once it has grown, the store is newer.
 *
 * @param access or null
 * @param refresh or null
 * @param expiresIn seconds that the access token lives, null when unknown
 * @param timestamp wall clock, milliseconds, when it was issued; null when unknown
 * @param verifier an authorization code to exchange, or null
 * @param pkceVerifier the PKCE verifier that belongs to it, or null
 * @param state the state that belongs to it, or null
 */
public record Seeds(
    SecretValue access,
    SecretValue refresh,
    Long expiresIn,
    Long timestamp,
    SecretValue verifier,
    SecretValue pkceVerifier,
    String state) {

  static final Seeds NONE = new Seeds(null, null, null, null, null, null, null);

  /** When the access token expires, wall clock in milliseconds; null when unknown. */
  Long expiresAt() {
    return expiresIn == null || timestamp == null ? null : timestamp + expiresIn * 1_000;
  }
}
