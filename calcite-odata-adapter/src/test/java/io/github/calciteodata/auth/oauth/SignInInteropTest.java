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

import io.github.calciteodata.testing.Demo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in at a certified authorization server with a real browser. */
@Tag("interop")
class SignInInteropTest {
  private static final String SQL = "SELECT \"CustomerID\" FROM \"Customers\"";

  @TempDir Path folder;

  @Test
  void aBrowserSignsInOnceAndProcessesShareWhatItGot() throws Exception {
    Path settings = folder.resolve("oauth.json");
    try (OidcServer oidc = new OidcServer(Demo.small(), Map.of("ACCESS_SECONDS", "3"))) {
      Properties desktop =
          oidc.desktop(
              settings,
              "root",
              oidc.service(),
              "InitiateOAuth",
              "GETANDREFRESH",
              "OAuthBrowserTimeout",
              "60",
              "OAuthBrowser",
              OidcServer.browser(folder, OidcServer.Browser.CHROMIUM));
      long rows = ReadRows.count(desktop, SQL);
      assertThat(rows).isPositive();
      assertThat(OidcServer.tabs(folder)).hasSize(1);
      assertThat(oidc.count("authorization_code")).isEqualTo(1);

      // another process, after the token's life: no browser, one renewal
      awaitNewToken(oidc, desktop, rows);
      assertThat(ReadRows.inAnotherProcess(folder, desktop, SQL)).isEqualTo("ROWS " + rows);
      assertThat(OidcServer.tabs(folder)).hasSize(1);
      assertThat(oidc.count("authorization_code")).isEqualTo(1);

      // nothing is left to go on with: somebody is asked again
      Files.delete(settings);
      desktop.setProperty("OAuthBrowser", OidcServer.browser(folder, OidcServer.Browser.HTTP));
      assertThat(ReadRows.inAnotherProcess(folder, desktop, SQL)).isEqualTo("ROWS " + rows);
      assertThat(OidcServer.tabs(folder)).hasSize(2);
      assertThat(oidc.count("refused")).isZero();
      assertThat(oidc.count("error invalid_grant")).isZero();
    }
  }

  /** Reads until the token of the sign-in has been renewed. */
  private static void awaitNewToken(OidcServer oidc, Properties desktop, long rows)
      throws Exception {
    long end = System.nanoTime() + 30_000_000_000L;
    while (oidc.count("refresh_token") == 0) {
      assertThat(System.nanoTime()).as("a token of 3 s is renewed").isLessThan(end);
      assertThat(ReadRows.count(desktop, SQL)).isEqualTo(rows);
      Thread.sleep(200);
    }
  }
}
