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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import io.github.calciteodata.net.TinyService;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code AuthScheme=Digest} against a server that checks every digest and counts every nonce. */
class DigestAuthTest {
  private static final String USER = "Mufasa";
  private static final String PASSWORD = "Circle of Life";

  private TinyService service;
  private final AtomicInteger nonces = new AtomicInteger();
  private final Set<String> used = new HashSet<>();
  private volatile String more = ", qop=\"auth, auth-int\", algorithm=SHA-256, opaque=\"o\\\"p\"";
  private volatile int usesOfNonce = Integer.MAX_VALUE;
  private volatile boolean saysStale = true;

  @BeforeEach
  void start() throws Exception {
    service = new TinyService();
    service.guard = this::refuses;
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private synchronized boolean refuses(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    boolean stale = false;
    if (header != null) {
      Map<String, String> sent = Challenge.parse(List.of(header)).get(0).parameters();
      int count = Integer.parseInt(sent.getOrDefault("nc", "1"), 16);
      stale =
          !sent.get("nonce").equals("nonce " + nonces.get())
              || count > usesOfNonce
              || sent.containsKey("nc") && !used.add(sent.get("nonce") + count);
      if (!stale && header.startsWith("Digest ") && right(exchange, sent)) {
        return false;
      }
    }
    exchange
        .getResponseHeaders()
        .add(
            "WWW-Authenticate",
            "Digest realm=\"r@example\", nonce=\"nonce "
                + (stale || header == null ? nonces.incrementAndGet() : nonces.get())
                + "\""
                + more
                + (stale && saysStale ? ", stale=true" : ""));
    exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"b\"");
    TinyService.answer(exchange, 401, "text/plain", "");
    return true;
  }

  /** Section 3.4.1, once more and written otherwise. */
  private static boolean right(HttpExchange exchange, Map<String, String> sent) {
    String algorithm = sent.getOrDefault("algorithm", "MD5");
    String java = algorithm.replace("-sess", "").replace("SHA-512-256", "SHA-512/256");
    String a1 = hash(java, USER + ":r@example:" + PASSWORD);
    if (algorithm.endsWith("-sess")) {
      a1 = hash(java, a1 + ":" + sent.get("nonce") + ":" + sent.get("cnonce"));
    }
    String a2 = hash(java, exchange.getRequestMethod() + ":" + exchange.getRequestURI());
    String middle =
        sent.containsKey("qop")
            ? sent.get("nc") + ":" + sent.get("cnonce") + ":" + sent.get("qop") + ":"
            : "";
    return sent.get("uri").equals(exchange.getRequestURI().toString())
        && sent.get("realm").equals("r@example")
        && sent.get("response")
            .equals(hash(java, a1 + ":" + sent.get("nonce") + ":" + middle + a2));
  }

  private static String hash(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private int rows(String password) throws SQLException {
    return service.rows("127.0.0.1", "AuthScheme", "Digest", "User", USER, "Password", password);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ", qop=\"auth\", algorithm=MD5",
        ", qop=\"auth\", algorithm=MD5-sess",
        ", qop=\"auth,auth-int\", algorithm=SHA-256, opaque=\"a, b\\\"c\"",
        ", qop=auth, algorithm=SHA-256-sess",
        ", qop=\"auth\", algorithm=SHA-512-256, charset=UTF-8",
        ", qop=\"auth\"",
        ""
      })
  void everyAlgorithmIsSpoken(String parameters) throws Exception {
    more = parameters;
    assertThat(rows(PASSWORD)).isEqualTo(2);
    assertThat(nonces).as("nonces asked for").hasValue(1);
  }

  @Test
  void oneNonceServesManyRequestsEachWithItsCount() throws Exception {
    assertThat(rows(PASSWORD)).isEqualTo(2);
    assertThat(service.seen)
        .extracting(seen -> seen.headers().getFirst("Authorization"))
        .satisfiesExactly(
            first -> assertThat(first).isNull(),
            second -> assertThat(second).contains("nc=00000001", "opaque=\"o\\\"p\""),
            third -> assertThat(third).contains("nc=00000002"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNonceThatIsUsedUpIsReplaced(boolean stale) throws Exception {
    usesOfNonce = 2;
    saysStale = stale;
    try (java.sql.Connection connection = connect();
        java.sql.Statement statement = connection.createStatement()) {
      for (int i = 0; i < 8; i++) {
        try (java.sql.ResultSet rows =
            statement.executeQuery("SELECT \"Id\" FROM \"Things\" WHERE \"Id\" < " + (100 + i))) {
          assertThat(rows.next()).isTrue();
        }
      }
    }
    assertThat(nonces.get()).isGreaterThan(2);
  }

  private java.sql.Connection connect() throws SQLException {
    return java.sql.DriverManager.getConnection(
        "jdbc:odata:URL="
            + service.root("127.0.0.1")
            + ";AuthScheme=Digest;User="
            + USER
            + ";Password="
            + PASSWORD);
  }

  @Test
  void threadsShareANonceWithoutRepeatingACount() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (java.sql.Connection connection = connect()) {
      Callable<Boolean> read =
          () -> {
            try (java.sql.Statement statement = connection.createStatement();
                java.sql.ResultSet rows = statement.executeQuery("SELECT \"Id\" FROM \"Things\"")) {
              return rows.next();
            }
          };
      assertThat(read.call()).isTrue();
      int before = nonces.get();
      for (Future<Boolean> result : threads.invokeAll(java.util.Collections.nCopies(40, read))) {
        assertThat(result.get()).isTrue();
      }
      assertThat(nonces).as("no count came twice").hasValue(before);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aWrongPasswordIsTriedOnce() {
    SQLException e = catchThrowableOfType(SQLException.class, () -> rows("wr0ng"));
    assertThat(e.getSQLState()).isEqualTo("28000");
    assertThat(e.toString()).contains("401").doesNotContain("wr0ng");
    assertThat(service.seen)
        .extracting(seen -> seen.headers().containsKey("Authorization"))
        .containsExactly(false, true);
  }

  @Test
  void thePasswordGoesToNobodyWhoAsksForItInClear() {
    service.guard =
        exchange -> {
          exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"b\"");
          TinyService.answer(exchange, 401, "text/plain", "");
          return true;
        };
    assertThatThrownBy(() -> rows(PASSWORD))
        .hasMessageContaining("AuthScheme=Digest, but the service offers basic");
    assertThat(service.seen).noneMatch(seen -> seen.headers().containsKey("Authorization"));
  }

  @Test
  void theBestDigestIsTaken() throws Exception {
    more =
        ", qop=auth, algorithm=MD5, Digest realm=\"r@example\", nonce=\"nonce 1\", qop=\"auth\","
            + " algorithm=SHA-256, Digest realm=\"r@example\", nonce=\"x\", algorithm=WHO";
    assertThat(rows(PASSWORD)).isEqualTo(2);
    assertThat(service.seen.get(2).headers().getFirst("Authorization"))
        .contains("algorithm=SHA-256");
  }

  /** RFC 7616, sections 3.9.1 and 3.9.2. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MD5 | 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256 | 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
      })
  void theSpecificationsExampleComesOut(String algorithm, String response) {
    Challenge challenge =
        Challenge.parse(
                List.of(
                    "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm="
                        + algorithm
                        + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
                        + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""))
            .get(0);
    String header =
        DigestSession.of(challenge, USER, PASSWORD, "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
            .orElseThrow()
            .authorization("GET", "/dir/index.html");
    assertThat(header).contains("response=\"" + response + "\"", "nc=00000001", "qop=auth");
  }

  @Test
  void namesBeyondAsciiAreHashedOrEncoded() {
    String user = "J\u00E4s\u00F8n Doe";
    String hashed = header(user, ", userhash=true");
    assertThat(hashed)
        .contains(
            "username=\"" + hash("SHA-512/256", user + ":api@example.org") + "\", userhash=true");
    assertThat(header(user, "")).contains("username*=UTF-8''J%C3%A4s%C3%B8n%20Doe");
    // the digest is of the name, however it is sent
    assertThat(response(hashed)).isEqualTo(response(header(user, "")));
  }

  private static String header(String user, String more) {
    Challenge challenge =
        Challenge.parse(
                List.of(
                    "Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256,"
                        + " nonce=\"n\", charset=UTF-8"
                        + more))
            .get(0);
    return DigestSession.of(challenge, user, "Secret, or not?", "c")
        .orElseThrow()
        .authorization("GET", "/doe.json");
  }

  private static String response(String header) {
    return Challenge.parse(List.of(header)).get(0).parameter("response");
  }

  @Test
  void challengesAreReadAsServersWriteThem() {
    List<Challenge> read =
        Challenge.parse(
            List.of(
                "Negotiate, NTLM TlRMTVNTUAAC==, Basic realm=\"a, b=\\\"c\\\"\" , Bearer error=invalid_token,"
                    + " error_description=\"x\", Digest nonce = \"n\",realm=\"\""));
    assertThat(read)
        .extracting(Challenge::scheme)
        .containsExactly("negotiate", "ntlm", "basic", "bearer", "digest");
    assertThat(read.get(2).parameter("realm")).isEqualTo("a, b=\"c\"");
    assertThat(read.get(3).parameters())
        .containsEntry("error", "invalid_token")
        .containsEntry("error_description", "x");
    assertThat(read.get(4).parameters()).containsEntry("NONCE", "n").containsEntry("realm", "");
    assertThat(Challenge.parse(List.of())).isEmpty();
    assertThat(Challenge.parse(List.of("\",,="))).isEmpty();
  }
}
