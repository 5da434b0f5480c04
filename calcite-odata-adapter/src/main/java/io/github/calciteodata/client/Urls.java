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

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * URLs as texts: services write links that {@code java.net.URI} refuses, and a next link has to be
 * sent as it came (Protocol 11.2.6.7).
 */
public final class Urls {
  private Urls() {}

  /** The absolute form of a link found in an answer (RFC 3986, 5.2). */
  public static String resolve(String base, String link) {
    if (hasScheme(link)) {
      return link;
    }
    int authority = base.indexOf("://") + 3;
    if (link.startsWith("//")) {
      return base.substring(0, authority - 2) + link;
    }
    int path = authority;
    while (path < base.length() && "/?#".indexOf(base.charAt(path)) < 0) {
      path++;
    }
    int query = path;
    while (query < base.length() && "?#".indexOf(base.charAt(query)) < 0) {
      query++;
    }
    String root = base.substring(0, path);
    if (link.startsWith("/")) {
      return root + withoutDots(link);
    }
    String basePath = base.substring(path, query);
    if (link.isEmpty() || link.startsWith("?") || link.startsWith("#")) {
      return root + (basePath.isEmpty() ? "/" : basePath) + link;
    }
    int slash = basePath.lastIndexOf('/');
    return root + withoutDots((slash < 0 ? "/" : basePath.substring(0, slash + 1)) + link);
  }

  private static boolean hasScheme(String link) {
    int colon = link.indexOf(':');
    if (colon <= 0 || !Character.isLetter(link.charAt(0))) {
      return false;
    }
    for (int i = 1; i < colon; i++) {
      char c = link.charAt(i);
      if (!(c < 128 && Character.isLetterOrDigit(c)) && c != '+' && c != '-' && c != '.') {
        return false;
      }
    }
    return link.startsWith("//", colon + 1);
  }

  private static String withoutDots(String pathAndQuery) {
    int end = 0;
    while (end < pathAndQuery.length() && "?#".indexOf(pathAndQuery.charAt(end)) < 0) {
      end++;
    }
    String path = pathAndQuery.substring(0, end);
    if (!path.contains("/.")) {
      return pathAndQuery;
    }
    Deque<String> segments = new ArrayDeque<>();
    String[] parts = path.substring(1).split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      if (parts[i].equals("..")) {
        segments.pollLast();
      } else if (!parts[i].equals(".")) {
        segments.addLast(parts[i]);
        continue;
      }
      if (last) {
        segments.addLast("");
      }
    }
    return "/" + String.join("/", segments) + pathAndQuery.substring(end);
  }

  /**
   * What stands in the request line: path and query without fragment; only what HTTP cannot carry
   * is escaped.
   */
  static String requestTarget(String url) {
    int path = url.indexOf("://") + 3;
    while (path < url.length() && "/?#".indexOf(url.charAt(path)) < 0) {
      path++;
    }
    int end = url.indexOf('#', path);
    String target = url.substring(path, end < 0 ? url.length() : end);
    if (!target.startsWith("/")) {
      target = "/" + target;
    }
    if (target.chars().allMatch(c -> c > ' ' && c < 127)) {
      return target;
    }
    StringBuilder escaped = new StringBuilder(target.length() + 32);
    for (byte b : target.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 127) {
        escaped.append((char) b);
      } else {
        escaped.append(String.format(Locale.ROOT, "%%%02X", b & 255));
      }
    }
    return escaped.toString();
  }

  /**
   * The same URL for messages and logs: user information and the values of options that look like
   * secrets hidden.
   */
  public static String redact(String url) {
    return redact(url, name -> false);
  }

  /** The same, with further names of options to hide. */
  static String redact(String url, Predicate<String> hidden) {
    String shown = url;
    int authority = shown.indexOf("://");
    if (authority >= 0) {
      int end = authority + 3;
      while (end < shown.length() && "/?#".indexOf(shown.charAt(end)) < 0) {
        end++;
      }
      int at = shown.lastIndexOf('@', end - 1);
      if (at > authority) {
        shown = shown.substring(0, authority + 3) + "***" + shown.substring(at);
      }
    }
    int query = shown.indexOf('?');
    if (query < 0) {
      return shown;
    }
    StringBuilder result = new StringBuilder(shown.substring(0, query));
    char separator = '?';
    for (String option : shown.substring(query + 1).split("&", -1)) {
      int equals = option.indexOf('=');
      boolean secret = equals > 0 && isSecret(option.substring(0, equals), hidden);
      result.append(separator).append(secret ? option.substring(0, equals + 1) + "***" : option);
      separator = '&';
    }
    return result.toString();
  }

  /** The text with percent-encoding undone, or as it is when it is none. */
  static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // a lone % means itself
    }
  }

  private static boolean isSecret(String name, Predicate<String> hidden) {
    if (hidden.test(name)) {
      return true;
    }
    String n = name.toLowerCase(Locale.ROOT);
    // system options are never secrets: $skiptoken, %24skiptoken
    if (n.startsWith("$") || n.startsWith("%24") || n.startsWith("@")) {
      return false;
    }
    return n.contains("key")
        || n.contains("token")
        || n.contains("secret")
        || n.contains("password")
        || n.contains("pwd")
        || n.contains("sig")
        || n.contains("code")
        || n.contains("auth");
  }
}
