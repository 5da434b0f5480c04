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

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.calciteodata.auth.Authenticator;
import io.github.calciteodata.auth.NoAuth;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client of one mock server, whose waits take no time, and another server next to it. */
abstract class ClientFixture {
  @RegisterExtension static final WireMockExtension SERVER = server();

  @RegisterExtension static final WireMockExtension OTHER = server();

  static WireMockExtension server() {
    return WireMockExtension.newInstance()
        .options(WireMockConfiguration.wireMockConfig().bindAddress("127.0.0.1").dynamicPort())
        .build();
  }

  final FakePauses pauses = new FakePauses();
  final RequestLog log = new RequestLog();
  Authenticator auth = new NoAuth();
  ClientOptions options;
  ServiceClient client;

  @AfterEach
  void close() {
    if (client != null) {
      client.close();
    }
  }

  String read(String relative) throws SQLException {
    return read(relative, new Call(() -> {}, () -> Long.MAX_VALUE));
  }

  String read(String relative, Call call) throws SQLException {
    if (client == null) {
      if (options == null) {
        options = options();
      }
      client =
          new ServiceClient(
              options,
              auth,
              log,
              new ServiceLimits(w -> {}),
              new Traffic(pauses),
              new HttpClientTransport(options.connector()),
              pauses);
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

  static ClientOptions options() {
    return ClientOptions.of(URI.create(SERVER.baseUrl() + "/svc/"));
  }

  /**
   * The first requests for {@code A} fail. Only for {@code A}: a request that an earlier test gave
   * up may reach the server late.
   */
  static void failsFirst(int times, ResponseDefinitionBuilder failure) {
    String state = Scenario.STARTED;
    for (int i = 1; i <= times; i++) {
      String next = "failed " + i;
      SERVER.stubFor(
          get(urlPathEqualTo("/svc/A"))
              .inScenario("s")
              .whenScenarioStateIs(state)
              .willSetStateTo(next)
              .willReturn(failure));
      state = next;
    }
    SERVER.stubFor(
        get(urlPathEqualTo("/svc/A"))
            .inScenario("s")
            .whenScenarioStateIs(state)
            .willReturn(okJson("{}")));
  }

  ODataServiceException refused(String relative) {
    return catchThrowableOfType(ODataServiceException.class, () -> read(relative));
  }
}
