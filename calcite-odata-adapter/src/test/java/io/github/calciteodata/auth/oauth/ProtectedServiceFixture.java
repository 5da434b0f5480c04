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
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A service that wants tokens, the server that gives them, and somebody who signs in. */
abstract class ProtectedServiceFixture {
  @TempDir Path folder;
  FakeAuthorizationServer authorization;
  ProtectedService service;
  FakeBrowser browser;

  @BeforeEach
  void startService() throws IOException {
    authorization = new FakeAuthorizationServer();
    service = new ProtectedService(authorization, Demo.small());
    browser = new FakeBrowser(folder);
  }

  @AfterEach
  void stopService() {
    service.close();
    authorization.close();
  }

  /** The settings file. */
  Path settings() {
    return folder.resolve("oauth.json");
  }

  /** Properties of a connection whose tokens are kept in the settings file. */
  Properties properties(String... more) {
    Properties properties = new Properties();
    Map<String, String> all = authorization.properties(more);
    all.put("OAuthSettingsLocation", settings().toString());
    all.forEach(properties::setProperty);
    return properties;
  }

  Connection connect(String... properties) throws SQLException {
    return connect(service, properties);
  }

  Connection connect(ProtectedService to, String... properties) throws SQLException {
    return DriverManager.getConnection("jdbc:odata:URL=" + to.root(), properties(properties));
  }

  static long count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT CustomerID FROM Customers")) {
      long count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    }
  }

  static long expected() throws SQLException {
    try (Connection open = DriverManager.getConnection("jdbc:odata:URL=" + Demo.small())) {
      return count(open);
    }
  }

  static ThrowableAssert.ThrowingCallable reading(Connection connection) {
    return () -> count(connection);
  }

  static Consumer<Throwable> code(String state, int code, String... words) {
    return e -> {
      assertThat(e).isInstanceOf(SQLException.class);
      assertThat(((SQLException) e).getSQLState()).isEqualTo(state);
      assertThat(((SQLException) e).getErrorCode()).isEqualTo(code);
      assertThat(e.getMessage()).contains(words);
    };
  }
}
