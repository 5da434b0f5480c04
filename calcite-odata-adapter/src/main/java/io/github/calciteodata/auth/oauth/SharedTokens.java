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

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * What all connections of this class loader share: tokens in memory, stores, threads. Connections
 * share a token only when everything agrees that decides whose it is, secrets and given tokens
 * included.
 */
final class SharedTokens {
  private static final int MOST_SLOTS = 1_000;
  private static final Duration IDLE = Duration.ofHours(12);

  /**
   * Connections find each other by nothing but the class; two of them in one process must not open
   * two browsers.
   */
  static final SharedTokens INSTANCE = new SharedTokens(System::getenv);

  private final Cache<String, TokenSlot> slots =
      Caffeine.newBuilder().maximumSize(MOST_SLOTS).expireAfterAccess(IDLE).build();
  private final Cache<String, SettingsStore> stores =
      Caffeine.newBuilder().maximumSize(MOST_SLOTS).expireAfterAccess(IDLE).build();
  private final SettingsStore pendings = new MemorySettingsStore("pending");
  private final OAuthThreads threads = new OAuthThreads();
  private final byte[] processKey = new byte[32];
  private final UnaryOperator<String> environment;

  SharedTokens(UnaryOperator<String> environment) {
    this.environment = environment;
    new SecureRandom().nextBytes(processKey);
  }

  OAuthThreads threads() {
    return threads;
  }

  /** Where sign-ins wait that are not to be written to a file. */
  SettingsStore pendings() {
    return pendings;
  }

  /** The memory of a sign-in; a store of its own goes with a memory of its own. */
  TokenSlot slot(OAuthConfig config, SettingsStore store) {
    if (isAnonymous(config)) {
      return new TokenSlot();
    }
    Seeds seeds = config.seeds();
    String key =
        Digests.sha256OfList(
            identity(config),
            store.location(),
            keyed(config.store().key()),
            keyed(seeds.access()),
            keyed(seeds.refresh()),
            keyed(seeds.verifier()));
    return slots.get(key, k -> new TokenSlot());
  }

  private static boolean isAnonymous(OAuthConfig config) {
    return StoreSettings.MEMORY.equals(config.store().location());
  }

  /** Whose tokens they are: a configuration with another secret or user is somebody else. */
  private String identity(OAuthConfig config) {
    return Digests.sha256OfList(
        config.profileKey(),
        keyed(config.client().secret()),
        keyed(config.password()),
        config.client().key() == null ? null : config.client().key().toString(),
        config.user());
  }

  /** A hash that nobody can compute outside this process. */
  private String keyed(SecretValue secret) {
    return secret == null ? null : Digests.base64(Digests.hmac(processKey, secret.bytes()));
  }

  /** The store of a configuration. */
  SettingsStore store(OAuthConfig config) {
    StoreSettings settings = config.store();
    if (isAnonymous(config)) {
      return new MemorySettingsStore("");
    }
    if (settings.inMemory()) {
      return memory(settings.location().substring(StoreSettings.MEMORY.length()), config);
    }
    if (!settings.explicit() && config.grant().withoutPerson()) {
      // such a token can be had again without a person, so it need not be written down
      return memory("machine", config);
    }
    Path file = settings.explicit() ? Path.of(settings.location()) : defaultFile();
    if (file == null) {
      return memory("without-a-home", config);
    }
    KeySource source = keySource(config);
    String key =
        Digests.sha256OfList(
            file.toString(),
            source == null ? null : source.kind(),
            keyed(settings.key()),
            keyed(settings.keyStorePassword()),
            keyed(config.client().secret()),
            String.valueOf(settings.keyStore()),
            String.valueOf(settings.repairPermissions()));
    SettingsCipher cipher = source == null ? SettingsCipher.NONE : new SettingsCipher(source);
    return stores.get(key, k -> new FileSettingsStore(file, settings.repairPermissions(), cipher));
  }

  private SettingsStore memory(String name, OAuthConfig config) {
    return stores.get(
        Digests.sha256OfList("memory", name, identity(config)), k -> new MemorySettingsStore(name));
  }

  private static KeySource keySource(OAuthConfig config) {
    StoreSettings settings = config.store();
    SecretValue secret = config.client().secret();
    String protection = settings.protection();
    if (protection.equals("AUTO")) {
      protection =
          settings.key() != null
              ? "PASSPHRASE"
              : settings.keyStore() != null
                  ? "KEYSTORE"
                  : secret != null ? "CLIENT_SECRET" : "NONE";
    }
    return switch (protection) {
      case "PASSPHRASE" -> new KeySource.Passphrase(settings.key());
      case "KEYSTORE" ->
          new KeySource.KeyStoreFile(settings.keyStore(), settings.keyStorePassword());
      case "CLIENT_SECRET" -> new KeySource.ClientSecret(secret);
      default -> null;
    };
  }

  /** The user's own place for state, or null when there is none. */
  Path defaultFile() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String home = System.getProperty("user.home", "?");
    String base;
    if (system.contains("win")) {
      base = environment.apply("APPDATA");
    } else if (system.contains("mac")) {
      base = home.equals("?") ? null : home + "/Library/Application Support";
    } else {
      String state = environment.apply("XDG_STATE_HOME");
      boolean given = state != null && state.startsWith("/");
      base = given ? state : home.equals("?") ? null : home + "/.local/state";
    }
    return base == null || base.isBlank()
        ? null
        : Path.of(base, "calcite-odata", "oauth-settings.json");
  }
}
