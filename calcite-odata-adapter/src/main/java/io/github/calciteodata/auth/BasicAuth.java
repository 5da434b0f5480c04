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
package io.github.calciteodata.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** User and password with every request, in UTF-8 (RFC 7617). */
public final class BasicAuth implements Authenticator {
  private final Header header;

  /**
   * Takes the credentials.
   *
   * @throws IllegalArgumentException when the user has a colon in it, which the scheme cannot carry
   */
  public BasicAuth(String user, String password) {
    if (user.indexOf(':') >= 0) {
      throw new IllegalArgumentException("User must not contain a colon (RFC 7617)");
    }
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    this.header = new Header("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
  }

  @Override
  public Optional<Header> header(Patience patience) {
    return Optional.of(header);
  }

  @Override
  public String toString() {
    return "Basic";
  }
}
