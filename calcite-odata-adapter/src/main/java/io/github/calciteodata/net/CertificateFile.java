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

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * A file of certificates or keys that a connection property names, whatever its format.
 *
 * @param property the property's name, for messages
 * @param value what the property holds: PEM text or a path
 * @param password null for none
 */
record CertificateFile(String property, String value, String password) {

  /** The certificates to trust. */
  List<X509Certificate> certificates() {
    try {
      if (Pem.looksLike(value)) {
        return certificates(Pem.parse(value));
      }
      byte[] bytes = read();
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      if (Pem.looksLike(text)) {
        return certificates(Pem.parse(text));
      }
      try {
        return List.of(certificate(bytes));
      } catch (CertificateException e) {
        return certificates(keyStore(null));
      }
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(e);
    }
  }

  /**
   * The keys to appear with.
   *
   * @param type {@code auto} looks at the file
   */
  KeyManager[] keys(String type) {
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      String kind = type.toUpperCase(Locale.ROOT);
      boolean pem = kind.startsWith("PEM");
      if (kind.equals("AUTO")) {
        pem = Pem.looksLike(new String(read(), StandardCharsets.ISO_8859_1));
      }
      if (pem) {
        // the password of a store that never leaves memory
        char[] inMemory = new char[0];
        factory.init(pemStore(inMemory), inMemory);
      } else {
        KeyStore store =
            keyStore(
                kind.startsWith("JKS")
                    ? "JKS"
                    : kind.startsWith("PKCS12") || kind.startsWith("PFX") ? "PKCS12" : null);
        if (Collections.list(store.aliases()).stream().noneMatch(alias -> isKey(store, alias))) {
          throw new KeyStoreException("there is no private key in it");
        }
        factory.init(store, passwordChars());
      }
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(e);
    }
  }

  private KeyStore pemStore(char[] inMemory) throws GeneralSecurityException, IOException {
    Pem pem = Pem.parse(new String(read(), StandardCharsets.ISO_8859_1));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "client",
        pem.privateKey(password),
        inMemory,
        certificates(pem).toArray(new X509Certificate[0]));
    return store;
  }

  private static boolean isKey(KeyStore store, String alias) {
    try {
      return store.isKeyEntry(alias);
    } catch (KeyStoreException e) {
      return false;
    }
  }

  private byte[] read() throws IOException {
    return Files.readAllBytes(path());
  }

  private Path path() throws IOException {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new NoSuchFileException(value);
    }
  }

  private KeyStore keyStore(String type) throws GeneralSecurityException, IOException {
    File file = path().toFile();
    if (type == null) {
      return KeyStore.getInstance(file, passwordChars());
    }
    KeyStore store = KeyStore.getInstance(type);
    try (ByteArrayInputStream in = new ByteArrayInputStream(read())) {
      store.load(in, passwordChars());
    }
    return store;
  }

  private char[] passwordChars() {
    return password == null ? null : password.toCharArray();
  }

  private static List<X509Certificate> certificates(Pem pem) throws GeneralSecurityException {
    List<X509Certificate> found = new ArrayList<>();
    for (byte[] bytes : pem.certificates()) {
      found.add(certificate(bytes));
    }
    if (found.isEmpty()) {
      throw new CertificateException("there is no certificate in it");
    }
    return found;
  }

  private List<X509Certificate> certificates(KeyStore store) throws GeneralSecurityException {
    List<X509Certificate> found = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.getCertificate(alias) instanceof X509Certificate certificate) {
        found.add(certificate);
      }
    }
    if (found.isEmpty()) {
      throw new CertificateException(
          "there is no certificate in it"
              + (password == null ? " that can be read without " + property + "Password" : ""));
    }
    return found;
  }

  private static X509Certificate certificate(byte[] bytes) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes));
  }

  private NetworkSettingsException unusable(Exception e) {
    return new NetworkSettingsException(
        property + (Pem.looksLike(value) ? "" : "=" + value) + ": " + reason(e), e);
  }

  private String reason(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "the file may not be read";
    }
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof UnrecoverableKeyException) {
        return password == null
            ? "it needs a password; set " + property + "Password"
            : property + "Password does not open it";
      }
    }
    String own = e.getMessage() == null ? "" : e.getMessage();
    if (own.startsWith("its ") || own.startsWith("there is ") || own.startsWith("SSLClient")) {
      return own;
    }
    return "no certificate can be read from it; it must be a PEM file, a PKCS#12 or a JKS key store ("
        + own
        + ")";
  }
}
