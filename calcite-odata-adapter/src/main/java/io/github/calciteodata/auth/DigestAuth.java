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

import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * User and password by digests of them (RFC 7616): the first request learns the server's nonce,
 * those that follow use it until the server has another one. The password itself is never sent.
 */
public final class DigestAuth implements Authenticator {
  private static final String AUTHORIZATION = "Authorization";

  private final String user;
  private final String password;
  private DigestSession session;

  public DigestAuth(String user, String password) {
    this.user = user;
    this.password = password;
  }

  @Override
  public Optional<Header> header(Patience patience) {
    throw new UnsupportedOperationException("a digest is made for one method and target");
  }

  @Override
  public Optional<Header> header(String method, String target, Patience patience) {
    return current().map(s -> new Header(AUTHORIZATION, s.authorization(method, target)));
  }

  private synchronized Optional<DigestSession> current() {
    return Optional.ofNullable(session);
  }

  @Override
  public synchronized Renewal renew(Header refused, Refusal refusal, Patience patience)
      throws SQLException {
    if (refusal.status() != 401) {
      return Renewal.NONE;
    }
    List<Challenge> offered = refusal.challenges();
    DigestSession next =
        offered.stream()
            .filter(c -> c.scheme().equals("digest"))
            .flatMap(c -> DigestSession.of(c, user, password).stream())
            .max(Comparator.comparingInt(DigestSession::strength))
            .orElseThrow(() -> notOffered(offered));
    DigestSession known = session;
    session = next;
    if (refused == null || next.stale()) {
      return Renewal.RENEWED;
    }
    if (known != null && (!known.wrote(refused.value()) || known.usedBefore())) {
      // another thread has a newer nonce already, or this one was good until now
      return Renewal.RENEWED;
    }
    // user or password: the next request must not try them once more than the caller does
    session = null;
    return Renewal.NONE;
  }

  private static SQLException notOffered(List<Challenge> offered) {
    String schemes = offered.stream().map(Challenge::scheme).collect(Collectors.joining(", "));
    return new SQLInvalidAuthorizationSpecException(
        "AuthScheme=Digest, but the service offers "
            + (schemes.isEmpty() ? "no way to authenticate" : schemes)
            + ", none of it a digest with a known algorithm and qop=auth. Set AuthScheme to what the service offers",
        "28000");
  }

  @Override
  public String toString() {
    return "Digest";
  }
}
