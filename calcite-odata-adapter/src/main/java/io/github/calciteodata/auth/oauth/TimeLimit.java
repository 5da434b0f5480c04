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

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The moment after which a caller does not want to wait any longer. */
public final class TimeLimit {
  private final long endNanos;

  private TimeLimit(long endNanos) {
    this.endNanos = endNanos;
  }

  /** From now on. */
  public static TimeLimit in(Duration duration) {
    return new TimeLimit(System.nanoTime() + duration.toNanos());
  }

  /** From now on. */
  public static TimeLimit inMillis(long millis) {
    return in(Duration.ofMillis(Math.min(millis, TimeUnit.DAYS.toMillis(365))));
  }

  /** The earlier of this limit and the given time from now. */
  TimeLimit atMost(Duration duration) {
    long other = System.nanoTime() + duration.toNanos();
    return other - endNanos < 0 ? new TimeLimit(other) : this;
  }

  /** What is left, never negative. */
  long remainingMillis() {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime()));
  }

  /** Whether nothing is left. */
  boolean over() {
    return remainingMillis() == 0;
  }
}
