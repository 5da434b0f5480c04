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
import io.github.calciteodata.auth.Challenge;
import io.github.calciteodata.auth.Header;
import io.github.calciteodata.auth.Patience;
import io.github.calciteodata.auth.Refusal;
import java.sql.SQLException;
import java.util.Optional;

/** Sends the current access token, and gets another one after the service refused it. */
public final class OAuthAuthenticator implements Authenticator {
  private static final String BEARER = "Bearer ";
  private static final String INSUFFICIENT = "insufficient_scope";

  private final TokenSource tokens;
  private final OAuthClock clock;
  private volatile AccessToken last;
  private volatile Header accepted;

  /** Authenticates with tokens from this source. */
  OAuthAuthenticator(TokenSource tokens, OAuthClock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public void prepare(Patience patience) throws SQLException {
    tokens.current(interaction(patience), patience);
  }

  @Override
  public Optional<Header> header(Patience patience) throws SQLException {
    AccessToken token = tokens.current(interaction(patience), patience);
    last = token;
    return Optional.of(new Header("Authorization", BEARER + token.value().reveal()));
  }

  private static Interaction interaction(Patience patience) {
    return patience.maySignIn() ? Interaction.ALLOWED : Interaction.FORBIDDEN;
  }

  @Override
  public Renewal renew(Header refused, Refusal refusal, Patience patience) throws SQLException {
    Optional<ClaimsChallenge> claims = ClaimsChallenge.of(refusal);
    if (claims.isEmpty() && !isAboutTheToken(refusal)) {
      return Renewal.NONE;
    }
    if (refused == null || !refused.value().startsWith(BEARER)) {
      return Renewal.RENEWED;
    }
    SecretValue value = SecretValue.of(refused.value().substring(BEARER.length()));
    if (claims.isPresent()) {
      tokens.afterChallenge(
          new AccessToken(value, 0, null), claims.get(), interaction(patience), patience);
      return Renewal.RENEWED;
    }
    AccessToken known = last;
    // a token that has worked is refused for its age, however young it is
    boolean young = known != null && known.value().equals(value) && !refused.equals(accepted);
    AccessToken used = young ? known : new AccessToken(value, 0, null);
    try {
      boolean outlived = !young || used.outlived(clock.wallMillis());
      AccessToken next = tokens.afterRejection(used, interaction(patience), patience);
      return next.value().equals(value)
          ? Renewal.NONE
          : outlived ? Renewal.OUTLIVED : Renewal.RENEWED;
    } catch (SQLException e) {
      // what the service said tells more
      if (refusal.isPage() || e.getErrorCode() == OAuthError.TOKEN_NOT_ACCEPTED.code()) {
        return Renewal.NONE;
      }
      throw e;
    }
  }

  @Override
  public void accepted(Header header) {
    accepted = header;
    tokens.accepted();
  }

  /** 403 is about rights, except where Salesforce uses it for tokens. */
  private static boolean isAboutTheToken(Refusal refusal) {
    if (refusal.status() == 403) {
      return (refusal.code() + " " + refusal.message()).contains("Bad_OAuth_Token");
    }
    return bearer(refusal).map(c -> !INSUFFICIENT.equals(c.parameter("error"))).orElse(true);
  }

  private static Optional<Challenge> bearer(Refusal refusal) {
    return refusal.challenges().stream().filter(c -> c.scheme().equals("bearer")).findFirst();
  }

  @Override
  public Optional<SQLException> failure(Refusal refusal) {
    Optional<Challenge> bearer = bearer(refusal);
    AccessToken sent = last;
    String words =
        bearer
            .map(c -> c.parameter("error_description"))
            .or(() -> Optional.ofNullable(refusal.message()))
            .map(text -> sent == null ? text : text.replace(sent.value().reveal(), "***"))
            .map(text -> ": " + OAuthError.clean(text))
            .orElse("");
    String answer = refusal.request() + ": " + refusal.status() + words + ". ";
    if (bearer.filter(c -> INSUFFICIENT.equals(c.parameter("error"))).isPresent()) {
      String wanted = bearer.get().parameter("scope");
      return Optional.of(
          OAuthError.INSUFFICIENT_SCOPE.exception(
              answer
                  + "The access token does not reach this far"
                  + (wanted == null ? "" : "; the service wants scope " + OAuthError.clean(wanted))
                  + ". Add it to Scope and sign in again"));
    }
    if (refusal.status() != 401) {
      return Optional.empty();
    }
    return sent != null && sent.outlived(clock.wallMillis())
        ? Optional.of(
            OAuthError.TOO_SHORT.exception(
                answer
                    + "Access tokens expire before the service has read the request, again and again: "
                    + (sent.expiresAt() - sent.obtainedAt()) / 1_000
                    + " s are too short for this machine or service. Let the authorization server give tokens that live"
                    + " longer"))
        : Optional.of(
            OAuthError.TOKEN_NOT_ACCEPTED.exception(
                answer
                    + "The service refuses a token that the authorization server has just given: check the"
                    + " audience (OAuthResource), Scope and tenant"));
  }

  @Override
  public String toString() {
    return "OAuth";
  }
}
