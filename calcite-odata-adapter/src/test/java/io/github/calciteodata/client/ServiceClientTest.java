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

import io.github.calciteodata.auth.ApiKeyAuth;
import io.github.calciteodata.auth.Authenticator;
import io.github.calciteodata.auth.BasicAuth;
import io.github.calciteodata.auth.BearerAuth;
import io.github.calciteodata.auth.Header;
import io.github.calciteodata.auth.Patience;
import io.github.calciteodata.auth.Refusal;
import io.github.calciteodata.net.NetworkSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One request: what is sent, what follows a redirect, what an error says. */
class ServiceClientTest extends ClientFixture {
  @Test
  void unusualCharactersOfALinkAreSentAsTheyStand() throws Exception {
    try (RawServer server = new RawServer("Content-Length: 2\r\n\r\n{}")) {
      options = ClientOptions.of(URI.create(server.url()));
      assertThat(read("A?$skiptoken=a|b{c}^`\"'<>%zz%2F/../x&&=")).isEqualTo("{}");
      assertThat(server.requestLines())
          .containsExactly("GET /A?$skiptoken=a|b{c}^`\"'<>%zz%2F/../x&&= HTTP/1.1");
    }
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

  /** The next credentials each time; what was sent counts as {@code renewal} says. */
  private static Authenticator counting(AtomicInteger renewals, Authenticator.Renewal renewal) {
    return new Authenticator() {
      @Override
      public Optional<Header> header(Patience patience) {
        return Optional.of(new Header("Authorization", "Bearer " + renewals.get()));
      }

      @Override
      public Renewal renew(Header refused, Refusal refusal, Patience patience) {
        assertThat(refused.value()).isEqualTo("Bearer " + renewals.get());
        assertThat(refusal.challenges().get(0).parameter("error")).isEqualTo("invalid_token");
        renewals.incrementAndGet();
        return renewal;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({"RENEWED, 2", "OUTLIVED, 10"})
  void credentialsAreRenewedAFewTimesAtMostAfter401(Authenticator.Renewal renewal, int most)
      throws Exception {
    AtomicInteger renewals = new AtomicInteger();
    auth = counting(renewals, renewal);
    SERVER.stubFor(
        get(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(401)
                    .withHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"")));
    assertThat(refused("A").getSQLState()).isEqualTo("28000");
    assertThat(renewals).hasValue(most);
    String last = "Bearer " + 2 * most;
    SERVER.stubFor(
        get(anyUrl()).withHeader("Authorization", equalTo(last)).willReturn(okJson("{}")));
    assertThat(read("A")).isEqualTo("{}");
  }

  /** Somebody who signs in when asked by the thread {@code first}. */
  private static final class SlowPerson implements Authenticator {
    private final boolean afterRefusal;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    SlowPerson(boolean afterRefusal) {
      this.afterRefusal = afterRefusal;
    }

    private static boolean isFirst() {
      return Thread.currentThread().getName().equals("first");
    }

    private void ask() {
      try {
        asked.countDown();
        answer.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void prepare(Patience patience) {
      if (isFirst() && !afterRefusal) {
        ask();
      }
    }

    @Override
    public Optional<Header> header(Patience patience) {
      boolean old = isFirst() && afterRefusal && asked.getCount() > 0;
      return Optional.of(new Header("Authorization", "Bearer " + (old ? "old" : "new")));
    }

    @Override
    public Renewal renew(Header refused, Refusal refusal, Patience patience) {
      ask();
      return Renewal.RENEWED;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoeverWaitsForAPersonKeepsNobodyElseWaiting(boolean afterRefusal) throws Exception {
    SERVER.stubFor(get(anyUrl()).willReturn(okJson("{}")));
    SERVER.stubFor(
        get(anyUrl())
            .withHeader("Authorization", equalTo("Bearer old"))
            .willReturn(aResponse().withStatus(401)));
    SlowPerson person = new SlowPerson(afterRefusal);
    options = options();
    Traffic oneAtATime = new Traffic(pauses);
    oneAtATime.limit(1);
    client =
        new ServiceClient(
            options,
            person,
            log,
            new ServiceLimits(w -> {}),
            oneAtATime,
            new HttpClientTransport(options.connector()),
            pauses);
    FutureTask<String> first = new FutureTask<>(() -> read("A"));
    new Thread(first, "first").start();
    person.asked.await();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    Call patient =
        new Call(
            () -> {
              if (System.nanoTime() > end) {
                throw new SQLException("kept waiting");
              }
            },
            () -> Long.MAX_VALUE);
    assertThat(read("B", patient)).isEqualTo("{}");
    assertThat(first).isNotDone();
    person.answer.countDown();
    assertThat(first.get()).isEqualTo("{}");
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
        .satisfies(e -> assertThat(e.url()).endsWith("sap-client=***&apikey=***"));
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
            2,
            NetworkSettings.DEFAULT,
            List.of());
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
    HttpClientTransport real = new HttpClientTransport(options.connector());
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
    client =
        new ServiceClient(
            options,
            auth,
            log,
            new ServiceLimits(w -> {}),
            new Traffic(pauses),
            asksForGzip,
            pauses);
    assertThat(read("A")).hasSize(100_008);
    SERVER.verify(getRequestedFor(anyUrl()).withHeader("Accept-Encoding", equalTo("gzip")));
  }

  private static byte[] gzip(long length) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      byte[] blanks = new byte[1 << 20];
      Arrays.fill(blanks, (byte) ' ');
      for (long left = length; left > 0; left -= blanks.length) {
        out.write(blanks, 0, (int) Math.min(left, blanks.length));
      }
      out.write("{}".getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  private static void answersPacked(String encoding, byte[] body) {
    SERVER.stubFor(
        get(anyUrl())
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "application/json")
                    .withHeader("Content-Encoding", encoding)
                    .withBody(body)));
  }

  /** S69. */
  @Test
  void aBodyThatUnpacksWithoutEndIsNotReadToItsEnd() throws Exception {
    answersPacked("gzip", gzip(40 << 20));
    assertThat(read("A")).hasSize((40 << 20) + 2);
    answersPacked("gzip", gzip(300 << 20));
    assertThatThrownBy(() -> read("A"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
        .hasMessageContaining("unpacks to more than 300 times its size");
    SERVER.verify(2, getRequestedFor(anyUrl()));
  }

  /** S70. */
  @Test
  void aBodyThatIsPackedTwiceIsRefused() throws Exception {
    options = options().withRetries(0);
    answersPacked("gzip, gzip", gzip(10));
    assertThatThrownBy(() -> read("A")).hasMessageContaining("was not asked for: gzip, gzip");
  }

  @Test
  void loopbackIsNotAskedForGzipNorForAnUpgrade() throws Exception {
    SERVER.stubFor(get(anyUrl()).willReturn(okJson("{}")));
    assertThat(read("A")).isEqualTo("{}");
    SERVER.verify(
        getRequestedFor(anyUrl()).withoutHeader("Accept-Encoding").withoutHeader("Upgrade"));
  }
}
