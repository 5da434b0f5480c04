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

import java.nio.file.Path;

/**
 * Mutual exclusion by path within one Java process, across class loaders.
 *
 * <p>Kernel file locks belong to the process: a second opener in the same process, perhaps another
 * copy of this class in another class loader, would release the first one's lock by closing its own
 * channel. The monitor is an interned string, the flag a system property that is a string (another
 * object there breaks {@code Properties.list}).
 */
final class JvmLock implements SettingsStore.Lock {
  private static final String PREFIX = "io.github.calciteodata.oauth.lock:";
  private static final long RECHECK_MILLIS = 1_000;

  private final String name;

  private JvmLock(String name) {
    this.name = name;
  }

  /**
   * Waits for the lock.
   *
   * @throws SettingsException with the reason BUSY when the limit is over
   */
  static JvmLock acquire(Path path, TimeLimit limit)
      throws SettingsException, InterruptedException {
    String name = (PREFIX + path).intern();
    synchronized (name) {
      while (System.getProperty(name) != null) {
        long left = limit.remainingMillis();
        if (left == 0) {
          throw new SettingsException(
              SettingsException.Reason.BUSY, "Another thread of this process uses " + path);
        }
        name.wait(Math.min(left, RECHECK_MILLIS));
      }
      System.setProperty(name, "held");
    }
    return new JvmLock(name);
  }

  @Override
  public void close() {
    synchronized (name) {
      System.clearProperty(name);
      name.notifyAll();
    }
  }
}
