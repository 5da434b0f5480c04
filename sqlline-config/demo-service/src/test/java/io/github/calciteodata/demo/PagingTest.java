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
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PagingTest {
  private static DemoService service;
  private static DemoClient client;

  @BeforeAll
  static void start() throws IOException {
    service = DemoService.start(DemoService.Options.DEFAULT.withPageSize(7));
    client = new DemoClient(service);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void pagesHoldEachRowOnceAndTheLastHasNoLink() {
    List<String> ids = IntStream.rangeClosed(1, 90).mapToObj(Integer::toString).toList();
    assertThat(client.column("Products?$select=ProductID", "ProductID")).isEqualTo(ids);
  }

  @Test
  void aFullLastPageHasNoLinkToAnEmptyOne() {
    assertThat(client.json("Products?$top=7").has("@odata.nextLink")).isFalse();
    assertThat(client.json("Products?$filter=ProductID le 7").has("@odata.nextLink")).isFalse();
    assertThat(client.json("Products?$filter=ProductID le 8").has("@odata.nextLink")).isTrue();
  }

  @Test
  void topAndSkipCountOverAllPages() {
    assertThat(client.column("Products?$top=16&$skip=5&$select=ProductID", "ProductID"))
        .isEqualTo(IntStream.rangeClosed(6, 21).mapToObj(Integer::toString).toList());
    assertThat(client.column("Products?$top=10&$skip=85", "ProductID")).hasSize(5);
    assertThat(client.column("Products?$top=0", "ProductID")).isEmpty();
  }

  @Test
  void sortedAndFilteredPagesFitTogether() {
    List<String> ids =
        client.column(
            "Products?$filter=ProductID mod 2 eq 0&$orderby=ProductID desc&$skip=1&$top=20",
            "ProductID");
    assertThat(ids)
        .isEqualTo(IntStream.range(0, 20).mapToObj(i -> Integer.toString(88 - 2 * i)).toList());
  }

  @Test
  void theClientMayPreferAPageSize() {
    var response = client.get("Products?$select=ProductID", "Prefer", "odata.maxpagesize=30");
    assertThat(DemoClient.json(response.body()).get("value")).hasSize(30);
    assertThat(response.headers().firstValue("Preference-Applied"))
        .hasValue("odata.maxpagesize=30");
    JsonNode big = client.json("Measurements?$select=ID", "Prefer", "odata.maxpagesize=50000");
    assertThat(big.get("value")).hasSize(10_000);
  }

  @Test
  void countSpeaksOfAllRowsOnEachPage() {
    JsonNode page = client.json("Products?$count=true&$filter=ProductID gt 10&$skip=3&$top=20");
    assertThat(page.get("@odata.count").asInt()).isEqualTo(80);
    JsonNode next =
        DemoClient.json(client.get(URI.create(page.get("@odata.nextLink").asText())).body());
    assertThat(next.get("@odata.count").asInt()).isEqualTo(80);
  }

  @Test
  void theNextLinkStandsAfterTheRows() {
    String text = client.text("Products?$select=ProductID");
    assertThat(text.indexOf("@odata.nextLink")).isGreaterThan(text.indexOf("]"));
  }

  @Test
  void aForeignSkipTokenIsRefused() {
    assertThat(client.get("Products?$skiptoken=x").statusCode()).isEqualTo(400);
  }
}
