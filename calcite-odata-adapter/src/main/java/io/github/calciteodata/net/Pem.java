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
package io.github.calciteodata.net;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** The parts of a PEM text (RFC 7468). */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "Ed25519", "Ed448");

  private record Block(String label, byte[] bytes) {}

  private final List<Block> blocks = new ArrayList<>();

  private Pem(String text) {
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
    }
  }

  /** The parts of a text. */
  static Pem parse(String text) {
    return new Pem(text);
  }

  /** Whether a text is meant to be PEM. */
  static boolean looksLike(String text) {
    return text.contains("-----BEGIN ");
  }

  /** What stands between the lines of certificates. */
  List<byte[]> certificates() {
    return blocks.stream()
        .filter(b -> b.label.equals("CERTIFICATE") || b.label.equals("TRUSTED CERTIFICATE"))
        .map(Block::bytes)
        .toList();
  }

  /**
   * The private key.
   *
   * @param password for an encrypted one; null for none
   * @throws GeneralSecurityException whose message says what to do
   */
  PrivateKey privateKey(String password) throws GeneralSecurityException {
    for (Block block : blocks) {
      switch (block.label) {
        case "PRIVATE KEY" -> {
          return key(new PKCS8EncodedKeySpec(block.bytes));
        }
        case "ENCRYPTED PRIVATE KEY" -> {
          return key(decrypt(block.bytes, password));
        }
        case "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY" ->
            throw new InvalidKeyException(
                "its key is in OpenSSL's old format; convert it with: openssl pkcs8 -topk8 -in OLD -out NEW");
        default -> {
          // certificates, parameters
        }
      }
    }
    throw new InvalidKeyException(
        "there is no private key in it; a PEM file must hold the certificate and its key");
  }

  private static PKCS8EncodedKeySpec decrypt(byte[] bytes, String password)
      throws GeneralSecurityException {
    if (password == null) {
      throw new InvalidKeyException("its key is encrypted; set SSLClientCertPassword");
    }
    try {
      EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(bytes);
      // for PBES2 (RFC 8018, 6.2) the parameters know the full name of the algorithm
      String algorithm =
          encrypted.getAlgName().equals("PBES2") || encrypted.getAlgName().startsWith("1.")
              ? encrypted.getAlgParameters().toString()
              : encrypted.getAlgName();
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(algorithm)
              .generateSecret(new PBEKeySpec(password.toCharArray())),
          encrypted.getAlgParameters());
      return encrypted.getKeySpec(cipher);
    } catch (java.io.IOException e) {
      throw new InvalidKeyException("its key is damaged", e);
    } catch (InvalidKeySpecException | InvalidKeyException e) {
      throw new InvalidKeyException("SSLClientCertPassword does not open its key", e);
    }
  }

  private static PrivateKey key(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // the encoding names the algorithm, but Java offers no way to ask for it
        continue;
      }
    }
    throw new InvalidKeyException("its key is neither RSA nor EC nor Ed25519");
  }
}
