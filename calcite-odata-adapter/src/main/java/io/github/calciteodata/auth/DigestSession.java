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
package io.github.calciteodata.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What one nonce of a server is used for (RFC 7616, section 3.4). Thread-safe. */
final class DigestSession {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final HexFormat HEX = HexFormat.of();

  private final Challenge challenge;
  private final String user;
  private final String password;
  private final String algorithm;
  private final String javaAlgorithm;
  private final boolean qop;
  private final String clientNonce;
  private final AtomicInteger count = new AtomicInteger();

  private DigestSession(
      Challenge challenge, String user, String password, String javaAlgorithm, String clientNonce) {
    this.challenge = challenge;
    this.user = user;
    this.password = password;
    this.algorithm = challenge.parameter("algorithm");
    this.javaAlgorithm = javaAlgorithm;
    this.clientNonce = clientNonce;
    this.qop = challenge.parameter("qop") != null;
  }

  /** The session that a challenge begins; empty when it wants something that is not offered. */
  static Optional<DigestSession> of(Challenge challenge, String user, String password) {
    return of(challenge, user, password, HEX.formatHex(random()));
  }

  /** The same with this nonce of the client's. */
  static Optional<DigestSession> of(
      Challenge challenge, String user, String password, String clientNonce) {
    String qop = challenge.parameter("qop");
    boolean auth =
        qop == null
            || Arrays.stream(qop.split(",")).anyMatch(q -> q.strip().equalsIgnoreCase("auth"));
    Optional<String> java = javaName(challenge.parameter("algorithm"));
    return auth
            && java.isPresent()
            && challenge.parameter("nonce") != null
            && challenge.parameter("realm") != null
        ? Optional.of(new DigestSession(challenge, user, password, java.get(), clientNonce))
        : Optional.empty();
  }

  private static Optional<String> javaName(String algorithm) {
    String name = algorithm == null ? "MD5" : algorithm.toUpperCase(Locale.ROOT);
    return switch (name.replace("-SESS", "")) {
      case "MD5" -> Optional.of("MD5");
      case "SHA-256" -> Optional.of("SHA-256");
      case "SHA-512-256" -> Optional.of("SHA-512/256");
      default -> Optional.empty();
    };
  }

  /** Greater for the better algorithm. */
  int strength() {
    return switch (javaAlgorithm) {
      case "SHA-512/256" -> 2;
      case "SHA-256" -> 1;
      default -> 0;
    };
  }

  /** Whether the server only wants another nonce. */
  boolean stale() {
    return "true".equalsIgnoreCase(challenge.parameter("stale"));
  }

  /** Whether more than one request went out with it. */
  boolean usedBefore() {
    return count.get() > 1;
  }

  /** Whether this header was made here. */
  boolean wrote(String header) {
    return header.contains("cnonce=\"" + clientNonce + "\"");
  }

  /** The value of the {@code Authorization} header for one request. */
  String authorization(String method, String target) {
    String realm = challenge.parameter("realm");
    String nonce = challenge.parameter("nonce");
    String nc = String.format(Locale.ROOT, "%08x", count.incrementAndGet());
    String a1 = hash(user + ":" + realm + ":" + password);
    if (algorithm != null && algorithm.toLowerCase(Locale.ROOT).endsWith("-sess")) {
      a1 = hash(a1 + ":" + nonce + ":" + clientNonce);
    }
    String a2 = hash(method + ":" + target);
    String response =
        qop
            ? hash(a1 + ":" + nonce + ":" + nc + ":" + clientNonce + ":auth:" + a2)
            // servers that are older than RFC 2617
            : hash(a1 + ":" + nonce + ":" + a2);
    StringBuilder header = new StringBuilder("Digest ").append(userName(realm));
    header.append(", realm=").append(quoted(realm));
    header.append(", nonce=").append(quoted(nonce));
    header.append(", uri=").append(quoted(target));
    header.append(", response=").append(quoted(response));
    header.append(", cnonce=").append(quoted(clientNonce));
    if (algorithm != null) {
      header.append(", algorithm=").append(algorithm);
    }
    if (challenge.parameter("opaque") != null) {
      header.append(", opaque=").append(quoted(challenge.parameter("opaque")));
    }
    if (qop) {
      header.append(", qop=auth, nc=").append(nc);
    }
    return header.toString();
  }

  /** Section 3.4.4; the digests above are of the name itself, however it is sent. */
  private String userName(String realm) {
    if ("true".equalsIgnoreCase(challenge.parameter("userhash"))) {
      return "username=" + quoted(hash(user + ":" + realm)) + ", userhash=true";
    }
    if (user.chars().allMatch(c -> c >= ' ' && c < 127)) {
      return "username=" + quoted(user);
    }
    StringBuilder encoded = new StringBuilder("username*=UTF-8''");
    for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z';
      encoded.append(plain ? String.valueOf((char) b) : "%" + HEX.withUpperCase().toHexDigits(b));
    }
    return encoded.toString();
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance(javaAlgorithm);
      return HEX.formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java has no " + javaAlgorithm, e);
    }
  }

  private static byte[] random() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  @Override
  public String toString() {
    return "DigestSession";
  }
}
