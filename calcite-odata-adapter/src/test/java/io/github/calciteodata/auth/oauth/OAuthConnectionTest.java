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
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    Map<String, String> all = authorization.properties(properties);
    Properties info = new Properties();
    info.setProperty("OAuthSettingsLocation", folder.resolve("oauth.json").toString());
    all.forEach(
        (name, value) -> {
          if (!value.equals("memory://")) {
            info.setProperty(name, value);
          }
        });
    return DriverManager.getConnection("jdbc:odata:URL=" + service.root(), info);
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

  @Test
  void aBrowserOpensAtTheFirstQueryAndOnlyThen() throws Exception {
    long expected;
    try (Connection open = DriverManager.getConnection("jdbc:odata:URL=" + Demo.small())) {
      expected = count(open);
    }
    try (Connection connection =
        connect("InitiateOAuth", "GETANDREFRESH", "OAuthBrowser", browser.command())) {
      assertThat(browser.tabs()).isEmpty();
      assertThat(service.requests).isEmpty();
      assertThat(count(connection)).isEqualTo(expected);
      assertThat(browser.tabs()).hasSize(1);
    }
    try (Connection another = connect("InitiateOAuth", "REFRESH")) {
      assertThat(count(another)).isEqualTo(expected);
    }
    assertThat(browser.tabs()).hasSize(1);
    assertThat(authorization.tokenRequests).hasSize(1);
    assertThat(service.refusals).hasValue(0);
  }
}
