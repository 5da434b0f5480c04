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

import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sign-ins that processes share by the settings file, and what a process logs of them. */
class OAuthProcessesTest extends ProtectedServiceFixture {
  private static final String CALLBACK = "https://app.example/cb";

  private String run(Properties properties, String... sql) throws Exception {
    return run(properties, List.of(), sql);
  }

  private String run(Properties properties, List<String> options, String... sql) throws Exception {
    properties.setProperty("url", "jdbc:odata:URL=" + service.root());
    for (int i = 0; i < sql.length; i++) {
      properties.setProperty("sql." + (char) ('a' + i), sql[i]);
    }
    return SqlProcess.start(
            folder.resolve("process.properties"), properties, options.toArray(String[]::new))
        .output();
  }

  private static Map<String, String> values(String output) {
    Map<String, String> values = new LinkedHashMap<>();
    output
        .lines()
        .filter(line -> line.startsWith("VALUE "))
        .forEach(
            line ->
                values.put(
                    line.substring(6, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    return values;
  }

  /** The parameters that the browser brings back. */
  private Map<String, String> signIn(String url) {
    return FakeAuthorizationServer.form(
        URI.create(authorization.consent(URI.create(url))).getRawQuery());
  }

  @Test
  void theNextProcessNeedsNoBrowserUntilTheSettingsAreGone() throws Exception {
    String sql = "SELECT COUNT(*) AS n FROM Customers";
    String[] ask = {"InitiateOAuth", "GETANDREFRESH", "OAuthBrowser", browser.command()};
    String first = run(properties(ask), sql);
    assertThat(first).contains("ROWS 1");
    assertThat(browser.tabs()).hasSize(1);
    assertThat(run(properties(ask), sql)).contains("ROWS 1");
    assertThat(browser.tabs()).hasSize(1);
    assertThat(authorization.tokenRequests).hasSize(1);
    Files.delete(settings());
    assertThat(run(properties(ask), sql)).contains("ROWS 1");
    assertThat(browser.tabs()).hasSize(2);
  }

  @Test
  void theWebFlowGoesFromProcessToProcessByStateOrByVerifier() throws Exception {
    String begin =
        "SELECT * FROM TABLE(GetOAuthAuthorizationUrl(AuthMode => 'WEB', CallbackURL => '"
            + CALLBACK
            + "'))";
    String twice =
        run(properties(), begin, begin.replace("SELECT *", "SELECT URL AS U2, State AS S2"));
    Map<String, String> url = values(twice);
    Map<String, String> back = signIn(url.get("URL"));
    Map<String, String> other = signIn(url.get("U2"));
    String byState =
        run(
            properties(),
            call("Verifier", back.get("code"), "State", other.get("state").replace('A', 'B') + "x"),
            call(
                "Verifier",
                back.get("code"),
                "State",
                back.get("state"),
                "Iss",
                "https://evil.example"),
            call(
                "Verifier",
                other.get("code"),
                "State",
                other.get("state"),
                "Iss",
                other.get("iss")),
            call("Verifier", other.get("code"), "State", other.get("state")));
    List<String> told = byState.lines().filter(line -> line.matches("(ERROR|ROWS) .*")).toList();
    assertThat(told.get(0)).startsWith("ERROR 28000 61007").contains("No sign-in was begun");
    assertThat(told.get(1)).startsWith("ERROR 28000 61009").contains("mix-up");
    assertThat(told.get(2)).isEqualTo("ROWS 1");
    assertThat(told.get(3)).startsWith("ERROR 28000 61007").contains("used before");
    assertThat(authorization.tokenRequests).hasSize(1);
    assertThat(authorization.isActive(values(byState).get("OAuthAccessToken"))).isTrue();

    Properties without = properties();
    without.setProperty("OAuthSettingsLocation", "memory://");
    Map<String, String> stateless = values(run(without, begin));
    Map<String, String> answer = signIn(stateless.get("URL"));
    String byVerifier =
        run(
            without,
            call(
                "Verifier", answer.get("code"),
                "PKCEVerifier", stateless.get("PKCEVerifier"),
                "CallbackURL", CALLBACK));
    assertThat(authorization.isActive(values(byVerifier).get("OAuthAccessToken"))).isTrue();
  }

  private static String call(String... arguments) {
    StringBuilder call = new StringBuilder("CALL GetOAuthAccessToken(AuthMode => 'WEB'");
    for (int i = 0; i < arguments.length; i += 2) {
      call.append(", ").append(arguments[i]).append(" => '").append(arguments[i + 1]).append("'");
    }
    return call.append(")").toString();
  }

  @Test
  void r16OnAFullDiskTheRefreshTokenIsKept() throws Exception {
    authorization.lifetime = 1;
    Properties all =
        properties(
            "InitiateOAuth", "REFRESH", "OAuthRefreshToken", authorization.newRefreshToken());
    String sql = "SELECT CustomerID FROM Customers";
    assertThat(run(all, sql)).contains("ROWS ");
    byte[] before = Files.readAllBytes(settings());
    int refreshes = authorization.refreshes();
    all.setProperty("OAuthOnStoreFailure", "FAIL");
    Path file = folder.resolve("full.properties");
    assertThat(SqlProcess.startOnAFullDisk(file, all).output()).contains("ERROR 08004 61013");
    assertThat(authorization.refreshes()).isEqualTo(refreshes);
    assertThat(settings()).hasBinaryContent(before);
    assertThat(run(all, sql)).contains("ROWS ");
    all.remove("OAuthOnStoreFailure");
    assertThat(SqlProcess.startOnAFullDisk(file, all).output())
        .contains("ROWS ", "WARNING OAuth tokens stay in memory");
    assertThat(authorization.familyRevoked()).isFalse();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(n -> n.endsWith(".tmp"));
    }
  }

  /** S48. */
  @Test
  void theListOfProcessesShowsNoSecret() throws Exception {
    Path list = folder.resolve("processes");
    Path lister = folder.resolve("lister.sh");
    Files.writeString(
        lister,
        "#!/bin/sh\nps -eww -o args= >'" + list + "'\nexec '" + browser.command() + "' \"$@\"\n");
    Files.setPosixFilePermissions(lister, PosixFilePermissions.fromString("rwx------"));
    String secret = "client-secret-5b0e";
    String told =
        run(
            properties(
                "InitiateOAuth",
                "GETANDREFRESH",
                "OAuthBrowser",
                lister.toString(),
                "OAuthClientSecret",
                secret,
                "OAuthSettingsKey",
                "settings-key-77f2"),
            "SELECT CustomerID FROM Customers");
    assertThat(told).contains("ROWS ");
    String url = browser.tabs().get(0);
    assertThat(list).content().contains(SqlProcess.class.getName(), lister + " " + url);
    Set<String> secrets = new HashSet<>(authorization.secrets());
    secrets.addAll(Set.of(secret, "settings-key-77f2"));
    assertThat(secrets).hasSizeGreaterThan(4);
    assertThat(Files.readString(list)).doesNotContain(secrets);
    // the code comes back to the callback, and to nobody's command line
    assertThat(url).doesNotContain(secrets).doesNotContain("code=");
  }

  /** R9. */
  @Test
  void aProcessThatExitsDuringARenewalSavesTheRotatedToken() throws Exception {
    authorization.delayMillis = 700;
    Properties all =
        properties(
            "InitiateOAuth", "REFRESH", "OAuthRefreshToken", authorization.newRefreshToken());
    Path file = folder.resolve("exiting.properties");
    try (var out = Files.newBufferedWriter(file)) {
      all.store(out, null);
    }
    ChildJvm child = new ChildJvm(Exiting.class, file.toString(), service.root().toString());
    while (authorization.tokenRequests.isEmpty()) {
      Thread.onSpinWait();
    }
    child.tell("exit");
    assertThat(child.output()).doesNotContain("token");
    assertThat(settings()).exists();
    assertThat(run(all, "SELECT CustomerID FROM Customers")).contains("ROWS ");
    assertThat(authorization.refreshes()).isEqualTo(1);
    assertThat(authorization.familyRevoked()).isFalse();
  }

  /** Reads in one thread, and exits from another when it is told to. */
  static final class Exiting {
    private Exiting() {}

    public static void main(String[] arguments) throws Exception {
      Properties properties = new Properties();
      try (Reader in = Files.newBufferedReader(Path.of(arguments[0]))) {
        properties.load(in);
      }
      Thread reading =
          new Thread(
              () -> {
                try {
                  count(DriverManager.getConnection("jdbc:odata:URL=" + arguments[1], properties));
                } catch (SQLException e) {
                  ChildJvm.say(e.getMessage());
                }
              });
      reading.setDaemon(true);
      reading.start();
      while (System.in.read() != '\n') {
        // until told
      }
      System.exit(0);
    }
  }

  /** S41 to S46, S50, S51. */
  @Test
  void everythingThatIsLoggedAndToldHoldsNoSecret() throws Exception {
    String clientSecret = "client-secret-8d7f";
    String password = "password-of-ann-3c1e";
    Properties web = properties("OAuthClientSecret", clientSecret);
    String begin = "CALL GetOAuthAuthorizationUrl(CallbackURL => '" + CALLBACK + "')";
    Map<String, String> url = values(run(web, begin));
    Map<String, String> back = signIn(url.get("URL"));
    String refresh = authorization.newRefreshToken();
    String another = authorization.newRefreshToken();
    authorization.lifetime = 3;
    service.usesPerToken = 5;
    List<String> loud =
        List.of("-Dlog.everything=true", "-Dslf4j.provider=" + EveryLog.class.getName());
    StringBuilder output = new StringBuilder();
    output.append(
        run(
            web,
            loud,
            begin,
            call(
                "Verifier",
                back.get("code"),
                "PKCEVerifier",
                url.get("PKCEVerifier"),
                "CallbackURL",
                CALLBACK),
            call(
                "Verifier",
                back.get("code"),
                "PKCEVerifier",
                url.get("PKCEVerifier"),
                "CallbackURL",
                CALLBACK),
            call(
                "Verifier",
                back.get("code"),
                "State",
                url.get("State"),
                "NoSuchArgument",
                back.get("code")),
            "EXPLAIN PLAN FOR SELECT * FROM TABLE(RefreshOAuthAccessToken(OAuthRefreshToken => '"
                + another
                + "'))",
            "SELECT ExpiresIn FROM TABLE(RefreshOAuthAccessToken(OAuthRefreshToken => '"
                + another
                + "')) WHERE Stored IS NOT NULL",
            "SELECT Revoked FROM TABLE(RevokeOAuthTokens(Token => '" + another + "'))",
            "SELECT * FROM TABLE(OAuthStatus())"));
    output.append(
        run(
            properties(
                "InitiateOAuth",
                "REFRESH",
                "OAuthRefreshToken",
                refresh,
                "OAuthClientSecret",
                clientSecret,
                "Pagesize",
                "20"),
            loud,
            "SELECT ID FROM Measurements",
            "SELECT Nothing FROM Measurements",
            "SELECT * FROM sys.properties",
            "SELECT method, status, retries FROM sys.requests",
            "SELECT * FROM sys.warnings"));
    output.append(
        run(
            properties(
                "AuthScheme", "OAuthPassword",
                "InitiateOAuth", "REFRESH",
                "User", "ann",
                "Password", password,
                "OAuthClientSecret", clientSecret),
            loud,
            "SELECT CustomerID FROM Customers"));
    Set<String> secrets = new HashSet<>(authorization.secrets());
    secrets.addAll(
        Set.of(
            clientSecret,
            password,
            back.get("code"),
            url.get("PKCEVerifier"),
            Base64.getEncoder()
                .encodeToString(("client-1:" + clientSecret).getBytes(StandardCharsets.UTF_8))));
    String text = output.toString();
    assertThat(text).contains("LOG TRACE", "ROWS 300", "ERROR 28000 61004", "ERROR 42000");
    assertThat(secrets).hasSizeGreaterThan(15);
    assertThat(
            text.lines()
                .filter(line -> secrets.stream().anyMatch(line::contains))
                .limit(20)
                .collect(Collectors.toList()))
        .isEmpty();
  }
}
