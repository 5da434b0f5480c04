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

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers from characters, exact or refused: JSON numbers and numbers in strings alike (JSON Format
 * 7.1).
 */
final class Numbers {
  private static final long[] POWERS = new long[19];

  /**
   * No service has numbers of such a size; writing one out as digits would take the memory down.
   */
  private static final int MAX_DIGITS = 2000;

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private Numbers() {}

  /** A whole number between the bounds; {@code 1.0} and {@code 1e2} are whole. */
  static long integer(char[] b, int p, int n, long min, long max) throws UnfitValue {
    int i = p;
    int end = p + n;
    boolean negative = i < end && b[i] == '-';
    if (negative) {
      i++;
    }
    if (i == end || end - i > 18) {
      return slowInteger(b, p, n, min, max);
    }
    long v = 0;
    for (; i < end; i++) {
      int d = b[i] - '0';
      if (d < 0 || d > 9) {
        return slowInteger(b, p, n, min, max);
      }
      v = v * 10 + d;
    }
    v = negative ? -v : v;
    if (v < min || v > max) {
      throw range(b, p, n, min, max);
    }
    return v;
  }

  private static long slowInteger(char[] b, int p, int n, long min, long max) throws UnfitValue {
    BigDecimal exact = parse(b, p, n).stripTrailingZeros();
    if (exact.scale() > 0) {
      throw new UnfitValue(UnfitValue.OUT_OF_RANGE, new String(b, p, n), "not a whole number");
    }
    if (exact.precision() - (long) exact.scale() > 19
        || exact.compareTo(BigDecimal.valueOf(min)) < 0
        || exact.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw range(b, p, n, min, max);
    }
    return exact.longValueExact();
  }

  /**
   * A decimal of exactly this scale, or of the smallest one that holds its digits when {@code
   * scale} is -1.
   */
  static BigDecimal decimal(char[] b, int p, int n, int scale) throws UnfitValue {
    int i = p;
    int end = p + n;
    boolean negative = i < end && b[i] == '-';
    if (negative) {
      i++;
    }
    if (i == end || end - i > 18) {
      return slowDecimal(b, p, n, scale);
    }
    long v = 0;
    int dot = -1;
    for (; i < end; i++) {
      int d = b[i] - '0';
      if (d >= 0 && d <= 9) {
        v = v * 10 + d;
      } else if (b[i] == '.' && dot < 0) {
        dot = i;
      } else {
        return slowDecimal(b, p, n, scale);
      }
    }
    if (dot == end - 1 || dot == p + (negative ? 1 : 0)) {
      return slowDecimal(b, p, n, scale);
    }
    int digits = dot < 0 ? 0 : end - 1 - dot;
    int atLeast = Math.max(scale, 0);
    while (digits > atLeast && v % 10 == 0) {
      v /= 10;
      digits--;
    }
    if (scale >= 0) {
      if (digits > scale) {
        throw scale(b, p, n, scale);
      }
      if (digits < scale) {
        int up = scale - digits;
        if (up > 18 || v > Long.MAX_VALUE / POWERS[up]) {
          return BigDecimal.valueOf(negative ? -v : v, digits).setScale(scale);
        }
        v *= POWERS[up];
        digits = scale;
      }
    }
    return BigDecimal.valueOf(negative ? -v : v, digits);
  }

  private static BigDecimal slowDecimal(char[] b, int p, int n, int scale) throws UnfitValue {
    BigDecimal exact = parse(b, p, n);
    if (exact.signum() == 0) {
      return BigDecimal.valueOf(0, Math.max(scale, 0));
    }
    exact = exact.stripTrailingZeros();
    if (exact.precision() - (long) exact.scale() > MAX_DIGITS || exact.scale() > MAX_DIGITS) {
      throw new UnfitValue(UnfitValue.OUT_OF_RANGE, new String(b, p, n), "too many digits");
    }
    if (scale < 0) {
      return exact.scale() < 0 ? exact.setScale(0) : exact;
    }
    if (exact.scale() > scale) {
      throw scale(b, p, n, scale);
    }
    return exact.setScale(scale, RoundingMode.UNNECESSARY);
  }

  /**
   * The double of at most 15 digits with a point somewhere, else NaN: such a number, and the power
   * of ten below it, are doubles themselves, so that their quotient is rounded but once.
   */
  private static double few(char[] b, int p, int n) {
    int i = p;
    int end = p + n;
    boolean negative = n > 0 && b[i] == '-';
    if (negative) {
      i++;
    }
    if (i == end || end - i > 16) {
      return Double.NaN;
    }
    long v = 0;
    int dot = -1;
    for (; i < end; i++) {
      int d = b[i] - '0';
      if (d >= 0 && d <= 9) {
        v = v * 10 + d;
      } else if (b[i] == '.' && dot < 0 && i > p && b[i - 1] != '-') {
        dot = i;
      } else {
        return Double.NaN;
      }
    }
    if (v >= POWERS[15] || dot == end - 1) {
      return Double.NaN;
    }
    double quotient = dot < 0 ? v : v / (double) POWERS[end - 1 - dot];
    return negative ? -quotient : quotient;
  }

  /** A double; {@code INF}, {@code -INF} and {@code NaN} are values (ABNF nanInfinity). */
  static double binary64(char[] b, int p, int n) throws UnfitValue {
    double few = few(b, p, n);
    if (!Double.isNaN(few)) {
      return few;
    }
    String text = new String(b, p, n);
    switch (text) {
      case "INF", "Infinity":
        return Double.POSITIVE_INFINITY;
      case "-INF", "-Infinity":
        return Double.NEGATIVE_INFINITY;
      case "NaN":
        return Double.NaN;
      default:
        double v = isNumber(b, p, n) ? Double.parseDouble(text) : Double.NaN;
        if (Double.isNaN(v)) {
          throw new UnfitValue(UnfitValue.NOT_PARSEABLE, text, "not a number");
        }
        if (Double.isInfinite(v)) {
          throw new UnfitValue(UnfitValue.OUT_OF_RANGE, text, "outside the range of a double");
        }
        return v;
    }
  }

  /** A float, rounded once from the digits. */
  static float binary32(char[] b, int p, int n) throws UnfitValue {
    String text = new String(b, p, n);
    switch (text) {
      case "INF", "Infinity":
        return Float.POSITIVE_INFINITY;
      case "-INF", "-Infinity":
        return Float.NEGATIVE_INFINITY;
      case "NaN":
        return Float.NaN;
      default:
        float v = isNumber(b, p, n) ? Float.parseFloat(text) : Float.NaN;
        if (Float.isNaN(v)) {
          throw new UnfitValue(UnfitValue.NOT_PARSEABLE, text, "not a number");
        }
        if (Float.isInfinite(v)) {
          throw new UnfitValue(UnfitValue.OUT_OF_RANGE, text, "outside the range of a float");
        }
        return v;
    }
  }

  /** Java's parsers take {@code 1d}, blanks and hexadecimal digits too. */
  private static boolean isNumber(char[] b, int p, int n) {
    for (int i = p; i < p + n; i++) {
      char c = b[i];
      if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
        return false;
      }
    }
    return n > 0;
  }

  private static BigDecimal parse(char[] b, int p, int n) throws UnfitValue {
    if (n > MAX_DIGITS) {
      throw new UnfitValue(UnfitValue.OUT_OF_RANGE, new String(b, p, n), "too many digits");
    }
    try {
      if (isNumber(b, p, n)) {
        return new BigDecimal(b, p, n);
      }
    } catch (NumberFormatException e) {
      throw notNumber(b, p, n);
    }
    throw notNumber(b, p, n);
  }

  private static UnfitValue notNumber(char[] b, int p, int n) {
    return new UnfitValue(UnfitValue.NOT_PARSEABLE, new String(b, p, n), "not a number");
  }

  private static UnfitValue range(char[] b, int p, int n, long min, long max) {
    return new UnfitValue(
        UnfitValue.OUT_OF_RANGE,
        new String(b, p, n),
        "outside the range from " + min + " to " + max);
  }

  private static UnfitValue scale(char[] b, int p, int n, int scale) {
    return new UnfitValue(
        UnfitValue.OUT_OF_RANGE,
        new String(b, p, n),
        "more digits after the point than the declared scale of " + scale);
  }
}
