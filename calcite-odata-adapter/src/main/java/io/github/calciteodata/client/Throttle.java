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

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * The back-off that a service asked for, kept by all requests to it: limits are per user, not per
 * socket.
 */
final class Throttle {
  private final Pauses pauses;
  private Instant notBefore = Instant.MIN;

  Throttle(Pauses pauses) {
    this.pauses = pauses;
  }

  /** No request starts before this. */
  synchronized void hold(Instant until) {
    if (until.isAfter(notBefore)) {
      notBefore = until;
    }
  }

  private synchronized long leftMillis() {
    Instant now = pauses.now();
    return now.isBefore(notBefore) ? Math.max(1, Duration.between(now, notBefore).toMillis()) : 0;
  }

  /** Waits until requests may start. */
  void await(Call call) throws SQLException {
    for (long left = leftMillis(); left > 0; left = leftMillis()) {
      if (left >= call.remainingMillis()) {
        call.check();
        throw new java.sql.SQLTimeoutException(
            "The service asked for a pause of "
                + left
                + " ms, the query timeout is over before. Try again later, or "
                + "raise the query timeout",
            "HYT00");
      }
      pauses.pause(left, call);
    }
  }
}
