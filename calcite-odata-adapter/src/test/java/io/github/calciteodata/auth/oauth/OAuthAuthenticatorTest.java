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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.calciteodata.auth.Authenticator;
import io.github.calciteodata.auth.Authenticator.Renewal;
import io.github.calciteodata.auth.Challenge;
import io.github.calciteodata.auth.Header;
import io.github.calciteodata.auth.Patience;
import io.github.calciteodata.auth.Refusal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a refusal says about the token that was sent. */
class OAuthAuthenticatorTest {
  private static final Refusal REFUSAL =
      new Refusal(
          "GET http://host/s",
          401,
          Challenge.parse(List.of("Bearer error=\"invalid_token\"")),
          null,
          null);

  @RegisterExtension private final OAuthFixture oauth = new OAuthFixture();
  private Authenticator authenticator;

  @BeforeEach
  void start() throws Exception {
    authenticator =
        oauth
            .client("InitiateOAuth", "REFRESH", "OAuthRefreshToken", oauth.server.newRefreshToken())
            .authenticator();
  }

  private Header header() throws SQLException {
    return authenticator.header(Patience.UNLIMITED).orElseThrow();
  }

  private Renewal renew(Header sent) throws SQLException {
    return authenticator.renew(sent, REFUSAL, Patience.UNLIMITED);
  }

  private int code() {
    return authenticator.failure(REFUSAL).orElseThrow().getErrorCode();
  }

  @Test
  void aTokenThatShouldBeGoodCounts() throws Exception {
    assertThat(renew(header())).isEqualTo(Renewal.RENEWED);
    assertThat(renew(header())).isEqualTo(Renewal.NONE);
    assertThat(code()).isEqualTo(OAuthError.TOKEN_NOT_ACCEPTED.code());
    assertThat(oauth.server.refreshes()).isEqualTo(2);
  }

  @Test
  void oneThatExpiredOnItsWayDoesNotAndTheMessageSaysSo() throws Exception {
    oauth.server.lifetime = 2;
    for (int i = 0; i < 5; i++) {
      Header sent = header();
      oauth.clock.pass(Duration.ofMillis(1_001));
      assertThat(renew(sent)).isEqualTo(Renewal.OUTLIVED);
    }
    header();
    oauth.clock.pass(Duration.ofMillis(1_001));
    assertThat(code()).isEqualTo(OAuthError.TOO_SHORT.code());
    assertThat(authenticator.failure(REFUSAL).orElseThrow().getMessage()).contains("2 s");
  }

  private static Refusal demanding(String claims) {
    return new Refusal(
        "GET http://host/s",
        401,
        Challenge.parse(List.of("Bearer error=\"insufficient_claims\", claims=\"" + claims + "\"")),
        null,
        null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eyJhIjoiPz8_In0=",
        "eyJhIjoiPz8_In0",
        "eyJhIjoiPz8/In0=",
        "{\\\"a\\\":\\\"???\\\"}"
      })
  void demandedClaimsAreReadAsServersWriteThem(String claims) {
    assertThat(ClaimsChallenge.of(demanding(claims)).orElseThrow().parameter(Map.of()))
        .containsEntry("claims", "{\"a\":\"???\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?", "W10=", "bm8=", "eyJhIjoxfXg="})
  void whatCannotBeReadAsClaimsIsAnOrdinaryRefusal(String claims) throws Exception {
    Header sent = header();
    assertThat(authenticator.renew(sent, demanding(claims), Patience.UNLIMITED))
        .isEqualTo(Renewal.RENEWED);
    assertThat(oauth.server.refreshes()).isEqualTo(2);
    String huge = "A".repeat(5_000);
    assertThat(ClaimsChallenge.of(demanding(huge))).isEmpty();
  }

  @Test
  void oneThatHasWorkedOrWasReplacedDoesNotEither() throws Exception {
    Header first = header();
    authenticator.accepted(first);
    assertThat(renew(first)).isEqualTo(Renewal.OUTLIVED);
    Header second = header();
    assertThat(second).isNotEqualTo(first);
    assertThat(renew(first)).isEqualTo(Renewal.OUTLIVED);
    assertThat(header()).isEqualTo(second);
    assertThat(oauth.server.refreshes()).isEqualTo(2);
  }
}
