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

/** How the client proves who it is, as the property {@code OAuthClientAuth} spells it. */
public enum ClientAuthMethod {
  /** By what is configured and what the server offers. */
  AUTO,
  /** A public client: its id alone. */
  NONE,
  /** Secret in the Authorization header. */
  BASIC,
  /** Secret in the body. */
  POST,
  /** An assertion signed with the client's key (RFC 7523). */
  PRIVATE_KEY_JWT,
  /** An assertion signed with the secret. */
  CLIENT_SECRET_JWT
}
