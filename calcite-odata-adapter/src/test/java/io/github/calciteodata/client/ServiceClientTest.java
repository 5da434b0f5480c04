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
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.calciteodata.auth.ApiKeyAuth;
import io.github.calciteodata.auth.Authenticator;
import io.github.calciteodata.auth.BasicAuth;
import io.github.calciteodata.auth.BearerAuth;
import io.github.calciteodata.auth.Header;
import io.github.calciteodata.auth.NoAuth;
import io.github.calciteodata.auth.Patience;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One request: what is repeated and after how long, what follows a redirect, what an error says.
 */
class ServiceClientTest {
  @RegisterExtension static final WireMockExtension SERVER = server();

  @RegisterExtension static final WireMockExtension OTHER = server();

  private static WireMockExtension server() {
    return WireMockExtension.newInstance()
        .options(WireMockConfiguration.wireMockConfig().bindAddress("127.0.0.1").dynamicPort())
        .build();
  }

  private final FakePauses pauses = new FakePauses();
  private final RequestLog log = new RequestLog();
  private Authenticator auth = new NoAuth();
  private ClientOptions options;
  private ServiceClient client;

  @AfterEach
  void close() {
    if (client != null) {
      client.close();
    }
  }

  private String read(String relative) throws SQLException {
    return read(relative, new Call(() -> {}, () -> Long.MAX_VALUE));
  }

  private String read(String relative, Call call) throws SQLException {
    if (client == null) {
      if (options == null) {
        options = options();
      }
      client =
          new ServiceClient(
              options, auth, log, new HttpClientTransport(options.timeout(), 4, "test"), pauses);
    }
    ServiceClient.Answer answer =
        client.get(
            new ServiceClient.Get(
                client.url(relative),
                Map.of("Accept", "application/json"),
                ServiceClient.Wanted.JSON,
                1),
            call);
    return answer.body() == null
        ? null
        : new String(answer.body().bytes(), 0, answer.body().length(), StandardCharsets.UTF_8);
  }

  private static ClientOptions options() {
    return ClientOptions.of(URI.create(SERVER.baseUrl() + "/svc/"));
  }

  private static void failsFirst(int times, ResponseDefinitionBuilder failure) {
    String state = Scenario.STARTED;
    for (int i = 1; i <= times; i++) {
      String next = "failed " + i;
      SERVER.stubFor(
          get(anyUrl())
              .inScenario("s")
              .whenScenarioStateIs(state)
              .willSetStateTo(next)
              .willReturn(failure));
      state = next;
    }
    SERVER.stubFor(
        get(anyUrl()).inScenario("s").whenScenarioStateIs(state).willReturn(okJson("{}")));
  }

  private ODataServiceException refused(String relative) {
    return catchThrowableOfType(ODataServiceException.class, () -> read(relative));
  }

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
    SERVER.verify(5, getRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410, 412, 500, 501})
  void otherAnswersAreNotRepeated(int status) {
    failsFirst(1, aResponse().withStatus(status));
    assertThat(refused("A").status()).isEqualTo(status);
    SERVER.verify(1, getRequestedFor(anyUrl()));
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
    Throttle throttle = new Throttle(pauses);
    throttle.hold(pauses.now().plusSeconds(5));
    throttle.await(new Call(() -> {}, () -> Long.MAX_VALUE));
    throttle.await(new Call(() -> {}, () -> Long.MAX_VALUE));
    assertThat(pauses.waited()).containsExactly(5000L);
    throttle.hold(pauses.now().plusSeconds(5));
    assertThatThrownBy(() -> throttle.await(new Call(() -> {}, () -> 1000L)))
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
  void unusualCharactersOfALinkAreSentAsTheyStand() throws Exception {
    try (RawServer server = new RawServer("Content-Length: 2\r\n\r\n{}")) {
      options = ClientOptions.of(URI.create(server.url()));
      assertThat(read("A?$skiptoken=a|b{c}^`\"'<>%zz%2F/../x&&=")).isEqualTo("{}");
      assertThat(server.requestLines())
          .containsExactly("GET /A?$skiptoken=a|b{c}^`\"'<>%zz%2F/../x&&= HTTP/1.1");
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
    SQLException e = catchThrowableOfType(SQLTimeoutException.class, () -> read("A"));
    assertThat(e.getMessage()).contains("Raise Timeout");
    assertThat(e.getSQLState()).isEqualTo("HYT00");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectInsideTheOriginIsFollowed(int status) throws Exception {
    SERVER.stubFor(
        get("/svc/A?x=1")
            .willReturn(aResponse().withStatus(status).withHeader("Location", "../(S(k))/A?x=1")));
    SERVER.stubFor(get("/(S(k))/A?x=1").willReturn(okJson("{\"a\":1}")));
    auth = new BearerAuth("t0ken");
    assertThat(read("A?x=1")).isEqualTo("{\"a\":1}");
    SERVER.verify(
        getRequestedFor(urlEqualTo("/(S(k))/A?x=1"))
            .withHeader("Authorization", equalTo("Bearer t0ken")));
  }

  @Test
  void redirectToAnotherOriginSendsNothingThere() {
    SERVER.stubFor(
        get("/svc/A")
            .willReturn(
                aResponse().withStatus(302).withHeader("Location", OTHER.baseUrl() + "/x")));
    auth = new BearerAuth("t0ken");
    SQLException e = catchThrowableOfType(SQLException.class, () -> read("A"));
    assertThat(e.getSQLState()).isEqualTo("08004");
    assertThat(e.getMessage()).contains(OTHER.baseUrl()).contains(SERVER.baseUrl());
    OTHER.verify(0, getRequestedFor(anyUrl()));
  }

  @Test
  void redirectLoopEnds() {
    SERVER.stubFor(
        get("/svc/A").willReturn(aResponse().withStatus(302).withHeader("Location", "/svc/A")));
    assertThat(refused("A").getMessage()).contains("too many redirects");
    SERVER.verify(6, getRequestedFor(anyUrl()));
  }

  @Test
  void credentialsAreRenewedOnceAfter401() throws Exception {
    AtomicInteger renewals = new AtomicInteger();
    auth =
        new Authenticator() {
          @Override
          public Optional<Header> header(Patience patience) {
            return Optional.of(new Header("Authorization", "Bearer " + renewals.get()));
          }

          @Override
          public boolean renew(Header refused, String challenge, Patience patience) {
            assertThat(refused.value()).isEqualTo("Bearer " + renewals.get());
            assertThat(challenge).isEqualTo("Bearer error=\"invalid_token\"");
            renewals.incrementAndGet();
            return true;
          }
        };
    SERVER.stubFor(
        get(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(401)
                    .withHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"")));
    assertThat(refused("A").getSQLState()).isEqualTo("28000");
    assertThat(renewals).hasValue(1);
    SERVER.stubFor(
        get(anyUrl()).withHeader("Authorization", equalTo("Bearer 2")).willReturn(okJson("{}")));
    assertThat(read("A")).isEqualTo("{}");
  }

  @Test
  void schemesSendTheirHeader() throws Exception {
    SERVER.stubFor(get(anyUrl()).willReturn(okJson("{}")));
    auth = new BasicAuth("jürgen", "pä:ss");
    options =
        options()
            .withHeaders(List.of(new Header("X-Tenant", "a"), new Header("Cookie", "s=1")))
            .withUrlOptions(List.of("sap-client=100", "apikey=geheim"));
    assertThat(read("A?$top=1")).isEqualTo("{}");
    SERVER.verify(
        getRequestedFor(urlEqualTo("/svc/A?$top=1&sap-client=100&apikey=geheim"))
            .withHeader("Authorization", equalTo("Basic asO8cmdlbjpww6Q6c3M="))
            .withHeader("X-Tenant", equalTo("a"))
            .withHeader("Cookie", equalTo("s=1")));
    assertThat(log.entries())
        .singleElement()
        .satisfies(e -> assertThat(e.url()).endsWith("sap-client=100&apikey=***"));
  }

  @Test
  void apiKeyGoesIntoItsHeader() throws Exception {
    SERVER.stubFor(get(anyUrl()).willReturn(okJson("{}")));
    auth = new ApiKeyAuth("APIKey", "k1");
    assertThat(read("A")).isEqualTo("{}");
    SERVER.verify(getRequestedFor(anyUrl()).withHeader("APIKey", equalTo("k1")));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 500, 503})
  void secretsAreInNoMessageAndNoLog(int status) {
    SERVER.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(status)));
    auth = new BasicAuth("u", "s3cret");
    options =
        new ClientOptions(
            URI.create("http://root:s3cret@127.0.0.1:" + SERVER.getPort() + "/svc/"),
            List.of(new Header("X-Key", "s3cret")),
            List.of("token=s3cret", "subscription-key=s3cret"),
            Duration.ofSeconds(5),
            0,
            "test",
            2);
    SQLException e = catchThrowableOfType(SQLException.class, () -> read("A"));
    String shown =
        e
            + " "
            + log.entries()
            + options
            + auth
            + options.headers()
            + new BearerAuth("s3cret")
            + new ApiKeyAuth("K", "s3cret");
    assertThat(shown).doesNotContain("s3cret").doesNotContain("dTpzM2NyZXQ");
  }

  @Test
  void statusesHaveTheirSqlStates() {
    for (Map.Entry<Integer, String> e :
        Map.of(401, "28000", 403, "42501", 404, "HY000", 400, "HY000", 501, "HY000").entrySet()) {
      SERVER.stubFor(
          get("/svc/A" + e.getKey())
              .willReturn(
                  aResponse()
                      .withStatus(e.getKey())
                      .withBody("{\"error\":{\"code\":\"E1\",\"message\":\"No way\"}}")));
      ODataServiceException x = refused("A" + e.getKey());
      assertThat(x.getSQLState()).isEqualTo(e.getValue());
      assertThat(x.getErrorCode()).isEqualTo(e.getKey());
      assertThat(x.serviceCode()).isEqualTo("E1");
      assertThat(x.getMessage())
          .contains("GET " + SERVER.baseUrl() + "/svc/A" + e.getKey() + ": " + e.getKey())
          .contains("[E1] No way. ");
    }
  }

  @Test
  void pageToLogInIsNoAnswer() {
    SERVER.stubFor(
        get(anyUrl())
            .willReturn(
                ok("<html><style>x{}</style><title>Log in</title></html>")
                    .withHeader("Content-Type", "text/html")));
    assertThat(refused("A").getMessage()).contains("text/html").contains("Log in");
  }

  @Test
  void gzipIsUnpackedAndItsEndChecked() throws Exception {
    SERVER.stubFor(get(anyUrl()).willReturn(okJson("{\"a\":\"" + "x".repeat(100_000) + "\"}")));
    options = options();
    HttpClientTransport real = new HttpClientTransport(options.timeout(), 2, "test");
    Transport asksForGzip =
        new Transport() {
          @Override
          public Response send(Request r, Call call) throws IOException {
            return real.send(
                new Request(
                    r.method(), r.url(), List.of(new Header("Accept-Encoding", "gzip")), null),
                call);
          }

          @Override
          public void closeIdle() {
            real.closeIdle();
          }

          @Override
          public void close() {
            real.close();
          }
        };
    client = new ServiceClient(options, auth, log, asksForGzip, pauses);
    assertThat(read("A")).hasSize(100_008);
    SERVER.verify(getRequestedFor(anyUrl()).withHeader("Accept-Encoding", equalTo("gzip")));
  }

  @Test
  void loopbackIsNotAskedForGzipNorForAnUpgrade() throws Exception {
    SERVER.stubFor(get(anyUrl()).willReturn(okJson("{}")));
    assertThat(read("A")).isEqualTo("{}");
    SERVER.verify(
        getRequestedFor(anyUrl()).withoutHeader("Accept-Encoding").withoutHeader("Upgrade"));
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
    SQLException e = catchThrowableOfType(SQLException.class, () -> read("A", call));
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
