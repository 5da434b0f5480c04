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

import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The CallbackURL of a desktop sign-in: the literal loopback over http, with one port, a list of
 * ports, or port 0 for a free one.
 *
 * @param host as written
 * @param ports to try, in order
 * @param path with the query, as written
 */
record CallbackAddress(String host, List<Integer> ports, String path) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "http://(localhost|127\\.0\\.0\\.1|\\[::1])(?::(\\d{1,5}(?:,\\d{1,5})*))?(/[^#\\s]*)?");

  /**
   * Reads a CallbackURL.
   *
   * @throws SQLException 08004 for anything that somebody else could listen on
   */
  static CallbackAddress parse(String callback) throws SQLException {
    Matcher matcher = SHAPE.matcher(callback);
    if (!matcher.matches()) {
      throw OAuthError.CONFIGURATION.exception(
          "CallbackURL="
              + OAuthError.clean(callback)
              + ": a browser can only come back to http://127.0.0.1:PORT/, http://localhost:PORT/ or http://[::1]:PORT/"
              + " (port 0 for a free one); for other addresses use GetOAuthAuthorizationUrl(AuthMode => 'WEB')");
    }
    List<Integer> ports = new ArrayList<>();
    String list = matcher.group(2) == null ? "80" : matcher.group(2);
    for (String port : list.split(",", -1)) {
      int number = Integer.parseInt(port);
      if (number > 65_535) {
        throw OAuthError.CONFIGURATION.exception("CallbackURL: " + number + " is no port");
      }
      ports.add(number);
    }
    return new CallbackAddress(
        matcher.group(1), List.copyOf(ports), matcher.group(3) == null ? "" : matcher.group(3));
  }

  /**
   * The redirect URI for the port that was bound; a URL with one fixed port stays as it was
   * written.
   */
  String redirectUri(String written, int port) {
    return ports.size() == 1 && ports.get(0) != 0 ? written : "http://" + host + ":" + port + path;
  }

  /** The path that a callback must have, without the query. */
  String plainPath() {
    String raw = URI.create("http://x" + path).getRawPath();
    return raw == null || raw.isEmpty() ? "/" : raw;
  }

  /**
   * The literal addresses to listen on; both families for the name, whose meaning the browser
   * decides.
   */
  List<String> addresses() {
    return switch (host) {
      case "localhost" -> List.of("127.0.0.1", "::1");
      case "[::1]" -> List.of("::1");
      default -> List.of("127.0.0.1");
    };
  }
}
