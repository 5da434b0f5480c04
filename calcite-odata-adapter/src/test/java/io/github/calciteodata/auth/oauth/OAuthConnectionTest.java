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

import io.github.calciteodata.testing.Demo;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to a token, through the driver, against a service that wants one. */
class OAuthConnectionTest {
  @TempDir private Path folder;
  private FakeAuthorizationServer authorization;
  private ProtectedService service;
  private FakeBrowser browser;

  @BeforeEach
  void start() throws IOException {
    authorization = new FakeAuthorizationServer();
    service = new ProtectedService(authorization, Demo.small());
    browser = new FakeBrowser(folder);
  }

  @AfterEach
  void stop() {
    service.close();
    authorization.close();
  }

  private Connection connect(String... properties) throws SQLException {
    return connect(service, properties);
  }

  private Connection connect(ProtectedService to, String... properties) throws SQLException {
    Map<String, String> all = authorization.properties(properties);
    Properties info = new Properties();
    info.setProperty("OAuthSettingsLocation", folder.resolve("oauth.json").toString());
    all.forEach(
        (name, value) -> {
          if (!value.equals("memory://")) {
            info.setProperty(name, value);
          }
        });
    return DriverManager.getConnection("jdbc:odata:URL=" + to.root(), info);
  }

  private static long count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT CustomerID FROM Customers")) {
      long count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    }
  }

  private static long expected() throws SQLException {
    try (Connection open = DriverManager.getConnection("jdbc:odata:URL=" + Demo.small())) {
      return count(open);
    }
  }

  private static ThrowableAssert.ThrowingCallable reading(Connection connection) {
    return () -> count(connection);
  }

  private static Consumer<Throwable> code(String state, int code, String... words) {
    return e -> {
      assertThat(e).isInstanceOf(SQLException.class);
      assertThat(((SQLException) e).getSQLState()).isEqualTo(state);
      assertThat(((SQLException) e).getErrorCode()).isEqualTo(code);
      assertThat(e.getMessage()).contains(words);
    };
  }

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
