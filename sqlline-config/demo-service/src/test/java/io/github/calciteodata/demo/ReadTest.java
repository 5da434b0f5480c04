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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadTest {
  private static DemoService service;
  private static DemoClient client;

  @BeforeAll
  static void start() throws IOException {
    service = DemoService.start(0);
    client = new DemoClient(service);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static List<String> members(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void theDearestProductsComeFirst() {
    JsonNode page =
        client.json(
            "Products?$filter=UnitPrice gt 50&$orderby=UnitPrice desc&$top=3&$select=ProductName,UnitPrice");
    assertThat(page.get("value")).hasSize(3);
    assertThat(page.get("@odata.context").asText())
        .isEqualTo(service.root() + "$metadata#Products(ProductName,UnitPrice)");
    assertThat(members(page.at("/value/0"))).containsExactly("ProductName", "UnitPrice");
    assertThat(client.count("Products", "UnitPrice gt 50")).isGreaterThanOrEqualTo(5);
  }

  @Test
  void theSetsHaveTheirSizes() {
    assertThat(client.text("Categories/$count")).isEqualTo("8");
    assertThat(client.get("Categories/$count", "Accept", "text/plain").body())
        .asString()
        .isEqualTo("8");
    assertThat(client.text("Suppliers/$count")).isEqualTo("20");
    assertThat(client.text("Customers/$count")).isEqualTo("60");
    assertThat(client.text("Orders/$count")).isEqualTo("500");
    assertThat(client.text("Employees/$count")).isEqualTo("12");
    assertThat(client.text("Measurements/$count")).isEqualTo("200000");
    assertThat(Integer.parseInt(client.text("OrderItems/$count"))).isBetween(1_000, 1_500);
  }

  @Test
  void keysAreUnique() {
    assertThat(client.column("Customers?$select=CustomerID", "CustomerID")).doesNotHaveDuplicates();
    assertThat(client.column("Products?$select=ProductName", "ProductName"))
        .doesNotHaveDuplicates();
  }

  @Test
  void foreignKeysLeadSomewhere() {
    assertThat(client.count("Orders", "CustomerID ne null and Customer/CompanyName eq null"))
        .isZero();
    assertThat(client.count("Orders", "EmployeeID ne null and Employee/LastName eq null")).isZero();
    assertThat(client.count("OrderItems", "Product/ProductName eq null or Order/OrderID eq null"))
        .isZero();
    assertThat(client.count("Measurements", "ProductID ne null and Product/ProductName eq null"))
        .isZero();
  }

  @Test
  void entitiesAreFoundByKey() {
    assertThat(client.json("Products(3)").get("ProductName").asText()).isEqualTo("Café Crème");
    assertThat(client.json("Measurements(ID=200000)").get("ID").asInt()).isEqualTo(200_000);
    JsonNode item = client.json("OrderItems?$top=1").at("/value/0");
    String key = "(OrderID=" + item.get("OrderID") + ",ProductID=" + item.get("ProductID") + ")";
    JsonNode found = client.json("OrderItems" + key);
    assertThat(found.get("Quantity")).isEqualTo(item.get("Quantity"));
    String customer = client.column("Customers?$top=1", "CustomerID").get(0);
    assertThat(client.json("Customers('" + customer + "')").get("CustomerID").asText())
        .isEqualTo(customer);
    assertThat(client.get("Products(9999)").statusCode()).isEqualTo(404);
    assertThat(client.get("Measurements(200001)").statusCode()).isEqualTo(404);
  }

  @Test
  void pathsLeadOnFromAKey() {
    assertThat(
            client
                .json("Categories(1)/Products?$filter=ProductID le 3&$orderby=ProductID desc")
                .get("value"))
        .hasSize(3);
    assertThat(client.text("Categories(1)/Products/$count")).isEqualTo("10");
    assertThat(client.json("Categories(1)/Products(2)").get("ProductID").asInt()).isEqualTo(2);
    assertThat(client.get("Categories(1)/Products(12)").statusCode()).isEqualTo(404);
    assertThat(client.json("Products(3)/Category").get("CategoryName").asText())
        .isEqualTo("Beverages");
    assertThat(client.get("Employees(1)/Manager").statusCode()).isEqualTo(204);
    assertThat(client.json("Products(3)/ProductName").get("value").asText())
        .isEqualTo("Café Crème");
    assertThat(client.text("Products(3)/ProductName/$value")).isEqualTo("Café Crème");
    assertThat(client.json("Company/Address/Geo").get("Latitude").asDouble()).isEqualTo(53.5436);
    assertThat(client.json("Company?$expand=Head").at("/Head/LastName").asText())
        .isEqualTo("Müller");
  }

  @Test
  void nullsSortLowAndKeysDecideInTurn() {
    List<String> prices = client.column("Products?$orderby=UnitPrice,ProductID desc", "UnitPrice");
    int nulls = client.count("Products", "UnitPrice eq null");
    assertThat(prices.subList(0, nulls)).containsOnly("null");
    assertThat(prices.subList(nulls, 90).stream().map(BigDecimal::new).toList())
        .isSortedAccordingTo(Comparator.naturalOrder());
    List<String> descending =
        client.column("Products?$orderby=UnitPrice desc,ProductID", "UnitPrice");
    assertThat(descending.subList(90 - nulls, 90)).containsOnly("null");
    assertThat(
            client.column("Products?$orderby=CategoryID desc,ProductID desc&$top=2", "ProductID"))
        .containsExactly("80", "79");
    assertThat(
            client.column(
                "Products?$orderby=ProductID mod 10,Category/CategoryName desc&$top=2",
                "ProductID"))
        .containsExactly("80", "70");
    assertThat(client.column("Customers?$orderby=CustomerID", "CustomerID"))
        .isSortedAccordingTo(Comparator.naturalOrder());
  }

  @Test
  void expansionsNest() {
    JsonNode order =
        client
            .json(
                "Orders?$filter=Items/$count gt 1&$top=1&$select=OrderID&$expand=Customer,"
                    + "Items($select=Quantity;$filter=Quantity gt 0;$orderby=Quantity desc;$top=1;$count=true;"
                    + "$expand=Product($select=ProductName;$expand=Category))")
            .at("/value/0");
    assertThat(order.get("Items")).hasSize(1);
    assertThat(order.get("Items@odata.count").asInt()).isGreaterThan(1);
    assertThat(members(order.at("/Items/0"))).containsExactly("Quantity", "Product");
    assertThat(order.at("/Items/0/Product/Category").isMissingNode()).isFalse();
    JsonNode head = client.json("Employees(1)?$expand=Manager,Reports($levels=1)");
    assertThat(head.has("error")).isTrue();
    assertThat(client.json("Employees(1)?$expand=Manager,Reports").get("Manager").isNull())
        .isTrue();
    assertThat(client.json("Employees(1)?$expand=Reports").get("Reports")).hasSize(2);
  }

  @Test
  void partsOfComplexValuesAreSelected() {
    JsonNode row = client.json("Suppliers(1)?$select=SupplierID,Address/City,Address/Country");
    assertThat(members(row.get("Address"))).containsExactly("City", "Country");
    assertThat(members(client.json("Suppliers(1)?$select=Address").get("Address")))
        .containsExactly("Street", "City", "PostalCode", "Country", "Geo");
  }

  @Test
  void valuesHaveTheFormOfTheirTypes() {
    JsonNode row = client.json("Measurements(2)");
    assertThat(row.get("Raw").isIntegralNumber()).isTrue();
    assertThat(row.get("TakenAt").asText()).isEqualTo("2024-01-01T00:01:00.257Z");
    assertThat(row.get("Day").asText()).isEqualTo("2024-01-01");
    assertThat(row.get("Elapsed").asText()).startsWith("PT");
    JsonNode exact =
        client.json("Measurements(2)", "Accept", "application/json;IEEE754Compatible=true");
    assertThat(exact.get("Raw").asText()).isEqualTo(row.get("Raw").asText());
    assertThat(exact.get("Raw").isTextual()).isTrue();
    assertThat(exact.get("ID").isTextual()).isTrue();
    assertThat(exact.get("Amount").isTextual()).isTrue();
    assertThat(exact.get("Level").isNumber()).isTrue();
    assertThat(
            client
                .json(
                    "Products?$count=true&$top=1",
                    "Accept",
                    "application/json;IEEE754Compatible=true")
                .get("@odata.count")
                .isTextual())
        .isTrue();
    assertThat(client.column("Employees?$filter=WorkStarts eq 06:00:00", "WorkStarts"))
        .contains("06:00:00");
  }

  @Test
  void theClientChoosesHowMuchControlInformationComes() {
    JsonNode full = client.json("Products(3)", "Accept", "application/json;odata.metadata=full");
    assertThat(full.get("@odata.id").asText()).isEqualTo(service.root() + "Products(3)");
    assertThat(full.get("@odata.type").asText()).isEqualTo("#Demo.Product");
    assertThat(full.get("UnitPrice@odata.type").asText()).isEqualTo("#Decimal");
    assertThat(full.get("Tags@odata.type").asText()).isEqualTo("#Collection(String)");
    JsonNode none = client.json("Products?$top=1&$format=application/json;odata.metadata=none");
    assertThat(members(none)).containsExactly("value");
    assertThat(client.get("Products", "Accept", "application/atom+xml").statusCode())
        .isEqualTo(406);
  }

  @Test
  void answersAreCompressedWhenAskedFor() throws IOException {
    var response = client.get("Products", "Accept-Encoding", "gzip");
    assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
    byte[] plain = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
    assertThat(DemoClient.json(plain).get("value")).hasSize(90);
    assertThat(client.get("Products").headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(
            client
                .get("Products", "Accept-Encoding", "gzip;q=0")
                .headers()
                .firstValue("Content-Encoding"))
        .isEmpty();
  }

  @Test
  void metadataAndServiceDocumentAreServed() {
    var metadata = client.get("$metadata");
    assertThat(metadata.headers().firstValue("OData-Version")).hasValue("4.0");
    assertThat(new String(metadata.body(), StandardCharsets.UTF_8))
        .contains("ConformanceLevelType/Intermediate", "Core.Description", "ReferentialConstraint");
    assertThat(client.json("").get("value").findValuesAsText("name"))
        .contains("Products", "Measurements", "Company");
  }

  @ParameterizedTest
  @CsvSource({
    "Nope, 404", "Products/Nope, 400", "Products?$apply=groupby((Category)), 501",
        "Products?$search=x, 501",
    "Products?$top=-1, 400", "Products?$nope=1, 400", "Products?$orderby=Nope, 400",
        "Products?$select=Nope, 400",
    "Products?$expand=Nope, 400", "Products('x'), 400", "$batch, 501", "$all, 501"
  })
  void whatIsUnknownIsAnErrorWithAMessage(String path, int status) {
    var response = client.get(path);
    assertThat(response.statusCode())
        .as(new String(response.body(), StandardCharsets.UTF_8))
        .isEqualTo(status);
    assertThat(DemoClient.json(response.body()).at("/error/message").asText()).isNotBlank();
  }

  @Test
  void everyRowOfTheMeasurementsComesOnce() {
    List<String> ids = new ArrayList<>(200_000);
    JsonNode page = client.json("Measurements?$select=ID", "Prefer", "odata.maxpagesize=10000");
    int pages = 1;
    page.get("value").forEach(row -> ids.add(row.get("ID").asText()));
    while (page.has("@odata.nextLink")) {
      page =
          DemoClient.json(
              client
                  .get(
                      java.net.URI.create(page.get("@odata.nextLink").asText()),
                      "Prefer",
                      "odata.maxpagesize=10000")
                  .body());
      page.get("value").forEach(row -> ids.add(row.get("ID").asText()));
      pages++;
    }
    assertThat(pages).isEqualTo(20);
    assertThat(ids).hasSize(200_000).doesNotHaveDuplicates();
  }
}
