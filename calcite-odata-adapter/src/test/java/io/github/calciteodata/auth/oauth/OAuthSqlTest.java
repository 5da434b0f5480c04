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

import io.github.calciteodata.testing.Connections;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The OAuth functions as SQL calls them, while the data service is down. */
class OAuthSqlTest {
  private static final String CALLBACK = "https://app.example/cb";

  /** Nobody listens there. */
  private static final String DOWN = "http://127.0.0.1:1/service/";

  private FakeAuthorizationServer authorization;

  @BeforeEach
  void start() throws IOException {
    authorization = new FakeAuthorizationServer();
  }

  @AfterEach
  void stop() {
    authorization.close();
  }

  private Connection connect(String... properties) throws SQLException {
    Properties info = new Properties();
    authorization.properties(properties).forEach(info::setProperty);
    return DriverManager.getConnection("jdbc:odata:URL=" + DOWN, info);
  }

  private static Map<String, Object> row(Connection connection, String sql, String... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return only(rows);
      }
    }
  }

  private static Map<String, Object> only(ResultSet rows) throws SQLException {
    assertThat(rows.next()).isTrue();
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
      row.put(rows.getMetaData().getColumnLabel(i), rows.getObject(i));
    }
    assertThat(rows.next()).isFalse();
    return row;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM TABLE(GetOAuthAuthorizationUrl(AuthMode => 'WEB', CallbackURL => 'https://app.example/cb'))",
        "SELECT * FROM GetOAuthAuthorizationUrl(CallbackURL => 'https://app.example/cb', AuthMode => 'WEB')",
        "select * from table(OData.getoauthauthorizationurl(callbackurl => 'https://app.example/cb'))",
        "CALL GetOAuthAuthorizationUrl(AuthMode => 'WEB', CallbackURL => 'https://app.example/cb')",
        "CALL GetOAuthAuthorizationUrl('WEB', 'https://app.example/cb')",
        "call OData.GetOAuthAuthorizationUrl(CallbackURL => 'https://app.example/cb')"
      })
  void everySpellingOfACallGivesTheUrl(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      Map<String, Object> row = only(rows);
      assertThat(row.keySet())
          .containsExactly(
              "URL",
              "AuthToken",
              "AuthKey",
              "AuthSecret",
              "PKCEVerifier",
              "State",
              "CallbackURL",
              "ExpiresIn");
      assertThat((String) row.get("URL")).startsWith(authorization.issuer() + "/authorize?");
      assertThat(row.get("ExpiresIn")).isEqualTo(600L);
    }
  }

  @Test
  void theWebFlowRunsOverTwoConnections() throws SQLException {
    Map<String, Object> url;
    try (Connection connection = connect()) {
      url =
          row(
              connection,
              "SELECT * FROM TABLE(GetOAuthAuthorizationUrl(AuthMode => 'WEB', CallbackURL => ?))",
              CALLBACK);
    }
    Map<String, String> back =
        FakeAuthorizationServer.form(
            URI.create(authorization.consent(URI.create((String) url.get("URL")))).getRawQuery());
    assertThat(back).containsEntry("state", (String) url.get("State"));
    Map<String, Object> tokens;
    try (Connection connection = connect()) {
      tokens =
          row(
              connection,
              "CALL GetOAuthAccessToken(Verifier => ?, PKCEVerifier => ?, CallbackURL => ?, Iss => ?)",
              back.get("code"),
              (String) url.get("PKCEVerifier"),
              CALLBACK,
              back.get("iss"));
      assertThat(tokens).containsEntry("ExpiresIn", 3600L).containsEntry("Stored", true);
      assertThat(authorization.isActive((String) tokens.get("OAuthAccessToken"))).isTrue();
    }
    try (Connection connection = connect()) {
      Map<String, Object> renewed =
          row(
              connection,
              "SELECT * FROM TABLE(RefreshOAuthAccessToken(OAuthRefreshToken => ?))",
              (String) tokens.get("OAuthRefreshToken"));
      assertThat(renewed.get("OAuthRefreshToken")).isNotEqualTo(tokens.get("OAuthRefreshToken"));
      Map<String, Object> revoked =
          row(
              connection,
              "CALL RevokeOAuthTokens(Token => ?)",
              (String) renewed.get("OAuthRefreshToken"));
      assertThat(revoked).containsEntry("Revoked", true).containsEntry("Removed", false);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXPLAIN PLAN FOR ",
        "EXPLAIN PLAN WITHOUT IMPLEMENTATION FOR ",
        "EXPLAIN PLAN INCLUDING ALL ATTRIBUTES FOR ",
      })
  void anExplainedCallShowsNoArgumentAndDoesNothing(String explain) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                explain
                    + "SELECT * FROM TABLE(GetOAuthAccessToken(AuthMode => 'WEB', Verifier => 'the-code',"
                    + " PKCEVerifier => 'the-verifier'))")) {
      String plan = only(rows).toString();
      assertThat(plan).contains("GetOAuthAccessToken", "'***");
      assertThat(plan).doesNotContain("the-code", "the-verifier", "WEB");
    }
    assertThat(authorization.tokenRequests).isEmpty();
  }

  @Test
  void preparingDoesNothing() throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT * FROM TABLE(GetOAuthAccessToken(GrantType => 'CLIENT'))")) {
      assertThat(statement.getMetaData().getColumnName(1)).isEqualTo("OAuthAccessToken");
      assertThat(authorization.tokenRequests).isEmpty();
    }
  }

  @Test
  void callsOfOneStatementThatDifferAreTwoAndThoseThatDoNotAreOne() throws SQLException {
    String one = authorization.newRefreshToken();
    String two = authorization.newRefreshToken();
    String sql =
        "SELECT a.OAuthAccessToken AS a, b.OAuthAccessToken AS b FROM"
            + " TABLE(RefreshOAuthAccessToken(OAuthRefreshToken => '%s')) a CROSS JOIN"
            + " TABLE(RefreshOAuthAccessToken(OAuthRefreshToken => '%s')) b";
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      Map<String, Object> differ = only(statement.executeQuery(sql.formatted(one, two)));
      assertThat(differ.get("a")).isNotEqualTo(differ.get("b"));
      assertThat(authorization.tokenRequests).hasSize(2);
      String three = authorization.newRefreshToken();
      Map<String, Object> same = only(statement.executeQuery(sql.formatted(three, three)));
      assertThat(same.get("a")).isEqualTo(same.get("b"));
      assertThat(authorization.tokenRequests).hasSize(3);
    }
  }

  @Test
  void aModelOfCalciteHasTheFunctionsOfEachOfItsServices() throws Exception {
    try (FakeAuthorizationServer second = new FakeAuthorizationServer();
        Connection connection =
            Connections.calcite(
                "{\"version\":\"1.0\",\"defaultSchema\":\"A\",\"schemas\":["
                    + Connections.schema("A", URI.create(DOWN), authorization.properties())
                    + ","
                    + Connections.schema("B", URI.create(DOWN), second.properties())
                    + "]}")) {
      assertThat(
              row(
                  connection,
                  "SELECT * FROM TABLE(\"GetOAuthAuthorizationUrl\"(\"CallbackURL\" => ?))",
                  CALLBACK))
          .extractingByKey("URL")
          .asString()
          .startsWith(authorization.issuer());
      assertThat(
              row(
                  connection,
                  "SELECT * FROM TABLE(B.\"GetOAuthAuthorizationUrl\"(\"CallbackURL\" => ?))",
                  CALLBACK))
          .extractingByKey("URL")
          .asString()
          .startsWith(second.issuer());
    }
  }

  @Test
  void calcitesOwnDriverHidesArgumentsWithTheParserOfThisOne() throws SQLException {
    Properties info = new Properties();
    info.setProperty(
        "model",
        "inline:{\"version\":\"1.0\",\"defaultSchema\":\"NW\",\"schemas\":["
            + Connections.schema("NW", URI.create(DOWN), authorization.properties())
            + "]}");
    info.setProperty("parserFactory", "io.github.calciteodata.jdbc.ODataSqlParser#FACTORY");
    try (Connection connection = DriverManager.getConnection("jdbc:calcite:", info)) {
      assertThat(
              row(
                      connection,
                      "EXPLAIN PLAN FOR SELECT * FROM TABLE(\"RevokeOAuthTokens\"(\"Token\" => 'tok-1'))")
                  .toString())
          .contains("RevokeOAuthTokens('***1'")
          .doesNotContain("tok-1");
      assertThat(row(connection, "CALL \"RevokeOAuthTokens\"(\"Token\" => 'tok-1')"))
          .containsEntry("Revoked", true);
    }
  }

  @Test
  void whatACallAddsReachesTheTokenEndpoint() throws SQLException {
    try (Connection connection = connect("OAuthClientSecret", "s3cret-s3cret")) {
      row(
          connection,
          "CALL GetOAuthAccessToken(GrantType => 'CLIENT', Permissions => 'more', Post_Data => 'a=1&b=%20',"
              + " Other_Options => 'audience=x')");
      assertThat(authorization.tokenRequests.get(0))
          .containsEntry("scope", "more")
          .containsEntry("a", "1")
          .containsEntry("b", " ")
          .containsEntry("audience", "x");
      assertThatThrownBy(
              () ->
                  row(connection, "CALL GetOAuthAccessToken(AuthMode => 'APP', Prompt => 'LOGIN')"))
          .hasMessageContaining("Prompt")
          .hasMessageContaining("OAuthAuthorizationParams");
    }
  }

  @Test
  void hiddenTokensWorkButShowInNoResult() throws SQLException {
    String[] hidden = {
      "OAuthExposeTokens", "false", "OAuthSettingsLocation", "memory://hidden", "OAuthProfile", "a"
    };
    String state;
    try (Connection connection = connect(hidden)) {
      Map<String, Object> url =
          row(
              connection,
              "CALL GetOAuthAuthorizationUrl(AuthMode => 'WEB', CallbackURL => ?)",
              CALLBACK);
      assertThat(url).containsEntry("PKCEVerifier", "***");
      state = (String) url.get("State");
      Map<String, String> back =
          FakeAuthorizationServer.form(
              URI.create(authorization.consent(URI.create((String) url.get("URL")))).getRawQuery());
      Map<String, Object> tokens =
          row(
              connection,
              "CALL GetOAuthAccessToken(Verifier => ?, State => ?)",
              back.get("code"),
              state);
      assertThat(tokens)
          .containsEntry("OAuthAccessToken", "***")
          .containsEntry("OAuthRefreshToken", "***")
          .containsEntry("Stored", true)
          .containsEntry("ExpiresIn", 3600L);
      assertThat(row(connection, "CALL RefreshOAuthAccessToken()"))
          .containsEntry("OAuthAccessToken", "***")
          .containsEntry("Stored", true);
      assertThat(authorization.refreshes()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CALL GetOAuthAccessToken(Verifier => 'c', PKCEVerifier => 'v', CallbackURL => 'https://app.example/cb')",
        "CALL GetOAuthAccessToken(GrantType => 'CLIENT')",
        "CALL RefreshOAuthAccessToken(OAuthRefreshToken => 'of another sign-in')"
      })
  void tokensThatNobodyWouldSeeOrKeepAreNotAskedFor(String sql) throws SQLException {
    Properties info = new Properties();
    authorization
        .properties("OAuthExposeTokens", "false", "OAuthClientSecret", "s3cret-s3cret")
        .forEach(info::setProperty);
    info.remove("OAuthSettingsLocation");
    try (Connection connection = DriverManager.getConnection("jdbc:odata:URL=" + DOWN, info)) {
      assertThatThrownBy(() -> row(connection, sql))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(61010))
          .hasMessageContaining("OAuthExposeTokens=false")
          .hasMessageContaining("OAuthSettingsLocation");
    }
    assertThat(authorization.tokenRequests).isEmpty();
  }

  @Test
  void anotherDeviceSignsIn() throws SQLException {
    authorization.deviceInterval = 1;
    authorization.slowDown = false;
    try (Connection connection = connect("OAuthGrantType", "DEVICE")) {
      Map<String, Object> tokens =
          row(connection, "CALL GetOAuthAccessToken(AuthMode => 'APP', GrantType => 'DEVICE')");
      assertThat(authorization.isActive((String) tokens.get("OAuthAccessToken"))).isTrue();
    }
  }

  @Test
  void statusTellsNoSecretAndAsksNobody() throws SQLException {
    try (Connection connection =
        connect(
            "OAuthAccessToken",
            "at-given",
            "OAuthExpiresIn",
            "60",
            "OAuthTokenTimestamp",
            "1000")) {
      Map<String, Object> status = row(connection, "SELECT * FROM TABLE(OAuthStatus())");
      assertThat(status)
          .containsEntry("Mode", "OFF")
          .containsEntry("Grant", "CODE")
          .containsEntry("HasAccessToken", true)
          .containsEntry("HasRefreshToken", false)
          .containsEntry("ExpiresAt", new Timestamp(61_000));
      assertThat(status.toString()).doesNotContain("at-given");
    }
    assertThat(authorization.tokenRequests).isEmpty();
  }

  @Test
  void aConnectionWithoutOAuthSaysWhatIsMissing() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:odata:URL=" + DOWN)) {
      assertThatThrownBy(
              () ->
                  row(
                      connection,
                      "CALL GetOAuthAuthorizationUrl(CallbackURL => 'https://app.example/cb')"))
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> {
                assertThat(e.getErrorCode()).isEqualTo(61010);
                assertThat(e.getMessage()).contains("OAuthAuthorizationURL", "OAuthIssuer");
              });
      assertThat(row(connection, "CALL OAuthStatus()")).containsEntry("HasAccessToken", false);
    }
    try (Connection connection = connect("OAuthClientId", null)) {
      assertThatThrownBy(() -> row(connection, "CALL GetOAuthAccessToken(GrantType => 'CLIENT')"))
          .hasMessage("OAuthClientId is missing");
    }
  }

  @Test
  void functionsAreListedWithoutAskingAnybody() throws SQLException {
    String[] names = {
      "GetOAuthAccessToken",
      "GetOAuthAuthorizationUrl",
      "OAuthStatus",
      "RefreshOAuthAccessToken",
      "RevokeOAuthTokens"
    };
    try (Connection connection = connect()) {
      DatabaseMetaData metaData = connection.getMetaData();
      assertThat(column(metaData.getFunctions(null, "OData", "%"), "FUNCTION_NAME"))
          .containsExactly(names);
      assertThat(column(metaData.getProcedures(null, null, "%OAuth%"), "PROCEDURE_NAME"))
          .containsExactly(names);
      assertThat(
              column(
                  metaData.getFunctionColumns(null, null, "RevokeOAuthTokens", null),
                  "COLUMN_NAME"))
          .containsExactly("Token", "TokenTypeHint", "Revoked", "Removed");
      assertThat(
              column(
                  metaData.getFunctionColumns(null, null, "RevokeOAuthTokens", null),
                  "COLUMN_TYPE"))
          .containsExactly("1", "1", "5", "5");
      assertThat(
              column(
                  metaData.getProcedureColumns(null, null, "RefreshOAuthAccessToken", "%"),
                  "TYPE_NAME"))
          .startsWith("VARCHAR")
          .endsWith("BIGINT", "BOOLEAN");
      try (Statement statement = connection.createStatement()) {
        assertThat(
                column(
                    statement.executeQuery("SELECT * FROM sys.functions ORDER BY 1"),
                    "function_name"))
            .containsExactly(names);
      }
    }
  }

  private static List<String> column(ResultSet rows, String name) throws SQLException {
    List<String> values = new ArrayList<>();
    while (rows.next()) {
      values.add(rows.getString(name));
    }
    rows.close();
    return values;
  }

  @Test
  void dataNeedsATokenAndSaysHowToGetOne() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM Products"))
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> {
                assertThat(e.getSQLState()).isEqualTo("28000");
                assertThat(e.getErrorCode()).isEqualTo(61001);
                assertThat(e.getMessage()).contains("InitiateOAuth=OFF");
              });
    }
  }
}
