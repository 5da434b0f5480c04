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

/** What the token endpoint is asked for. */
sealed interface GrantRequest {
  /**
   * An authorization code.
   *
   * @param code as received
   * @param redirectUri as sent, byte for byte
   * @param verifier the PKCE verifier, or null
   */
  record Code(SecretValue code, String redirectUri, SecretValue verifier) implements GrantRequest {}

  /**
   * A refresh token.
   *
   * @param token to be renewed
   * @param scope normally null
   */
  record Refresh(SecretValue token, String scope) implements GrantRequest {}

  /** The client's own token. */
  record Client() implements GrantRequest {}

  /** A token for a user name and password. */
  record Password(String user, SecretValue password) implements GrantRequest {}

  /** A token for a signed assertion. */
  record Jwt() implements GrantRequest {}

  /** One question whether the person has signed in on the other device. */
  record Device(SecretValue deviceCode) implements GrantRequest {}

  /**
   * A grant with what the caller of a function adds.
   *
   * @param grant none of this kind
   * @param scope in place of the connection's, or null
   * @param parameters besides those of the connection; they may be secret
   */
  record Extended(GrantRequest grant, String scope, Map<String, String> parameters)
      implements GrantRequest {
    public Extended {
      parameters = Map.copyOf(parameters);
    }

    @Override
    public String toString() {
      return "Extended[" + grant + ", " + parameters.keySet() + "]";
    }
  }

  /** The grant itself. */
  default GrantRequest plain() {
    return this instanceof Extended extended ? extended.grant() : this;
  }
}
