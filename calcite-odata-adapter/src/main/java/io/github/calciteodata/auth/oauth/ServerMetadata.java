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
import java.util.Set;

/**
 * What an authorization server says of itself (RFC 8414, OpenID Connect Discovery).
 *
 * @param issuer never null
 * @param authorization or null
 * @param token or null
 * @param device or null
 * @param revocation or null
 * @param par or null
 * @param clientAuthMethods names as registered; empty when not said
 * @param issuerInCallback whether every callback carries {@code iss} (RFC 9207)
 * @param parRequired whether authorization requests must be pushed
 */
record ServerMetadata(
    String issuer,
    URI authorization,
    URI token,
    URI device,
    URI revocation,
    URI par,
    Set<String> clientAuthMethods,
    boolean issuerInCallback,
    boolean parRequired) {

  /** Nothing is known. */
  static final ServerMetadata NONE =
      new ServerMetadata(null, null, null, null, null, null, Set.of(), false, false);
}
