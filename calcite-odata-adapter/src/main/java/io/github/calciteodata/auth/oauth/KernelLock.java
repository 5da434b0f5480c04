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

import io.github.calciteodata.auth.oauth.SettingsException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Mutual exclusion between processes by a side file that is never deleted. The kernel releases it
 * when its holder dies; nothing is ever judged by age.
 */
final class KernelLock implements SettingsStore.Lock {
  private final JvmLock jvm;
  private final FileChannel channel;

  private KernelLock(JvmLock jvm, FileChannel channel) {
    this.jvm = jvm;
    this.channel = channel;
  }

  /**
   * Waits for the lock, first within this process, then among processes.
   *
   * @throws SettingsException BUSY when the limit is over, NO_LOCKS where the file system has none
   */
  static KernelLock acquire(SafePath path, TimeLimit limit)
      throws SettingsException, InterruptedException {
    JvmLock jvm = JvmLock.acquire(path.path(), limit);
    FileChannel channel = null;
    try {
      channel = path.openLockFile();
      await(channel, path.path(), limit);
      KernelLock held = new KernelLock(jvm, channel);
      jvm = null;
      channel = null;
      return held;
    } finally {
      closeQuietly(channel);
      if (jvm != null) {
        jvm.close();
      }
    }
  }

  private static void await(FileChannel channel, Path path, TimeLimit limit)
      throws SettingsException, InterruptedException {
    long pause = 5;
    while (true) {
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return;
        }
      } catch (IOException e) {
        throw SettingsException.of(Reason.NO_LOCKS, "Cannot lock " + path, e);
      } catch (OverlappingFileLockException e) {
        // a stranger in this process holds it without the guard above: wait as for another process
        pause = 50;
      }
      if (limit.over()) {
        throw new SettingsException(Reason.BUSY, "Another process holds " + path);
      }
      Thread.sleep(
          Math.min(
              limit.remainingMillis() + 1, ThreadLocalRandom.current().nextLong(pause, 2 * pause)));
      pause = Math.min(50, 2 * pause);
    }
  }

  private static void closeQuietly(FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // the lock file holds no data: nothing can be lost by failing to close it
        return;
      }
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
    jvm.close();
  }
}
