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

import io.github.calciteodata.net.Loopback;
import java.net.URI;
import java.util.Locale;

/**
 * Scheme, host and port of a URL in one normal form: the border that credentials never cross (RFC
 * 6454).
 */
public record Origin(String scheme, String host, int port) {

  /**
   * The origin of an absolute URL.
   *
   * @throws IllegalArgumentException when it is not an absolute {@code http} or {@code https} URL
   */
  public static Origin of(String url) {
    int colon = url.indexOf("://");
    String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("not an http or https URL");
    }
    int start = colon + 3;
    int end = start;
    while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    int at = url.lastIndexOf('@', end - 1);
    String authority = url.substring(at >= start ? at + 1 : start, end);
    int bracket = authority.lastIndexOf(']');
    int portAt = authority.indexOf(':', bracket + 1);
    String host =
        (portAt < 0 ? authority : authority.substring(0, portAt)).toLowerCase(Locale.ROOT);
    if (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c == '%')) {
      throw new IllegalArgumentException("a URL without a usable host");
    }
    int port = scheme.equals("https") ? 443 : 80;
    if (portAt >= 0 && portAt + 1 < authority.length()) {
      try {
        port = Integer.parseInt(authority.substring(portAt + 1));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("a URL with a port that is not a number", e);
      }
    }
    return new Origin(scheme, host, port);
  }

  /** The origin of a service root. */
  public static Origin of(URI uri) {
    return of(uri.toString());
  }

  /**
   * The link within this origin, when it differs by nothing but missing TLS: behind a proxy that
   * ends TLS, services write {@code http} links. Any other link as it is.
   */
  public String secure(String link) {
    Origin other;
    try {
      other = of(link);
    } catch (IllegalArgumentException e) {
      return link;
    }
    boolean same =
        scheme.equals("https")
            && other.scheme.equals("http")
            && other.host.equals(host)
            && (other.port == 80 || other.port == port);
    if (!same) {
      return link;
    }
    int path = link.indexOf("://") + 3;
    while (path < link.length() && "/?#\\".indexOf(link.charAt(path)) < 0) {
      path++;
    }
    return this + link.substring(path);
  }

  /** Whether the host is this machine, by its usual names. */
  public boolean isLoopback() {
    return Loopback.is(host);
  }

  /** The host without the brackets of an IPv6 address. */
  String hostName() {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public String toString() {
    boolean standard = port == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + host + (standard ? "" : ":" + port);
  }
}
