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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads rows from the bytes of a page, as long as they are plain: JSON objects whose texts have no
 * escapes and whose numbers are of usual size. Everything else, and everything wrong, it leaves to
 * the parser by answering {@link #NOT_PLAIN}. Belongs to one cursor.
 */
final class PlainRows {
  static final int NOT_PLAIN = -1;
  private static final int LONGEST_SCALAR = 64;
  private static final int LONGEST_TEXT = 1 << 20;

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final ColumnPlan plan;
  private final char[] chars = new char[LONGEST_SCALAR];
  private byte[] b;
  private int end;
  private int at;

  /** Whether the text that was passed over last is ASCII. */
  private boolean ascii;

  PlainRows(ColumnPlan plan) {
    this.plan = plan;
  }

  /** The position of the next byte that is no white space, {@code end} if there is none. */
  static int blanks(byte[] b, int from, int end) {
    int i = from;
    while (i < end && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t')) {
      i++;
    }
    return i;
  }

  /**
   * Reads the row whose brace stands at {@code from}.
   *
   * @return the position behind it, or {@link #NOT_PLAIN}; then values of the row may be set
   *     already
   */
  int row(byte[] bytes, int from, int to, Object[] row) {
    b = bytes;
    end = to;
    at = from;
    return object(plan.root, row) ? at : NOT_PLAIN;
  }

  private boolean object(ColumnPlan.Node node, Object[] row) {
    at = blanks(b, at + 1, end);
    if (at < end && b[at] == '}') {
      at++;
      return true;
    }
    ColumnPlan.Member expected = node.first;
    while (at < end && b[at] == '"') {
      ColumnPlan.Member m = expected;
      if (m != null && startsWith(m.quoted)) {
        at += m.quoted.length;
      } else {
        String name = name();
        if (name == null) {
          return false;
        }
        m = node.member(name);
      }
      at = blanks(b, at, end);
      if (at >= end || b[at] != ':') {
        return false;
      }
      at = blanks(b, at + 1, end);
      if (!value(m, row)) {
        return false;
      }
      if (m != null) {
        expected = m.next;
      }
      at = blanks(b, at, end);
      if (at < end && b[at] == '}') {
        at++;
        return true;
      }
      if (at >= end || b[at] != ',') {
        return false;
      }
      at = blanks(b, at + 1, end);
    }
    return false;
  }

  private boolean startsWith(byte[] text) {
    return at + text.length <= end && Arrays.equals(b, at, at + text.length, text, 0, text.length);
  }

  private String name() {
    int start = at + 1;
    if (!text() || !ascii) {
      return null;
    }
    return ascii(start, at - 1 - start);
  }

  /** Passes over a text; {@link #ascii} says what it is made of. */
  private boolean text() {
    int most = Math.min(end, at + LONGEST_TEXT);
    int i = at + 1;
    long all = 0;
    for (; i + Long.BYTES <= most; i += Long.BYTES) {
      long word = (long) WORDS.get(b, i);
      if (hasSpecial(word)) {
        break;
      }
      all |= word & HIGH_BITS;
    }
    for (; i < most; i++) {
      byte c = b[i];
      if (c == '"') {
        ascii = all == 0;
        at = i + 1;
        return true;
      }
      if (c == '\\' || (c >= 0 && c < ' ')) {
        return false;
      }
      all |= c & 0x80;
    }
    return false;
  }

  /** Whether one of eight bytes is a quote, a backslash or a control character. */
  private static boolean hasSpecial(long word) {
    long quote = word ^ ONES * '"';
    long backslash = word ^ ONES * '\\';
    long special =
        ((quote - ONES) & ~quote)
            | ((backslash - ONES) & ~backslash)
            | ((word - ONES * ' ') & ~word);
    return (special & HIGH_BITS) != 0;
  }

  @SuppressWarnings("deprecation")
  private String ascii(int from, int length) {
    return new String(b, 0, from, length);
  }

  private boolean value(ColumnPlan.Member m, Object[] row) {
    if (at >= end) {
      return false;
    }
    int start = at;
    switch (b[at]) {
      case 'n':
        return literal("null");
      case 't':
        return literal("true") && put(m, row, Boolean.TRUE);
      case 'f':
        return literal("false") && put(m, row, Boolean.FALSE);
      case '"':
        return text() && (m == null ? ascii : quoted(m, start + 1, at - 1, row));
      case '{':
        return m != null && m.child != null && object(m.child, row);
      case '[':
        return false;
      default:
        return number() && (m == null || scalar(m, start, at, false, row));
    }
  }

  private boolean literal(String text) {
    if (at + text.length() > end) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (b[at + i] != text.charAt(i)) {
        return false;
      }
    }
    at += text.length();
    return true;
  }

  private static boolean put(ColumnPlan.Member m, Object[] row, Boolean value) {
    if (m == null) {
      return true;
    }
    if (m.reader == null || !m.reader.isBoolean()) {
      return false;
    }
    row[m.slot] = value;
    return true;
  }

  private boolean quoted(ColumnPlan.Member m, int from, int to, Object[] row) {
    if (m.reader == null) {
      return false;
    }
    if (!m.reader.isText()) {
      return ascii && scalar(m, from, to, true, row);
    }
    String value = m.reader.text(b, from, to - from, ascii);
    row[m.slot] = value;
    // not UTF-8: the parser says so
    return value != null;
  }

  private boolean scalar(ColumnPlan.Member m, int from, int to, boolean quoted, Object[] row) {
    int n = to - from;
    if (m.reader == null || n > LONGEST_SCALAR || n == 0) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      chars[i] = (char) b[from + i];
    }
    try {
      Object value = m.reader.plain(chars, n, quoted);
      row[m.slot] = value;
      return value != null && (m.cutReported || !m.reader.wasCut());
    } catch (UnfitValue e) {
      return false;
    }
  }

  /** Passes over a number (RFC 8259 section 6). */
  private boolean number() {
    int i = at;
    if (b[i] == '-') {
      i++;
    }
    int digits = digits(i);
    if (digits == i || (b[i] == '0' && digits > i + 1)) {
      return false;
    }
    i = digits;
    if (i < end && b[i] == '.') {
      digits = digits(i + 1);
      if (digits == i + 1) {
        return false;
      }
      i = digits;
    }
    // exponents are rare
    boolean ends = i < end && (b[i] == ',' || b[i] == '}' || blanks(b, i, end) > i);
    at = i;
    return ends;
  }

  private int digits(int from) {
    int i = from;
    while (i < end && b[i] >= '0' && b[i] <= '9') {
      i++;
    }
    return i;
  }
}
