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

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.calciteodata.auth.oauth.ApacheHttpSender;
import io.github.calciteodata.auth.oauth.HttpSender;
import io.github.calciteodata.auth.oauth.TimeLimit;
import io.github.calciteodata.net.TestCertificates.Identity;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S24: whom we talk to over TLS, and as whom, for data and for tokens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
  private static final String PASSWORD = "pass word";

  /** Everything that requests are sent for. */
  enum Purpose {
    DATA,
    TOKEN
  }

  @TempDir static Path dir;
  private final TestCertificates certificates = new TestCertificates();
  private Identity authority;
  private Identity person;
  private TinyService trusted;
  private TinyService expired;
  private TinyService selfSigned;
  private TinyService wantsClient;
  private Path authorityFile;

  @BeforeAll
  void start() throws Exception {
    authority = certificates.authority("Test CA");
    person = certificates.host(authority, "client");
    authorityFile = write("ca.pem", authority.certificatePem());
    Identity host = certificates.host(authority, "localhost");
    trusted = new TinyService(TestCertificates.server(host, null), false);
    expired =
        new TinyService(
            TestCertificates.server(
                certificates.host(authority, "localhost", Duration.ofDays(-1)), null),
            false);
    selfSigned =
        new TinyService(TestCertificates.server(certificates.selfSigned("localhost"), null), false);
    wantsClient = new TinyService(TestCertificates.server(host, authority.certificate()), true);
  }

  @AfterAll
  void stop() {
    for (TinyService service : new TinyService[] {trusted, expired, selfSigned, wantsClient}) {
      service.close();
    }
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(dir.resolve(name), text);
  }

  private static void request(
      Purpose purpose, TinyService service, String host, String... properties) throws Exception {
    if (purpose == Purpose.DATA) {
      assertThat(service.rows(host, properties)).isEqualTo(2);
      return;
    }
    String[] tls = new String[5];
    tls[3] = "auto";
    for (int i = 0; i < properties.length; i += 2) {
      int at =
          switch (properties[i]) {
            case "SSLServerCert" -> 0;
            case "SSLClientCert" -> 2;
            case "SSLClientCertPassword" -> 4;
            default -> throw new IllegalArgumentException(properties[i]);
          };
      tls[at] = properties[i + 1];
    }
    NetworkSettings settings =
        new NetworkSettings(
            new TlsSettings(tls[0], tls[1], tls[2], tls[3], tls[4]), ProxySettings.NONE);
    try (ApacheHttpSender sender = new ApacheHttpSender(settings)) {
      HttpSender.Answer answer =
          sender.send(
              new HttpSender.Call(
                  "POST", URI.create(service.root(host) + "token"), Map.of(), "refresh_token=r"),
              TimeLimit.in(Duration.ofSeconds(20)));
      assertThat(answer.status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void aCustomAuthorityIsTrusted(Purpose purpose) throws Exception {
    request(purpose, trusted, "localhost", "SSLServerCert", authorityFile.toString());
  }

  /** S37. */
  @Test
  void aServiceInTlsLeadsNobodyOutOfIt() throws Exception {
    try (TinyService clear = new TinyService();
        TinyService secure =
            new TinyService(
                TestCertificates.server(certificates.host(authority, "localhost"), null), false)) {
      secure.guard =
          exchange -> {
            if (exchange.getRequestURI().toString().contains("$metadata")) {
              return false;
            }
            exchange.getResponseHeaders().set("Location", clear.root("localhost") + "Things");
            TinyService.answer(exchange, 302, "text/plain", "");
            return true;
          };
      assertThatThrownBy(
              () ->
                  secure.rows(
                      "localhost",
                      "SSLServerCert",
                      authorityFile.toString(),
                      "OAuthAccessToken",
                      "s3cret"))
          .hasMessageContaining("leads to http://localhost:" + clear.port());
      assertThat(clear.seen).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void anUnknownAuthorityIsRefused(Purpose purpose) {
    int before = trusted.seen.size();
    assertThatThrownBy(() -> request(purpose, trusted, "localhost"))
        .hasMessageContaining("signed by nobody that this Java process trusts")
        .hasMessageContaining("SSLServerCert");
    assertThat(trusted.seen).hasSize(before);
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void aSelfSignedCertificateIsRefused(Purpose purpose) {
    assertThatThrownBy(
            () ->
                request(
                    purpose, selfSigned, "localhost", "SSLServerCert", authorityFile.toString()))
        .hasMessageContaining("SSLServerCert");
    assertThat(selfSigned.seen).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void aWrongHostNameIsRefusedWhoeverSignedIt(Purpose purpose) {
    int before = trusted.seen.size();
    assertThatThrownBy(
            () -> request(purpose, trusted, "127.0.0.1", "SSLServerCert", authorityFile.toString()))
        .hasMessageContaining("for another host");
    assertThat(trusted.seen).hasSize(before);
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void anExpiredCertificateIsRefused(Purpose purpose) {
    assertThatThrownBy(
            () -> request(purpose, expired, "localhost", "SSLServerCert", authorityFile.toString()))
        .hasMessageContaining("has expired");
    assertThat(expired.seen).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void aStarTrustsThisMachineButChecksNames(Purpose purpose) throws Exception {
    try (TinyService own =
        new TinyService(
            TestCertificates.server(certificates.selfSigned("localhost"), null), false)) {
      request(purpose, own, "localhost", "SSLServerCert", "*");
      assertThatThrownBy(() -> request(purpose, own, "127.0.0.1", "SSLServerCert", "*"))
          .hasMessageContaining("for another host");
    }
  }

  @Test
  void aStarIsRefusedForOtherHosts() {
    assertThatThrownBy(
            () -> TinyService.rowsOf("https://service.example/svc/", "SSLServerCert", "*"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("SSLServerCert=*")
        .hasMessageContaining("service.example");
  }

  @Test
  void aStarDoesNotTrustOtherHostsThatOneConnectionTalksTo() throws Exception {
    // the name leads to this machine by way of a proxy, as a token endpoint's might
    Identity other = certificates.selfSigned("login.example");
    try (TinyService login = new TinyService(TestCertificates.server(other, null), false);
        TinyProxy proxy = new TinyProxy();
        HttpConnector connector =
            new HttpConnector(
                new NetworkSettings(
                    new TlsSettings("*", null, null, "auto", null),
                    new ProxySettings(
                        "127.0.0.1", proxy.port(), null, null, java.util.List.of(), false)),
                new HttpConnector.Limits(
                    Duration.ofSeconds(10), Duration.ofSeconds(10), 2, true, null))) {
      assertThatThrownBy(
              () ->
                  connector.open(
                      new org.apache.hc.core5.http.HttpHost("https", "login.example", login.port()),
                      new org.apache.hc.client5.http.classic.methods.HttpUriRequestBase(
                          "GET", URI.create("/"))))
          .isInstanceOf(javax.net.ssl.SSLException.class);
      assertThat(proxy.requests).hasSize(1);
      assertThat(login.seen).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "der", "p12", "jks", "bundle"})
  void certificatesToTrustComeInEveryUsualFormat(String format) throws Exception {
    String value =
        switch (format) {
          case "text" -> authority.certificatePem();
          case "der" ->
              Files.write(dir.resolve("ca.der"), authority.certificate().getEncoded()).toString();
          case "bundle" ->
              write("bundle.pem", "# two\n" + person.certificatePem() + authority.certificatePem())
                  .toString();
          default -> trustStore(format).toString();
        };
    assertThat(trusted.rows("localhost", "SSLServerCert", value, "SSLServerCertPassword", PASSWORD))
        .isEqualTo(2);
  }

  private Path trustStore(String format) throws Exception {
    KeyStore store = KeyStore.getInstance(format.equals("jks") ? "JKS" : "PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", authority.certificate());
    return save(store, "trust." + format);
  }

  private Path save(KeyStore store, String name) throws Exception {
    Path file = dir.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void aServerThatWantsACertificateGetsIt(Purpose purpose) throws Exception {
    String file = write("client.pem", person.certificatePem() + person.keyPem()).toString();
    request(
        purpose,
        wantsClient,
        "localhost",
        "SSLServerCert",
        authorityFile.toString(),
        "SSLClientCert",
        file);
    assertThatThrownBy(
            () ->
                request(
                    purpose, wantsClient, "localhost", "SSLServerCert", authorityFile.toString()))
        .hasMessageContaining("SSLClientCert");
  }

  @ParameterizedTest
  @CsvSource({
    "p12, auto",
    "p12, PKCS12",
    "p12, PFXFILE",
    "jks, auto",
    "jks, JKSFILE",
    "encrypted, auto",
    "encrypted, PEMKEY_FILE"
  })
  void keysComeInEveryUsualFormat(String format, String type) throws Exception {
    Path file =
        switch (format) {
          case "p12" -> save(person.store("PKCS12", PASSWORD), "client.p12");
          case "jks" -> save(person.store("JKS", PASSWORD), "client.jks");
          default -> write("encrypted.pem", encryptedKey() + person.certificatePem());
        };
    assertThat(rows(file, type, PASSWORD)).isEqualTo(2);
    assertThatThrownBy(() -> rows(file, type, "wr0ng"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("SSLClientCertPassword does not open it")
        .hasMessageNotContaining("wr0ng");
  }

  private int rows(Path clientCert, String type, String password) throws SQLException {
    return wantsClient.rows(
        "localhost",
        "SSLServerCert",
        authorityFile.toString(),
        "SSLClientCert",
        clientCert.toString(),
        "SSLClientCertType",
        type,
        "SSLClientCertPassword",
        password);
  }

  private String encryptedKey() throws Exception {
    String algorithm = "PBEWithHmacSHA256AndAES_256";
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(PASSWORD.toCharArray())));
    byte[] sealed = cipher.doFinal(person.key().getEncoded());
    return TestCertificates.pem(
        "ENCRYPTED PRIVATE KEY",
        TestCertificates.pbes2(cipher.getParameters().getEncoded(), sealed));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SSLServerCert | missing.pem | there is no such file",
        "SSLServerCert | text | no certificate can be read from it",
        "SSLServerCert | key | there is no certificate in it",
        "SSLServerCert | locked | without SSLServerCertPassword",
        "SSLClientCert | cert | there is no private key in it",
        "SSLClientCert | old | openssl pkcs8 -topk8",
        "SSLClientCert | encrypted | set SSLClientCertPassword",
        "SSLClientCert | trust | there is no private key in it"
      })
  void whatCannotBeUsedIsSaidAtConnect(String property, String file, String text) throws Exception {
    String value =
        switch (file) {
          case "text" -> write("notes.txt", "hello").toString();
          case "key" -> write("key.pem", person.keyPem()).toString();
          case "locked" -> trustStore("p12").toString();
          case "cert" -> authorityFile.toString();
          case "old" ->
              write("old.pem", TestCertificates.pem("RSA PRIVATE KEY", new byte[8])).toString();
          case "encrypted" ->
              write("sealed.pem", encryptedKey() + person.certificatePem()).toString();
          case "trust" -> trustStore("jks").toString();
          default -> dir.resolve(file).toString();
        };
    assertThatThrownBy(() -> trusted.rows("localhost", property, value))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(property + "=" + value)
        .hasMessageContaining(text);
  }

  @Test
  void httpBehindAnHttpsUrlIsSaid() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      Thread server =
          new Thread(
              () -> {
                try (Socket client = plain.accept()) {
                  client
                      .getOutputStream()
                      .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                  client.getInputStream().readAllBytes();
                } catch (IOException e) {
                  // the client has gone
                }
              });
      server.start();
      assertThatThrownBy(
              () -> TinyService.rowsOf("https://localhost:" + plain.getLocalPort() + "/svc/"))
          .hasMessageContaining("does not speak TLS on that port");
      server.join();
    }
  }
}
