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

import static io.github.calciteodata.auth.oauth.OAuthFixture.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.calciteodata.auth.Patience;
import io.github.calciteodata.auth.oauth.FakeAuthorizationServer.Scripted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The token manager against an authorization server, on a clock that tests move. */
class OAuthTokenManagerTest {
  @TempDir private Path folder;
  @RegisterExtension private final OAuthFixture oauth = new OAuthFixture();

  private String file() {
    return folder.resolve("oauth.json").toString();
  }

  private OAuthClient refreshing(String refreshToken, String... more) throws SQLException {
    List<String> properties =
        new ArrayList<>(List.of("InitiateOAuth", "REFRESH", "OAuthRefreshToken", refreshToken));
    properties.addAll(List.of(more));
    return oauth.client(properties.toArray(String[]::new));
  }

  private static SQLException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(call);
    assertThat(thrown).isInstanceOf(SQLException.class);
    return (SQLException) thrown;
  }

  @Test
  void offUsesTheGivenTokenAndTouchesNothing() throws Exception {
    OAuthClient client =
        oauth.client(
            "OAuthAccessToken",
            "given",
            "OAuthRefreshToken",
            "rt",
            "OAuthSettingsLocation",
            file());
    assertThat(token(client)).isEqualTo("given");
    assertThat(client.tokens().takeWarnings()).hasSize(1);
    assertThat(client.tokens().takeWarnings()).isEmpty();
    assertThat(folder).isEmptyDirectory();
    assertThat(oauth.server.tokenRequests).isEmpty();
    SQLException refused =
        failure(
            () ->
                client
                    .tokens()
                    .afterRejection(
                        client.tokens().current(Interaction.ALLOWED, Patience.UNLIMITED),
                        Interaction.ALLOWED,
                        Patience.UNLIMITED));
    assertThat(refused.getErrorCode()).isEqualTo(OAuthError.NO_TOKEN_OFF.code());
  }

  @Test
  void offWithoutATokenSaysHowToGetOne() throws Exception {
    SQLException e = failure(() -> token(oauth.client("OAuthClientId", null)));
    assertThat(e.getSQLState()).isEqualTo("28000");
    assertThat(e.getMessage()).contains("InitiateOAuth=GETANDREFRESH");
  }

  @Test
  void refreshRenewsAndServesFromMemoryUntilExpiry() throws Exception {
    OAuthClient client = refreshing(oauth.server.newRefreshToken());
    String first = token(client);
    assertThat(token(client)).isEqualTo(first);
    oauth.clock.pass(Duration.ofSeconds(3_600 - 59));
    assertThat(token(client)).isNotEqualTo(first);
    assertThat(oauth.server.refreshes()).isEqualTo(2);
    assertThat(oauth.server.tokenRequests.get(0)).doesNotContainKey("scope");
  }

  @Test
  void anotherConnectionFindsTheRotatedTokenInTheFileAndNotTheBurntSeed() throws Exception {
    String seed = oauth.server.newRefreshToken();
    String first = token(refreshing(seed, "OAuthSettingsLocation", file()));
    OAuthClient later =
        oauth.client(
            new SharedTokens(n -> null),
            "InitiateOAuth",
            "REFRESH",
            "OAuthRefreshToken",
            seed,
            "OAuthSettingsLocation",
            file());
    assertThat(token(later)).isEqualTo(first);
    oauth.clock.pass(Duration.ofHours(2));
    OAuthClient tomorrow =
        oauth.client(
            new SharedTokens(n -> null),
            "InitiateOAuth",
            "REFRESH",
            "OAuthRefreshToken",
            seed,
            "OAuthSettingsLocation",
            file());
    assertThat(oauth.server.isActive(token(tomorrow))).isTrue();
    assertThat(oauth.server.familyRevoked()).isFalse();
  }

  @Test
  void aChangedSeedReplacesTheEntryAndTheFirstConnectionGoesOn() throws Exception {
    OAuthClient one = refreshing(oauth.server.newRefreshToken(), "OAuthSettingsLocation", file());
    String first = token(one);
    OAuthClient two = refreshing(oauth.server.newRefreshToken(), "OAuthSettingsLocation", file());
    assertThat(token(two)).isNotEqualTo(first);
    oauth.clock.pass(Duration.ofHours(2));
    assertThat(oauth.server.isActive(token(one))).isTrue();
    assertThat(oauth.server.isActive(token(two))).isTrue();
    assertThat(oauth.server.familyRevoked()).isFalse();
  }

  @Test
  void aGivenAccessTokenIsUsedUntilTheServiceRefusesIt() throws Exception {
    OAuthClient client = refreshing(oauth.server.newRefreshToken(), "OAuthAccessToken", "given");
    AccessToken given = client.tokens().current(Interaction.ALLOWED, Patience.UNLIMITED);
    assertThat(given.value().reveal()).isEqualTo("given");
    AccessToken next =
        client.tokens().afterRejection(given, Interaction.ALLOWED, Patience.UNLIMITED);
    assertThat(oauth.server.isActive(next.value().reveal())).isTrue();
    assertThat(token(client)).isEqualTo(next.value().reveal());
  }

  @Test
  void aGivenAccessTokenThatIsKnownToBeExpiredIsNotUsed() throws Exception {
    long issued = oauth.clock.wallMillis() - 7_200_000;
    OAuthClient client =
        refreshing(
            oauth.server.newRefreshToken(),
            "OAuthAccessToken",
            "given",
            "OAuthExpiresIn",
            "3600",
            "OAuthTokenTimestamp",
            String.valueOf(issued));
    assertThat(token(client)).isNotEqualTo("given");
  }

  @Test
  void a401WithATokenThatIsNoLongerCurrentCostsNoRefresh() throws Exception {
    OAuthClient client = refreshing(oauth.server.newRefreshToken());
    AccessToken first = client.tokens().current(Interaction.ALLOWED, Patience.UNLIMITED);
    AccessToken second =
        client.tokens().afterRejection(first, Interaction.ALLOWED, Patience.UNLIMITED);
    assertThat(client.tokens().afterRejection(first, Interaction.ALLOWED, Patience.UNLIMITED))
        .isEqualTo(second);
    assertThat(oauth.server.refreshes()).isEqualTo(2);
  }

  @Test
  void aFreshTokenThatTheServiceRefusesEndsTheLoop() throws Exception {
    OAuthClient client = refreshing(oauth.server.newRefreshToken());
    AccessToken first = client.tokens().current(Interaction.ALLOWED, Patience.UNLIMITED);
    AccessToken second =
        client.tokens().afterRejection(first, Interaction.ALLOWED, Patience.UNLIMITED);
    SQLException e =
        failure(
            () -> client.tokens().afterRejection(second, Interaction.ALLOWED, Patience.UNLIMITED));
    assertThat(e.getErrorCode()).isEqualTo(OAuthError.TOKEN_NOT_ACCEPTED.code());
    assertThat(oauth.server.refreshes()).isEqualTo(2);
  }

  /**
   * A process died before it had saved a rotated refresh token, and the server revoked them all.
   */
  @Test
  void aTokenThatIsRevokedWhileItIsYoungIsNotTakenForOneThatTheServiceNeverTakes()
      throws Exception {
    OAuthClient client = refreshing(oauth.server.newRefreshToken());
    AccessToken token = client.tokens().current(Interaction.ALLOWED, Patience.UNLIMITED);
    for (int i = 0; i < 4; i++) {
      token = client.tokens().afterRejection(token, Interaction.ALLOWED, Patience.UNLIMITED);
      client.tokens().accepted();
    }
    assertThat(oauth.server.isActive(token.value().reveal())).isTrue();
    assertThat(oauth.server.refreshes()).isEqualTo(5);
  }

  @Test
  void threadsThatAreRefusedWithTheSameTokenAllGetTheNextOne() throws Exception {
    OAuthClient client = refreshing(oauth.server.newRefreshToken());
    AccessToken token = client.tokens().current(Interaction.ALLOWED, Patience.UNLIMITED);
    oauth.server.delayMillis = 100;
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<AccessToken>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            threads.submit(
                () ->
                    client
                        .tokens()
                        .afterRejection(token, Interaction.ALLOWED, Patience.UNLIMITED)));
      }
      for (Future<AccessToken> next : all) {
        assertThat(next.get()).isEqualTo(all.get(0).get()).isNotEqualTo(token);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(oauth.server.refreshes()).isEqualTo(2);
  }

  @Test
  void tokensThatLiveForSecondsAreRefusedAgainAndAgainWithoutAnError() throws Exception {
    oauth.server.lifetime = 5;
    OAuthClient client = refreshing(oauth.server.newRefreshToken());
    AccessToken token = client.tokens().current(Interaction.ALLOWED, Patience.UNLIMITED);
    for (int i = 0; i < 10; i++) {
      oauth.clock.pass(Duration.ofSeconds(6));
      token = client.tokens().afterRejection(token, Interaction.ALLOWED, Patience.UNLIMITED);
    }
    assertThat(oauth.server.isActive(token.value().reveal())).isTrue();
  }

  @Test
  void r35AnAnswerWithoutRefreshTokenKeepsTheOldOne() throws Exception {
    oauth.server.rotate = false;
    OAuthClient client = refreshing(oauth.server.newRefreshToken());
    for (int i = 0; i < 3; i++) {
      assertThat(oauth.server.isActive(token(client))).isTrue();
      oauth.clock.pass(Duration.ofHours(2));
    }
  }

  @Test
  void r36AnotherScopeIsAnotherSignInAndALesserOneIsAWarning() throws Exception {
    String[] store = {"OAuthSettingsLocation", file(), "InitiateOAuth", "GETANDREFRESH"};
    List<String> tokens = new ArrayList<>();
    for (String scope : List.of("api", "api admin", "api")) {
      List<String> properties = new ArrayList<>(List.of(store));
      properties.addAll(List.of("Scope", scope));
      tokens.add(
          token(oauth.client(new SharedTokens(n -> null), properties.toArray(String[]::new))));
    }
    assertThat(tokens.get(1)).isNotEqualTo(tokens.get(0));
    assertThat(tokens.get(2)).isEqualTo(tokens.get(0));
    assertThat(oauth.tabs).hasValue(2);
    oauth.server.then(
        Scripted.json(
            200,
            "{\"access_token\":\"narrow\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"scope\":\"api\"}"));
    OAuthClient narrowed = refreshing(oauth.server.newRefreshToken(), "Scope", "api admin");
    assertThat(token(narrowed)).isEqualTo("narrow");
    assertThat(narrowed.tokens().takeWarnings()).anyMatch(warning -> warning.contains("narrower"));
  }

  @Test
  void aDeadRefreshTokenIsNotSentAgain() throws Exception {
    OAuthClient client = refreshing("never-issued");
    assertThat(failure(() -> token(client)).getErrorCode())
        .isEqualTo(OAuthError.GRANT_REFUSED.code());
    SQLException second = failure(() -> token(client));
    assertThat(second.getSQLState()).isEqualTo("28000");
    assertThat(second.getMessage()).doesNotContain("never-issued");
    assertThat(oauth.server.tokenRequests).hasSize(1);
  }

  @Test
  void invalidClientKeepsTheRefreshToken() throws Exception {
    oauth.server.then(Scripted.json(401, "{\"error\":\"invalid_client\"}"));
    OAuthClient client = refreshing(oauth.server.newRefreshToken());
    assertThat(failure(() -> token(client)).getErrorCode())
        .isEqualTo(OAuthError.CLIENT_REFUSED.code());
    assertThat(oauth.server.isActive(token(client))).isTrue();
  }

  @Test
  void r22TwoTimesUnavailableThenATokenIsOneCall() throws Exception {
    oauth.server.then(Scripted.json(500, "")).then(Scripted.json(502, ""));
    assertThat(oauth.server.isActive(token(refreshing(oauth.server.newRefreshToken())))).isTrue();
    assertThat(oauth.server.tokenRequests).hasSize(3);
    assertThat(oauth.clock.paused.get()).isBetween(1_000L, 8_000L);
  }

  @Test
  void r21AfterRetryAfterNoConnectionAsksAgainInTheWindow() throws Exception {
    oauth.server.then(new Scripted(429, "text/plain", "", Map.of("Retry-After", "30")));
    String seed = oauth.server.newRefreshToken();
    assertThat(
            failure(() -> token(refreshing(seed, "OAuthSettingsLocation", file()))).getErrorCode())
        .isEqualTo(OAuthError.THROTTLED.code());
    OAuthClient other =
        oauth.client(
            new SharedTokens(n -> null),
            "InitiateOAuth",
            "REFRESH",
            "OAuthRefreshToken",
            seed,
            "OAuthSettingsLocation",
            file());
    assertThat(failure(() -> token(other)).getErrorCode()).isEqualTo(OAuthError.THROTTLED.code());
    assertThat(oauth.server.tokenRequests).hasSize(1);
    oauth.clock.pass(Duration.ofSeconds(31));
    assertThat(oauth.server.isActive(token(other))).isTrue();
  }

  @Test
  void aTokenThatIsStillValidIsUsedWhileTheEndpointIsOutOfOrder() throws Exception {
    OAuthClient client = refreshing(oauth.server.newRefreshToken());
    String first = token(client);
    oauth.clock.pass(Duration.ofSeconds(3_600 - 50));
    oauth.server.then(new Scripted(503, "text/plain", "", Map.of("Retry-After", "20")));
    assertThat(token(client)).isEqualTo(first);
    oauth.clock.pass(Duration.ofSeconds(60));
    assertThat(token(client)).isNotEqualTo(first);
  }

  @Test
  void r19AClockThatJumpsBackDoesNotKeepATokenForEver() throws Exception {
    OAuthClient client = refreshing(oauth.server.newRefreshToken());
    String first = token(client);
    oauth.clock.jump(Duration.ofHours(-1));
    assertThat(token(client)).isNotEqualTo(first);
  }

  @Test
  void r19AfterSleepTheWallClockCounts() throws Exception {
    OAuthClient client = refreshing(oauth.server.newRefreshToken());
    String first = token(client);
    oauth.clock.jump(Duration.ofDays(1));
    assertThat(token(client)).isNotEqualTo(first);
  }

  @Test
  void clientCredentialsNeedNoPersonAndNoFile() throws Exception {
    OAuthClient client =
        oauth.client(
            "InitiateOAuth",
            "REFRESH",
            "OAuthGrantType",
            "CLIENT",
            "OAuthClientSecret",
            "s3",
            "OAuthSettingsLocation",
            null);
    assertThat(oauth.server.isActive(token(client))).isTrue();
    assertThat(oauth.server.tokenRequests.get(0)).containsEntry("scope", "api");
    oauth.clock.pass(Duration.ofHours(2));
    assertThat(token(client)).isNotNull();
    assertThat(oauth.server.tokenRequests).hasSize(2);
  }

  @Test
  void thePasswordGrantWarns() throws Exception {
    OAuthClient client =
        oauth.client(
            "InitiateOAuth",
            "REFRESH",
            "OAuthGrantType",
            "PASSWORD",
            "User",
            "u",
            "Password",
            "p",
            "OAuthSettingsLocation",
            null);
    assertThat(oauth.server.isActive(token(client))).isTrue();
    assertThat(client.tokens().takeWarnings()).anyMatch(w -> w.contains("PASSWORD"));
  }

  @Test
  void s62AnotherClientSecretDoesNotGetTheCachedToken() throws Exception {
    String[] one = {
      "InitiateOAuth", "REFRESH", "OAuthGrantType", "CLIENT", "OAuthClientSecret", "one"
    };
    String[] two = {
      "InitiateOAuth", "REFRESH", "OAuthGrantType", "CLIENT", "OAuthClientSecret", "two"
    };
    assertThat(token(oauth.client(one))).isNotEqualTo(token(oauth.client(two)));
  }

  @Test
  void s62ANamedMemoryDoesNotGiveATokenToAnotherSecret() throws Exception {
    String[] one = {
      "InitiateOAuth",
      "GETANDREFRESH",
      "OAuthClientSecret",
      "one",
      "OAuthSettingsLocation",
      "memory://m"
    };
    String[] two = {
      "InitiateOAuth", "REFRESH", "OAuthClientSecret", "two", "OAuthSettingsLocation", "memory://m"
    };
    String token = token(oauth.client(one));
    assertThat(token(oauth.client(one))).isEqualTo(token);
    assertThat(oauth.tabs).hasValue(1);
    assertThat(failure(() -> token(oauth.client(two))).getErrorCode())
        .isEqualTo(OAuthError.NO_TOKEN.code());
  }

  @Test
  void anonymousMemoriesKeepTheirTokensApart() throws Exception {
    String[] properties = {"InitiateOAuth", "GETANDREFRESH"};
    OAuthClient one = oauth.client(properties);
    OAuthClient two = oauth.client(properties);
    assertThat(token(one)).isNotEqualTo(token(two));
    oauth.clock.pass(Duration.ofHours(2));
    assertThat(oauth.server.isActive(token(one))).isTrue();
    assertThat(oauth.server.isActive(token(two))).isTrue();
    assertThat(oauth.tabs).hasValue(2);
  }

  @Test
  void manyMachineConnectionsShareOneToken() throws Exception {
    String[] properties = {
      "InitiateOAuth",
      "REFRESH",
      "OAuthGrantType",
      "CLIENT",
      "OAuthClientSecret",
      "s3",
      "OAuthSettingsLocation",
      null
    };
    assertThat(token(oauth.client(properties))).isEqualTo(token(oauth.client(properties)));
    assertThat(oauth.server.tokenRequests).hasSize(1);
  }

  @Test
  void getAndRefreshSignsInOnceAndThenNeedsNoBrowser() throws Exception {
    String[] properties = {"InitiateOAuth", "GETANDREFRESH", "OAuthSettingsLocation", file()};
    String first = token(oauth.client(properties));
    assertThat(oauth.tabs).hasValue(1);
    assertThat(token(oauth.client(new SharedTokens(n -> null), properties))).isEqualTo(first);
    oauth.clock.pass(Duration.ofHours(2));
    String second = token(oauth.client(new SharedTokens(n -> null), properties));
    assertThat(oauth.server.isActive(second)).isTrue();
    assertThat(oauth.tabs).hasValue(1);
    Files.delete(Path.of(file()));
    oauth.clock.pass(Duration.ofHours(2));
    token(oauth.client(new SharedTokens(n -> null), properties));
    assertThat(oauth.tabs).hasValue(2);
  }

  @Test
  void aCallThatMayNotInteractOpensNoBrowser() throws Exception {
    OAuthClient client = oauth.client("InitiateOAuth", "GETANDREFRESH");
    SQLException e = failure(() -> token(client, Interaction.FORBIDDEN));
    assertThat(e.getErrorCode()).isEqualTo(OAuthError.NO_TOKEN.code());
    assertThat(oauth.tabs).hasValue(0);
  }

  @Test
  void r38FiveHundredConnectionsAtOnceAreOneRefresh() throws Exception {
    oauth.server.delayMillis = 200;
    String seed = oauth.server.newRefreshToken();
    int count = 500;
    ExecutorService pool = Executors.newFixedThreadPool(64);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<String>> results = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        OAuthClient client = refreshing(seed, "OAuthSettingsLocation", "memory://shared");
        results.add(
            pool.submit(
                () -> {
                  start.await();
                  return token(client);
                }));
      }
      start.countDown();
      for (Future<String> result : results) {
        assertThat(result.get()).isEqualTo(results.get(0).get());
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(oauth.server.refreshes()).isEqualTo(1);
  }

  @Test
  void r7AnInterruptedCallerDoesNotLoseTheRotatedToken() throws Exception {
    oauth.server.delayMillis = 300;
    String seed = oauth.server.newRefreshToken();
    OAuthClient client = refreshing(seed, "OAuthSettingsLocation", file());
    List<Throwable> seen = new ArrayList<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                token(client);
              } catch (SQLException e) {
                seen.add(e);
              }
            });
    caller.start();
    while (oauth.server.tokenRequests.isEmpty()) {
      Thread.onSpinWait();
    }
    caller.interrupt();
    caller.join();
    assertThat(seen).hasSize(1).allMatch(e -> ((SQLException) e).getSQLState().equals("57014"));
    assertThat(oauth.server.isActive(token(client))).isTrue();
    OAuthClient other =
        oauth.client(
            new SharedTokens(n -> null),
            "InitiateOAuth",
            "REFRESH",
            "OAuthRefreshToken",
            seed,
            "OAuthSettingsLocation",
            file());
    assertThat(oauth.server.isActive(token(other))).isTrue();
    assertThat(oauth.server.refreshes()).isEqualTo(1);
  }

  @Test
  void r17WithoutAPlaceToWriteTokensStayInMemoryWithAWarning() throws Exception {
    Path blocked = Files.writeString(folder.resolve("a-file"), "");
    OAuthClient client =
        refreshing(
            oauth.server.newRefreshToken(),
            "OAuthSettingsLocation",
            blocked.resolve("oauth.json").toString());
    String first = token(client);
    assertThat(client.tokens().takeWarnings()).anyMatch(w -> w.contains("stay in memory"));
    assertThat(token(client)).isEqualTo(first);
    oauth.clock.pass(Duration.ofHours(2));
    assertThat(oauth.server.isActive(token(client))).isTrue();
    assertThat(oauth.server.familyRevoked()).isFalse();
  }

  @Test
  void onStoreFailureFailBurnsNothing() throws Exception {
    Path blocked = Files.writeString(folder.resolve("a-file"), "");
    OAuthClient client =
        refreshing(
            oauth.server.newRefreshToken(),
            "OAuthSettingsLocation",
            blocked.resolve("oauth.json").toString(),
            "OAuthOnStoreFailure",
            "FAIL");
    assertThat(failure(() -> token(client)).getErrorCode()).isEqualTo(OAuthError.SETTINGS.code());
    assertThat(oauth.server.tokenRequests).isEmpty();
  }

  @Test
  void deadlinesOfCallersHoldAndTheWorkGoesOn() throws Exception {
    oauth.server.delayMillis = 500;
    OAuthClient client = refreshing(oauth.server.newRefreshToken());
    Patience impatient =
        new Patience() {
          private final long end = System.nanoTime() + 100_000_000L;

          @Override
          public void check() throws SQLException {
            if (remainingMillis() == 0) {
              throw new java.sql.SQLTimeoutException("over", "HYT00");
            }
          }

          @Override
          public long remainingMillis() {
            return Math.max(0, (end - System.nanoTime()) / 1_000_000);
          }
        };
    assertThatThrownBy(() -> client.tokens().current(Interaction.ALLOWED, impatient))
        .isInstanceOf(java.sql.SQLTimeoutException.class);
    assertThat(oauth.server.isActive(token(client))).isTrue();
    assertThat(oauth.server.refreshes()).isEqualTo(1);
  }
}
