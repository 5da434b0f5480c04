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
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.calciteodata.auth.Patience;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signing in with a browser, and without one. */
class BrowserSignInTest {
  @TempDir private Path folder;
  @RegisterExtension private final OAuthFixture oauth = new OAuthFixture();

  private String[] properties() {
    return new String[] {
      "InitiateOAuth",
      "GETANDREFRESH",
      "OAuthSettingsLocation",
      folder.resolve("oauth.json").toString()
    };
  }

  /** As another process sees the world. */
  private OAuthClient process() throws SQLException {
    return oauth.client(new SharedTokens(n -> null), properties());
  }

  private static SQLException failure(OAuthClient client) {
    Throwable thrown = catchThrowable(() -> OAuthFixture.token(client));
    assertThat(thrown).isInstanceOf(SQLException.class);
    return (SQLException) thrown;
  }

  /** Asks for a token in several processes at once. */
  private List<String> together(int count) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(count);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<String>> futures = new ArrayList<>();
    List<String> results = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        OAuthClient client = process();
        futures.add(
            pool.submit(
                () -> {
                  start.await();
                  try {
                    return OAuthFixture.token(client);
                  } catch (SQLException e) {
                    return "failed " + e.getErrorCode();
                  }
                }));
      }
      start.countDown();
      for (Future<String> future : futures) {
        results.add(future.get());
      }
    } finally {
      pool.shutdownNow();
    }
    return results;
  }

  @Test
  void r25FourThatNeedASignInOpenOneTab() throws Exception {
    List<String> tokens = together(4);
    assertThat(tokens).doesNotContainNull().containsOnly(tokens.get(0));
    assertThat(oauth.server.isActive(tokens.get(0))).isTrue();
    assertThat(oauth.tabs).hasValue(1);
  }

  @Test
  void r26WhenTheUserDeclinesAllFourFailAfterOneTab() throws Exception {
    oauth.server.deny = "access_denied";
    assertThat(together(4)).containsOnly("failed " + OAuthError.DECLINED.code());
    assertThat(oauth.tabs).hasValue(1);
  }

  @Test
  void r27AfterATimeoutNoTabIsOpenedInTheCoolDownUnlessAskedFor() throws Exception {
    oauth.person = url -> null;
    assertThat(failure(process()).getSQLState()).isEqualTo("HYT00");
    assertThat(failure(process()).getMessage()).contains("No browser is opened again");
    assertThat(oauth.tabs).hasValue(1);
    oauth.person = url -> oauth.server.consent(url);
    process().functions().accessToken(Map.of("AuthMode", "APP"), Patience.UNLIMITED);
    assertThat(oauth.tabs).hasValue(2);
    assertThat(OAuthFixture.token(process())).isNotNull();
    assertThat(oauth.tabs).hasValue(2);
  }

  @Test
  void theCoolDownEndsAndGrows() throws Exception {
    oauth.person = url -> null;
    failure(process());
    oauth.clock.pass(Duration.ofSeconds(61));
    failure(process());
    assertThat(oauth.tabs).hasValue(2);
    oauth.clock.pass(Duration.ofSeconds(61));
    failure(process());
    assertThat(oauth.tabs).hasValue(2);
    oauth.clock.pass(Duration.ofSeconds(61));
    failure(process());
    assertThat(oauth.tabs).hasValue(3);
    assertThat(new LoginOutcome("timeout", 0, 30).coolDownUntil()).isEqualTo(15 * 60_000);
  }

  @Test
  void s7AnAnswerOfAnotherIssuerIsRefusedBeforeAnyTokenCall() throws Exception {
    oauth.server.issuerToSend = "https://evil.example";
    assertThat(failure(process()).getErrorCode()).isEqualTo(OAuthError.WRONG_ISSUER.code());
    assertThat(oauth.server.tokenRequests).isEmpty();
  }

  @Test
  void s8AMissingIssuerIsRefusedWhereTheServerPromisesIt() throws Exception {
    oauth.person = url -> oauth.server.consent(url).replaceAll("&iss=[^&]*", "");
    assertThat(failure(process()).getErrorCode()).isEqualTo(OAuthError.WRONG_ISSUER.code());
    assertThat(oauth.server.tokenRequests).isEmpty();
  }

  @Test
  void s9WithoutAConfiguredIssuerTheNameIsIgnored() throws Exception {
    String base = oauth.server.issuer();
    OAuthClient client =
        oauth.client(
            "InitiateOAuth",
            "GETANDREFRESH",
            "OAuthIssuer",
            null,
            "OAuthAuthorizationURL",
            base + "/authorize",
            "OAuthAccessTokenURL",
            base + "/token");
    assertThat(oauth.server.isActive(OAuthFixture.token(client))).isTrue();
  }

  @Test
  void r32WithoutABrowserTheErrorHasTheAddressAndTheRecipeAtOnce() throws Exception {
    oauth.browser = false;
    long start = System.nanoTime();
    SQLException e = failure(process());
    assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    assertThat(e.getErrorCode()).isEqualTo(OAuthError.NO_BROWSER.code());
    assertThat(e.getMessage())
        .contains(oauth.server.issuer() + "/authorize?", "OAuthVerifier", "without a display");
    assertThat(oauth.tabs).hasValue(0);

    String url = e.getMessage().replaceAll("(?s).*(http://127[^ ]*/authorize\\?[^ ]*).*", "$1");
    String back = oauth.server.consent(URI.create(url));
    List<String> more = new ArrayList<>(List.of(properties()));
    more.addAll(List.of("OAuthVerifier", back));
    OAuthClient client = oauth.client(new SharedTokens(n -> null), more.toArray(String[]::new));
    String token = OAuthFixture.token(client);
    assertThat(oauth.server.isActive(token)).isTrue();

    OAuthClient forgotten = oauth.client(new SharedTokens(n -> null), more.toArray(String[]::new));
    assertThat(OAuthFixture.token(forgotten)).isEqualTo(token);
    assertThat(oauth.server.tokenRequests).hasSize(1);
  }

  @Test
  void aBrowserThatIsElsewhereMayUseAForwardedPort() throws Exception {
    oauth.browser = false;
    List<String> more = new ArrayList<>(List.of(properties()));
    more.addAll(List.of("OAuthHeadless", "DEVICE"));
    assertThat(OAuthFixture.token(oauth.client(more.toArray(String[]::new)))).isNotNull();
    assertThat(oauth.prompts).hasSize(1);
    assertThat(oauth.tabs).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "NONE|Linux|DISPLAY=:0|OAuthBrowser=NONE",
        "-|Linux|X=1|neither DISPLAY nor WAYLAND_DISPLAY is set",
        "-|Linux|SSH_CONNECTION=1|an SSH session without a display",
        "-|Linux|WSL_DISTRO_NAME=Debian|WSL without wslview",
        "-|Linux|KUBERNETES_SERVICE_HOST=1|a container without a display",
        "-|Linux|DISPLAY=:0|neither xdg-open nor $BROWSER is there",
        "-|Mac OS X|X=1|-",
        "-|Windows 11|X=1|-"
      })
  void r32TheHeadlessMatrix(String configured, String system, String variable, String reason) {
    Map<String, String> environment =
        Map.of(variable.split("=")[0], variable.split("=")[1], "PATH", "/nowhere");
    AuthorizationUi.Availability availability =
        new BrowserLauncher(configured, system, environment::get).availability();
    assertThat(availability.available()).isEqualTo(reason == null);
    if (reason != null && !reason.contains("DISPLAY nor")) {
      assertThat(availability.reason()).isEqualTo(reason);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the browser of this test is a shell script")
  void s21TheAddressIsOneArgumentAndNoShellRuns() throws Exception {
    Path record = folder.resolve("record");
    Path script =
        Files.writeString(
            folder.resolve("browser"),
            "#!/bin/sh\nprintf '%s|' \"$#\" \"$1\" > '" + record + "'\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    BrowserLauncher launcher = new BrowserLauncher(script.toString(), "Linux", n -> null);
    String url = "https://as.example/authorize?a=;touch%20x&b=$(id)&calc";
    assertThat(launcher.open(URI.create(url))).isTrue();
    assertThat(record).hasContent("1|" + url + "|");
    assertThat(launcher.open(URI.create("file:///etc/passwd"))).isFalse();
    assertThat(launcher.open(URI.create("http://evil.example/"))).isFalse();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the browser of this test is a shell script")
  void aBrowserCommandThatFailsIsNotTakenForAnOpenedBrowser() throws Exception {
    Path script = Files.writeString(folder.resolve("browser"), "#!/bin/sh\nexit 3\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    BrowserLauncher launcher = new BrowserLauncher(script.toString(), "Linux", n -> null);
    assertThat(launcher.open(URI.create("https://as.example/"))).isFalse();
    assertThat(
            new BrowserLauncher("/no/such/browser", "Linux", n -> null)
                .open(URI.create("https://as.example/")))
        .isFalse();
  }
}
