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
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.calciteodata.auth.BearerAuth;
import io.github.calciteodata.client.ServiceLimits.Way;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests whose URL is too long, in the body of a POST. */
class EnvelopeTest {
  private static final String LONG = "A?$select=Id&$filter=Id%20eq%20" + "1".repeat(300);

  @RegisterExtension
  static final WireMockExtension SERVER =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.wireMockConfig().bindAddress("127.0.0.1").dynamicPort())
          .build();

  private final List<String> warnings = new ArrayList<>();
  private final RequestLog log = new RequestLog();

  private String ask(Way... ways) throws SQLException {
    ServiceLimits limits = new ServiceLimits(warnings::add);
    limits.set(200, 2, ways.length == 0 ? EnumSet.noneOf(Way.class) : EnumSet.of(ways[0], ways));
    return ask(limits);
  }

  private String ask(ServiceLimits limits) throws SQLException {
    ClientOptions options = ClientOptions.of(URI.create(SERVER.baseUrl() + "/svc/")).withRetries(1);
    try (ServiceClient client = new ServiceClient(options, new BearerAuth("t0ken"), log, limits)) {
      ServiceClient.Answer answer =
          client.get(
              new ServiceClient.Get(
                  client.url(LONG),
                  Map.of("Accept", "application/json", "OData-MaxVersion", "4.0"),
                  ServiceClient.Wanted.JSON,
                  1),
              new Call(() -> {}, () -> Long.MAX_VALUE));
      return new String(answer.body().bytes(), 0, answer.body().length(), StandardCharsets.UTF_8);
    }
  }

  private static void batch(int status, String inner) {
    SERVER.stubFor(
        post("/svc/$batch")
            .willReturn(
                aResponse()
                    .withStatus(200)
                    .withHeader("Content-Type", "multipart/mixed; boundary=\"b=1\"; charset=utf-8")
                    .withBody(
                        "preamble\r\n--b=1\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 "
                            + status
                            + " X\r\nContent-Type: application/json\r\n\r\n"
                            + inner
                            + "\r\n--b=1--\r\n")));
  }

  @Test
  void optionsGoIntoTheBodyAndCredentialsStayOutside() throws SQLException {
    SERVER.stubFor(post("/svc/A/$query").willReturn(okJson("{\"value\":[]}")));
    assertThat(ask(Way.QUERY, Way.BATCH)).isEqualTo("{\"value\":[]}");
    SERVER.verify(
        postRequestedFor(urlEqualTo("/svc/A/$query"))
            .withHeader("Content-Type", equalTo("text/plain"))
            .withHeader("Authorization", equalTo("Bearer t0ken"))
            .withRequestBody(equalTo(LONG.substring(2))));
    assertThat(log.entries().get(0).method()).isEqualTo("POST $query");
  }

  @Test
  void whatTheServiceDoesNotTakeIsNotTriedAgain() throws SQLException {
    SERVER.stubFor(post("/svc/A/$query").willReturn(aResponse().withStatus(405)));
    batch(200, "{\"value\":[1]}");
    ServiceLimits limits = new ServiceLimits(warnings::add);
    limits.set(200, 2, EnumSet.allOf(Way.class));
    assertThat(ask(limits)).isEqualTo("{\"value\":[1]}");
    assertThat(ask(limits)).isEqualTo("{\"value\":[1]}");
    SERVER.verify(1, postRequestedFor(urlEqualTo("/svc/A/$query")));
    SERVER.verify(
        2,
        postRequestedFor(urlEqualTo("/svc/$batch"))
            .withHeader("Authorization", equalTo("Bearer t0ken"))
            .withRequestBody(containing("GET " + LONG + " HTTP/1.1\r\n"))
            .withRequestBody(containing("Accept: application/json\r\n")));
    assertThat(warnings).containsExactly("The service does not take POST $query");
  }

  @Test
  void anErrorInsideOfABatchIsTheErrorOfTheRequest() {
    batch(403, "{\"error\":{\"code\":\"x\",\"message\":\"not yours\"}}");
    assertThatThrownBy(() -> ask(Way.BATCH))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"))
        .hasMessageContaining("not yours");
  }

  @Test
  void aBatchThatBreaksOffIsRepeatedAndThenAnError() {
    SERVER.stubFor(
        post("/svc/$batch")
            .willReturn(
                aResponse()
                    .withStatus(200)
                    .withHeader("Content-Type", "multipart/mixed; boundary=b")
                    .withBody("--b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{\"value\":[")));
    assertThatThrownBy(() -> ask(Way.BATCH)).hasMessageContaining("the batch breaks off");
    SERVER.verify(2, postRequestedFor(urlEqualTo("/svc/$batch")));
  }

  @Test
  void withoutAnotherWayTheUrlIsSentAsItIs() throws SQLException {
    SERVER.stubFor(get(urlMatching("/svc/A.*")).willReturn(okJson("{}")));
    assertThat(ask()).isEqualTo("{}");
    SERVER.verify(1, getRequestedFor(urlEqualTo("/svc/" + LONG)));
  }
}
