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

import io.github.calciteodata.InvalidOptionException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.plan.RelOptPlanner.CannotPlanException;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.validate.SqlValidatorException;

/**
 * Finds what really happened inside the exceptions of Calcite and Avatica, which have neither
 * SQLState nor brevity.
 */
final class SqlErrors {
  private static final String SYNTAX_OR_RULE = "42000";
  private static final String GENERAL = "HY000";

  private static final Pattern ENCOUNTERED_WORD = Pattern.compile("^Encountered \"(\\w+)");

  private SqlErrors() {}

  /** The exception as an SQLException with SQLState and a message of its own. */
  static SQLException translate(Throwable error) {
    Throwable deepest = error;
    for (Throwable cause = error; cause != null; cause = next(cause)) {
      SQLException known = known(cause);
      if (known != null) {
        return known;
      }
      deepest = cause;
    }
    return general(error, deepest);
  }

  private static Throwable next(Throwable error) {
    return error.getCause() == error ? null : error.getCause();
  }

  private static SQLException known(Throwable error) {
    if (error instanceof SQLFeatureNotSupportedException unsupported
        && unsupported.getSQLState() == null) {
      String message =
          unsupported.getMessage() == null ? "Not supported" : unsupported.getMessage();
      return new SQLFeatureNotSupportedException(message, "0A000", unsupported);
    }
    if (error instanceof SQLException sql) {
      return sql.getSQLState() == null ? stateless(sql) : sql;
    }
    if (error instanceof InvalidOptionException) {
      return new SQLNonTransientConnectionException(error.getMessage(), "08004", error);
    }
    if (error instanceof SqlParseException) {
      // Not as cause: its message lists everything that could have followed.
      return new SQLSyntaxErrorException(syntax(error.getMessage()), SYNTAX_OR_RULE);
    }
    if (error instanceof CalciteContextException || error instanceof SqlValidatorException) {
      return new SQLSyntaxErrorException(firstParagraph(context(error)), SYNTAX_OR_RULE, error);
    }
    if (error instanceof CannotPlanException) {
      return new SQLFeatureNotSupportedException(
          "This statement cannot be planned: " + firstLine(error.getMessage()), "0A000", error);
    }
    if (error instanceof ArithmeticException) {
      return arithmetic(String.valueOf(error.getMessage()), error);
    }
    if (error instanceof NumberFormatException) {
      return new SQLException("Not a number: " + error.getMessage(), "22018", error);
    }
    return null;
  }

  private static SQLException arithmetic(String message, Throwable error) {
    if (message.contains("zero")) {
      return new SQLException("Division by zero", "22012", error);
    }
    String advice =
        message.endsWith("overflow") ? ". Cast an operand to a wider type, such as DECIMAL" : "";
    return new SQLException("Number out of range: " + message + advice, "22003", error);
  }

  /** Avatica's own exceptions, told apart by their fixed texts. */
  private static SQLException stateless(SQLException error) {
    String message = String.valueOf(error.getMessage());
    String state =
        switch (message) {
          case "Connection closed" -> "08003";
          case "Statement closed", "ResultSet closed" -> "24000";
          case "Statement canceled" -> "57014";
          default -> message.contains("unbound parameter") ? "07002" : null;
        };
    if ("07002".equals(state)) {
      message = "A parameter (?) has no value: set each of them before executing";
    }
    return state == null ? null : new SQLException(message, state, error);
  }

  private static SQLException general(Throwable error, Throwable deepest) {
    String message = deepest.getMessage();
    if (message == null) {
      message = deepest.getClass().getSimpleName();
    }
    String state = deepest instanceof CalciteException ? "22000" : GENERAL;
    return new SQLException(firstParagraph(message), state, error);
  }

  private static String context(Throwable error) {
    String where = String.valueOf(error.getMessage());
    return error.getCause() == null || where.contains(String.valueOf(error.getCause().getMessage()))
        ? where
        : where + ": " + error.getCause().getMessage();
  }

  /** Leaves out the list of everything that could have followed. */
  private static String syntax(String message) {
    int expecting = message.indexOf("\nWas expecting");
    String brief = (expecting < 0 ? message : message.substring(0, expecting)).strip();
    Matcher word = ENCOUNTERED_WORD.matcher(brief);
    String hint =
        word.find()
                && SqlParser.create("")
                    .getMetadata()
                    .isReservedWord(word.group(1).toUpperCase(Locale.ROOT))
            ? " A name that is a reserved word needs double quotes."
            : "";
    return brief.replaceAll("\\s*\\R\\s*", " ") + hint;
  }

  private static String firstParagraph(String message) {
    int end = message.indexOf("\n\n");
    return (end < 0 ? message : message.substring(0, end)).strip();
  }

  private static String firstLine(String message) {
    return String.valueOf(message).lines().findFirst().orElse("");
  }
}
