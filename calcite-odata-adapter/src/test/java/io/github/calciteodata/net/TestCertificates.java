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
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes certificates (RFC 5280) that live as long as a test. */
final class TestCertificates {
  private static final byte[] ECDSA_SHA256 = oid(1, 2, 840, 10045, 4, 3, 2);

  /** A certificate and its key. */
  record Identity(X509Certificate certificate, PrivateKey key) {
    /** A store with this one entry. */
    KeyStore store(String type, String password) throws Exception {
      KeyStore store = KeyStore.getInstance(type);
      store.load(null, null);
      store.setKeyEntry("it", key, password.toCharArray(), new X509Certificate[] {certificate});
      return store;
    }

    String certificatePem() throws Exception {
      return pem("CERTIFICATE", certificate.getEncoded());
    }

    String keyPem() {
      return pem("PRIVATE KEY", key.getEncoded());
    }
  }

  private int serial;

  static String pem(String label, byte[] bytes) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(bytes)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /** An encrypted key (RFC 5958, RFC 8018), of its parameters and the sealed bytes. */
  static byte[] pbes2(byte[] parameters, byte[] sealed) {
    return sequence(sequence(oid(1, 2, 840, 113549, 1, 5, 13), parameters), tag(0x04, sealed));
  }

  /** A certificate that signs others. */
  Identity authority(String name) throws Exception {
    KeyPair keys = keys();
    return new Identity(
        certificate(name, name, keys, keys, Duration.ofDays(1), null), keys.getPrivate());
  }

  /** A certificate that nobody else signed. */
  Identity selfSigned(String host) throws Exception {
    KeyPair keys = keys();
    return new Identity(
        certificate(host, host, keys, keys, Duration.ofDays(1), host), keys.getPrivate());
  }

  /** A certificate of a host, signed by an authority. */
  Identity host(Identity authority, String host) throws Exception {
    return host(authority, host, Duration.ofDays(1));
  }

  /** The same that is valid from two days ago until this time from now. */
  Identity host(Identity authority, String host, Duration left) throws Exception {
    KeyPair keys = keys();
    String issuer = authority.certificate.getSubjectX500Principal().getName().replace("CN=", "");
    KeyPair signer = new KeyPair(authority.certificate.getPublicKey(), authority.key);
    return new Identity(certificate(host, issuer, keys, signer, left, host), keys.getPrivate());
  }

  /** TLS for a server: its own identity, and whom of the clients it trusts; null for everybody. */
  static SSLContext server(Identity identity, X509Certificate clients) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(identity.store("PKCS12", "x"), "x".toCharArray());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    if (clients != null) {
      anchors.setCertificateEntry("clients", clients);
    }
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), clients == null ? null : trust.getTrustManagers(), null);
    return context;
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private X509Certificate certificate(
      String subject, String issuer, KeyPair keys, KeyPair signer, Duration left, String host)
      throws Exception {
    Instant now = Instant.now();
    byte[] algorithm = sequence(ECDSA_SHA256);
    byte[] extensions =
        host == null
            ? extension(oid(2, 5, 29, 19), sequence(tag(0x01, new byte[] {-1})))
            : extension(oid(2, 5, 29, 17), sequence(alternativeName(host)));
    byte[] toBeSigned =
        sequence(
            tag(0xA0, tag(0x02, new byte[] {2})),
            tag(0x02, BigInteger.valueOf(++serial).toByteArray()),
            algorithm,
            name(issuer),
            sequence(time(now.minus(Duration.ofDays(2))), time(now.plus(left))),
            name(subject),
            keys.getPublic().getEncoded(),
            tag(0xA3, sequence(extensions)));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(signer.getPrivate());
    signature.update(toBeSigned);
    byte[] der = sequence(toBeSigned, algorithm, tag(0x03, concat(new byte[1], signature.sign())));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private static byte[] alternativeName(String host) {
    if (!host.matches("[0-9.]+")) {
      return tag(0x82, host.getBytes(StandardCharsets.US_ASCII));
    }
    byte[] address = new byte[4];
    String[] parts = host.split("\\.", -1);
    for (int i = 0; i < 4; i++) {
      address[i] = (byte) Integer.parseInt(parts[i]);
    }
    return tag(0x87, address);
  }

  private static byte[] extension(byte[] id, byte[] value) {
    return sequence(id, tag(0x04, value));
  }

  private static byte[] name(String commonName) {
    return sequence(
        tag(
            0x31,
            sequence(oid(2, 5, 4, 3), tag(0x0C, commonName.getBytes(StandardCharsets.UTF_8)))));
  }

  private static byte[] time(Instant instant) {
    String text =
        DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC).format(instant);
    return tag(0x17, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] oid(int... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(parts[0] * 40 + parts[1]);
    for (int i = 2; i < parts.length; i++) {
      for (int shift = 28; shift > 0; shift -= 7) {
        if (parts[i] >> shift != 0) {
          out.write(0x80 | parts[i] >> shift & 0x7F);
        }
      }
      out.write(parts[i] & 0x7F);
    }
    return tag(0x06, out.toByteArray());
  }

  private static byte[] sequence(byte[]... parts) {
    return tag(0x30, parts);
  }

  private static byte[] tag(int tag, byte[]... parts) {
    byte[] content = concat(parts);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 128) {
      out.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int from = length[0] == 0 ? 1 : 0;
      out.write(0x80 | length.length - from);
      out.write(length, from, length.length - from);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
