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
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.time.Instant;

/**
 * The requests that all connections have under way at one service: services count per user, not per
 * socket. When it refuses because there are too many (429, 503), half as many are sent at once, and
 * none before the time that it names; while it answers, one more after each round. Thread-safe.
 */
public final class Traffic {
  private static final long SLICE_MILLIS = 50;

  private final Pauses pauses;
  private Instant notBefore = Instant.MIN;
  private int most = Integer.MAX_VALUE;
  private int window = Integer.MAX_VALUE;
  private int inFlight;
  private int answered;
  private int halvings;

  /** A service that nothing is known of. */
  public Traffic() {
    this(Pauses.REAL);
  }

  Traffic(Pauses pauses) {
    this.pauses = pauses;
  }

  /** The requests of one connection. */
  static final class Lane {
    private final ServiceLimits limits;
    private int inFlight;

    Lane(ServiceLimits limits) {
      this.limits = limits;
    }
  }

  /**
   * A request under way.
   *
   * @param halvings how often there had been too many when it was sent
   */
  record Ticket(Lane lane, int halvings) {}

  /** The service is known not to bear more at once, whatever it answers. */
  public synchronized void limit(int requests) {
    most = Math.min(most, requests);
    window = Math.min(window, most);
  }

  /** No request starts before this. */
  synchronized void hold(Instant until) {
    if (until.isAfter(notBefore)) {
      notBefore = until;
    }
  }

  /** Waits until another request may be under way. */
  Ticket enter(Lane lane, Call call) throws SQLException {
    while (true) {
      call.check();
      long pause;
      try {
        synchronized (this) {
          pause = pauseMillis();
          if (pause == 0 && admits(lane)) {
            lane.inFlight++;
            inFlight++;
            return new Ticket(lane, halvings);
          }
          if (pause == 0) {
            wait(SLICE_MILLIS);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SQLException("Interrupted while waiting to send a request", "57014", e);
      }
      if (pause > 0) {
        pause(pause, call);
      }
    }
  }

  private boolean admits(Lane lane) {
    return lane.inFlight < lane.limits.parallelism()
        && (!lane.limits.adapts() || inFlight < window);
  }

  private long pauseMillis() {
    Instant now = pauses.now();
    return now.isBefore(notBefore) ? Math.max(1, Duration.between(now, notBefore).toMillis()) : 0;
  }

  private void pause(long millis, Call call) throws SQLException {
    if (millis >= call.remainingMillis()) {
      call.check();
      throw new SQLTimeoutException(
          "The service asked for a pause of "
              + millis
              + " ms, the query timeout is over before. Try again later, or raise the query timeout",
          "HYT00");
    }
    pauses.pause(millis, call);
  }

  /** A request has come back, whatever with. */
  synchronized void leave(Ticket ticket) {
    ticket.lane().inFlight--;
    inFlight--;
    notifyAll();
  }

  /** The service answered a request that is still counted as under way. */
  synchronized void answered(Ticket ticket, int status) {
    if (status == 429 || status == 503) {
      // those that were sent together are refused together
      if (ticket.halvings() == halvings) {
        halvings++;
        answered = 0;
        window = Math.max(1, Math.min(window, inFlight) / 2);
      }
    } else if (window < most && ++answered >= window) {
      answered = 0;
      window++;
      notifyAll();
    }
  }

  /** How many requests may be under way at once. */
  synchronized int window() {
    return window;
  }
}
