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

import java.nio.file.Path;

/**
 * Who asks for tokens.
 *
 * @param id never null
 * @param secret or null
 * @param method how it proves its identity
 * @param rawBasic whether id and secret go into the Authorization header without form encoding
 * @param key a private key for assertions: PEM (PKCS#8), JWK or PKCS#12; or null
 * @param keyPassword for PKCS#12, or null
 * @param keyId the {@code kid} of assertions, or null
 * @param algorithm of assertions, null for the key's usual one
 */
public record ClientIdentity(
    String id,
    SecretValue secret,
    ClientAuthMethod method,
    boolean rawBasic,
    Path key,
    SecretValue keyPassword,
    String keyId,
    String algorithm) {

  /** The method that AUTO means here. */
  ClientAuthMethod effectiveMethod(ServerMetadata metadata) {
    if (method != ClientAuthMethod.AUTO) {
      return method;
    }
    if (secret != null) {
      boolean onlyPost =
          metadata.clientAuthMethods().contains("client_secret_post")
              && !metadata.clientAuthMethods().contains("client_secret_basic");
      return onlyPost ? ClientAuthMethod.POST : ClientAuthMethod.BASIC;
    }
    return key != null ? ClientAuthMethod.PRIVATE_KEY_JWT : ClientAuthMethod.NONE;
  }

  /** Whether it can keep a secret. */
  boolean confidential() {
    return secret != null || key != null;
  }
}
