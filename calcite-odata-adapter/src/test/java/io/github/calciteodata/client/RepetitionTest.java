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
package io.github.calciteodata.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.http.Fault;
import java.net.ServerSocket;
import java.net.URI;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is repeated, and after how long; what ends it. */
class RepetitionTest extends ClientFixture {
  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 502, 503, 504})
  void passingTroubleIsRepeatedWithGrowingWaits(int status) throws Exception {
    failsFirst(4, aResponse().withStatus(status));
    assertThat(read("A")).isEqualTo("{}");
    assertThat(pauses.waited()).containsExactly(1000L, 2000L, 4000L, 8000L);
    assertThat(log.entries()).singleElement().satisfies(e -> assertThat(e.retries()).isEqualTo(4));
  }

  @Test
  void repetitionEndsAfterRetries() {
    failsFirst(5, aResponse().withStatus(503).withBody("busy"));
    ODataServiceException e = refused("A");
    assertThat(e.status()).isEqualTo(503);
    assertThat(e.getMessage()).contains("503 Service Unavailable: busy.");
    SERVER.verify(5, getRequestedFor(urlPathEqualTo("/svc/A")));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410, 412, 500, 501})
  void otherAnswersAreNotRepeated(int status) {
    failsFirst(1, aResponse().withStatus(status));
    assertThat(refused("A").status()).isEqualTo(status);
    SERVER.verify(1, getRequestedFor(urlPathEqualTo("/svc/A")));
    assertThat(pauses.waited()).isEmpty();
  }

  @Test
  void retryAfterInSecondsIsHonoured() throws Exception {
    failsFirst(1, aResponse().withStatus(429).withHeader("Retry-After", "7"));
    assertThat(read("A")).isEqualTo("{}");
    assertThat(pauses.waited()).containsExactly(7000L);
  }

  @Test
  void retryAfterAsADateIsHonoured() throws Exception {
    failsFirst(
        1, aResponse().withStatus(503).withHeader("Retry-After", "Sun, 01 Mar 2026 12:00:30 GMT"));
    assertThat(read("A")).isEqualTo("{}");
    assertThat(pauses.waited()).containsExactly(30_000L);
  }

  @Test
  void unreadableRetryAfterFallsBackToOurOwnWait() throws Exception {
    failsFirst(1, aResponse().withStatus(503).withHeader("Retry-After", "soon"));
    assertThat(read("A")).isEqualTo("{}");
    assertThat(pauses.waited()).containsExactly(1000L);
  }

  @Test
  void waitLongerThanTheQueryTimeoutFailsAtOnce() {
    failsFirst(1, aResponse().withStatus(429).withHeader("Retry-After", "60"));
    assertThatThrownBy(() -> read("A", new Call(() -> {}, () -> 10_000L)))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("429");
    assertThat(pauses.waited()).isEmpty();
  }

  @Test
  void otherRequestsKeepTheServicesPauseToo() throws Exception {
    Traffic traffic = new Traffic(pauses);
    Traffic.Lane lane = new Traffic.Lane(new ServiceLimits(w -> {}));
    traffic.hold(pauses.now().plusSeconds(5));
    traffic.enter(lane, new Call(() -> {}, () -> Long.MAX_VALUE));
    traffic.enter(lane, new Call(() -> {}, () -> Long.MAX_VALUE));
    assertThat(pauses.waited()).containsExactly(5000L);
    traffic.hold(pauses.now().plusSeconds(5));
    assertThatThrownBy(() -> traffic.enter(lane, new Call(() -> {}, () -> 1000L)))
        .isInstanceOf(SQLTimeoutException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EMPTY_RESPONSE",
        "CONNECTION_RESET_BY_PEER",
        "RANDOM_DATA_THEN_CLOSE",
        "MALFORMED_RESPONSE_CHUNK"
      })
  void brokenConnectionsAndBodiesAreRepeated(String fault) throws Exception {
    failsFirst(1, aResponse().withFault(Fault.valueOf(fault)));
    assertThat(read("A")).isEqualTo("{}");
    assertThat(pauses.waited()).containsExactly(250L);
  }

  @Test
  void bodyShorterThanItsLengthIsRepeated() throws Exception {
    try (RawServer server =
        new RawServer("Content-Length: 10\r\n\r\n{\"va", "Content-Length: 2\r\n\r\n{}")) {
      options = ClientOptions.of(URI.create(server.url()));
      assertThat(read("A")).isEqualTo("{}");
      assertThat(server.requestLines()).hasSize(2);
    }
  }

  @Test
  void nobodyListeningIs08001AndNamesTheOrigin() throws Exception {
    int port;
    try (ServerSocket s = new ServerSocket(0)) {
      port = s.getLocalPort();
    }
    options = ClientOptions.of(URI.create("http://127.0.0.1:" + port + "/"));
    SQLException e = catchThrowableOfType(SQLException.class, () -> read("A"));
    assertThat(e.getSQLState()).isEqualTo("08001");
    assertThat(e.getMessage())
        .contains("cannot connect to http://127.0.0.1:" + port)
        .contains("5 times");
    assertThat(pauses.waited()).containsExactly(250L, 500L, 1000L, 2000L);
  }

  @Test
  void silenceIsATimeoutThatIsRepeatedOnce() {
    SERVER.stubFor(get(anyUrl()).willReturn(okJson("{}").withFixedDelay(30_000)));
    options = options().withTimeout(Duration.ofMillis(150));
    SQLException e = catchThrowableOfType(SQLTimeoutException.class, () -> read("Late"));
    assertThat(e.getMessage()).contains("Raise Timeout");
    assertThat(e.getSQLState()).isEqualTo("HYT00");
  }

  @Test
  void abortEndsAWaitingRequestAtOnce() throws Exception {
    SERVER.stubFor(get(anyUrl()).willReturn(okJson("{}").withFixedDelay(20_000)));
    Call call = new Call(() -> {}, () -> Long.MAX_VALUE);
    Thread aborter =
        new Thread(
            () -> {
              while (SERVER.getAllServeEvents().isEmpty()
                  && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
                if (call.isRunning()) {
                  break;
                }
              }
              call.abort();
            });
    aborter.start();
    long start = System.nanoTime();
    SQLException e = catchThrowableOfType(SQLException.class, () -> read("Late", call));
    assertThat(e.getSQLState()).isEqualTo("57014");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    aborter.join();
  }

  @Test
  void abortEndsAPauseAtOnce() throws Exception {
    Call call = new Call(() -> {}, () -> Long.MAX_VALUE);
    Thread aborter = new Thread(call::abort);
    aborter.start();
    assertThatThrownBy(() -> call.pause(600_000)).hasMessageContaining("aborted");
    aborter.join();
  }
}
