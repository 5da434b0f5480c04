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

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.SQLException;
import java.text.ParseException;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.UUID;

/** Signs the short-lived assertions that stand for a client or a user (RFC 7523, section 3). */
final class AssertionSigner {
  private static final long LIFE_MILLIS = 60_000;

  private final ClientIdentity client;
  private final OAuthClock clock;
  private volatile long clockOffset;

  AssertionSigner(ClientIdentity client, OAuthClock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * Moves the clock of later assertions to the server's; answers false when that was done before.
   */
  boolean correctClock(long serverMillis) {
    long offset = serverMillis - clock.wallMillis();
    if (Math.abs(offset) <= 30_000 || Math.abs(offset - clockOffset) <= 30_000) {
      return false;
    }
    clockOffset = offset;
    return true;
  }

  /** An assertion by the client's private key. */
  SignedJWT withKey(String issuer, String subject, String audience) throws SQLException {
    PrivateKey key = privateKey();
    try {
      if (key instanceof ECPrivateKey ec) {
        ECDSASigner signer = new ECDSASigner(ec);
        JWSAlgorithm usual = signer.supportedJWSAlgorithms().iterator().next();
        return sign(algorithm(usual), signer, issuer, subject, audience);
      }
      return sign(algorithm(JWSAlgorithm.RS256), new RSASSASigner(key), issuer, subject, audience);
    } catch (JOSEException e) {
      throw failure(e);
    }
  }

  /** An assertion by the client's secret. */
  SignedJWT withSecret(String audience) throws SQLException {
    if (client.secret() == null) {
      throw OAuthError.CONFIGURATION.exception(
          "OAuthClientAuth=CLIENT_SECRET_JWT needs OAuthClientSecret");
    }
    try {
      return sign(
          algorithm(JWSAlgorithm.HS256),
          new MACSigner(client.secret().bytes()),
          client.id(),
          client.id(),
          audience);
    } catch (JOSEException e) {
      throw failure(e);
    }
  }

  private static SQLException failure(JOSEException e) {
    return OAuthError.CONFIGURATION.exception(
        "Cannot sign the client's assertion: " + OAuthError.clean(e.getMessage()));
  }

  private JWSAlgorithm algorithm(JWSAlgorithm usual) {
    return client.algorithm() == null ? usual : JWSAlgorithm.parse(client.algorithm());
  }

  private SignedJWT sign(
      JWSAlgorithm algorithm, JWSSigner signer, String issuer, String subject, String audience)
      throws JOSEException {
    long now = clock.wallMillis() + clockOffset;
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(subject)
            .audience(audience)
            .issueTime(new Date(now))
            .expirationTime(new Date(now + LIFE_MILLIS))
            .jwtID(UUID.randomUUID().toString())
            .build();
    SignedJWT jwt =
        new SignedJWT(new JWSHeader.Builder(algorithm).keyID(client.keyId()).build(), claims);
    jwt.sign(signer);
    return jwt;
  }

  private PrivateKey privateKey() throws SQLException {
    Path file = client.key();
    if (file == null) {
      throw OAuthError.CONFIGURATION.exception("A signed assertion needs OAuthJWTCert");
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      String text = new String(bytes, StandardCharsets.ISO_8859_1).strip();
      if (text.startsWith("{")) {
        JWK jwk = JWK.parse(text);
        return jwk.toECKey() != null && jwk.getKeyType().getValue().equals("EC")
            ? jwk.toECKey().toPrivateKey()
            : jwk.toRSAKey().toPrivateKey();
      }
      return text.contains("-----BEGIN PRIVATE KEY-----") ? pem(text) : pkcs12(file);
    } catch (IOException
        | GeneralSecurityException
        | ParseException
        | JOSEException
        | IllegalArgumentException
        | ClassCastException e) {
      throw OAuthError.CONFIGURATION.exception(
          "OAuthJWTCert="
              + file
              + " holds no usable private key (PKCS#8 PEM, JWK or PKCS#12): "
              + e.getClass().getSimpleName());
    }
  }

  private static PrivateKey pem(String text) throws GeneralSecurityException {
    String body =
        text.replaceAll("(?s).*-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----.*", "$1");
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body));
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    } catch (InvalidKeySpecException e) {
      // not RSA: the encoding names the algorithm, but Java offers no way to ask for it
      return KeyFactory.getInstance("EC").generatePrivate(spec);
    }
  }

  private PrivateKey pkcs12(Path file) throws GeneralSecurityException, IOException {
    char[] password =
        client.keyPassword() == null ? new char[0] : client.keyPassword().reveal().toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password);
    }
    for (String alias : Collections.list(store.aliases())) {
      if (store.getKey(alias, password) instanceof PrivateKey key
          && (key instanceof RSAPrivateKey || key instanceof ECPrivateKey)) {
        return key;
      }
    }
    throw new GeneralSecurityException("no private key");
  }
}
