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
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.FutureTask;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to a token, through the driver, against a service that wants one. */
class OAuthConnectionTest extends ProtectedServiceFixture {
  @Test
  void aBrowserOpensAtTheFirstQueryAndOnlyThen() throws Exception {
    try (Connection connection =
        connect("InitiateOAuth", "GETANDREFRESH", "OAuthBrowser", browser.command())) {
      assertThat(connection.isValid(1)).isTrue();
      assertThat(connection.getMetaData().getDatabaseProductName()).isNotEmpty();
      assertThat(browser.tabs()).isEmpty();
      assertThat(service.requests).isEmpty();
      assertThat(count(connection)).isEqualTo(expected());
      assertThat(browser.tabs()).hasSize(1);
    }
    try (Connection another = connect("InitiateOAuth", "REFRESH")) {
      assertThat(count(another)).isEqualTo(expected());
    }
    assertThat(browser.tabs()).hasSize(1);
    assertThat(authorization.tokenRequests).hasSize(1);
    assertThat(service.refusals).hasValue(0);
  }

  @Test
  void anExplainedQueryOpensNoBrowser() throws Exception {
    try (Connection connection =
            connect("InitiateOAuth", "GETANDREFRESH", "OAuthBrowser", browser.command());
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("EXPLAIN PLAN FOR SELECT * FROM Customers"))
          .satisfies(code("28000", 61002, "person"));
      assertThat(browser.tabs()).isEmpty();
      assertThat(count(connection)).isEqualTo(expected());
      assertThat(statement.executeQuery("EXPLAIN PLAN FOR SELECT * FROM Customers").next())
          .isTrue();
    }
  }

  @Test
  void anExplicitSignInOpensTheBrowserEvenInOff() throws Exception {
    try (Connection connection = connect("AuthScheme", "OAuth", "OAuthBrowser", browser.command());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("CALL GetOAuthAccessToken(AuthMode => 'APP')")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getBoolean("Stored")).isTrue();
      assertThat(authorization.isActive(row.getString("OAuthAccessToken"))).isTrue();
    }
    assertThat(browser.tabs()).hasSize(1);
    try (Connection connection = connect("InitiateOAuth", "REFRESH")) {
      assertThat(count(connection)).isEqualTo(expected());
    }
  }

  @Test
  void aStatementThatWaitsForAPersonCanBeCancelledAndTimesOut() throws Exception {
    try (Connection connection =
            connect("InitiateOAuth", "GETANDREFRESH", "OAuthBrowser", "/bin/true");
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM Customers"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("HYT00"));
      statement.setQueryTimeout(0);
      FutureTask<SQLException> waiting =
          new FutureTask<>(
              () ->
                  assertThrows(
                      SQLException.class, () -> statement.executeQuery("SELECT * FROM Customers")));
      new Thread(waiting, "waiting").start();
      while (!waiting.isDone()) {
        // again and again: it may not have begun to wait yet
        statement.cancel();
        Thread.onSpinWait();
      }
      assertThat(waiting.get().getSQLState()).isEqualTo("57014");
    }
    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("odata-oauth-sign-in"))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void withoutADisplayItFailsAtOnceWithTheAddressAndARecipe() throws Exception {
    try (Connection connection =
        connect("InitiateOAuth", "GETANDREFRESH", "OAuthBrowser", "NONE")) {
      long start = System.nanoTime();
      assertThatThrownBy(reading(connection))
          .satisfies(
              code(
                  "28000",
                  61006,
                  authorization.issuer() + "/authorize?",
                  "OAuthVerifier",
                  "OAuthHeadless=DEVICE"));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void theAddressFromThereSignsInHere() throws Exception {
    String url;
    try (Connection connection =
        connect("InitiateOAuth", "GETANDREFRESH", "OAuthBrowser", "NONE")) {
      url = assertThrows(SQLException.class, () -> count(connection)).getMessage();
    }
    url = url.substring(url.indexOf(authorization.issuer() + "/authorize?"));
    String back = authorization.consent(URI.create(url.substring(0, url.indexOf(' '))));
    try (Connection connection = connect("InitiateOAuth", "REFRESH", "OAuthVerifier", back)) {
      assertThat(count(connection)).isEqualTo(expected());
    }
    try (Connection connection = connect("InitiateOAuth", "REFRESH", "OAuthVerifier", back)) {
      assertThat(count(connection)).isEqualTo(expected());
    }
    assertThat(authorization.tokenRequests).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AuthScheme=OAuthClient;OAuthClientSecret=client-secret",
        "AuthScheme=OAuthClient;Password=client-secret",
        "AuthScheme=OAuth;OAuthGrantType=CLIENT;OAuthClientSecret=client-secret",
        "AuthScheme=OAuthPassword;User=ann;Password=ann-secret",
        "OAuthGrantType=JWT;OAuthJWTCert=<file>;OAuthJWTSubject=ann",
        "AuthScheme=OAuthClient;OAuthClientAuth=PRIVATE_KEY_JWT;OAuthJWTCert=<file>"
      })
  void machinesNeedNobody(String settings) throws Exception {
    Path key = folder.resolve("key.pem");
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    Files.writeString(
        key,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    List<String> properties = new ArrayList<>(List.of("InitiateOAuth", "REFRESH"));
    for (String setting : settings.replace("<file>", key.toString()).split(";", -1)) {
      properties.addAll(List.of(setting.split("=", 2)));
    }
    try (Connection connection = connect(properties.toArray(String[]::new))) {
      assertThat(count(connection)).isEqualTo(expected());
    }
    assertThat(authorization.tokenRequests).hasSize(1);
  }

  @Test
  void inOffNothingIsDoneByItself() throws Exception {
    try (Connection connection =
        connect("OAuthRefreshToken", authorization.newRefreshToken(), "AuthScheme", "OAuth")) {
      assertThatThrownBy(reading(connection)).satisfies(code("28000", 61001, "InitiateOAuth"));
      assertThat(connection.getWarnings().getMessage()).contains("ignores OAuthRefreshToken");
      connection.clearWarnings();
      assertThat((Object) connection.getWarnings()).isNull();
    }
    try (Connection connection = connect("OAuthAccessToken", "at-of-yesterday")) {
      assertThatThrownBy(reading(connection))
          .satisfies(code("28000", 61001, "RefreshOAuthAccessToken"));
    }
    assertThat(authorization.tokenRequests).isEmpty();
  }

  /** S49. */
  @Test
  void managementBeansAndNamesOfThreadsTellNoSecret() throws Exception {
    try (Connection connection =
        connect(
            "InitiateOAuth",
            "REFRESH",
            "OAuthRefreshToken",
            authorization.newRefreshToken(),
            "OAuthClientSecret",
            "client-secret-71ac")) {
      assertThat(count(connection)).isEqualTo(expected());
      MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
      StringBuilder told = new StringBuilder(Thread.getAllStackTraces().keySet().toString());
      for (ObjectName name : beans.queryNames(null, null)) {
        told.append(name).append('\n');
        String[] attributes =
            Arrays.stream(beans.getMBeanInfo(name).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .toArray(String[]::new);
        told.append(beans.getAttributes(name, attributes)).append('\n');
      }
      assertThat(told).contains("java.lang:type=Runtime", "OperatingSystem");
      assertThat(authorization.secrets()).hasSizeGreaterThanOrEqualTo(3);
      assertThat(authorization.secrets()).noneMatch(secret -> told.indexOf(secret) >= 0);
      assertThat(told).doesNotContain("client-secret-71ac");
    }
  }

  /** How a caller gives up. */
  private enum GivingUp {
    CANCEL,
    CLOSE,
    ABORT,
    INTERRUPT;

    void of(Connection connection, Statement statement, Thread caller) throws SQLException {
      switch (this) {
        case CANCEL -> statement.cancel();
        case CLOSE -> connection.close();
        case ABORT -> connection.abort(Runnable::run);
        case INTERRUPT -> caller.interrupt();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(GivingUp.class)
  void r8ACallerThatGivesUpDuringARenewalDoesNotLoseTheRotatedToken(GivingUp how) throws Exception {
    authorization.delayMillis = 400;
    String seed = authorization.newRefreshToken();
    try (Connection connection =
            connect("InitiateOAuth", "REFRESH", "OAuthRefreshToken", seed, "Retries", "0");
        Statement statement = connection.createStatement()) {
      FutureTask<SQLException> failure =
          new FutureTask<>(
              () ->
                  assertThrows(
                      SQLException.class,
                      () -> statement.executeQuery("SELECT CustomerID FROM Customers")));
      Thread caller = new Thread(failure, "caller");
      caller.start();
      while (authorization.tokenRequests.isEmpty()) {
        Thread.onSpinWait();
      }
      // again and again, where it may come too early to be noticed
      while (!failure.isDone()) {
        how.of(connection, statement, caller);
        Thread.onSpinWait();
      }
      assertThat(failure.get().getSQLState()).isNotNull();
    }
    try (Connection connection = connect("InitiateOAuth", "REFRESH", "OAuthRefreshToken", seed)) {
      assertThat(count(connection)).isEqualTo(expected());
    }
    assertThat(authorization.refreshes()).isEqualTo(1);
    assertThat(authorization.familyRevoked()).isFalse();
  }

  @Test
  void versionOneIsRefusedByName() {
    assertThatThrownBy(() -> connect("OAuthVersion", "1.0"))
        .isInstanceOf(SQLFeatureNotSupportedException.class)
        .satisfies(code("0A000", 61040, "OAuth 2.0"));
  }

  @Test
  void propertiesThatDoNotFitFailAtConnecting() {
    assertThatThrownBy(
            () ->
                connect(
                    "InitiateOAuth",
                    "GETANDREFRESH",
                    "OAuthIssuer",
                    null,
                    "OAuthClientId",
                    null,
                    "OAuthAuthorizationURL",
                    "http://login.example/a"))
        .satisfies(
            code(
                "08004",
                61010,
                "OAuthClientId is missing",
                "OAuthAccessTokenURL or OAuthIssuer is missing",
                "OAuthAuthorizationURL must be an https address"));
  }
}
