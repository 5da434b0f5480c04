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
package io.github.calciteodata.query;

import java.nio.charset.StandardCharsets;

/** A URL under construction, either percent-encoded for the wire or plain for reading. */
final class UrlText {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  private static final String HEX = "0123456789ABCDEF";

  private final StringBuilder out = new StringBuilder();
  private final boolean encoded;
  private String scope = "";

  UrlText(boolean encoded) {
    this.encoded = encoded;
  }

  /** What paths begin with: the variable of a lambda expression, or nothing. */
  String scope() {
    return scope;
  }

  void scope(String changed) {
    scope = changed;
  }

  /** Syntax of the URL or of OData: written as it is, but for blanks. */
  UrlText syntax(String text) {
    if (encoded && text.indexOf(' ') >= 0) {
      // "+" for a blank is refused by several services
      out.append(text.replace(" ", "%20"));
    } else {
      out.append(text);
    }
    return this;
  }

  /**
   * Names and values: everything that could break a URL is percent-encoded (RFC 3986 section 2).
   */
  UrlText data(String text) {
    if (!encoded) {
      out.append(text);
      return this;
    }
    int plain = 0;
    while (plain < text.length() && UNRESERVED.indexOf(text.charAt(plain)) >= 0) {
      plain++;
    }
    out.append(text, 0, plain);
    if (plain < text.length()) {
      for (byte octet : text.substring(plain).getBytes(StandardCharsets.UTF_8)) {
        char c = (char) (octet & 0xFF);
        if (UNRESERVED.indexOf(c) >= 0) {
          out.append(c);
        } else {
          out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        }
      }
    }
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
