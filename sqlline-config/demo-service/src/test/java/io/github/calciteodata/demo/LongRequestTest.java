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
package io.github.calciteodata.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.calciteodata.demo.DemoService.LongRequests;
import io.github.calciteodata.demo.DemoService.Options;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests that are longer than the service takes, and those that it refuses. */
class LongRequestTest {
  private static final String IN_600 =
      "ProductID%20in%20("
          + IntStream.rangeClosed(1, 600)
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(","))
          + ")";

  private static DemoService service;
  private static DemoClient client;

  @BeforeAll
  static void start() throws IOException {
    service =
        DemoService.start(
            Options.DEFAULT
                .withMaxUrlLength(2_000)
                .withPageSize(40)
                .refusing("$apply=", 501)
                .refusing("CompanyName in (", 400));
    client = new DemoClient(service);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static List<String> products(JsonNode page) {
    List<String> ids = new ArrayList<>();
    JsonNode next = page;
    while (true) {
      assertThat(next.has("value")).as(next.toString()).isTrue();
      next.get("value").forEach(row -> ids.add(row.get("ProductID").asText()));
      if (!next.has("@odata.nextLink")) {
        return ids;
      }
      String link = next.get("@odata.nextLink").textValue();
      assertThat(link.length()).isLessThanOrEqualTo(2_000);
      next = DemoClient.json(client.get(URI.create(link)).body());
    }
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  @Test
  void longUrlsAreRefused() {
    assertThat(client.get("Products?$filter=" + IN_600).statusCode()).isEqualTo(414);
    String path = "Products?$filter=";
    int room = 2_000 - service.root().toString().length() - path.length();
    String filter = "ProductName%20ne%20'" + "x".repeat(room - 20) + "'";
    assertThat(client.get(path + filter).statusCode()).isEqualTo(414);
    assertThat(client.get(path + filter.replaceFirst("x", "")).statusCode()).isEqualTo(200);
  }

  @Test
  void theQueryMayBePosted() {
    HttpResponse<byte[]> response =
        client.post(
            "Products/$query",
            "text/plain",
            "$filter=" + IN_600 + "&$select=ProductID&$orderby=ProductID%20desc");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(products(DemoClient.json(response.body())))
        .isEqualTo(IntStream.range(0, 90).mapToObj(i -> Integer.toString(90 - i)).toList());
  }

  @Test
  void requestsMayComeInABatch() {
    String body =
        part("GET Products?$select=ProductID&$filter=" + IN_600 + " HTTP/1.1")
            + part("GET /odata/Products/$count HTTP/1.1")
            + part("GET " + service.root() + "Nope HTTP/1.1")
            + part("GET Products?$top=1 HTTP/1.1\r\nAccept: application/json;odata.metadata=none")
            + "--b 1--\r\n";
    HttpResponse<byte[]> response =
        client.post("$batch", "multipart/mixed; boundary=\"b 1\"", body);
    assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    String type = response.headers().firstValue("Content-Type").orElseThrow();
    String boundary = type.substring(type.indexOf("boundary=") + 9);
    String[] parts = ("\r\n" + text(response)).split("\r\n--" + boundary);
    assertThat(parts).hasSize(6);
    assertThat(parts[5]).startsWith("--");
    assertThat(parts[1]).contains("Content-Type: application/http\r\n", "HTTP/1.1 200 ");
    String first = parts[1].substring(parts[1].indexOf('{'));
    assertThat(products(DemoClient.json(first.getBytes(StandardCharsets.UTF_8)))).hasSize(90);
    assertThat(parts[2]).endsWith("\r\n\r\n90");
    assertThat(parts[3]).contains("HTTP/1.1 404 ");
    assertThat(parts[4]).doesNotContain("@odata.context");
  }

  private static String part(String request) {
    return "--b 1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        + request
        + "\r\n\r\n\r\n";
  }

  @Test
  void batchesOfAnotherFormAreRefused() {
    String whole = part("GET Products HTTP/1.1");
    assertThat(client.post("$batch", "application/json", "{}").statusCode()).isEqualTo(415);
    assertThat(client.post("$batch", "multipart/mixed; boundary=\"b 1\"", whole).statusCode())
        .isEqualTo(400);
    assertThat(
            client
                .post(
                    "$batch",
                    "multipart/mixed; boundary=\"b 1\"",
                    part("POST Products HTTP/1.1") + "--b 1--")
                .statusCode())
        .isEqualTo(501);
  }

  @Test
  void refusedTextsHaveTheirStatus() {
    assertThat(client.get("Products?$apply=aggregate($count as N)").statusCode()).isEqualTo(501);
    var response = client.get("Customers?$filter=CompanyName in ('a','b')");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(DemoClient.json(response.body()).at("/error/message").textValue())
        .contains("CompanyName in (");
    assertThat(client.get("Products?$filter=ProductID in (1,2)").statusCode()).isEqualTo(200);
    assertThat(
            client
                .post("Products/$query", "text/plain", "$apply=aggregate($count%20as%20N)")
                .statusCode())
        .isEqualTo(501);
  }

  @Test
  void longRequestsCanBeLeftOut() throws IOException {
    try (DemoService other =
        DemoService.start(Options.DEFAULT.withLongRequests(LongRequests.BATCH))) {
      DemoClient to = new DemoClient(other);
      assertThat(to.post("Products/$query", "text/plain", "$top=1").statusCode()).isEqualTo(405);
      assertThat(to.post("$batch", "text/plain", "").statusCode()).isEqualTo(415);
    }
    assertThat(client.post("Products", "application/json", "{}").statusCode()).isEqualTo(405);
  }
}
