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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a file as a whole: room is reserved and synchronised before, the content is written and
 * renamed after. Used under the lock only, which is why one fixed temporary name is enough and
 * left-overs of a crash can be removed.
 */
final class AtomicFile implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(AtomicFile.class);
  private static final int SMALLEST_RESERVE = 8 * 1024;

  private final SafePath target;
  private final SafePath temporary;
  private FileChannel channel;

  AtomicFile(SafePath target) {
    this.target = target;
    this.temporary = target.sibling("." + target.path().getFileName() + ".tmp");
  }

  /**
   * Writes as many bytes as a later commit may need.
   *
   * @param currentSize bytes of the file now
   * @throws SettingsException UNWRITABLE
   */
  void reserve(long currentSize) throws SettingsException {
    try {
      discard();
      channel = temporary.createNew();
      write(new byte[(int) Math.max(SMALLEST_RESERVE, 2 * currentSize)]);
      channel.force(true);
    } catch (IOException e) {
      throw SettingsException.of(Reason.UNWRITABLE, "Cannot write beside " + target, e);
    }
  }

  /**
   * Puts this content in the place of the file.
   *
   * @throws SettingsException UNWRITABLE; the file is as it was
   */
  void commit(byte[] content) throws SettingsException {
    try {
      if (channel == null) {
        discard();
        channel = temporary.createNew();
      }
      channel.position(0);
      write(content);
      channel.truncate(content.length);
      channel.force(true);
      channel.close();
      channel = null;
      temporary.renameTo(target);
    } catch (IOException e) {
      throw SettingsException.of(Reason.UNWRITABLE, "Cannot write " + target, e);
    }
  }

  private void write(byte[] content) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private void discard() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
    temporary.delete();
  }

  /** Removes what was reserved and not used. */
  @Override
  public void close() {
    if (channel == null) {
      return;
    }
    try {
      discard();
    } catch (IOException e) {
      // the next transaction removes it; it holds padding or a token that was saved elsewhere
      LOGGER.warn("Cannot remove {}: {}", temporary, e.getClass().getSimpleName());
    }
  }
}
