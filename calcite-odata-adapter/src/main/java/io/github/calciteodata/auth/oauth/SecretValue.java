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

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/** A token, password or key: compared in constant time, never printed, never serialised. */
public final class SecretValue {
  private final String value;

  private SecretValue(String value) {
    this.value = value;
  }

  /**
   * Wraps a secret.
   *
   * @param value not null
   */
  public static SecretValue of(String value) {
    return new SecretValue(Objects.requireNonNull(value));
  }

  /** Wraps a secret, or answers null for null and for the empty text. */
  static SecretValue ofNullable(String value) {
    return value == null || value.isEmpty() ? null : new SecretValue(value);
  }

  /** The secret itself, for the one place that sends or stores it. */
  public String reveal() {
    return value;
  }

  /** SHA-256 in base64url: enough to recognise a random token again, useless to anybody else. */
  String fingerprint() {
    return Digests.sha256(value);
  }

  /** The fingerprint, or null. */
  static String fingerprint(SecretValue value) {
    return value == null ? null : value.fingerprint();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretValue that && MessageDigest.isEqual(bytes(), that.bytes());
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "***";
  }
}
