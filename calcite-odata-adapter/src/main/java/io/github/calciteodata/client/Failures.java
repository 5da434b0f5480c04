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
package io.github.calciteodata.client;

import io.github.calciteodata.net.ProxyException;
import io.github.calciteodata.net.TlsProblems;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** Turns what went wrong on the wire into exceptions that say what, where and what to do next. */
final class Failures {
  private Failures() {}

  /** An answer that is no success. */
  static ODataServiceException status(
      String method, String url, int status, String reason, ServiceError error) {
    StringBuilder m = new StringBuilder();
    m.append(method).append(' ').append(Urls.redact(url)).append(": ").append(status);
    if (!reason.isEmpty()) {
      m.append(' ').append(reason);
    }
    if (error.code() != null || error.message() != null) {
      m.append(": ");
      if (error.code() != null && !error.code().equals(String.valueOf(status))) {
        m.append('[').append(error.code()).append("] ");
      }
      if (error.message() != null) {
        m.append(error.message());
      }
    }
    if (".!?…".indexOf(m.charAt(m.length() - 1)) < 0) {
      m.append('.');
    }
    m.append(' ').append(advice(status));
    String state = status == 401 || status == 407 ? "28000" : status == 403 ? "42501" : "HY000";
    return new ODataServiceException(m.toString(), state, status, error);
  }

  /** The words of a status (RFC 9110, 15). */
  static String reason(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 410 -> "Gone";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      default -> "";
    };
  }

  private static String advice(int status) {
    return switch (status) {
      case 400, 501 ->
          "The service refuses this request; the properties of the group Push-down control what is asked";
      case 401 -> "Check AuthScheme and the credentials";
      case 403 -> "The user may not read this; ask for the permission, or use another user";
      case 404 -> "Check URL (the service root) and that the resource still exists";
      case 407 ->
          "A proxy on the way wants credentials; set ProxyServer, ProxyPort, ProxyUser and ProxyPassword";
      case 410 -> "What the link led to is gone; run the query again";
      case 414 -> "The URL is too long for the service; lower MaxUrlLength";
      case 408, 425, 429, 502, 503, 504 ->
          "It was tried again as often as Retries allows; try later";
      default -> "The service's own log may say more";
    };
  }

  /** No answer, or one that broke off. */
  static SQLException io(String method, String url, IOException e, Duration timeout, int tries) {
    String where = method + " " + Urls.redact(url) + ": ";
    String times = tries > 1 ? " (tried " + tries + " times)" : "";
    String origin = originOf(url);
    if (e instanceof UnknownHostException) {
      return new SQLNonTransientConnectionException(
          where
              + "the host of "
              + origin
              + " is not known. Check URL and the network; where a proxy is needed, set ProxyServer or"
              + " ProxyAutoDetect=true",
          "08001",
          e);
    }
    if (e instanceof SSLException tls) {
      return new SQLNonTransientConnectionException(
          where + "no secure connection: " + TlsProblems.explain(tls), "08001", e);
    }
    if (e instanceof ProxyException proxy) {
      String text = where + e.getMessage() + times;
      return proxy.status() == 407
          ? new SQLInvalidAuthorizationSpecException(text, "28000", e)
          : new SQLNonTransientConnectionException(text, "08001", e);
    }
    if (e instanceof ConnectTimeoutException) {
      return new SQLTransientConnectionException(
          where
              + "no connection to "
              + origin
              + " within "
              + timeout.toSeconds()
              + " s"
              + times
              + ". Check URL and the network; where a proxy is needed, set ProxyServer or ProxyAutoDetect=true",
          "08001",
          e);
    }
    if (e instanceof SocketTimeoutException) {
      return new SQLTimeoutException(
          where
              + "nothing came for "
              + timeout.toSeconds()
              + " s"
              + times
              + ". Raise Timeout, or ask for less",
          "HYT00",
          e);
    }
    if (e instanceof java.net.ConnectException) {
      return new SQLTransientConnectionException(
          where
              + "cannot connect to "
              + origin
              + times
              + ": "
              + e.getMessage()
              + ". Check URL, and that it runs",
          "08001",
          e);
    }
    return new SQLTransientConnectionException(
        where
            + "the connection broke"
            + times
            + ": "
            + e.getMessage()
            + ". Try again"
            + TlsProblems.hint(url, e),
        "08001",
        e);
  }

  /** A link or redirect that leaves the service. */
  static SQLException otherOrigin(String what, String url, String target, Origin own) {
    return new SQLNonTransientConnectionException(
        "GET "
            + Urls.redact(url)
            + ": "
            + what
            + " leads to "
            + originOf(target)
            + ", which is not the service's "
            + "origin "
            + own
            + "; nothing was sent there. If that is where the service lives, put it into URL; if it may be asked"
            + " without credentials, into OAuthAllowedOrigins",
        "08004");
  }

  /** The same failure at an origin that the user allowed. */
  static SQLException withoutCredentials(SQLException failure) {
    return new SQLException(
        failure.getMessage()
            + ". It was asked with no credentials, as every origin of OAuthAllowedOrigins",
        failure.getSQLState(),
        failure);
  }

  /** An answer in the wrong format, as a page to log in or a proxy's. */
  static ODataServiceException contentType(
      String url, int status, String type, String wanted, ServiceError text) {
    return new ODataServiceException(
        "GET "
            + Urls.redact(url)
            + ": "
            + status
            + ", but the answer is "
            + type
            + " and not "
            + wanted
            + (text.message() == null ? "" : ": " + text.message())
            + (text.message() != null && text.message().endsWith(".") ? "" : ".")
            + " Is URL the service root, and are the credentials right (a page to log in comes as HTML)?",
        "HY000",
        status,
        text);
  }

  private static String originOf(String url) {
    try {
      return Origin.of(url).toString();
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }
}
