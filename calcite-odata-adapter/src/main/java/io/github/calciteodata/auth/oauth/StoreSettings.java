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
 * Where and how tokens are kept.
 *
 * @param location a file, {@code memory://name}, or null for the user's own place
 * @param protection AUTO, NONE, PASSPHRASE, KEYSTORE or CLIENT_SECRET
 * @param key the passphrase, or null
 * @param keyStore the PKCS#12 file, or null
 * @param keyStorePassword or null
 * @param repairPermissions whether a file that others can read is repaired instead of refused
 * @param failWhenUnwritable whether a token that cannot be saved is an error
 * @param unlockedWhenBusy whether a refresh without a lock is better than none
 */
public record StoreSettings(
    String location,
    String protection,
    SecretValue key,
    Path keyStore,
    SecretValue keyStorePassword,
    boolean repairPermissions,
    boolean failWhenUnwritable,
    boolean unlockedWhenBusy) {

  static final String MEMORY = "memory://";

  /** Whether the user named a place. */
  boolean explicit() {
    return location != null;
  }

  boolean inMemory() {
    return location != null && location.startsWith(MEMORY);
  }
}
