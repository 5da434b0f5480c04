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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A settings file that any number of processes share: read without a lock, changed under one,
 * replaced as a whole.
 */
final class FileSettingsStore implements SettingsStore {
  private static final Logger LOGGER = LoggerFactory.getLogger(FileSettingsStore.class);
  private static final int LARGEST = 1 << 20;

  private final Path configured;
  private final boolean repair;
  private final SettingsCipher cipher;
  private volatile Seen seen;

  private record Seen(SafePath.Version version, SettingsDocument document) {}

  /**
   * Opens nothing yet.
   *
   * @param repair whether a file that others can read is repaired instead of refused
   */
  FileSettingsStore(Path configured, boolean repair, SettingsCipher cipher) {
    this.configured = configured;
    this.repair = repair;
    this.cipher = cipher;
  }

  @Override
  public SettingsDocument read() throws SettingsException {
    SafePath file = SafePath.of(configured, repair);
    Optional<SafePath.Version> version = file.check();
    if (version.isEmpty()) {
      return SettingsDocument.empty(cipher);
    }
    Seen last = seen;
    if (last != null && last.version.equals(version.get())) {
      return last.document;
    }
    try {
      SettingsDocument document = SettingsDocument.parse(bytes(file), cipher);
      if (last != null && document.generation() < last.document.generation()) {
        LOGGER.warn("The OAuth settings file {} was replaced by an older copy", file);
      }
      seen = new Seen(version.get(), document);
      return document;
    } catch (SettingsDocument.CorruptException e) {
      LOGGER.warn(
          "The OAuth settings file {} is damaged and counts as empty: {}", file, e.getMessage());
      return SettingsDocument.empty(cipher);
    }
  }

  private static byte[] bytes(SafePath file) throws SettingsException {
    try (FileChannel channel = file.openToRead();
        InputStream in = Channels.newInputStream(channel)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(in.readNBytes(LARGEST + 1));
      return out.toByteArray();
    } catch (IOException e) {
      throw SettingsException.of(Reason.UNREADABLE, "Cannot read " + file, e);
    }
  }

  @Override
  public <T> T transact(TimeLimit limit, Transaction<T> transaction)
      throws SettingsException, SQLException {
    // a slow key derivation must not happen while others wait for the lock
    cipher.prepare(read().salt());
    SafePath file = SafePath.of(configured, repair);
    try (Lock held = lock(file, limit);
        AtomicFile replacement = new AtomicFile(file)) {
      return transaction.run(new LockedFile(current(file), file, replacement));
    }
  }

  private static Lock lock(SafePath file, TimeLimit limit) throws SettingsException {
    try {
      return KernelLock.acquire(file.sibling(file.path().getFileName() + ".lock"), limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SettingsException(Reason.BUSY, "Interrupted while waiting for " + file);
    }
  }

  private SettingsDocument current(SafePath file) throws SettingsException {
    if (file.check().isEmpty()) {
      return SettingsDocument.empty(cipher);
    }
    try {
      return SettingsDocument.parse(bytes(file), cipher);
    } catch (SettingsDocument.CorruptException e) {
      setAside(file, e.getMessage());
      return SettingsDocument.empty(cipher);
    }
  }

  private static void setAside(SafePath file, String reason) throws SettingsException {
    SafePath aside = file.sibling(file.path().getFileName() + ".corrupt");
    try {
      file.renameTo(aside);
      LOGGER.warn(
          "The OAuth settings file {} is damaged ({}) and was moved to {}", file, reason, aside);
    } catch (IOException e) {
      throw SettingsException.of(Reason.UNWRITABLE, "Cannot move the damaged " + file, e);
    }
  }

  @Override
  public Lock lockLogin(String profileKey, TimeLimit limit)
      throws SettingsException, InterruptedException {
    SafePath file = SafePath.of(configured, repair);
    String name = file.path().getFileName() + "." + profileKey.substring(0, 8) + ".login.lock";
    return KernelLock.acquire(file.sibling(name), limit);
  }

  @Override
  public String location() {
    return configured.toString();
  }

  @Override
  public String protection() {
    return cipher.kind();
  }

  private static final class LockedFile implements Locked {
    private final SettingsDocument document;
    private final SafePath file;
    private final AtomicFile replacement;

    LockedFile(SettingsDocument document, SafePath file, AtomicFile replacement) {
      this.document = document;
      this.file = file;
      this.replacement = replacement;
    }

    @Override
    public SettingsDocument document() {
      return document;
    }

    @Override
    public void reserve() throws SettingsException {
      document.checkWritable();
      replacement.reserve(file.check().map(SafePath.Version::size).orElse(0L));
    }

    @Override
    public void commit() throws SettingsException {
      document.checkWritable();
      byte[] content = document.toBytes();
      if (content.length > LARGEST) {
        throw new SettingsException(Reason.UNWRITABLE, file + " would become larger than 1 MiB");
      }
      replacement.commit(content);
    }
  }
}
