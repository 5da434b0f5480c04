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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sign-in's entry in the store, under the seed rule: what the connection string says is where
 * the entry grew from, and replaces the entry only when it is not what it grew from. A store that
 * cannot be written does not lose a token: the token stays in memory and is saved when that is
 * possible again.
 */
final class TokenVault {
  private static final Logger LOGGER = LoggerFactory.getLogger(TokenVault.class);
  private static final Duration LOCK_ALLOWANCE = Duration.ofSeconds(15);

  private final OAuthConfig config;
  private final String key;
  private final TokenSlot slot;
  private final SettingsStore store;
  private final OAuthClock clock;

  TokenVault(OAuthConfig config, TokenSlot slot, SettingsStore store, OAuthClock clock) {
    this.config = config;
    this.key = config.profileKey();
    this.slot = slot;
    this.store = store;
    this.clock = clock;
  }

  String key() {
    return key;
  }

  SettingsStore store() {
    return store;
  }

  /** The store's content, read without a lock. */
  SettingsDocument read() throws SQLException {
    try {
      return store.read();
    } catch (SettingsException e) {
      if (e.reason() != Reason.UNWRITABLE || config.store().failWhenUnwritable()) {
        throw failure(e);
      }
      slot.warn("OAuth tokens stay in memory: " + e.getMessage());
      return SettingsDocument.empty(SettingsCipher.NONE);
    }
  }

  /** The entry as this connection sees it; empty fields when there is none. */
  StoredGrant grant(SettingsDocument document) throws SQLException {
    StoredGrant stored = raw(document);
    Seeds seeds = config.seeds();
    String refresh = SecretValue.fingerprint(seeds.refresh());
    if (refresh != null && !refresh.equals(stored.seedRefresh())) {
      StoredGrant last = slot.last();
      if (last != null && refresh.equals(last.seedRefresh())) {
        // another connection with another seed has taken the entry; the given token is burnt
        // already
        return last;
      }
      return stored.withRefreshToken(refresh.equals(stored.deadRefresh()) ? null : seeds.refresh());
    }
    return accessSeedIsNew(stored) ? stored.withoutAccess() : stored;
  }

  private StoredGrant raw(SettingsDocument document) throws SQLException {
    try {
      StoredGrant stored = document.grant(key).orElse(StoredGrant.EMPTY);
      StoredGrant unsaved = slot.unsaved();
      return unsaved != null && unsaved.obtainedAt() >= stored.obtainedAt() ? unsaved : stored;
    } catch (SettingsException e) {
      throw failure(e);
    }
  }

  /** Whether an access token is given that the store has not grown from. */
  boolean accessSeedIsNew(SettingsDocument document) throws SQLException {
    return accessSeedIsNew(raw(document));
  }

  private boolean accessSeedIsNew(StoredGrant stored) {
    String access = SecretValue.fingerprint(config.seeds().access());
    return access != null && !access.equals(stored.seedAccess());
  }

  /** Runs work under the lock, or without a store where that is allowed. */
  <T> T transact(SettingsStore.Transaction<T> work) throws SQLException {
    return transact(TimeLimit.in(config.timeout().plus(LOCK_ALLOWANCE)), work);
  }

  /** The same with another limit for waiting. */
  <T> T transact(TimeLimit limit, SettingsStore.Transaction<T> work) throws SQLException {
    SettingsException trouble;
    try {
      return store.transact(limit, work);
    } catch (SettingsException e) {
      trouble = e;
    }
    boolean goOn =
        switch (trouble.reason()) {
          case UNWRITABLE -> !config.store().failWhenUnwritable();
          case BUSY, NO_LOCKS -> config.store().unlockedWhenBusy();
          case UNSAFE, WRONG_KEY, UNREADABLE -> false;
        };
    if (!goOn) {
      throw failure(trouble);
    }
    slot.warn("OAuth tokens stay in memory: " + trouble.getMessage());
    return transactInMemory(limit, work);
  }

  private <T> T transactInMemory(TimeLimit limit, SettingsStore.Transaction<T> work)
      throws SQLException {
    boolean held = false;
    try {
      held = slot.withoutStore().tryLock(limit.remainingMillis(), TimeUnit.MILLISECONDS);
      if (!held) {
        throw OAuthError.BUSY.exception("Another connection renews the token");
      }
      return work.run(new Unsaved(read().copy()));
    } catch (SettingsException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OAuthError.CANCELLED.exception(
          "Interrupted while another connection renewed the token");
    } finally {
      if (held) {
        slot.withoutStore().unlock();
      }
    }
  }

  /**
   * Makes room for a token that is about to be had; a store that cannot be written is not in the
   * way.
   */
  void reserve(SettingsStore.Locked locked) throws SQLException {
    try {
      locked.reserve();
    } catch (SettingsException e) {
      if (e.reason() != Reason.UNWRITABLE || config.store().failWhenUnwritable()) {
        throw failure(e);
      }
      slot.warn("OAuth tokens stay in memory: " + e.getMessage());
    }
  }

  /** Saves an entry; when that is not possible, it stays in memory. */
  void save(SettingsStore.Locked locked, StoredGrant grant) throws SQLException {
    StoredGrant grown = grown(grant);
    slot.last(grown);
    try {
      locked.document().putGrant(key, config.label(), grown, clock.wallMillis());
      locked.commit();
      slot.unsaved(null);
    } catch (SettingsException e) {
      slot.unsaved(grown);
      if (config.store().failWhenUnwritable()) {
        throw failure(e);
      }
      slot.warn("OAuth tokens stay in memory: " + e.getMessage());
    }
  }

  /** Saves the document, as far as that is possible. */
  void commit(SettingsStore.Locked locked) throws SQLException {
    try {
      locked.commit();
    } catch (SettingsException e) {
      if (e.reason() != Reason.UNWRITABLE || config.store().failWhenUnwritable()) {
        throw failure(e);
      }
      slot.warn("OAuth settings cannot be saved: " + e.getMessage());
    }
  }

  /** Whether the data service refused the access token of this entry. */
  boolean rejected(StoredGrant grant) {
    return grant.accessToken().fingerprint().equals(slot.rejected());
  }

  private StoredGrant grown(StoredGrant grant) {
    String access = SecretValue.fingerprint(config.seeds().access());
    String refresh = SecretValue.fingerprint(config.seeds().refresh());
    return grant.withSeeds(
        access != null ? access : grant.seedAccess(),
        refresh != null ? refresh : grant.seedRefresh());
  }

  /** Tries to save what could not be saved before; does nothing when that is still not possible. */
  void saveUnsaved() throws SQLException {
    StoredGrant grant = slot.unsaved();
    if (grant == null) {
      return;
    }
    try {
      store.transact(
          TimeLimit.inMillis(0),
          locked -> {
            StoredGrant stored = locked.document().grant(key).orElse(StoredGrant.EMPTY);
            if (stored.obtainedAt() <= grant.obtainedAt()) {
              locked.document().putGrant(key, config.label(), grant, clock.wallMillis());
              locked.commit();
            }
            slot.saved(grant);
            return null;
          });
    } catch (SettingsException e) {
      LOGGER.debug("OAuth tokens stay in memory: {}", e.getMessage());
    }
  }

  /** What to tell about a store that cannot be used. */
  static SQLException failure(SettingsException e) {
    OAuthError error = e.reason() == Reason.BUSY ? OAuthError.BUSY : OAuthError.SETTINGS;
    return error.exception(e.getMessage());
  }

  /** The store while it cannot be locked or written. */
  private record Unsaved(SettingsDocument document) implements SettingsStore.Locked {
    @Override
    public void reserve() throws SettingsException {
      throw new SettingsException(Reason.UNWRITABLE, "the settings cannot be saved at present");
    }

    @Override
    public void commit() throws SettingsException {
      reserve();
    }
  }
}
