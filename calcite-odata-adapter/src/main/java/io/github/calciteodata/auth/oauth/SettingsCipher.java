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
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM over single entries, each bound to its place in the file by authenticated data. */
final class SettingsCipher {
  /** Stores as it is; only the file's permissions protect it. */
  static final SettingsCipher NONE = new SettingsCipher(null);

  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int SALT_BYTES = 16;

  private final KeySource source;
  private final SecureRandom random = new SecureRandom();
  private final byte[] saltForNewFile = new byte[SALT_BYTES];
  private final Map<String, SecretKey> keys = new ConcurrentHashMap<>();

  /** Seals with keys from this source. */
  SettingsCipher(KeySource source) {
    this.source = source;
    random.nextBytes(saltForNewFile);
  }

  /** As the property {@code OAuthSettingsProtection} spells it. */
  String kind() {
    return source == null ? "NONE" : source.kind();
  }

  /** Whether entries are encrypted. */
  boolean seals() {
    return source != null;
  }

  /**
   * Whether an entry that cannot be opened may be replaced: the key is derived from what changes
   * with the client.
   */
  boolean unreadableCountsAsAbsent() {
    return source != null && source.unreadableCountsAsAbsent();
  }

  /** The salt of a file that has none yet, base64. */
  String newSalt() {
    return Base64.getEncoder().encodeToString(saltForNewFile);
  }

  /** Derives the key for this salt, which may take a second, unless that was done before. */
  void prepare(String salt) throws SettingsException {
    if (seals()) {
      key(salt == null ? newSalt() : salt);
    }
  }

  private SecretKey key(String salt) throws SettingsException {
    SecretKey known = keys.get(salt);
    if (known == null) {
      try {
        known = source.key(Base64.getDecoder().decode(salt));
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        throw new SettingsException(
            Reason.WRONG_KEY,
            "Cannot get the key of the OAuth settings (" + e.getClass().getSimpleName() + ")");
      }
      keys.put(salt, known);
    }
    return known;
  }

  /** Encrypts. */
  Sealed seal(String salt, String place, byte[] content) throws SettingsException {
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, salt, place, iv).doFinal(content);
      Base64.Encoder base64 = Base64.getEncoder();
      return new Sealed(kind(), base64.encodeToString(iv), base64.encodeToString(sealed));
    } catch (GeneralSecurityException e) {
      throw SettingsException.of(Reason.WRONG_KEY, "Cannot encrypt the OAuth settings", e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /**
   * Decrypts.
   *
   * @throws SettingsException WRONG_KEY when the key is another one, or when the entry was changed
   *     or moved
   */
  byte[] open(String salt, String place, Sealed sealed) throws SettingsException {
    if (!sealed.kind().equals(kind())) {
      throw new SettingsException(
          Reason.WRONG_KEY,
          "The entry was stored with OAuthSettingsProtection="
              + sealed.kind()
              + ", this connection has "
              + kind());
    }
    try {
      Base64.Decoder base64 = Base64.getDecoder();
      return cipher(Cipher.DECRYPT_MODE, salt, place, base64.decode(sealed.iv()))
          .doFinal(base64.decode(sealed.ct()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SettingsException(
          Reason.WRONG_KEY,
          "The entry cannot be decrypted: another key, or it was changed from outside");
    }
  }

  private Cipher cipher(int mode, String salt, String place, byte[] iv)
      throws SettingsException, GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key(salt), new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /** What stands in the file. */
  record Sealed(String kind, String iv, String ct) {}
}
