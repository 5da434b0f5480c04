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

import java.util.Optional;

/** A token that was given and is never renewed (RFC 6750). */
public final class BearerAuth implements Authenticator {
  private final Header header;

  public BearerAuth(String token) {
    this.header = new Header("Authorization", "Bearer " + token);
  }

  @Override
  public Optional<Header> header(Patience patience) {
    return Optional.of(header);
  }

  @Override
  public String toString() {
    return "Bearer";
  }
}
