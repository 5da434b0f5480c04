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

/**
 * Strings of one column that come again and again, shared; gives up when the column is not like
 * that.
 */
final class SharedStrings {
  private static final int SLOTS = 256;
  private static final int MAX_LENGTH = 40;
  private static final int SAMPLE = 1024;

  private String[] slots = new String[SLOTS];
  private final char[] chars = new char[MAX_LENGTH];
  private int seen;
  private int hits;

  /** The string of these characters; an earlier one when it is remembered. */
  String get(char[] b, int p, int n) {
    if (slots == null || n > MAX_LENGTH) {
      return n == 0 ? "" : new String(b, p, n);
    }
    int h = n;
    for (int i = p; i < p + n; i++) {
      h = h * 31 + b[i];
    }
    int at = (h ^ h >>> 8 ^ h >>> 16) & SLOTS - 1;
    String known = slots[at];
    if (++seen == SAMPLE) {
      if (hits * 2 < seen) {
        slots = null;
        return new String(b, p, n);
      }
      seen = 0;
      hits = 0;
    }
    if (known != null && equal(known, b, p, n)) {
      hits++;
      return known;
    }
    String fresh = new String(b, p, n);
    slots[at] = fresh;
    return fresh;
  }

  /** The string of these ASCII characters. */
  String get(byte[] b, int p, int n) {
    if (slots == null || n > MAX_LENGTH) {
      return n == 0 ? "" : new String(b, p, n, StandardCharsets.ISO_8859_1);
    }
    for (int i = 0; i < n; i++) {
      chars[i] = (char) b[p + i];
    }
    return get(chars, 0, n);
  }

  private static boolean equal(String s, char[] b, int p, int n) {
    if (s.length() != n) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      if (s.charAt(i) != b[p + i]) {
        return false;
      }
    }
    return true;
  }
}
