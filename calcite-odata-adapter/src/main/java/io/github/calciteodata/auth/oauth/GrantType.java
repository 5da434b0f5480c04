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

/** How the first token is had, as the property {@code OAuthGrantType} spells it. */
public enum GrantType {
  /** A person signs in with a browser (RFC 6749, section 4.1). */
  CODE,
  /** The client is its own user (section 4.4). */
  CLIENT,
  /** The user's password is sent (section 4.3); RFC 9700 advises against it. */
  PASSWORD,
  /** A person signs in on another device (RFC 8628). */
  DEVICE,
  /** A signed assertion stands for the user (RFC 7523). */
  JWT;

  /** Whether no person takes part. */
  boolean withoutPerson() {
    return this == CLIENT || this == PASSWORD || this == JWT;
  }
}
