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
package io.github.calciteodata.demo.data;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** Values that look random and are the same at every start. */
final class Chance {
  private final long seed;

  Chance(long seed) {
    this.seed = seed;
  }

  /** Returns the number at a place, any long. */
  long bits(long place) {
    long z = seed * 0x9E3779B97F4A7C15L + place * 0xD1B54A32D192ED03L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Returns a number from 0 to {@code bound - 1}. */
  int below(long place, int bound) {
    return (int) Long.remainderUnsigned(bits(place), bound);
  }

  /** Returns whether one of {@code n} chances came up. */
  boolean oneIn(long place, int n) {
    return below(place, n) == 0;
  }

  <T> T pick(long place, T[] choices) {
    return choices[below(place, choices.length)];
  }

  UUID uuid(long place) {
    long high = bits(place) & ~0xF000L | 0x4000L;
    long low = bits(place + 1) & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
    return new UUID(high, low);
  }

  /**
   * Returns an instant in 2023 to 2025 to the millisecond, now and then with an offset other than
   * UTC.
   */
  OffsetDateTime instant(long place) {
    long seconds = 1_672_531_200L + below(place, 94_608_000);
    ZoneOffset offset = oneIn(place + 1, 4) ? ZoneOffset.ofHoursMinutes(5, 30) : ZoneOffset.UTC;
    return OffsetDateTime.ofInstant(
        java.time.Instant.ofEpochSecond(seconds, below(place + 2, 1000) * 1_000_000L), offset);
  }
}
