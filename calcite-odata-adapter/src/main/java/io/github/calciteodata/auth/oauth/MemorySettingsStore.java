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
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Settings that live as long as the process, shared by the connections that name them. */
final class MemorySettingsStore implements SettingsStore {
  private final String name;
  private final SettingsCipher cipher = SettingsCipher.NONE;
  private final Semaphore lock = new Semaphore(1, true);
  private final Map<String, Semaphore> logins = new ConcurrentHashMap<>();
  private volatile SettingsDocument document = SettingsDocument.empty(cipher);

  MemorySettingsStore(String name) {
    this.name = name;
  }

  @Override
  public SettingsDocument read() {
    return document;
  }

  @Override
  public <T> T transact(TimeLimit limit, Transaction<T> transaction)
      throws SettingsException, SQLException {
    try (Lock held = acquire(lock, limit)) {
      SettingsDocument copy = document.copy();
      return transaction.run(
          new Locked() {
            @Override
            public SettingsDocument document() {
              return copy;
            }

            @Override
            public void reserve() {}

            @Override
            public void commit() throws SettingsException {
              copy.toBytes();
              document = copy.copy();
            }
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SettingsException(Reason.BUSY, "Interrupted while waiting for " + location());
    }
  }

  @Override
  public Lock lockLogin(String profileKey, TimeLimit limit)
      throws SettingsException, InterruptedException {
    return acquire(logins.computeIfAbsent(profileKey, k -> new Semaphore(1, true)), limit);
  }

  private Lock acquire(Semaphore semaphore, TimeLimit limit)
      throws SettingsException, InterruptedException {
    if (!semaphore.tryAcquire(limit.remainingMillis(), TimeUnit.MILLISECONDS)) {
      throw new SettingsException(Reason.BUSY, "Another connection uses " + location());
    }
    return semaphore::release;
  }

  @Override
  public String location() {
    return "memory://" + name;
  }

  @Override
  public String protection() {
    return cipher.kind();
  }
}
