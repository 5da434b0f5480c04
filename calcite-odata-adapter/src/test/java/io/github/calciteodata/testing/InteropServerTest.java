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
package io.github.calciteodata.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The servers that the interop tests run against: they start, answer and go. */
@Tag("interop")
class InteropServerTest {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void teiidServesItsTablesAndNextLinksAndEndsOnClose() throws Exception {
    InteropServer server = InteropServer.teiid(Map.of("BIG_ROWS", "2500"));
    try (server) {
      String metadata = get(server.resolve("$metadata"));
      assertThat(metadata)
          .contains(
              "Edm.SByte",
              "Edm.Int16",
              "Edm.Int32",
              "Edm.Int64",
              "Edm.Decimal",
              "Edm.Single",
              "Edm.Double")
          .contains("Edm.Boolean", "Edm.Date", "Edm.TimeOfDay", "Edm.DateTimeOffset", "Edm.String")
          .contains(
              "Name=\"Types\"",
              "Name=\"Logic\"",
              "Name=\"Texts\"",
              "Name=\"Composite\"",
              "Name=\"OrderItems\"");
      assertThat(get(server.resolve("Big/$count"))).isEqualTo("2500");
      assertThat(get(server.resolve("Big?$select=ID"))).contains("\"ID\":1000}", "@odata.nextLink");
      assertThat(get(server.resolve("Texts(25)"))).contains("\\uD83D\\uDE00");
    }
    assertThat(server.isAlive()).isFalse();
  }

  @Test
  void simpleODataServerServesItsSetAndEndsOnClose() throws Exception {
    InteropServer server = InteropServer.simple(Map.of("ROWS", "20"));
    try (server) {
      assertThat(get(server.resolve("$metadata"))).contains("Name=\"products\"");
      assertThat(get(server.resolve("products"))).contains("\"p0\"", "\"p19\"", "São Paulo");
      assertThat(get(server.resolve("products?$filter=contains(name,'x')&$top=1")))
          .as("it passes over what it cannot parse")
          .contains("\"p0\"", "\"p19\"");
    }
    assertThat(server.isAlive()).isFalse();
  }

  private String get(URI uri) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(uri + " " + response.body()).isEqualTo(200);
    return response.body();
  }
}
