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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Collections inside of rows that are larger than a page. */
class ExpandTest {
  private static DemoService service;
  private static DemoClient client;

  @BeforeAll
  static void start() throws IOException {
    service = DemoService.start(DemoService.Options.DEFAULT.withNestedPageSize(3));
    client = new DemoClient(service);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** Returns the collection of a row with all that its links lead to. */
  private static List<JsonNode> all(JsonNode row, String navigation) {
    List<JsonNode> all = new ArrayList<>();
    row.get(navigation).forEach(all::add);
    assertThat(all).hasSizeLessThanOrEqualTo(3);
    JsonNode link = row.get(navigation + "@odata.nextLink");
    while (link != null) {
      JsonNode page = DemoClient.json(client.get(URI.create(link.textValue())).body());
      assertThat(page.has("value")).as(page.toString()).isTrue();
      page.get("value").forEach(all::add);
      link = page.get("@odata.nextLink");
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "$orderby=Freight desc,OrderID",
        "$filter=Freight gt 50",
        "$filter=Freight gt 50;$orderby=OrderID desc;$count=true",
        "$select=OrderID,Comment;$filter=Comment ne 'a;b,(c''';$top=5;$skip=1",
        "$top=4"
      })
  void linksLeadToTheRest(String options) {
    JsonNode customers =
        client.json("Customers?$expand=Orders" + (options.isEmpty() ? "" : "(" + options + ")"));
    assertThat(customers.get("value")).as(customers.toString()).hasSize(60);
    int linked = 0;
    for (JsonNode customer : customers.get("value")) {
      String key = customer.get("CustomerID").textValue();
      List<JsonNode> expected = new ArrayList<>();
      client
          .json("Customers('" + key + "')/Orders?" + options.replace(";$", "&$"))
          .get("value")
          .forEach(expected::add);
      assertThat(all(customer, "Orders")).isEqualTo(expected);
      linked += customer.has("Orders@odata.nextLink") ? 1 : 0;
    }
    assertThat(linked).isPositive();
  }

  @Test
  void linksStandAtEveryLevel() {
    JsonNode answer =
        client.json(
            "Customers?$select=CustomerID&$expand=Orders($select=OrderID;"
                + "$expand=Items($select=ProductID,OrderID;$expand=Product($select=ProductName)),Employee)");
    int orders = 0;
    int items = 0;
    for (JsonNode customer : answer.get("value")) {
      for (JsonNode order : all(customer, "Orders")) {
        orders++;
        assertThat(order.has("Employee")).isTrue();
        for (JsonNode item : all(order, "Items")) {
          items++;
          assertThat(item.at("/Product/ProductName").isTextual()).isTrue();
          assertThat(item.get("OrderID")).isEqualTo(order.get("OrderID"));
        }
      }
    }
    assertThat(orders).isEqualTo(client.count("Orders", "CustomerID ne null"));
    assertThat(items).isEqualTo(client.count("OrderItems", "Order/CustomerID ne null"));
  }

  @Test
  void parametersGoWithTheLink() {
    JsonNode customers =
        client.json(
            "Customers?$expand=Orders($filter=Freight gt @least)&@least=50&$select=CustomerID");
    for (JsonNode customer : customers.get("value")) {
      assertThat(all(customer, "Orders"))
          .allMatch(order -> order.get("Freight").asDouble() > 50)
          .hasSize(
              client.count(
                  "Orders",
                  "Freight gt 50 and CustomerID eq '"
                      + customer.get("CustomerID").textValue()
                      + "'"));
    }
  }

  @Test
  void aRowByItsKeyIsExpandedToo() {
    JsonNode category = client.json("Categories(1)?$expand=Products($orderby=ProductID desc)");
    assertThat(category.get("Products")).hasSize(3);
    assertThat(all(category, "Products"))
        .map(product -> product.get("ProductID").asInt())
        .containsExactly(10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
  }
}
