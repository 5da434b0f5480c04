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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches the local port, and what ends the wait. */
class LoopbackReceiverTest {
  private static final String STATE = "0123456789abcdef0123456789abcdef";

  private LoopbackReceiver receiver;
  private Waiters waiters;
  private CompletableFuture<CodeExchange.Callback> result;

  @BeforeEach
  void listen() throws Exception {
    receiver = LoopbackReceiver.open("http://127.0.0.1:0/cb", STATE);
    waiters = new Waiters();
    waiters.join();
    result = await(Duration.ofSeconds(30));
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  private CompletableFuture<CodeExchange.Callback> await(Duration limit) throws Exception {
    CompletableFuture<CodeExchange.Callback> future = new CompletableFuture<>();
    OAuthThreads.daemon(
            () -> {
              try {
                future.complete(receiver.await(TimeLimit.in(limit), waiters));
              } catch (SQLException e) {
                future.completeExceptionally(e);
              }
            },
            "test-wait")
        .start();
    while (!send("GET /warm-up HTTP/1.1\r\nHost: " + host() + "\r\n\r\n")
        .startsWith("HTTP/1.1 404")) {
      Thread.onSpinWait();
    }
    return future;
  }

  private String host() {
    return "127.0.0.1:" + receiver.port();
  }

  private String send(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", receiver.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private String get(String target) throws IOException {
    return send("GET " + target + " HTTP/1.1\r\nHost: " + host() + "\r\n\r\n");
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.substring(9, 12));
  }

  private CodeExchange.Callback right() throws Exception {
    assertThat(status(get("/cb?code=the-code&state=" + STATE))).isEqualTo(200);
    return result.get(5, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // S1, S2, S3
        "/cb?code=x&state=0123456789abcdef0123456789abcdee|400",
        "/cb?code=x|400",
        "/cb|400",
        "/cb?error=access_denied&state=wrong|400",
        "/cb?error=access_denied|400",
        // S6
        "/cb?code=x&error=y&state=0123456789abcdef0123456789abcdef|400",
        "/cb?code=x&code=y&state=0123456789abcdef0123456789abcdef|400",
        "/cb?code=x&state=0123456789abcdef0123456789abcdef&state=z|400",
        "/cb?state=0123456789abcdef0123456789abcdef|400",
        "/cb?code=&state=0123456789abcdef0123456789abcdef|400",
        // S13
        "/favicon.ico|404",
        "/cb/more?code=x&state=0123456789abcdef0123456789abcdef|404",
        "/|404",
        // S14
        "/cb?code=%zz&state=0123456789abcdef0123456789abcdef|400"
      })
  void s1NoiseDoesNotEndTheWait(String target, int status) throws Exception {
    assertThat(status(get(target))).isEqualTo(status);
    assertThat(result).isNotDone();
    assertThat(right().code().reveal()).isEqualTo("the-code");
  }

  /** S16, too. */
  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "PUT", "OPTIONS", "DELETE"})
  void s13OtherMethodsAreIgnoredAndGetNoCorsHeaders(String method) throws Exception {
    String answer =
        send(
            method
                + " /cb?code=x&state="
                + STATE
                + " HTTP/1.1\r\nHost: "
                + host()
                + "\r\nOrigin: https://evil\r\n\r\n");
    assertThat(status(answer)).isEqualTo(405);
    assertThat(answer).doesNotContainIgnoringCase("access-control");
    assertThat(result).isNotDone();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1.evil.example:1"})
  void s12AnotherHostHeaderIsMisdirected(String host) throws Exception {
    assertThat(
            status(
                send("GET /cb?code=x&state=" + STATE + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")))
        .isEqualTo(421);
    assertThat(result).isNotDone();
  }

  @Test
  void s14HugeRequestsAreRefusedWithAConstantPage() throws Exception {
    String answer = get("/cb?code=" + "x".repeat(65_536) + "&state=" + STATE);
    assertThat(status(answer)).isEqualTo(400);
    assertThat(answer).doesNotContain("xxx", "Exception");
    String body = "a=" + "b".repeat(20_000);
    assertThat(
            status(
                send(
                    "POST /cb HTTP/1.1\r\nHost: "
                        + host()
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body)))
        .isEqualTo(400);
    assertThat(result).isNotDone();
  }

  @Test
  void s15AScriptInADescriptionIsNeitherReflectedNorPassedOn() throws Exception {
    String answer =
        get(
            "/cb?error=access_denied&error_description=%3Cscript%3Ealert(1)%3C/script%3E%0D%0A%C3%A9&state="
                + STATE);
    assertThat(answer)
        .doesNotContain("script")
        .contains("default-src 'none'", "no-store", "no-referrer");
    assertThatThrownBy(() -> result.get(5, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(61003))
        .hasMessageNotContainingAny("<script", "\r", "\n", "\u00e9");
  }

  @Test
  void s17TheCodeIsDecodedOnce() throws Exception {
    String code = "a+b/c=d&e%f%2Bg \u00e9";
    get("/cb?state=" + STATE + "&code=" + FakeAuthorizationServer.encode(code));
    assertThat(result.get(5, TimeUnit.SECONDS).code().reveal()).isEqualTo(code);
  }

  @Test
  void formPostIsAcceptedToo() throws Exception {
    String body = "code=posted&state=" + STATE + "&iss=https%3A%2F%2Fas.example";
    send(
        "POST /cb HTTP/1.1\r\nHost: "
            + host()
            + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
    assertThat(result.get(5, TimeUnit.SECONDS).issuer()).isEqualTo("https://as.example");
  }

  @Test
  void s4TheSecondAnswerIsTold() {
    CallbackFilter filter = new CallbackFilter("/cb", java.util.Set.of("h"), STATE);
    CallbackFilter.Request request =
        new CallbackFilter.Request("GET", "/cb?code=x&state=" + STATE, "h", null, null);
    assertThat(filter.judge(request).isAnswer()).isTrue();
    assertThat(new String(LoopbackReceiver.page(409), StandardCharsets.US_ASCII))
        .contains("409", "already complete");
  }

  @Test
  void s10NoOtherAddressOfThisMachineListens() throws Exception {
    for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(network.getInetAddresses())) {
        if (!address.isLoopbackAddress() && address instanceof Inet4Address) {
          try (Socket socket = new Socket()) {
            assertThatThrownBy(
                    () -> socket.connect(new InetSocketAddress(address, receiver.port()), 1_000))
                .isInstanceOf(IOException.class);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://0.0.0.0:1234/",
        "http://192.168.1.5:1234/",
        "http://[::]:1234/",
        "http://localhost.evil.com:1234/",
        "http://127.0.0.1@evil.com/",
        "http://user@127.0.0.1:1/",
        "http://2130706433:1234/",
        "https://127.0.0.1:1234/",
        "http://127.0.0.1:1234/#fragment",
        "http://127.0.0.1:99999/",
        "app:/cb"
      })
  void s11AnAddressThatIsNotTheLoopbackIsRefusedBeforeBinding(String callback) {
    assertThatThrownBy(() -> LoopbackReceiver.open(callback, STATE))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08004"));
  }

  @Test
  void s20TheListenerIsClosedWhenTheWaitIsOver() throws Exception {
    int port = receiver.port();
    right();
    long end = System.nanoTime() + 2_000_000_000L;
    boolean free = false;
    while (!free && System.nanoTime() < end) {
      try (ServerSocket again = new ServerSocket()) {
        again.setReuseAddress(true);
        again.bind(new InetSocketAddress("127.0.0.1", port));
        free = true;
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    assertThat(free).isTrue();
  }

  @Test
  void aWaitThatNobodyWantsEnds() {
    waiters.leave();
    assertThatThrownBy(() -> result.get(5, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
  }

  @Test
  void anAnswerThatComesBeforeAnybodyWaitsIsKept() throws Exception {
    receiver.close();
    receiver = LoopbackReceiver.open("http://127.0.0.1:0/cb", STATE);
    assertThat(status(get("/cb?code=early&state=" + STATE))).isEqualTo(200);
    CodeExchange.Callback callback =
        receiver.await(TimeLimit.in(Duration.ofSeconds(5)), new Waiters());
    assertThat(callback.code().reveal()).isEqualTo("early");
  }

  @Test
  void r27ATimeoutTellsOfOldTabs() throws Exception {
    receiver.close();
    receiver = LoopbackReceiver.open("http://127.0.0.1:0/cb", STATE);
    CompletableFuture<CodeExchange.Callback> brief = await(Duration.ofMillis(1_500));
    get("/cb?code=x&state=another");
    assertThatThrownBy(() -> brief.get(10, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("HYT00"))
        .hasMessageContaining("1 callbacks with another state");
  }

  @Test
  void r29ATakenPortIsNamedAndTheNextOfAListIsUsed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> LoopbackReceiver.open("http://127.0.0.1:" + port + "/", STATE))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining(String.valueOf(port));
      assertThatThrownBy(() -> LoopbackReceiver.open("http://localhost:" + port + "/", STATE))
          .isInstanceOf(SQLException.class);
      try (LoopbackReceiver second =
          LoopbackReceiver.open("http://localhost:" + port + ",0/cb?x=1", STATE)) {
        assertThat(second.port()).isNotEqualTo(port);
        assertThat(second.redirectUri()).isEqualTo("http://localhost:" + second.port() + "/cb?x=1");
      }
    }
  }

  @Test
  void r30WhoeverHoldsThePortOnAllAddressesKeepsUsOut() throws Exception {
    try (ServerSocket squatter = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
      assertThatThrownBy(
              () ->
                  LoopbackReceiver.open("http://127.0.0.1:" + squatter.getLocalPort() + "/", STATE))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void r31AStalledClientDoesNotKeepTheBrowserWaiting() throws Exception {
    try (Socket stalled = new Socket("127.0.0.1", receiver.port())) {
      stalled.getOutputStream().write("GET /cb".getBytes(StandardCharsets.US_ASCII));
      stalled.getOutputStream().flush();
      long start = System.nanoTime();
      right();
      assertThat(System.nanoTime() - start).isLessThan(3_000_000_000L);
    }
  }

  @Test
  void aFixedCallbackIsSentByteForByte() throws Exception {
    int port;
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = probe.getLocalPort();
    }
    String written = "http://LOCALHOST".toLowerCase(java.util.Locale.ROOT) + ":" + port;
    try (LoopbackReceiver fixed = LoopbackReceiver.open(written, STATE)) {
      assertThat(fixed.redirectUri()).isEqualTo(written);
    }
  }
}
