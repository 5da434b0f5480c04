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

import io.github.calciteodata.auth.Patience;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One piece of work on the network, which any thread can abort: its socket is closed and its waits
 * end at once.
 */
public final class Call implements Patience {
  private static final long SLICE_MILLIS = 50;

  private final Check check;
  private final LongSupplier remainingMillis;
  private final boolean maySignIn;
  private Runnable running;
  private boolean aborted;

  /** Throws when nobody waits for the work any more. */
  @FunctionalInterface
  public interface Check {
    void run() throws SQLException;
  }

  /**
   * Work that lasts as long as somebody waits for it.
   *
   * @param check throws SQLState 57014 when cancelled, HYT00 when timed out
   * @param remainingMillis {@code Long.MAX_VALUE} when there is no limit
   */
  public Call(Check check, LongSupplier remainingMillis) {
    this(check, remainingMillis, true);
  }

  /**
   * The same, and {@code maySignIn} says whether somebody who can be asked to sign in waits for it.
   */
  public Call(Check check, LongSupplier remainingMillis, boolean maySignIn) {
    this.check = check;
    this.remainingMillis = remainingMillis;
    this.maySignIn = maySignIn;
  }

  /** Ends it: what runs fails, what is started later fails too. Calling it again does nothing. */
  public void abort() {
    Runnable stop;
    synchronized (this) {
      if (aborted) {
        return;
      }
      aborted = true;
      stop = running;
      running = null;
      notifyAll();
    }
    if (stop != null) {
      stop.run();
    }
  }

  public synchronized boolean isAborted() {
    return aborted;
  }

  @Override
  public void check() throws SQLException {
    check.run();
    if (isAborted()) {
      throw new SQLException("The request was aborted: its cursor has been closed", "57014");
    }
  }

  @Override
  public long remainingMillis() {
    return remainingMillis.getAsLong();
  }

  @Override
  public boolean maySignIn() {
    return maySignIn;
  }

  /** Whether a request is under way. */
  synchronized boolean isRunning() {
    return running != null;
  }

  /** Registers how to stop what starts now; runs it when the call has been aborted already. */
  void running(Runnable stop) {
    synchronized (this) {
      if (!aborted) {
        running = stop;
        return;
      }
    }
    stop.run();
  }

  /** Nothing to stop any more. */
  synchronized void finished() {
    running = null;
  }

  /** Waits, but not longer than the caller has patience. */
  void pause(long millis) throws SQLException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (true) {
      check();
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime() + 999_999);
      if (left <= 0) {
        return;
      }
      synchronized (this) {
        try {
          if (!aborted) {
            wait(Math.min(left, SLICE_MILLIS));
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new SQLException("Interrupted while waiting to repeat a request", "57014", e);
        }
      }
    }
  }
}
