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

import java.security.SecureRandom;
import java.util.Map;

/**
 * One attempt to have a person sign in.
 *
 * @param redirectUri byte for byte
 * @param scope or null
 * @param state ties the callback to this attempt
 * @param verifier the PKCE verifier, null when PKCE is off
 * @param parameters further parameters, such as prompt and login_hint
 */
record AuthorizationRequest(
    String redirectUri,
    String scope,
    String state,
    SecretValue verifier,
    Map<String, String> parameters) {

  AuthorizationRequest {
    parameters = Map.copyOf(parameters);
  }

  /** A fresh PKCE verifier of 256 random bits. */
  static SecretValue newVerifier() {
    return SecretValue.of(randomText());
  }

  /** A fresh state of 256 random bits. */
  static String newState() {
    return randomText();
  }

  private static String randomText() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Digests.base64(bytes);
  }

  @Override
  public String toString() {
    return "AuthorizationRequest[" + redirectUri + "]";
  }
}
