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
 * The tokens of one successful answer of the token endpoint.
 *
 * @param accessToken never null
 * @param tokenType as the server spelled it, {@code Bearer} when it said nothing
 * @param obtainedAt wall clock, milliseconds, when the request was sent: the only moment that is
 *     surely before issue
 * @param expiresAt wall clock, milliseconds; null when the server did not say
 * @param refreshToken null when the answer had none
 * @param refreshExpiresAt wall clock, milliseconds; null when the server did not say
 * @param scope what was granted, null when the server did not say
 * @param extras further members that are worth keeping
 */
record GrantedToken(
    SecretValue accessToken,
    String tokenType,
    long obtainedAt,
    Long expiresAt,
    SecretValue refreshToken,
    Long refreshExpiresAt,
    String scope,
    Map<String, String> extras) {

  GrantedToken {
    extras = Map.copyOf(extras);
  }

  @Override
  public String toString() {
    return "GrantedToken["
        + tokenType
        + ", expiresAt="
        + expiresAt
        + ", refresh="
        + (refreshToken != null)
        + "]";
  }
}
