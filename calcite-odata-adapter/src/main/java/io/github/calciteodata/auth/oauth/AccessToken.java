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
 * A token as it is sent to the data service.
 *
 * @param value never null
 * @param obtainedAt wall clock, milliseconds
 * @param expiresAt wall clock, milliseconds; null when unknown
 */
public record AccessToken(SecretValue value, long obtainedAt, Long expiresAt) {
  private static final long WHOLE_SECOND = 1_000;

  static AccessToken of(StoredGrant grant) {
    return new AccessToken(grant.accessToken(), grant.obtainedAt(), grant.expiresAt());
  }

  /** Whether a service may take it for expired at this moment: some cut to whole seconds. */
  boolean outlived(long wallMillis) {
    return expiresAt != null
        && wallMillis >= expiresAt - Math.min(WHOLE_SECOND, (expiresAt - obtainedAt) / 2);
  }

  @Override
  public String toString() {
    return "AccessToken[***]";
  }
}
