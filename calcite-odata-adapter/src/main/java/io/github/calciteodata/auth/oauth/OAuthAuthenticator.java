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

import io.github.calciteodata.auth.Authenticator;
import io.github.calciteodata.auth.Header;
import io.github.calciteodata.auth.Patience;
import java.sql.SQLException;
import java.util.Optional;

/** Sends the current access token, and gets another one after the service refused it. */
public final class OAuthAuthenticator implements Authenticator {
  private static final String BEARER = "Bearer ";

  private final TokenSource tokens;
  private volatile AccessToken last;

  /** Authenticates with tokens from this source. */
  public OAuthAuthenticator(TokenSource tokens) {
    this.tokens = tokens;
  }

  @Override
  public Optional<Header> header(Patience patience) throws SQLException {
    AccessToken token = tokens.current(Interaction.ALLOWED, patience);
    last = token;
    return Optional.of(new Header("Authorization", BEARER + token.value().reveal()));
  }

  @Override
  public boolean renew(Header refused, String challenge, Patience patience) throws SQLException {
    if (refused == null || !refused.value().startsWith(BEARER)) {
      return true;
    }
    SecretValue value = SecretValue.of(refused.value().substring(BEARER.length()));
    AccessToken known = last;
    AccessToken used =
        known != null && known.value().equals(value) ? known : new AccessToken(value, 0, null);
    AccessToken next = tokens.afterRejection(used, Interaction.ALLOWED, patience);
    return !next.value().equals(value);
  }

  @Override
  public String toString() {
    return "OAuth";
  }
}
