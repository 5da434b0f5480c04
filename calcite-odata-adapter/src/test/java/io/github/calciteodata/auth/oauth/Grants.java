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

/** Entries for tests. */
final class Grants {
  private Grants() {}

  static StoredGrant of(String access, String refresh) {
    return StoredGrant.EMPTY.withTokens(token(access, refresh, null), "api");
  }

  static GrantedToken token(String access, String refresh, Long expiresAt) {
    return new GrantedToken(
        SecretValue.of(access),
        "Bearer",
        1_000,
        expiresAt,
        SecretValue.ofNullable(refresh),
        null,
        "api",
        Map.of());
  }
}
