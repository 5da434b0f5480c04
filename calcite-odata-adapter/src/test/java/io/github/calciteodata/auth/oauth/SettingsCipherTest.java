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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.calciteodata.auth.oauth.SettingsException.Reason;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encryption of the settings file. */
class SettingsCipherTest {
  private static final String KEY = Digests.sha256("profile");
  private static final String RAW = Base64.getEncoder().encodeToString(new byte[32]);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private FileSettingsStore store(KeySource source) {
    return new FileSettingsStore(folder.resolve("oauth.json"), false, new SettingsCipher(source));
  }

  private static KeySource passphrase(String text) {
    return new KeySource.Passphrase(SecretValue.of(text));
  }

  private static void put(SettingsStore store, String access) throws Exception {
    FileSettingsStoreTest.put(store, KEY, Grants.of(access, "refresh-secret"));
  }

  @Test
  void s61NeitherTokensNorThePassphraseNorItsHashAreInTheFile() throws Exception {
    put(store(passphrase("correct horse")), "access-secret");
    String content = Files.readString(folder.resolve("oauth.json"));
    assertThat(content)
        .doesNotContain(
            "access-secret", "refresh-secret", "correct horse", Digests.sha256("correct horse"))
        .contains("\"sealed\"", "PASSPHRASE");
    assertThat(
            store(passphrase("correct horse"))
                .read()
                .grant(KEY)
                .orElseThrow()
                .accessToken()
                .reveal())
        .isEqualTo("access-secret");
  }

  @Test
  void s59AWrongPassphraseReadsNothingAndOverwritesNothing() throws Exception {
    put(store(passphrase("right")), "access");
    Path file = folder.resolve("oauth.json");
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> store(passphrase("wrong")).read().grant(KEY))
        .isInstanceOfSatisfying(
            SettingsException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_KEY));
    assertThatThrownBy(() -> put(store(passphrase("wrong")), "other"))
        .isInstanceOf(SettingsException.class);
    assertThatThrownBy(
            () ->
                FileSettingsStoreTest.put(
                    store(passphrase("wrong")),
                    Digests.sha256("another profile"),
                    Grants.of("a", "b")))
        .isInstanceOf(SettingsException.class);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void s58AChangedEntryIsRefused() throws Exception {
    put(store(passphrase(RAW)), "access");
    Path file = folder.resolve("oauth.json");
    for (String tampering : new String[] {"flip", "cut", "gen"}) {
      ObjectNode root = (ObjectNode) JSON.readTree(file.toFile());
      ObjectNode entry = (ObjectNode) root.path("entries").path(KEY);
      ObjectNode sealed = (ObjectNode) entry.path("sealed");
      byte[] ct = Base64.getDecoder().decode(sealed.path("ct").asText());
      switch (tampering) {
        case "flip" -> {
          ct[3] ^= 1;
          sealed.put("ct", Base64.getEncoder().encodeToString(ct));
        }
        case "cut" ->
            sealed.put("ct", Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(ct, 20)));
        default -> entry.put("gen", entry.path("gen").asLong() + 1);
      }
      SettingsDocument document =
          SettingsDocument.parse(JSON.writeValueAsBytes(root), new SettingsCipher(passphrase(RAW)));
      assertThatThrownBy(() -> document.grant(KEY))
          .as(tampering)
          .isInstanceOf(SettingsException.class);
    }
  }

  @Test
  void s58AnEntryMovedToAnotherProfileIsRefused() throws Exception {
    put(store(passphrase(RAW)), "access");
    String moved = Digests.sha256("attacker's profile");
    String content = Files.readString(folder.resolve("oauth.json")).replace(KEY, moved);
    SettingsDocument document =
        SettingsDocument.parse(
            content.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            new SettingsCipher(passphrase(RAW)));
    assertThatThrownBy(() -> document.grant(moved)).isInstanceOf(SettingsException.class);
  }

  @Test
  void s60NoInitialisationVectorComesTwice() throws Exception {
    SettingsCipher cipher = new SettingsCipher(passphrase(RAW));
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(seen.add(cipher.seal(cipher.newSalt(), "place", new byte[8]).iv())).isTrue();
    }
  }

  @Test
  void s62AnotherClientSecretSeesNoEntryAndMayReplaceIt() throws Exception {
    put(store(new KeySource.ClientSecret(SecretValue.of("secret-1"))), "access");
    FileSettingsStore other = store(new KeySource.ClientSecret(SecretValue.of("secret-2")));
    assertThat(other.read().grant(KEY)).isEmpty();
    put(other, "access-2");
    assertThat(other.read().grant(KEY).orElseThrow().accessToken().reveal()).isEqualTo("access-2");
  }

  @Test
  void aKeyStoreHoldsTheKey() throws Exception {
    Path keys = folder.resolve("keys.p12");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setEntry(
        "settings",
        new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[32], "AES")),
        new KeyStore.PasswordProtection("pw".toCharArray()));
    try (OutputStream out = Files.newOutputStream(keys)) {
      store.store(out, "pw".toCharArray());
    }
    KeySource source = new KeySource.KeyStoreFile(keys, SecretValue.of("pw"));
    put(store(source), "access");
    assertThat(store(source).read().grant(KEY)).isPresent();
    assertThatThrownBy(
            () -> put(store(new KeySource.KeyStoreFile(keys, SecretValue.of("no"))), "x"))
        .isInstanceOf(SettingsException.class);
  }

  @Test
  void secretsDoNotShowInTexts() {
    assertThat(passphrase("correct horse").toString()).doesNotContain("correct");
    assertThat(Grants.of("at-secret", "rt-secret").toString()).doesNotContain("secret");
    assertThat(Grants.token("at-secret", "rt-secret", null).toString()).doesNotContain("secret");
    assertThat(new PendingSignIn(SecretValue.of("v-secret"), "u", "s", null, 1).toString())
        .doesNotContain("secret");
  }

  @Test
  void s47SecretsCannotBeSerialised() {
    assertThatThrownBy(() -> JSON.writeValueAsString(SecretValue.of("at-secret")))
        .isInstanceOf(Exception.class);
    assertThatThrownBy(() -> JSON.writeValueAsString(Grants.token("at-secret", null, null)))
        .isInstanceOf(Exception.class)
        .hasMessageNotContaining("at-secret");
    assertThat(SecretValue.of("x")).isNotInstanceOf(java.io.Serializable.class);
  }
}
