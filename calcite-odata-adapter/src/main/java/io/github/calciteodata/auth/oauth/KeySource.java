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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.Base64;
import java.util.Collections;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** Where the key of the settings file comes from. There is no built-in key. */
interface KeySource {
  /** As the property {@code OAuthSettingsProtection} spells it. */
  String kind();

  /** Whether an entry that cannot be opened may be replaced. */
  default boolean unreadableCountsAsAbsent() {
    return false;
  }

  /** A 256-bit AES key; may take a second. */
  SecretKey key(byte[] salt) throws GeneralSecurityException;

  /** A passphrase, stretched with PBKDF2; 32 bytes in base64 are taken as the key itself. */
  record Passphrase(SecretValue passphrase) implements KeySource {
    private static final int ITERATIONS = 600_000;

    @Override
    public String kind() {
      return "PASSPHRASE";
    }

    @Override
    public SecretKey key(byte[] salt) throws GeneralSecurityException {
      byte[] raw = rawKey(passphrase.reveal());
      if (raw.length == 32) {
        return new SecretKeySpec(raw, "AES");
      }
      PBEKeySpec spec = new PBEKeySpec(passphrase.reveal().toCharArray(), salt, ITERATIONS, 256);
      try {
        byte[] derived =
            SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
        return new SecretKeySpec(derived, "AES");
      } finally {
        spec.clearPassword();
      }
    }

    private static byte[] rawKey(String text) {
      if (text.length() != 44 && text.length() != 43) {
        return new byte[0];
      }
      try {
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        // not base64: an ordinary passphrase that happens to have this length
        return new byte[0];
      }
    }
  }

  /**
   * The client secret, through HKDF-SHA256: whoever has the file without the secret has nothing.
   */
  record ClientSecret(SecretValue secret) implements KeySource {
    @Override
    public String kind() {
      return "CLIENT_SECRET";
    }

    @Override
    public boolean unreadableCountsAsAbsent() {
      return true;
    }

    @Override
    public SecretKey key(byte[] salt) {
      byte[] extracted = Digests.hmac(salt, secret.bytes());
      byte[] info = "calcite-odata oauth settings".getBytes(StandardCharsets.UTF_8);
      return new SecretKeySpec(Digests.hmac(extracted, info, new byte[] {1}), "AES");
    }
  }

  /** An AES key in a PKCS#12 key store. */
  record KeyStoreFile(Path path, SecretValue password) implements KeySource {
    @Override
    public String kind() {
      return "KEYSTORE";
    }

    @Override
    public SecretKey key(byte[] salt) throws GeneralSecurityException {
      char[] secret = password == null ? new char[0] : password.reveal().toCharArray();
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(path)) {
        store.load(in, secret);
      } catch (IOException e) {
        throw new GeneralSecurityException("cannot read " + path, e);
      }
      for (String alias : Collections.list(store.aliases())) {
        Key key = store.getKey(alias, secret);
        if (key instanceof SecretKey secretKey && secretKey.getEncoded().length == 32) {
          return new SecretKeySpec(secretKey.getEncoded(), "AES");
        }
      }
      throw new UnrecoverableKeyException("no AES-256 key in " + path);
    }
  }
}
