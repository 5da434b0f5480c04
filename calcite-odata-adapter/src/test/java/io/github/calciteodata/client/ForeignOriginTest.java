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
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S33, S35, S36: whatever a service answers, nothing goes to another origin. */
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
      strings = {"http://127.0.0.1:%d/svc/Things", "//127.0.0.1:%d/x", "http://localhost:%d/"})
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
