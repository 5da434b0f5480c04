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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.BitSet;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One read of 200,000 rows that outlives its tokens many times. */
@Tag("interop")
class LongReadInteropTest {
  private static final int ROWS = 200_000;
  private static final int LIFE_SECONDS = 2;

  @TempDir Path folder;

  @Test
  void noRowIsLostOrDoubledOverTwentyTokens() throws Exception {
    // 200 pages, each after 0.22 s: more than 40 s
    try (OidcServer oidc =
        new OidcServer(
            Demo.full(), Map.of("ACCESS_SECONDS", "" + LIFE_SECONDS, "DELAY_MS", "220"))) {
      Properties desktop =
          oidc.desktop(
              folder.resolve("oauth.json"),
              "InitiateOAuth",
              "GETANDREFRESH",
              "Pagesize",
              "1000",
              "OAuthBrowser",
              OidcServer.browser(folder, OidcServer.Browser.HTTP));
      BitSet seen = new BitSet();
      int doubled = 0;
      long start;
      try (Connection connection =
              DriverManager.getConnection("jdbc:odata:URL=" + oidc.service(), desktop);
          Statement statement = connection.createStatement()) {
        start = System.nanoTime();
        try (ResultSet rows = statement.executeQuery("SELECT \"Id\" FROM \"Measurements\"")) {
          while (rows.next()) {
            int id = rows.getInt(1);
            doubled += seen.get(id) ? 1 : 0;
            seen.set(id);
          }
        }
      }
      double lifetimes = (System.nanoTime() - start) / 1e9 / LIFE_SECONDS;
      int tokens = oidc.count("refresh_token");
      System.out.printf(
          "%,d rows over %.1f lifetimes of a token, %d renewals, %d requests refused%n",
          seen.cardinality(), lifetimes, tokens, oidc.count("refused"));
      assertThat(doubled).isZero();
      assertThat(seen.cardinality()).isEqualTo(ROWS);
      assertThat(lifetimes).isGreaterThan(20);
      assertThat(tokens).isGreaterThanOrEqualTo(20);
      assertThat(oidc.count("error invalid_grant")).isZero();
      assertThat(OidcServer.tabs(folder)).hasSize(1);
    }
  }
}
