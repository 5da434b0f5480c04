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

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Tells the answer of the authorization server from everything else that may reach a local port:
 * other pages of the browser, old tabs, scanners. Only what carries our state counts.
 */
final class CallbackFilter {
  private static final Set<String> SINGLE =
      Set.of("code", "state", "error", "error_description", "iss");

  private final String path;
  private final Set<String> hosts;
  private final byte[] state;

  /**
   * A filter for one attempt.
   *
   * @param path exact
   * @param hosts accepted Host headers
   */
  CallbackFilter(String path, Set<String> hosts, String state) {
    this.path = path;
    this.hosts = hosts;
    this.state = state.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A request to the local port.
   *
   * @param method such as GET
   * @param target path and query as received
   * @param host the Host header, or null
   * @param contentType or null
   * @param body the form of a POST, or null
   */
  record Request(String method, String target, String host, String contentType, String body) {}

  /**
   * What to answer, and whether the wait is over.
   *
   * @param status for the browser
   * @param foreignState whether it carried another state, or none
   * @param callback the code, or null
   * @param failure the refusal, or null
   */
  record Verdict(
      int status, boolean foreignState, CodeExchange.Callback callback, SQLException failure) {
    /** Whether this is the answer. */
    boolean isAnswer() {
      return callback != null || failure != null;
    }

    private static Verdict ignore(int status) {
      return new Verdict(status, false, null, null);
    }
  }

  Verdict judge(Request request) {
    int question = request.target().indexOf('?');
    String requested = question < 0 ? request.target() : request.target().substring(0, question);
    if (!requested.equals(path)) {
      return Verdict.ignore(404);
    }
    if (request.host() == null || !hosts.contains(request.host())) {
      return Verdict.ignore(421);
    }
    String query;
    if (request.method().equals("GET")) {
      query = question < 0 ? "" : request.target().substring(question + 1);
    } else if (request.method().equals("POST")
        && request.contentType() != null
        && request.contentType().startsWith("application/x-www-form-urlencoded")) {
      query = request.body() == null ? "" : request.body();
    } else {
      return Verdict.ignore(405);
    }
    Map<String, String> parameters = parameters(query);
    if (parameters == null) {
      return Verdict.ignore(400);
    }
    String received = parameters.get("state");
    if (received == null
        || !MessageDigest.isEqual(state, received.getBytes(StandardCharsets.UTF_8))) {
      return new Verdict(400, true, null, null);
    }
    return answer(parameters);
  }

  private static Verdict answer(Map<String, String> parameters) {
    String code = parameters.get("code");
    String error = parameters.get("error");
    if ((code == null || code.isEmpty()) == (error == null)) {
      return Verdict.ignore(400);
    }
    if (error == null) {
      return new Verdict(
          200,
          false,
          new CodeExchange.Callback(
              SecretValue.of(code), parameters.get("state"), parameters.get("iss")),
          null);
    }
    String text = OAuthError.clean(error);
    String description = OAuthError.clean(parameters.get("error_description"));
    String message = text + (description.isEmpty() ? "" : " (" + description + ")");
    SQLException failure =
        switch (error) {
          case "access_denied", "consent_required", "interaction_required", "login_required" ->
              OAuthError.DECLINED.exception("The user or an administrator declined: " + message);
          case "server_error", "temporarily_unavailable" ->
              OAuthError.UNREACHABLE.exception("The authorization server failed: " + message);
          default ->
              OAuthError.CLIENT_REFUSED.exception("The authorization server refused: " + message);
        };
    return new Verdict(200, false, null, failure);
  }

  /** Decoded once; null when broken or when a parameter that matters comes twice. */
  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    try {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        if (parameters.put(name, value) != null && SINGLE.contains(name)) {
          return null;
        }
      }
    } catch (IllegalArgumentException e) {
      // a broken escape: no browser sends that
      return null;
    }
    return parameters;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
