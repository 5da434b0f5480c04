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
package io.github.calciteodata.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Cuts the next link out of the bytes of a page before it is decoded. A text in a row could look
 * like it, so what it finds is a hint, to be compared with what the decoder finds.
 */
final class LinkHint {
  private static final int WINDOW = 4096;
  private static final byte[][] NAMES = {
    ascii("\"@odata.nextLink\""),
    ascii("\"@nextLink\""),
    ascii("\"odata.nextLink\""),
    ascii("\"__next\"")
  };
  private static final byte[][] CONTEXTS = {ascii("\"@odata.context\""), ascii("\"@context\"")};

  private LinkHint() {}

  private static byte[] ascii(String s) {
    return s.getBytes(StandardCharsets.US_ASCII);
  }

  /** The link as it stands in the page. */
  static Optional<String> nextLink(byte[] b, int n) {
    Optional<String> atEnd = find(NAMES, b, Math.max(0, n - WINDOW), n);
    return atEnd.isPresent() || n <= WINDOW ? atEnd : find(NAMES, b, 0, WINDOW);
  }

  /** The context URL as it stands at the beginning of the page. */
  static Optional<String> context(byte[] b, int n) {
    return find(CONTEXTS, b, 0, Math.min(n, WINDOW));
  }

  private static Optional<String> find(byte[][] names, byte[] b, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (b[i] == '"') {
        for (byte[] name : names) {
          if (startsWith(b, i, to, name)) {
            Optional<String> value = string(b, i + name.length, to);
            if (value.isPresent()) {
              return value;
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean startsWith(byte[] b, int at, int to, byte[] name) {
    if (at + name.length > to) {
      return false;
    }
    for (int k = 1; k < name.length; k++) {
      if (b[at + k] != name[k]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The string after a colon; empty when there is none, or when it is escaped in an unusual way.
   */
  private static Optional<String> string(byte[] b, int at, int to) {
    int i = blanks(b, at, to);
    if (i >= to || b[i] != ':') {
      return Optional.empty();
    }
    i = blanks(b, i + 1, to);
    if (i >= to || b[i] != '"') {
      return Optional.empty();
    }
    int start = ++i;
    boolean escaped = false;
    while (i < to && b[i] != '"') {
      escaped |= b[i] == '\\';
      i += b[i] == '\\' ? 2 : 1;
    }
    if (i >= to) {
      return Optional.empty();
    }
    String raw = new String(b, start, i - start, StandardCharsets.UTF_8);
    return escaped ? unescape(raw) : Optional.of(raw);
  }

  private static Optional<String> unescape(String raw) {
    StringBuilder s = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\') {
        s.append(c);
      } else if (++i < raw.length()
          && (raw.charAt(i) == '/' || raw.charAt(i) == '\\' || raw.charAt(i) == '"')) {
        s.append(raw.charAt(i));
      } else if (i + 4 < raw.length()
          && raw.charAt(i) == 'u'
          && raw.substring(i + 1, i + 5).matches("[0-9a-fA-F]{4}")) {
        s.append((char) Integer.parseInt(raw.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(s.toString());
  }

  private static int blanks(byte[] b, int at, int to) {
    int i = at;
    while (i < to && (b[i] == ' ' || b[i] == '\t' || b[i] == '\n' || b[i] == '\r')) {
      i++;
    }
    return i;
  }
}
