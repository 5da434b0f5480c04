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
package io.github.calciteodata.function;

import io.github.calciteodata.auth.Patience;
import io.github.calciteodata.auth.oauth.OAuthFunctions;
import io.github.calciteodata.auth.oauth.OAuthRow;
import io.github.calciteodata.auth.oauth.SecretValue;
import io.github.calciteodata.function.SystemTable.Field;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The steps of OAuth that users can take themselves: names, arguments and columns. */
enum OAuthRoutine {
  AUTHORIZATION_URL(
      "GetOAuthAuthorizationUrl",
      "Begins a sign-in whose browser is elsewhere: the address to open, and what to keep until it comes back.",
      List.of(
          "AuthMode",
          "CallbackURL",
          "Scope",
          "Permissions",
          "State",
          "Prompt",
          "AccessType",
          "GrantType",
          "Other_Options",
          "Cert",
          "Cert_Password",
          "Sign_Method",
          "LoginHint",
          "Resource"),
      List.of(
          Field.text("URL").notNull(),
          Field.text("AuthToken"),
          Field.text("AuthKey"),
          Field.text("AuthSecret"),
          Field.text("PKCEVerifier"),
          Field.text("State").notNull(),
          Field.text("CallbackURL").notNull(),
          Field.bigint("ExpiresIn").notNull())) {
    @Override
    Object[] row(OAuthFunctions oauth, Map<String, String> arguments, Patience patience)
        throws SQLException {
      OAuthRow.AuthorizationUrl row = oauth.authorizationUrl(arguments, patience);
      return new Object[] {
        row.url(),
        null,
        null,
        null,
        text(row.pkceVerifier()),
        row.state(),
        row.callbackUrl(),
        row.expiresIn()
      };
    }
  },
  ACCESS_TOKEN(
      "GetOAuthAccessToken",
      "Gets tokens: for a code that came back, with a browser of this machine (AuthMode APP), or by another grant.",
      List.of(
          "AuthMode",
          "Verifier",
          "CallbackURL",
          "Scope",
          "Permissions",
          "State",
          "GrantType",
          "Prompt",
          "AccessType",
          "Post_Data",
          "Other_Options",
          "AuthToken",
          "AuthKey",
          "AuthSecret",
          "Sign_Method",
          "Cert",
          "Cert_Password",
          "PKCEVerifier",
          "Iss",
          "ResponseURL"),
      Columns.TOKENS) {
    @Override
    Object[] row(OAuthFunctions oauth, Map<String, String> arguments, Patience patience)
        throws SQLException {
      return tokens(oauth.accessToken(arguments, patience));
    }
  },
  REFRESH(
      "RefreshOAuthAccessToken",
      "Renews OAuthRefreshToken, or the stored one.",
      List.of("OAuthRefreshToken", "Scope", "CallbackURL", "State"),
      Columns.TOKENS) {
    @Override
    Object[] row(OAuthFunctions oauth, Map<String, String> arguments, Patience patience)
        throws SQLException {
      return tokens(oauth.refresh(arguments, patience));
    }
  },
  REVOKE(
      "RevokeOAuthTokens",
      "Gives Token, or the stored tokens, back to the authorization server and forgets them.",
      List.of("Token", "TokenTypeHint"),
      List.of(Field.flag("Revoked").notNull(), Field.flag("Removed").notNull())) {
    @Override
    Object[] row(OAuthFunctions oauth, Map<String, String> arguments, Patience patience)
        throws SQLException {
      OAuthRow.Revocation row = oauth.revoke(arguments, patience);
      return new Object[] {row.revoked(), row.removed()};
    }
  },
  STATUS(
      "OAuthStatus",
      "What is known about the tokens of this connection, without any secret and without asking the server.",
      List.of(),
      List.of(
          Field.text("Profile"),
          Field.text("Mode").notNull(),
          Field.text("Grant").notNull(),
          Field.flag("HasAccessToken").notNull(),
          Field.flag("HasRefreshToken").notNull(),
          Field.timestamp("ExpiresAt"),
          Field.timestamp("RefreshExpiresAt"),
          Field.text("Scope"),
          Field.text("Store"),
          Field.text("Protection"),
          Field.text("LastError"),
          Field.timestamp("LastErrorAt"))) {
    @Override
    Object[] row(OAuthFunctions oauth, Map<String, String> arguments, Patience patience)
        throws SQLException {
      OAuthRow.Status row = oauth.status();
      return new Object[] {
        row.profile(),
        row.mode(),
        row.grant(),
        row.hasAccessToken(),
        row.hasRefreshToken(),
        row.expiresAt(),
        row.refreshExpiresAt(),
        row.scope(),
        row.store(),
        row.protection(),
        row.lastError(),
        row.lastErrorAt()
      };
    }
  };

  private final String functionName;
  private final String remarks;
  private final List<String> parameters;
  private final List<Field> columns;

  OAuthRoutine(String functionName, String remarks, List<String> parameters, List<Field> columns) {
    this.functionName = functionName;
    this.remarks = remarks;
    this.parameters = parameters;
    this.columns = columns;
  }

  /** As SQL calls it. */
  String functionName() {
    return functionName;
  }

  /** One sentence. */
  String remarks() {
    return remarks;
  }

  /** Names of the arguments, all of them optional texts. */
  List<String> parameters() {
    return parameters;
  }

  /** The columns of its one row. */
  List<Field> columns() {
    return columns;
  }

  /** Takes the step; the values are Calcite's internal ones. */
  abstract Object[] row(OAuthFunctions oauth, Map<String, String> arguments, Patience patience)
      throws SQLException;

  private static Object[] tokens(OAuthRow.Tokens row) {
    return new Object[] {
      text(row.accessToken()),
      null,
      text(row.refreshToken()),
      row.expiresIn(),
      row.tokenType(),
      row.scope(),
      row.timestamp(),
      row.stored()
    };
  }

  private static String text(SecretValue value) {
    return value == null ? null : value.reveal();
  }

  /** Columns of several functions. */
  private static final class Columns {
    static final List<Field> TOKENS =
        List.of(
            Field.text("OAuthAccessToken").notNull(),
            Field.text("OAuthAccessTokenSecret"),
            Field.text("OAuthRefreshToken"),
            Field.bigint("ExpiresIn").notNull(),
            Field.text("TokenType"),
            Field.text("Scope"),
            Field.bigint("OAuthTokenTimestamp").notNull(),
            Field.flag("Stored").notNull());
  }
}
