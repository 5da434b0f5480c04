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

import io.github.calciteodata.auth.oauth.SettingsException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, permissions and damage of the settings file. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "tests POSIX permissions and links")
class FileSettingsStoreTest {
  private static final String KEY = Digests.sha256("profile");

  @TempDir private Path temporary;
  private Path folder;
  private Path file;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = temporary.resolve("deep/state");
    file = folder.resolve("oauth.json");
  }

  private FileSettingsStore store() {
    return new FileSettingsStore(file, false, SettingsCipher.NONE);
  }

  static void put(SettingsStore store, String key, StoredGrant grant) throws Exception {
    store.transact(
        TimeLimit.in(Duration.ofSeconds(10)),
        locked -> {
          locked.reserve();
          locked.document().putGrant(key, "label", grant, 5);
          locked.commit();
          return null;
        });
  }

  private static String access(SettingsStore store) throws SettingsException {
    return store.read().grant(KEY).map(g -> g.accessToken().reveal()).orElse(null);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void whatOneStoreWritesAnotherReads() throws Exception {
    FileSettingsStore reader = store();
    assertThat(access(reader)).isNull();
    put(store(), KEY, Grants.of("at-1", "rt-1"));
    assertThat(access(reader)).isEqualTo("at-1");
    put(store(), KEY, Grants.of("at-2", "rt-2"));
    assertThat(access(reader)).isEqualTo("at-2");
    assertThat(reader.read().grant(KEY)).contains(Grants.of("at-2", "rt-2"));
    assertThat(reader.read().generation()).isEqualTo(2);
  }

  @Test
  void s52EveryFileIsForItsOwnerAlone() throws Exception {
    put(store(), KEY, Grants.of("at", "rt"));
    try (SettingsStore.Lock held = store().lockLogin(KEY, TimeLimit.inMillis(1_000));
        Stream<Path> files = Files.list(folder)) {
      assertThat(mode(folder)).isEqualTo("rwx------");
      List<Path> all = files.toList();
      assertThat(all).hasSize(3);
      for (Path path : all) {
        assertThat(mode(path)).as(path.toString()).isEqualTo("rw-------");
      }
    }
  }

  @Test
  void s53AFileThatOthersCanReadIsRefusedOrRepaired() throws Exception {
    put(store(), KEY, Grants.of("at", "rt"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertUnsafe("chmod 600 '" + file.toRealPath() + "'");

    FileSettingsStore repairing = new FileSettingsStore(file, true, SettingsCipher.NONE);
    assertThat(access(repairing)).isEqualTo("at");
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void s53AFileOfAnotherOwnerIsRefused() throws Exception {
    put(store(), KEY, Grants.of("at", "rt"));
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can give files away");
    Files.setAttribute(file, "unix:uid", 12345);
    assertUnsafe("belongs to");
  }

  private void assertUnsafe(String text) {
    assertThatThrownBy(() -> store().read())
        .isInstanceOfSatisfying(
            SettingsException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSAFE))
        .hasMessageContaining(text);
    assertThatThrownBy(() -> put(store(), KEY, Grants.of("at-2", "rt-2")))
        .hasMessageContaining(text);
  }

  @Test
  void s54ASymbolicLinkInPlaceOfTheFileIsRefused() throws Exception {
    Path victim = Files.writeString(temporary.resolve("victim"), "precious");
    Files.createDirectories(folder);
    Files.createSymbolicLink(file, victim);
    assertUnsafe("symbolic link");
    assertThat(victim).hasContent("precious");
  }

  @Test
  void s54ASymbolicLinkInPlaceOfTheLockIsRefused() throws Exception {
    Path victim = Files.writeString(temporary.resolve("victim"), "precious");
    Files.createDirectories(folder);
    Files.createSymbolicLink(folder.resolve("oauth.json.lock"), victim);
    assertThatThrownBy(() -> put(store(), KEY, Grants.of("at", "rt")))
        .hasMessageContaining("symbolic link");
    assertThat(victim).hasContent("precious");
  }

  @Test
  void s54ASymbolicLinkInPlaceOfTheTemporaryFileIsReplaced() throws Exception {
    Path victim = Files.writeString(temporary.resolve("victim"), "precious");
    Files.createDirectories(folder);
    Files.createSymbolicLink(folder.resolve(".oauth.json.tmp"), victim);
    put(store(), KEY, Grants.of("at", "rt"));
    assertThat(victim).hasContent("precious");
    assertThat(access(store())).isEqualTo("at");
  }

  @Test
  void s55AHardLinkKeepsItsOldContent() throws Exception {
    put(store(), KEY, Grants.of("at-1", "rt-1"));
    Path link = Files.createLink(temporary.resolve("link"), file);
    String before = Files.readString(link);
    put(store(), KEY, Grants.of("at-2", "rt-2"));
    assertThat(link).hasContent(before);
  }

  @Test
  void s56APipeInPlaceOfTheFileIsRefusedWithoutBlocking() throws Exception {
    Files.createDirectories(folder);
    Process made = new ProcessBuilder("mkfifo", file.toString()).start();
    Assumptions.assumeTrue(made.waitFor() == 0, "needs mkfifo");
    assertUnsafe("not a regular file");
  }

  @Test
  void s57AFolderThatOthersCanWriteToIsRefused() throws Exception {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertUnsafe("chmod go-w");
  }

  @Test
  void r10ALeftOverTemporaryFileIsRemovedByTheNextTransaction() throws Exception {
    Files.createDirectories(folder);
    Path left = Files.writeString(folder.resolve(".oauth.json.tmp"), "rt-of-a-killed-process");
    put(store(), KEY, Grants.of("at", "rt"));
    assertThat(left).doesNotExist();
  }

  @Test
  void aTransactionThatOnlyLooksLeavesNoTemporaryFile() throws Exception {
    store()
        .transact(
            TimeLimit.inMillis(1_000),
            locked -> {
              locked.reserve();
              return null;
            });
    assertThat(folder.resolve(".oauth.json.tmp")).doesNotExist();
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"format\":\"odata-oauth\",\"version\":1}trailing",
        "{\"format\":\"odata-oauth\",\"version\":1,\"version\":1}",
        "\uFEFF{\"format\":\"odata-oauth\",\"version\":1}",
        "{\"format\":\"odata-oauth\",\"entries\":",
        "{\"format\":\"something else\"}",
        "[]",
        "null"
      })
  void r13ADamagedFileIsSetAsideAndCountsAsEmpty(String content) throws Exception {
    put(store(), KEY, Grants.of("at", "rt"));
    Files.writeString(file, content);
    assertThat(access(store())).isNull();
    put(store(), KEY, Grants.of("at-2", "rt-2"));
    assertThat(access(store())).isEqualTo("at-2");
    Path aside = folder.resolve("oauth.json.corrupt");
    assertThat(aside).hasContent(content);
    assertThat(mode(aside)).isEqualTo("rw-------");
  }

  @Test
  void r14AnEmptyFileIsEmptyAndAHugeOneIsSetAside() throws Exception {
    put(store(), KEY, Grants.of("at", "rt"));
    Files.write(file, new byte[0]);
    assertThat(access(store())).isNull();
    Files.writeString(file, "{" + " ".repeat(2 << 20) + "}");
    assertThat(access(store())).isNull();
    put(store(), KEY, Grants.of("at-2", "rt-2"));
    assertThat(access(store())).isEqualTo("at-2");
  }

  @Test
  void theTextOfADamagedFileIsNotInTheMessage() {
    String content = "{\"format\":\"odata-oauth\", rt-secret-value";
    assertThatThrownBy(
            () ->
                SettingsDocument.parse(
                    content.getBytes(StandardCharsets.UTF_8), SettingsCipher.NONE))
        .isInstanceOf(SettingsDocument.CorruptException.class)
        .hasMessageNotContaining("rt-secret")
        .hasNoCause();
  }

  @Test
  void r15ADeletedFileIsEmptyAndAnOlderCopyIsReadAgain() throws Exception {
    FileSettingsStore store = store();
    put(store, KEY, Grants.of("at-1", "rt-1"));
    String old = Files.readString(file);
    put(store, KEY, Grants.of("at-2", "rt-2"));
    assertThat(access(store)).isEqualTo("at-2");
    Files.writeString(file, old);
    assertThat(access(store)).isEqualTo("at-1");
    Files.delete(file);
    assertThat(access(store)).isNull();
  }

  @Test
  void r39TwoHundredProfilesFitAndTheOldestOfTooManyGoes() throws Exception {
    FileSettingsStore store = store();
    store.transact(
        TimeLimit.inMillis(10_000),
        locked -> {
          for (int i = 0; i < 300; i++) {
            locked
                .document()
                .putGrant(Digests.sha256("p" + i), "p" + i, Grants.of("at" + i, "rt" + i), i);
          }
          locked.commit();
          return null;
        });
    assertThat(store.read().grant(Digests.sha256("p43"))).isEmpty();
    assertThat(store.read().grant(Digests.sha256("p44"))).isPresent();
    assertThat(store.read().grant(Digests.sha256("p299"))).isPresent();
  }

  @Test
  void r40AFileOfALaterVersionIsReadAndNeverWritten() throws Exception {
    put(store(), KEY, Grants.of("at", "rt"));
    String later = Files.readString(file).replaceFirst("\"version\" : 1", "\"version\" : 2");
    Files.writeString(file, later);
    assertThat(access(store())).isEqualTo("at");
    assertThatThrownBy(() -> put(store(), KEY, Grants.of("at-2", "rt-2")))
        .isInstanceOfSatisfying(
            SettingsException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNWRITABLE));
    assertThat(file).hasContent(later);
  }

  @Test
  void membersOfALaterReleaseSurviveARewrite() throws Exception {
    put(store(), KEY, Grants.of("at", "rt"));
    Files.writeString(
        file, Files.readString(file).replaceFirst("\\{", "{\"future\":{\"x\":[1,2]},"));
    put(store(), Digests.sha256("other"), Grants.of("at-2", "rt-2"));
    assertThat(Files.readString(file)).contains("\"future\"");
  }

  @Test
  void pendingSignInsAreKeptPerProfileWithoutTheirStateInTheFile() throws Exception {
    FileSettingsStore store = store();
    store.transact(
        TimeLimit.inMillis(10_000),
        locked -> {
          for (int i = 0; i < 25; i++) {
            PendingSignIn pending =
                new PendingSignIn(
                    SecretValue.of("verifier" + i), "http://127.0.0.1/", "api", null, 1_000 + i);
            locked.document().putPending(KEY, "state-" + i, pending, 500);
          }
          locked.commit();
          return null;
        });
    SettingsDocument read = store.read();
    assertThat(read.pendings(KEY, 500)).hasSize(20);
    assertThat(read.pending(KEY, "state-4", 500)).isEmpty();
    assertThat(read.pending(KEY, "state-24", 500))
        .map(p -> p.verifier().reveal())
        .contains("verifier24");
    assertThat(read.pending(KEY, "state-24", 1_024)).isEmpty();
    assertThat(read.pendingExpired(KEY, "state-24", 1_024)).isTrue();
    assertThat(read.pending(Digests.sha256("other"), "state-24", 500)).isEmpty();
    assertThat(Files.readString(file)).doesNotContain("state-24");
  }
}
