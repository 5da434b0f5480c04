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

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.calcite.DataContext;

/** When a statement has to stop: at its query timeout, or once its cancel flag is set. */
public final class Deadline {
  /** Never. */
  public static final Deadline NONE = new Deadline(null, 0);

  private final AtomicBoolean cancelled;
  private final long endNanos;
  private final long millis;
  private final BooleanSupplier stopped;
  private final boolean maySignIn;

  /**
   * Starts the clock.
   *
   * @param cancelled set by {@code Statement.cancel}, or null
   * @param millis the query timeout, 0 for none
   */
  public Deadline(AtomicBoolean cancelled, long millis) {
    this(
        cancelled,
        millis,
        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis),
        true,
        () -> false);
  }

  private Deadline(
      AtomicBoolean cancelled,
      long millis,
      long endNanos,
      boolean maySignIn,
      BooleanSupplier stopped) {
    this.cancelled = cancelled;
    this.millis = millis;
    this.endNanos = endNanos;
    this.maySignIn = maySignIn;
    this.stopped = stopped;
  }

  /** The same for a part of the statement that may have to stop before the rest. */
  Deadline orWhen(BooleanSupplier partStopped) {
    return new Deadline(cancelled, millis, endNanos, maySignIn, partStopped);
  }

  /** The deadline of a statement that runs. */
  public static Deadline of(DataContext root) {
    AtomicBoolean cancelled = DataContext.Variable.CANCEL_FLAG.get(root);
    Object timeout = root.get(DataContext.Variable.TIMEOUT.camelName);
    return new Deadline(cancelled, timeout instanceof Number millis ? millis.longValue() : 0);
  }

  /** The same for work that nobody asked for in so many words: it must not open a browser. */
  public Deadline withoutSignIn() {
    return new Deadline(cancelled, millis, endNanos, false, stopped);
  }

  /** Whether somebody who can be asked to sign in waits for it. */
  public boolean maySignIn() {
    return maySignIn;
  }

  /** Milliseconds left; {@code Long.MAX_VALUE} when there is no timeout, 0 when it is over. */
  public long remainingMillis() {
    if (millis == 0) {
      return Long.MAX_VALUE;
    }
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime()));
  }

  /** Whether the statement has been cancelled. */
  public boolean isCancelled() {
    return cancelled != null && cancelled.get();
  }

  /**
   * Throws when the statement has to stop.
   *
   * @throws SQLException SQLState 57014 when cancelled, HYT00 when timed out, 24000 when closed
   */
  public void check() throws SQLException {
    if (stopped.getAsBoolean()) {
      throw new SQLException("The cursor has been closed", "24000");
    }
    if (isCancelled()) {
      throw new SQLException("Statement cancelled", "57014");
    }
    if (remainingMillis() == 0) {
      throw new SQLTimeoutException("Query timeout of " + millis + " ms is over", "HYT00");
    }
  }
}
