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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.github.calciteodata.net.TinyService;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S33, S35, S36, S38: whatever a service answers, nothing goes to another origin. */
class ForeignOriginTest {
  private TinyService service;

  /** Notes whatever comes. */
  private TinyService recorder;

  @BeforeEach
  void start() throws Exception {
    service = new TinyService();
    recorder = new TinyService();
  }

  @AfterEach
  void stop() {
    service.close();
    recorder.close();
  }

  private int rows() throws SQLException {
    return service.rows(
        "127.0.0.1",
        "AuthScheme",
        "OAuth",
        "OAuthAccessToken",
        "s3cret-token",
        "Cookies",
        "session=s3cret-cookie",
        "CustomHeaders",
        "X-Api-Key: s3cret-key");
  }

  private void answersRows(String body) {
    service.guard =
        exchange -> {
          if (exchange.getRequestURI().toString().contains("$metadata")) {
            return false;
          }
          TinyService.answer(exchange, 200, "application/json", body);
          return true;
        };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/svc/Things",
        "//127.0.0.1:%d/x",
        "http://localhost:%d/",
        "http://[::1]:%d/",
        "http://2130706433:%d/",
        "http://169.254.169.254/latest/meta-data/",
        "ftp://127.0.0.1:%d/x",
        "file:///etc/hostname",
        "gopher://127.0.0.1:%d/_GET"
      })
  void aNextLinkIsNotFollowed(String link) {
    answersRows(
        "{\"value\":[{\"Id\":1}],\"@odata.nextLink\":\"" + link.formatted(recorder.port()) + "\"}");
    assertThatThrownBy(this::rows)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("the next link leads to")
        .hasMessageContaining("nothing was sent there")
        .hasMessageNotContaining("s3cret");
    assertThat(recorder.seen).isEmpty();
  }

  @Test
  void theSameHostWithAnotherPortIsAnotherOrigin() {
    answersRows("{\"value\":[],\"@odata.nextLink\":\"http://127.0.0.1:" + recorder.port() + "/\"}");
    assertThatThrownBy(this::rows).hasMessageContaining("the next link leads to");
    assertThat(recorder.seen).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "301, true",
    "302, true",
    "303, true",
    "307, true",
    "308, true",
    "302, false",
    "307, false"
  })
  void aRedirectIsNotFollowed(int status, boolean metadata) {
    service.guard =
        exchange -> {
          if (exchange.getRequestURI().toString().contains("$metadata") != metadata) {
            return false;
          }
          redirect(exchange, status, "http://127.0.0.1:" + recorder.port() + "/svc/Things");
          return true;
        };
    assertThatThrownBy(this::rows)
        .isInstanceOf(SQLException.class)
        .hasMessageNotContaining("s3cret");
    assertThat(recorder.seen).isEmpty();
  }

  private static void redirect(HttpExchange exchange, int status, String location) {
    exchange.getResponseHeaders().set("Location", location);
    TinyService.answer(exchange, status, "text/plain", "");
  }

  private int rowsWithAllowed(String origins, String... more) throws SQLException {
    List<String> properties =
        new ArrayList<>(
            List.of(
                "OAuthAllowedOrigins",
                origins,
                "Cookies",
                "session=s3cret-cookie",
                "CustomHeaders",
                "X-Api-Key: s3cret-key"));
    properties.addAll(List.of(more));
    return service.rows("127.0.0.1", properties.toArray(String[]::new));
  }

  private String otherOrigin() {
    return "http://localhost:" + recorder.port();
  }

  /** Pages of both origins in turn: 1 row here, 1 there, 2 here. */
  private void answersInTurn() {
    answersRowsOnce(
        service, "{\"value\":[{\"Id\":1}],\"@odata.nextLink\":\"" + otherOrigin() + "/a/p2\"}");
    answersRowsOnce(recorder, "{\"value\":[{\"Id\":2}],\"@odata.nextLink\":\"p3\"}");
  }

  private void answersRowsOnce(TinyService of, String body) {
    AtomicBoolean answered = new AtomicBoolean();
    of.guard =
        exchange -> {
          if (exchange.getRequestURI().toString().contains("$metadata")
              || !answered.compareAndSet(false, true)) {
            return false;
          }
          TinyService.answer(exchange, 200, "application/json", body);
          return true;
        };
  }

  private void assertNoCredentials() {
    assertThat(recorder.seen).isNotEmpty();
    assertThat(recorder.seen)
        .allSatisfy(
            seen -> {
              assertThat(seen.method()).isEqualTo("GET");
              assertThat(seen.headers())
                  .doesNotContainKeys("Authorization", "Cookie", "X-api-key", "X-key");
              assertThat(seen.headers().values().toString()).doesNotContain("s3cret");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AuthScheme=OAuth;OAuthAccessToken=s3cret-token",
        "AuthScheme=Basic;User=u;Password=s3cret",
        "AuthScheme=ApiKey;ApiKeyHeader=X-Key;ApiKeyValue=s3cret"
      })
  void aLinkToAnOriginThatTheUserNamedIsFollowedWithoutCredentials(String scheme)
      throws SQLException {
    answersInTurn();
    assertThat(rowsWithAllowed(otherOrigin(), scheme.split("[;=]", -1))).isEqualTo(4);
    assertThat(recorder.seen)
        .extracting(TinyService.Seen::target)
        .containsExactly("/a/p2", "/a/p3");
    assertNoCredentials();
    assertThat(service.seen)
        .allMatch(seen -> seen.headers().getFirst("X-Api-Key").equals("s3cret-key"));
  }

  @Test
  void aRedirectToAnOriginThatTheUserNamedIsFollowedWithoutCredentials() throws SQLException {
    service.guard =
        exchange -> {
          if (exchange.getRequestURI().toString().contains("$metadata")) {
            return false;
          }
          redirect(exchange, 307, otherOrigin() + "/a/Things");
          return true;
        };
    assertThat(
            rowsWithAllowed(
                "https://a.example;" + otherOrigin(),
                "AuthScheme",
                "OAuth",
                "OAuthAccessToken",
                "s3cret-token"))
        .isEqualTo(2);
    assertNoCredentials();
  }

  @Test
  void anotherPortOfThatHostIsStillAnotherOrigin() {
    answersInTurn();
    assertThatThrownBy(() -> rowsWithAllowed("http://localhost:1, https://localhost"))
        .hasMessageContaining("the next link leads to " + otherOrigin());
    assertThat(recorder.seen).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 200})
  void aRefusalThereIsNotTakenForOneOfOurToken(int status) throws IOException {
    answersInTurn();
    recorder.guard =
        exchange -> {
          TinyService.answer(exchange, status, "text/html", "<html>Log in</html>");
          return true;
        };
    try (TinyService authorization = new TinyService()) {
      assertThatThrownBy(
              () ->
                  rowsWithAllowed(
                      otherOrigin(),
                      "InitiateOAuth",
                      "REFRESH",
                      "OAuthClientId",
                      "c",
                      "OAuthRefreshToken",
                      "s3cret-refresh",
                      "OAuthSettingsLocation",
                      "memory://",
                      "OAuthAccessTokenURL",
                      authorization.root("127.0.0.1") + "token"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining(otherOrigin() + "/a/p2")
          .hasMessageContaining("no credentials");
      assertThat(authorization.seen).hasSize(1);
    }
    assertThat(recorder.seen).hasSize(1);
    assertNoCredentials();
  }

  @Test
  void aLongLinkIsNotPutIntoABatchOfTheService() throws SQLException {
    answersRowsOnce(
        service,
        "{\"value\":[{\"Id\":1}],\"@odata.nextLink\":\""
            + otherOrigin()
            + "/a?x="
            + "y".repeat(3000)
            + "\"}");
    assertThat(rowsWithAllowed(otherOrigin(), "MaxUrlLength", "2000")).isEqualTo(3);
    assertNoCredentials();
    assertThat(service.seen).noneMatch(seen -> seen.method().equals("POST"));
  }

  @Test
  void addressesOfRowsAndContextsAreNotAskedFor() throws Exception {
    String foreign = "http://127.0.0.1:" + recorder.port() + "/svc/";
    answersRows(
        ("{\"@odata.context\":\"%s$metadata#Things\",\"@odata.deltaLink\":\"%sThings?d\",\"value\":["
                + "{\"@odata.id\":\"%sThings(1)\",\"@odata.editLink\":\"%sThings(1)\",\"@odata.readLink\":\"%sT\","
                + "\"Self@odata.navigationLink\":\"%sThings(1)/Self\",\"@odata.mediaReadLink\":\"%sm\",\"Id\":1}]}")
            .replace("%s", foreign));
    assertThat(rows()).isEqualTo(1);
    assertThat(recorder.seen).isEmpty();
    assertThat(service.seen)
        .allMatch(seen -> seen.headers().getFirst("Authorization").equals("Bearer s3cret-token"));
  }
}
