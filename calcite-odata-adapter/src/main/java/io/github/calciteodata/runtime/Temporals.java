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

import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * Dates, times and instants from characters, without objects in between (ABNF dateValue,
 * timeOfDayValue).
 */
final class Temporals {
  static final int DAY_MILLIS = 86_400_000;
  private static final String RANGE = "a date outside 0001-01-01 to 9999-12-31";

  /** Set when the last value had digits that a millisecond cannot hold. */
  private boolean cut;

  boolean wasCut() {
    return cut;
  }

  /** Days since 1970-01-01 in the proleptic Gregorian calendar. */
  int date(char[] b, int p, int n) throws UnfitValue {
    cut = false;
    if (n == 10) {
      return days(b, p, n);
    }
    // a date as an instant at midnight, as V2 and careless services write it
    if (n >= 16 && (b[p + 10] == 'T' || b[p + 10] == 't')) {
      int end = zone(b, p, n) == NO_ZONE ? p + n : p + n - 1;
      if (end == p + n || b[end] == 'Z' || b[end] == 'z') {
        if (time(b, p + 11, end, b, p, n) == 0 && !cut) {
          return days(b, p, n);
        }
      }
    }
    throw malformed(
        b, p, n, n > 10 ? "not a date, or one outside 0001-01-01 to 9999-12-31" : "not a date");
  }

  /** Milliseconds since midnight; further digits are cut. */
  int timeOfDay(char[] b, int p, int n) throws UnfitValue {
    cut = false;
    if (n > 0 && b[p] == 'P') {
      return duration(b, p, n);
    }
    if (n < 5) {
      throw malformed(b, p, n, "not a time of day");
    }
    return time(b, p, p + n, b, p, n);
  }

  /**
   * Milliseconds since 1970-01-01T00:00Z, rounded down; without an offset the text is taken as UTC.
   */
  long instant(char[] b, int p, int n) throws UnfitValue {
    cut = false;
    if (n < 16 || (b[p + 10] != 'T' && b[p + 10] != 't')) {
      if (n > 7 && b[p] == '/') {
        return ticks(b, p, n);
      }
      if (n == 10) {
        return days(b, p, n) * (long) DAY_MILLIS;
      }
      throw malformed(b, p, n, "not a date with a time");
    }
    int at = zone(b, p, n);
    int offset = 0;
    int end = p + n;
    if (at != NO_ZONE) {
      end = at;
      offset = offsetMillis(b, at, p, n);
    }
    return days(b, p, n) * (long) DAY_MILLIS + time(b, p + 11, end, b, p, n) - offset;
  }

  private static final int NO_ZONE = -1;

  /** Where the offset starts. */
  private static int zone(char[] b, int p, int n) {
    char last = b[p + n - 1];
    if (last == 'Z' || last == 'z') {
      return p + n - 1;
    }
    for (int i = p + n - 1; i > p + 15 && i > p + n - 7; i--) {
      if (b[i] == '+' || b[i] == '-') {
        return i;
      }
    }
    return NO_ZONE;
  }

  private static int offsetMillis(char[] b, int at, int p, int n) throws UnfitValue {
    int length = p + n - at;
    if (length == 1) {
      return 0;
    }
    if ((length == 6 && b[at + 3] == ':') || length == 5 || length == 3) {
      int h = two(b, at + 1);
      int m = length == 3 ? 0 : two(b, at + length - 2);
      if (h >= 0 && m >= 0 && m < 60 && h * 60 + m <= 18 * 60) {
        int millis = (h * 60 + m) * 60_000;
        return b[at] == '-' ? -millis : millis;
      }
    }
    throw malformed(b, p, n, "not an offset from UTC");
  }

  /**
   * Hours to seconds with fraction, from {@code i} to {@code end}; b, p, n are the whole value for
   * the message.
   */
  private int time(char[] t, int i, int end, char[] b, int p, int n) throws UnfitValue {
    int h = end - i >= 5 ? two(t, i) : -1;
    int m = h < 0 || t[i + 2] != ':' ? -1 : two(t, i + 3);
    if (h < 0 || m < 0 || h > 23 || m > 59) {
      throw malformed(b, p, n, "not a time of day");
    }
    int millis = (h * 60 + m) * 60_000;
    i += 5;
    if (i == end) {
      return millis;
    }
    int s = end - i >= 3 && t[i] == ':' ? two(t, i + 1) : -1;
    if (s < 0 || s > 59) {
      throw malformed(b, p, n, "not a time of day");
    }
    millis += s * 1000;
    i += 3;
    if (i == end) {
      return millis;
    }
    if (t[i] != '.' || i + 1 == end) {
      throw malformed(b, p, n, "not a time of day");
    }
    int weight = 100;
    for (i++; i < end; i++) {
      int d = t[i] - '0';
      if (d < 0 || d > 9) {
        throw malformed(b, p, n, "not a time of day");
      }
      millis += d * weight;
      cut |= weight == 0 && d != 0;
      weight /= 10;
    }
    return millis;
  }

  private static int days(char[] b, int p, int n) throws UnfitValue {
    int hi = two(b, p);
    int lo = two(b, p + 2);
    int m = two(b, p + 5);
    int d = two(b, p + 8);
    if (hi < 0 || lo < 0 || m < 1 || m > 12 || d < 1 || b[p + 4] != '-' || b[p + 7] != '-') {
      throw malformed(b, p, n, "not a date");
    }
    int y = hi * 100 + lo;
    if (y == 0) {
      throw new UnfitValue(UnfitValue.OUT_OF_RANGE, new String(b, p, n), RANGE);
    }
    if (d > 28 && d > lengthOfMonth(y, m)) {
      throw malformed(b, p, n, "not a date");
    }
    return daysFromCivil(y, m, d);
  }

  private static int lengthOfMonth(int y, int m) {
    if (m == 2) {
      return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? 29 : 28;
    }
    return m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31;
  }

  /**
   * Years that start in March make the day of the year a linear function; 400 years are one cycle.
   */
  static int daysFromCivil(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468;
  }

  /**
   * V2: {@code /Date(1577934245000)/} with an optional offset in minutes that does not change the
   * instant.
   */
  private static long ticks(char[] b, int p, int n) throws UnfitValue {
    String text = new String(b, p, n);
    if (text.startsWith("/Date(") && text.endsWith(")/")) {
      String number = text.substring(6, n - 2);
      int sign = Math.max(number.indexOf('+'), number.lastIndexOf('-'));
      try {
        return Long.parseLong(sign > 0 ? number.substring(0, sign) : number);
      } catch (NumberFormatException e) {
        throw malformed(b, p, n, "not a date with a time");
      }
    }
    throw malformed(b, p, n, "not a date with a time");
  }

  /** V2: a time of day written as the duration since midnight. */
  private int duration(char[] b, int p, int n) throws UnfitValue {
    Duration since;
    try {
      since = Duration.parse(new String(b, p, n));
    } catch (DateTimeParseException e) {
      throw malformed(b, p, n, "not a time of day");
    }
    if (since.isNegative() || since.toDays() > 0) {
      throw new UnfitValue(UnfitValue.OUT_OF_RANGE, new String(b, p, n), "not within a day");
    }
    cut = since.getNano() % 1_000_000 != 0;
    return (int) since.toMillis();
  }

  private static int two(char[] b, int i) {
    int a = b[i] - '0';
    int c = b[i + 1] - '0';
    return a < 0 || a > 9 || c < 0 || c > 9 ? -1 : a * 10 + c;
  }

  private static UnfitValue malformed(char[] b, int p, int n, String reason) {
    return new UnfitValue(UnfitValue.NOT_PARSEABLE, new String(b, p, n), reason);
  }
}
