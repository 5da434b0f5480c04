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

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;

/** Everything that can go wrong on the way to a token, with SQLState and vendor code. */
public enum OAuthError {
  /** No token, and {@code InitiateOAuth=OFF}. */
  NO_TOKEN_OFF("28000", 61001),
  /** No token, and nothing to get one with unless a person signs in. */
  NO_TOKEN("28000", 61002),
  /** The user or an administrator said no. */
  DECLINED("28000", 61003),
  /** The server refuses the refresh token or the code for good. */
  GRANT_REFUSED("28000", 61004),
  /** A fresh token is refused by the data service. */
  TOKEN_NOT_ACCEPTED("28000", 61005),
  /** A person has to sign in, and there is no browser here. */
  NO_BROWSER("28000", 61006),
  /** The State of the callback is not one that was handed out. */
  STATE_UNKNOWN("28000", 61007),
  /** The sign-in took longer than its entry is kept. */
  SIGN_IN_EXPIRED("28000", 61008),
  /** The answer comes from another authorization server than the one asked. */
  WRONG_ISSUER("28000", 61009),
  /** The properties do not fit together. */
  CONFIGURATION("08004", 61010),
  /** The server does not know the client, or what it asks for. */
  CLIENT_REFUSED("08004", 61011),
  /** An address that no token may be sent to. */
  UNSAFE_ADDRESS("08004", 61012),
  /** The settings file cannot be used as it is. */
  SETTINGS("08004", 61013),
  /** The token endpoint cannot be reached, or is out of order. */
  UNREACHABLE("08001", 61020),
  /** The token endpoint asked to be left alone for a while. */
  THROTTLED("08001", 61021),
  /** Another process holds the settings, or is signing in. */
  BUSY("08001", 61022),
  /** The token endpoint's answer is no OAuth answer. */
  BAD_ANSWER("08001", 61023),
  /** No port of the CallbackURL is free. */
  CALLBACK_PORT("08001", 61024),
  /** The access token does not allow what was asked for. */
  INSUFFICIENT_SCOPE("42501", 61014),
  /** Access tokens expire on their way to the service. */
  TOO_SHORT("28000", 61015),
  /** The service demands a sign-in that meets its conditions. */
  CLAIMS("28000", 61016),
  /** Nobody signed in in time. */
  SIGN_IN_TIMEOUT("HYT00", 61030),
  /** The caller gave up. */
  TIMEOUT("HYT00", 61031),
  /** The caller was interrupted or cancelled. */
  CANCELLED("57014", 61032),
  /** Not offered. */
  UNSUPPORTED("0A000", 61040);

  private static final int LONGEST = 200;

  private final String sqlState;
  private final int code;

  OAuthError(String sqlState, int code) {
    this.sqlState = sqlState;
    this.code = code;
  }

  /** The vendor code. */
  public int code() {
    return code;
  }

  /** The SQLState. */
  public String sqlState() {
    return sqlState;
  }

  /** An exception of the class that JDBC has for it; the message must not hold a secret. */
  public SQLException exception(String message) {
    return switch (sqlState) {
      case "28000" -> new SQLInvalidAuthorizationSpecException(message, sqlState, code);
      case "08001" -> new SQLTransientConnectionException(message, sqlState, code);
      case "08004" -> new SQLNonTransientConnectionException(message, sqlState, code);
      case "HYT00" -> new SQLTimeoutException(message, sqlState, code);
      case "0A000" -> new SQLFeatureNotSupportedException(message, sqlState, code);
      default -> new SQLException(message, sqlState, code);
    };
  }

  /** A new exception that says the same as another. */
  static SQLException like(SQLException other) {
    for (OAuthError error : values()) {
      if (error.code == other.getErrorCode()) {
        return error.exception(other.getMessage());
      }
    }
    return new SQLException(other.getMessage(), other.getSQLState(), other.getErrorCode());
  }

  /**
   * What a server said, fit for a message: printable ASCII, at most 200 characters; empty for null.
   */
  static String clean(String text) {
    if (text == null) {
      return "";
    }
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .map(c -> c < ' ' || c > '~' || c == '<' || c == '>' ? '?' : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
