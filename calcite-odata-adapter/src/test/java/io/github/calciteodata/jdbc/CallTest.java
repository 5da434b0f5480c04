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
package io.github.calciteodata.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.sql.Types;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions called as procedures. The one that is called answers with what it was given. */
class CallTest {
  private static final String STATE = "a-state-of-sixteen, or 'more'";
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection =
        DriverManager.getConnection(
            "jdbc:odata:URL=http://127.0.0.1:1/s/;OAuthClientId=c;OAuthAuthorizationURL=https://login.example/a;"
                + "OAuthAccessTokenURL=https://login.example/t;OAuthSettingsLocation=memory://");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private static void assertAnswer(ResultSet rows) throws SQLException {
    try (rows) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("State")).isEqualTo(STATE);
      assertThat(rows.getString("CallbackURL")).isEqualTo("https://app.example/cb");
      assertThat(rows.next()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{call GetOAuthAuthorizationUrl(CallbackURL => 'https://app.example/cb', State => '%s')}",
        " { CALL OData.GetOAuthAuthorizationUrl( State => '%s' , CallbackURL => 'https://app.example/cb' ) } ",
        "{call \"OData\".\"GetOAuthAuthorizationUrl\"('WEB', 'https://app.example/cb', NULL, NULL, '%s')}",
        "EXEC GetOAuthAuthorizationUrl @CallbackURL = 'https://app.example/cb', @State = '%s'",
        "execute GetOAuthAuthorizationUrl State='%s', CallbackURL='https://app.example/cb'",
        "EXECUTE OData.GetOAuthAuthorizationUrl \"CallbackURL\" = 'https://app.example/cb', State => '%s'",
        "EXEC GetOAuthAuthorizationUrl 'WEB', 'https://app.example/cb', NULL, NULL, '%s'",
        "EXEC GetOAuthAuthorizationUrl(CallbackURL => 'https://app.example/cb', State => '%s')",
        "EXEC GetOAuthAuthorizationUrl @Scope = 'a,b', @CallbackURL = 'https://app.example/cb', @State = '%s'"
      })
  void everySpellingRuns(String sql) throws SQLException {
    String text = sql.formatted(STATE.replace("'", "''"));
    try (Statement statement = connection.createStatement()) {
      assertAnswer(statement.executeQuery(text));
      assertThat(statement.execute(text)).isTrue();
      assertAnswer(statement.getResultSet());
    }
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      assertAnswer(statement.executeQuery());
    }
    try (CallableStatement statement = connection.prepareCall(text)) {
      assertAnswer(statement.executeQuery());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{call GetOAuthAuthorizationUrl('WEB', ?, NULL, NULL, ?)}",
        "{call GetOAuthAuthorizationUrl(CallbackURL => ?, State => ?)}",
        "CALL GetOAuthAuthorizationUrl(CallbackURL => ?, \"State\" => ?)",
        "EXEC GetOAuthAuthorizationUrl @CallbackURL = ?, @State = ?",
        "{call GetOAuthAuthorizationUrl(CallbackURL => CAST(? AS VARCHAR), State => ?)}"
      })
  void parametersHavePositions(String sql) throws SQLException {
    try (CallableStatement call = connection.prepareCall(sql)) {
      assertThat(call.getParameterMetaData().getParameterCount()).isEqualTo(2);
      call.setString(1, "https://app.example/cb");
      call.setString(2, STATE);
      assertThat(call.execute()).isTrue();
      assertAnswer(call.getResultSet());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{call GetOAuthAuthorizationUrl(?, ?, NULL, ?, ?)}",
        "{call GetOAuthAuthorizationUrl(State => ?, Permissions => ?, AuthMode => ?, CallbackURL => ?)}",
        "{call GetOAuthAuthorizationUrl(Prompt => CAST(? AS VARCHAR), CallbackURL => ?, State => ?, LoginHint => 'who?')}",
        "EXEC GetOAuthAuthorizationUrl @Prompt = 'LOGIN', @State = ?, @Resource = ?, @CallbackURL = ?"
      })
  void parametersHaveTheNamesOfTheArguments(String sql) throws SQLException {
    try (CallableStatement call =
        connection.prepareCall(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      for (int i = 1; i <= call.getParameterMetaData().getParameterCount(); i++) {
        call.setString(i, null);
      }
      call.setString("callbackurl", "https://app.example/cb");
      if (sql.contains("State")) {
        call.setObject("State", STATE);
        assertAnswer(call.executeQuery());
        call.setNull("STATE", Types.VARCHAR);
      }
      try (ResultSet rows = call.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString("CallbackURL")).isEqualTo("https://app.example/cb");
        assertThat(rows.getString("State")).isNotEqualTo(STATE).hasSizeGreaterThan(40);
      }
      assertThatThrownBy(() -> call.setString("Stat", "x"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("07009"))
          .hasMessageContaining("Stat")
          .hasMessageContaining("CallbackURL");
    }
  }

  @Test
  void nothingComesBackButRows() throws SQLException {
    assertRefused(() -> connection.prepareCall("{? = call GetOAuthAuthorizationUrl('WEB')}"));
    try (CallableStatement call =
        connection.prepareCall("{call GetOAuthAuthorizationUrl(State => ?)}")) {
      assertRefused(() -> call.registerOutParameter(1, Types.VARCHAR));
      assertRefused(() -> call.registerOutParameter("State", Types.VARCHAR));
      assertRefused(() -> call.getString(1));
      assertRefused(() -> call.getObject("State"));
      assertRefused(call::wasNull);
    }
  }

  private static void assertRefused(ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLFeatureNotSupportedException.class,
            e -> assertThat(e.getSQLState()).isEqualTo("0A000"))
        .hasMessageContaining("executeQuery");
  }

  @Test
  void aCallIsAStatementLikeAnyOther() throws SQLException {
    CallableStatement call = connection.prepareCall("{call OAuthStatus}");
    assertThat(call.getMetaData().getColumnName(1)).isEqualTo("Profile");
    assertThat(call.unwrap(PreparedStatement.class)).isNotNull();
    assertThat(call.isWrapperFor(CallableStatement.class)).isTrue();
    try (CallableStatement other = connection.prepareCall("{call OAuthStatus}")) {
      assertThat(call.equals(call)).isTrue();
      assertThat(call.equals(other)).isFalse();
    }
    try (ResultSet rows = call.executeQuery()) {
      assertThat(rows.next()).isTrue();
    }
    call.close();
    assertThat(call.isClosed()).isTrue();
    assertThatThrownBy(call::executeQuery).isInstanceOf(SQLException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{call OAuthStatus()",
        "{call }",
        "{call OAuthStatus(}",
        "{call OAuthStatus() + 1}",
        "{exec OAuthStatus}",
        "? = call OAuthStatus()",
        "EXEC",
        "EXEC OAuthStatus @ = 1",
        "EXEC RevokeOAuthTokens 'a',",
        "EXEC RevokeOAuthTokens , 'a'",
        "{call RevokeOAuthTokens('a',,'b')}",
        "{call OAuthStatus('}"
      })
  void whatIsNoCallIsRefusedAsSql(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery(sql))
          .isInstanceOf(SQLSyntaxErrorException.class);
    }
  }

  @Test
  void aSecretInACallShowsInNoText() {
    CallText call = CallText.of("{call F(Verifier => 's3cret', 's3cret')}").orElseThrow();
    assertThat(call.toString()).contains("F").doesNotContain("s3cret");
  }

  @Test
  void metadataSaysThatCallsAreThere() throws SQLException {
    assertThat(connection.getMetaData().supportsStoredProcedures()).isTrue();
    assertThat(connection.getMetaData().supportsNamedParameters()).isTrue();
    assertThat(connection.getMetaData().supportsStoredFunctionsUsingCallSyntax()).isFalse();
  }
}
