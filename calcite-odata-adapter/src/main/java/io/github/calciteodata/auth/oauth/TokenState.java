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

import java.util.concurrent.TimeUnit;

/**
 * A token in memory with the moments that decide about its use. It counts as expired some time
 * before it is, because servers cut to whole seconds and requests take time.
 *
 * @param grant with an access token
 * @param hardWall wall clock, milliseconds, from which it is not used; {@code Long.MAX_VALUE} when
 *     unknown
 * @param hardNanos the same on the monotonic clock
 * @param softNanos from which it is renewed in the background
 */
record TokenState(StoredGrant grant, long hardWall, long hardNanos, long softNanos) {
  private static final long CLOCK_TOLERANCE = TimeUnit.MINUTES.toMillis(5);
  private static final long LONGEST_LIFE = TimeUnit.DAYS.toMillis(400);
  private static final long SHORTEST_FOR_EARLY_RENEWAL = TimeUnit.SECONDS.toMillis(30);

  /** Works out the moments. */
  static TokenState of(StoredGrant grant, OAuthClock clock) {
    if (grant.expiresAt() == null) {
      return new TokenState(grant, Long.MAX_VALUE, 0, 0);
    }
    long life = Math.max(0, grant.expiresAt() - grant.obtainedAt());
    long skew = skew(life);
    long hard = grant.expiresAt() - skew;
    long left = TimeUnit.MILLISECONDS.toNanos(hard - clock.wallMillis());
    long early = Math.max(skew, Math.min(life / 5, TimeUnit.MINUTES.toMillis(5)));
    // renewing a token that lives for seconds ahead of time would only double the number of
    // refreshes
    long window = life < SHORTEST_FOR_EARLY_RENEWAL ? 0 : TimeUnit.MILLISECONDS.toNanos(early);
    return new TokenState(grant, hard, clock.nanos() + left, clock.nanos() + left - window);
  }

  /** A tenth of the life, between 2 s and 60 s, and never more than half of it. */
  private static long skew(long life) {
    return Math.min(life / 2, Math.max(2_000, Math.min(60_000, life / 10)));
  }

  /**
   * Whether it can be used now. The wall clock counts too: the other one may stand still while the
   * machine sleeps.
   */
  boolean fresh(OAuthClock clock) {
    if (!plausible(grant, clock)) {
      return false;
    }
    return hardWall == Long.MAX_VALUE
        || clock.nanos() - hardNanos < 0 && clock.wallMillis() < hardWall;
  }

  /** Whether it should be renewed soon. */
  boolean soft(OAuthClock clock) {
    return hardWall != Long.MAX_VALUE && clock.nanos() - softNanos >= 0;
  }

  /**
   * Whether the server would still take it, although it is no longer used when there is a choice.
   */
  boolean stillValid(OAuthClock clock) {
    return plausible(grant, clock)
        && (grant.expiresAt() == null || clock.wallMillis() < grant.expiresAt());
  }

  private static boolean plausible(StoredGrant grant, OAuthClock clock) {
    long now = clock.wallMillis();
    return grant.accessToken() != null
        && now >= grant.obtainedAt() - CLOCK_TOLERANCE
        && (grant.expiresAt() == null || grant.expiresAt() <= now + LONGEST_LIFE);
  }

  String fingerprint() {
    return grant.accessToken().fingerprint();
  }
}
