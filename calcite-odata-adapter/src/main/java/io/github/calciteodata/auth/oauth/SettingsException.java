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

/** A settings store that cannot be read, locked or written; its text never shows content. */
final class SettingsException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, as far as it decides what to do next. */
  enum Reason {
    /** Another process or thread holds the lock. */
    BUSY,
    /** The file system has no locks. */
    NO_LOCKS,
    /** The file cannot be written: full disk, read-only, no rights, newer version. */
    UNWRITABLE,
    /** The path or its permissions are not safe. */
    UNSAFE,
    /** The entries cannot be decrypted with this key. */
    WRONG_KEY,
    /** The file cannot be read. */
    UNREADABLE
  }

  private final Reason reason;

  SettingsException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  /** An I/O error without its text's habit of repeating the path alone. */
  static SettingsException of(Reason reason, String what, Exception cause) {
    String detail = cause.getMessage() == null ? "" : ": " + cause.getMessage();
    return new SettingsException(
        reason, what + " (" + cause.getClass().getSimpleName() + detail + ")");
  }
}
