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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.calciteodata.testing.Demo;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of a token that the service refuses. */
class OAuthRefusalTest extends ProtectedServiceFixture {
  @Test
  void aLongReadOutlivesTwentyTokensAndLosesNoRow() throws Exception {
    int rows = 200_000;
    BitSet read = new BitSet();
    try (ProtectedService large = new ProtectedService(authorization, Demo.full());
        Connection connection =
            connect(
                large,
                "InitiateOAuth",
                "REFRESH",
                "OAuthRefreshToken",
                authorization.newRefreshToken(),
                "Pagesize",
                "1000");
        Statement statement = connection.createStatement()) {
      large.usesPerToken = 9;
      int count = 0;
      try (ResultSet ids = statement.executeQuery("SELECT ID FROM Measurements")) {
        for (; ids.next(); count++) {
          read.set(ids.getInt(1));
        }
      }
      assertThat(count).isEqualTo(rows);
      assertThat(read.cardinality()).isEqualTo(rows);
      assertThat(large.refusals).hasValueGreaterThanOrEqualTo(20);
      assertThat(authorization.refreshes()).isEqualTo(large.refusals.get() + 1);
    }
  }

  @Test
  void aGrantThatDiesDuringAReadEndsItWithItsReason() throws Exception {
    try (Connection connection =
            connect(
                "InitiateOAuth", "REFRESH",
                "OAuthRefreshToken", authorization.newRefreshToken(),
                "Pagesize", "10");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT ID FROM Measurements")) {
      assertThat(rows.next()).isTrue();
      service.usesPerToken = 0;
      authorization.then(
          FakeAuthorizationServer.Scripted.json(400, "{\"error\":\"invalid_grant\"}"));
      assertThatThrownBy(
              () -> {
                while (rows.next()) {
                  assertThat(rows.getInt(1)).isPositive();
                }
              })
          .satisfies(code("28000", 61004, "refuses"));
    }
  }

  @Test
  void aFreshTokenThatIsRefusedIsNotRenewedAgainAndAgain() throws Exception {
    service.usesPerToken = 0;
    try (Connection connection =
        connect("InitiateOAuth", "REFRESH", "OAuthRefreshToken", authorization.newRefreshToken())) {
      assertThatThrownBy(reading(connection))
          .satisfies(code("28000", 61005, "GET " + service.root(), "401", "audience"));
    }
    assertThat(authorization.refreshes()).isEqualTo(2);
  }

  /** S51. */
  @Test
  void aServiceThatRepeatsTheTokenIsNotQuoted() throws Exception {
    service.refusing =
        exchange -> {
          String token = exchange.getRequestHeaders().getFirst("Authorization").substring(7);
          exchange
              .getResponseHeaders()
              .set("WWW-Authenticate", "Bearer error_description=\"who is " + token + "?\"");
          ProtectedService.answer(
              exchange, 401, "application/json", "{\"error\":{\"message\":\"bad " + token + "\"}}");
          return true;
        };
    try (Connection connection = connect("OAuthAccessToken", "at-from-elsewhere");
        Connection renewing =
            connect(
                "InitiateOAuth", "REFRESH", "OAuthRefreshToken", authorization.newRefreshToken())) {
      assertThatThrownBy(reading(connection)).hasMessageNotContaining("at-from-elsewhere");
      assertThatThrownBy(reading(renewing))
          .satisfies(code("28000", 61005, "who is ***"))
          .hasMessageNotContaining("at-");
    }
  }

  private void demandsClaims(int status, String refused) {
    service.refusing =
        exchange -> {
          if (!("Bearer " + refused).equals(exchange.getRequestHeaders().getFirst("Authorization"))
              && refused != null) {
            return false;
          }
          exchange
              .getResponseHeaders()
              .set(
                  "WWW-Authenticate",
                  "Bearer realm=\"\", authorization_uri=\"https://login.example/a\","
                      + " error=\"insufficient_claims\", claims=\""
                      + Base64.getEncoder()
                          .encodeToString(
                              "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1604106651\"}}}"
                                  .getBytes(StandardCharsets.UTF_8))
                      + "\"");
          ProtectedService.answer(exchange, status, "application/json", "{}");
          return true;
        };
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void aServiceThatDemandsClaimsGetsANewSignInThatAsksForThem(int status) throws Exception {
    String[] ask = {
      "InitiateOAuth",
      "GETANDREFRESH",
      "OAuthBrowser",
      browser.command(),
      "OAuthAuthorizationParams",
      "claims={\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}"
    };
    try (Connection connection = connect(ask)) {
      assertThat(count(connection)).isEqualTo(expected());
      demandsClaims(status, service.authorizations.get(0).substring("Bearer ".length()));
      assertThat(count(connection)).isEqualTo(expected());
      assertThat(browser.tabs()).hasSize(2);
      assertThat(claims(browser.tabs().get(0)))
          .isEqualTo("{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}");
      assertThat(claims(browser.tabs().get(1)))
          .isEqualTo(
              "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1604106651\"},"
                  + "\"xms_cc\":{\"values\":[\"cp1\"]}}}");
      assertThat(authorization.refreshes()).isZero();
    }
  }

  private static String claims(String url) {
    return FakeAuthorizationServer.form(URI.create(url).getRawQuery()).get("claims");
  }

  @Test
  void whereNobodyMaySignInDemandedClaimsAreAnErrorThatSaysWhatToAskFor() throws Exception {
    demandsClaims(401, null);
    try (Connection connection =
            connect(
                "InitiateOAuth", "REFRESH", "OAuthRefreshToken", authorization.newRefreshToken());
        Connection off = connect("OAuthAccessToken", "at-given")) {
      for (Connection one : List.of(connection, off)) {
        assertThatThrownBy(reading(one))
            .satisfies(code("28000", 61016, "Other_Options", "claims=%7B%22access_token%22"));
      }
    }
    assertThat(authorization.refreshes()).isEqualTo(1);
  }

  @Test
  void aSignInThatDoesNotHelpEndsTheQuery() throws Exception {
    demandsClaims(401, null);
    try (Connection connection =
        connect("InitiateOAuth", "GETANDREFRESH", "OAuthBrowser", browser.command())) {
      assertThatThrownBy(reading(connection)).satisfies(code("28000", 61005, "401"));
    }
    assertThat(browser.tabs()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void aMissingScopeIsNotTakenForAnOldToken() throws Exception {
    service.refusing =
        exchange -> {
          exchange
              .getResponseHeaders()
              .set(
                  "WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"orders.read\"");
          ProtectedService.answer(exchange, 403, "application/json", "{}");
          return true;
        };
    try (Connection connection =
        connect("InitiateOAuth", "REFRESH", "OAuthRefreshToken", authorization.newRefreshToken())) {
      assertThatThrownBy(reading(connection)).satisfies(code("42501", 61014, "orders.read"));
    }
    assertThat(authorization.refreshes()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"200", "302"})
  void aPageToLogInCountsAsARefusalOnce(String status) throws Exception {
    AtomicInteger pages = new AtomicInteger();
    service.refusing =
        exchange -> {
          if (pages.incrementAndGet() > 1) {
            return false;
          }
          exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/login");
          ProtectedService.answer(
              exchange, Integer.parseInt(status), "text/html", "<html>Log in</html>");
          return true;
        };
    try (Connection connection =
        connect("InitiateOAuth", "REFRESH", "OAuthRefreshToken", authorization.newRefreshToken())) {
      assertThat(count(connection)).isEqualTo(expected());
      assertThat(authorization.refreshes()).isEqualTo(2);
      pages.set(Integer.MIN_VALUE);
      service.refusing =
          exchange -> {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/login");
            ProtectedService.answer(
                exchange, Integer.parseInt(status), "text/html", "<html>Log in</html>");
            return true;
          };
      assertThatThrownBy(reading(connection))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining(
              status.equals("200") ? "a page to log in" : "nothing was sent there");
    }
  }
}
