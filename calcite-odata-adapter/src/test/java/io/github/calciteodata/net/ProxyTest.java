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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.calciteodata.auth.oauth.ApacheHttpSender;
import io.github.calciteodata.auth.oauth.HttpSender;
import io.github.calciteodata.auth.oauth.TimeLimit;
import io.github.calciteodata.net.TestCertificates.Identity;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * R34: requests go through the proxy, for data and for tokens, and its answers count for nothing.
 */
class ProxyTest {
  /** Only a proxy can find it. */
  private static final String HOST = "service.example";

  private static String authority;
  private TinyProxy proxy;
  private TinyService plain;
  private TinyService secure;

  @BeforeEach
  void start() throws Exception {
    TestCertificates certificates = new TestCertificates();
    Identity ca = certificates.authority("Test CA");
    authority = ca.certificatePem();
    proxy = new TinyProxy();
    plain = new TinyService();
    secure = new TinyService(TestCertificates.server(certificates.host(ca, HOST), null), false);
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    plain.close();
    secure.close();
  }

  private String[] through(String... more) {
    String[] properties = {
      "ProxyServer", "127.0.0.1", "ProxyPort", "" + proxy.port(), "SSLServerCert", authority
    };
    String[] all = java.util.Arrays.copyOf(properties, properties.length + more.length);
    System.arraycopy(more, 0, all, properties.length, more.length);
    return all;
  }

  private TinyService service(boolean tls) {
    return tls ? secure : plain;
  }

  private HttpSender.Answer token(boolean tls, String user, String password) throws Exception {
    NetworkSettings settings =
        new NetworkSettings(
            new TlsSettings(authority, null, null, "auto", null),
            new ProxySettings("127.0.0.1", proxy.port(), user, password, List.of(), false));
    // token endpoints are https, or on this machine
    String root = tls ? secure.root(HOST) : plain.root("localhost");
    try (ApacheHttpSender sender = new ApacheHttpSender(settings)) {
      return sender.send(
          new HttpSender.Call("GET", URI.create(root + "token"), Map.of(), null),
          TimeLimit.in(Duration.ofSeconds(20)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allRequestsGoThroughIt(boolean tls) throws Exception {
    assertThat(service(tls).rows(HOST, through())).isEqualTo(2);
    assertThat(token(tls, null, null).status()).isEqualTo(200);
    assertThat(proxy.requests)
        .allMatch(line -> line.startsWith(tls ? "CONNECT " + HOST + ":" : "GET http://"))
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aProxyThatWantsToKnowWhoAsksIsTold(boolean tls) throws Exception {
    proxy.credentials = "user:pässword";
    assertThat(service(tls).rows(HOST, through("ProxyUser", "user", "ProxyPassword", "pässword")))
        .isEqualTo(2);
    assertThat(token(tls, "user", "pässword").status()).isEqualTo(200);
    assertThat(service(tls).seen)
        .isNotEmpty()
        .noneMatch(seen -> seen.headers().containsKey("Proxy-Authorization"));
  }

  @Test
  void onceItIsKnownWhoAsksNoRequestIsRefused() throws Exception {
    proxy.credentials = "user:secret";
    plain.rows(HOST, through("ProxyUser", "user", "ProxyPassword", "secret"));
    // metadata twice, because the first try is refused, then the rows
    assertThat(proxy.requests).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "false, , Set ProxyUser and ProxyPassword",
    "true, , Set ProxyUser and ProxyPassword",
    "false, user, does not accept ProxyUser",
    "true, user, does not accept ProxyUser"
  })
  void refusalsSayWhatToSet(boolean tls, String user, String text) {
    proxy.credentials = "user:right";
    String[] properties =
        user == null ? through() : through("ProxyUser", user, "ProxyPassword", "wr0ng");
    SQLException e =
        catchThrowableOfType(SQLException.class, () -> service(tls).rows(HOST, properties));
    assertThat(e.getMessage()).contains("407", text, "127.0.0.1:" + proxy.port());
    assertThat(e.getSQLState()).isEqualTo("28000");
    assertThat(e.toString()).doesNotContain("wr0ng");
    assertThatThrownBy(() -> token(tls, user, "wr0ng"))
        .hasMessageContaining(text)
        .hasMessageNotContaining("wr0ng");
    assertThat(service(tls).seen).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 25\r\n\r\n"
            + "{\"error\":\"invalid_grant\"}",
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer error=\"invalid_token\"\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 5\r\n\r\nnever"
      })
  void whatAProxySaysBeforeThereIsTlsIsNotTheServersAnswer(String refusal) {
    proxy.refusal = refusal;
    String status = refusal.substring(9, 12);
    assertThatThrownBy(() -> token(true, null, null))
        .isInstanceOf(HttpSender.Failure.class)
        .hasMessageContaining("answered " + status + " instead of leading to https://" + HOST);
    assertThatThrownBy(() -> secure.rows(HOST, through()))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("answered " + status + " instead of leading to");
  }

  @Test
  void exceptionsAreReachedWithoutIt() throws Exception {
    assertThat(plain.rows("127.0.0.1", through("ProxyExceptions", "*.example.com; 127.0.0.1")))
        .isEqualTo(2);
    assertThat(proxy.requests).isEmpty();
  }

  @Test
  void aProxyThatIsNotThereIsNamed() throws Exception {
    proxy.close();
    assertThatThrownBy(() -> secure.rows(HOST, through()))
        .hasMessageContaining("the proxy 127.0.0.1:" + proxy.port() + " cannot be reached")
        .hasMessageContaining("ProxyServer");
    assertThatThrownBy(
            () -> secure.rows(HOST, "ProxyServer", "proxy.invalid", "SSLServerCert", authority))
        .hasMessageContaining("the proxy proxy.invalid:80 cannot be reached");
  }

  @Test
  void certificatesAreCheckedThroughATunnelToo() {
    assertThatThrownBy(
            () -> secure.rows(HOST, "ProxyServer", "127.0.0.1", "ProxyPort", "" + proxy.port()))
        .hasMessageContaining("SSLServerCert");
    assertThatThrownBy(() -> secure.rows("other.example", through()))
        .hasMessageContaining("for another host");
    assertThat(secure.seen).isEmpty();
  }
}
