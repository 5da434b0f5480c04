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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code $apply} gives is compared with what the rows themselves give. */
class ApplyTest {
  private static final String EXACT = "application/json;IEEE754Compatible=true";

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

  /** Returns the one row of an aggregation, with exact numbers as text. */
  private static JsonNode one(String set, String apply) {
    JsonNode answer = client.json(set + "?$apply=" + apply, "Accept", EXACT);
    assertThat(answer.get("value")).as(answer.toString()).hasSize(1);
    return answer.at("/value/0");
  }

  private static List<JsonNode> rows(String path) {
    JsonNode answer = client.json(path);
    assertThat(answer.has("value")).as(answer.toString()).isTrue();
    return StreamSupport.stream(answer.get("value").spliterator(), false).toList();
  }

  private static List<String> prices(String condition) {
    return client.column("Products?$select=UnitPrice&$filter=" + condition, "UnitPrice").stream()
        .filter(price -> !price.equals("null"))
        .toList();
  }

  private static BigDecimal sum(List<String> values) {
    return values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void nullIsLeftOutOfEveryAggregate() {
    List<String> prices = prices("1 eq 1");
    assertThat(prices).hasSizeLessThan(90);
    JsonNode row =
        one(
            "Products",
            "aggregate(UnitPrice with sum as S,UnitPrice with min as L,UnitPrice with max as H,"
                + "UnitPrice with average as A,UnitPrice with countdistinct as D,$count as N)");
    assertThat(new BigDecimal(row.get("S").textValue())).isEqualByComparingTo(sum(prices));
    List<BigDecimal> sorted = prices.stream().map(BigDecimal::new).sorted().toList();
    assertThat(new BigDecimal(row.get("L").textValue())).isEqualByComparingTo(sorted.get(0));
    assertThat(new BigDecimal(row.get("H").textValue()))
        .isEqualByComparingTo(sorted.get(sorted.size() - 1));
    assertThat(new BigDecimal(row.get("A").textValue()).multiply(new BigDecimal(prices.size())))
        .isCloseTo(sum(prices), Offset.offset(new BigDecimal("1e-20")));
    assertThat(row.get("D").textValue()).isEqualTo(Integer.toString(new HashSet<>(sorted).size()));
    assertThat(row.get("N").textValue()).isEqualTo("90");
    assertThat(row.get("S@odata.type").textValue()).isEqualTo("#Decimal");
    assertThat(row.get("@odata.id").isNull()).isTrue();
  }

  @Test
  void nothingHasOneRowOfNullsAndNoGroups() {
    String none = "filter(ProductID lt 0)/";
    JsonNode row =
        one(
            "Products",
            none
                + "aggregate(UnitPrice with sum as S,UnitPrice with max as M,Weight with average as A,"
                + "Weight with countdistinct as D,$count as N)");
    assertThat(row.get("S").isNull()).isTrue();
    assertThat(row.get("M").isNull()).isTrue();
    assertThat(row.get("A").isNull()).isTrue();
    assertThat(row.get("D").textValue()).isEqualTo("0");
    assertThat(row.get("N").textValue()).isEqualTo("0");
    assertThat(rows("Products?$apply=" + none + "groupby((CategoryID),aggregate($count as N))"))
        .isEmpty();
    JsonNode nulls =
        one("Products", "filter(UnitPrice eq null)/aggregate(UnitPrice with sum as S)");
    assertThat(nulls.get("S").isNull()).isTrue();
  }

  @Test
  void nullIsAGroupAndWritten() {
    Map<String, Integer> expected = new HashMap<>();
    client
        .column("Products?$select=SupplierID", "SupplierID")
        .forEach(id -> expected.merge(id, 1, Integer::sum));
    assertThat(expected).containsKey("null");
    Map<String, Integer> found = new HashMap<>();
    rows("Products?$apply=groupby((SupplierID),aggregate($count as N))")
        .forEach(row -> found.put(row.get("SupplierID").asText(), row.get("N").asInt()));
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void relatedEntitiesGroup() {
    String path =
        "Products?$apply=groupby((Category/CategoryName),aggregate(UnitPrice with sum as Total))";
    List<JsonNode> rows = rows(path);
    assertThat(rows).hasSize(9);
    for (JsonNode row : rows) {
      JsonNode name = row.at("/Category/CategoryName");
      String condition =
          name.isNull()
              ? "CategoryID eq null"
              : "Category/CategoryName eq '" + name.textValue() + "'";
      assertThat(row.get("Total").decimalValue()).isEqualByComparingTo(sum(prices(condition)));
    }
    assertThat(client.json(path).get("@odata.context").textValue())
        .isEqualTo(service.root() + "$metadata#Products(Category(CategoryName),Total)");
    assertThat(
            rows("OrderItems?$apply=groupby((Order/Customer/Address/Country,Product/CategoryID))"))
        .allMatch(row -> row.at("/Order/Customer/Address").has("Country"))
        .allMatch(row -> row.at("/Product").has("CategoryID"))
        .doesNotHaveDuplicates();
  }

  @Test
  void conditionsApplyBeforeAndAfterGrouping() {
    List<JsonNode> rows =
        rows(
            "Products?$apply=filter(UnitPrice gt 10)/groupby((CategoryID),aggregate($count as N))"
                + "/filter(N ge 7)&$filter=CategoryID ne null&$orderby=N desc,CategoryID desc");
    assertThat(rows).isNotEmpty();
    long before = Long.MAX_VALUE;
    for (JsonNode row : rows) {
      long n = row.get("N").asLong();
      assertThat(n).isBetween(7L, before);
      before = n;
      assertThat(n)
          .isEqualTo(
              client.count(
                  "Products", "UnitPrice gt 10 and CategoryID eq " + row.get("CategoryID")));
    }
  }

  @Test
  void theResultIsSelectedCountedSkippedAndLimited() {
    String apply = "Products?$apply=groupby((Category/CategoryName),aggregate($count as N))";
    JsonNode answer =
        client.json(
            apply
                + "&$filter=startswith(Category/CategoryName,'C')&$orderby=Category/CategoryName desc"
                + "&$skip=1&$top=1&$count=true&$select=N");
    assertThat(answer.get("@odata.count").asInt()).isEqualTo(2);
    assertThat(answer.get("value")).hasSize(1);
    assertThat(answer.at("/value/0/N").asInt()).isEqualTo(10);
    assertThat(answer.at("/value/0").has("Category")).isFalse();
    assertThat(client.text("Products/$count?$apply=groupby((CategoryID))")).isEqualTo("9");
    assertThat(client.text("Products/$count?$apply=groupby((CategoryID))&$filter=CategoryID gt 3"))
        .isEqualTo("5");
  }

  @Test
  void expressionsAreAggregatedExactly() {
    BigDecimal expected = BigDecimal.ZERO;
    for (JsonNode row : rows("OrderItems?$select=UnitPrice,Quantity&$top=900")) {
      expected =
          expected.add(
              new BigDecimal(row.get("UnitPrice").asText())
                  .multiply(new BigDecimal(row.get("Quantity").asText())));
    }
    String apply = "top(900)/aggregate(UnitPrice mul Quantity with sum as V)";
    assertThat(new BigDecimal(one("OrderItems", apply).get("V").textValue()))
        .isEqualByComparingTo(expected);
    String computed =
        "top(900)/compute(UnitPrice mul Quantity as Value)/aggregate(Value with sum as V)";
    assertThat(one("OrderItems", computed).get("V")).isEqualTo(one("OrderItems", apply).get("V"));
  }

  @Test
  void sumsGoBeyondTheirType() {
    JsonNode row = one("Measurements", "aggregate(Raw with sum as S,Raw with average as A)");
    BigInteger sum = BigInteger.ZERO;
    long count = 0;
    for (String value :
        new DemoClient(service).column("Measurements?$select=Raw&$filter=Raw ne null", "Raw")) {
      sum = sum.add(new BigInteger(value));
      count++;
    }
    assertThat(row.get("S").textValue()).isEqualTo(sum.toString());
    assertThat(
            new BigDecimal(row.get("A").textValue())
                .subtract(new BigDecimal(sum).divide(new BigDecimal(count), MathContext.DECIMAL128))
                .signum())
        .isZero();
    JsonNode big =
        one("Customers", "filter(Points gt 9007199254740992)/aggregate(Points with sum as S)");
    assertThat(new BigDecimal(big.get("S").textValue())).isGreaterThan(new BigDecimal("9.1e15"));
  }

  @Test
  void groupsAreAggregatedAgain() {
    JsonNode row =
        one(
            "Orders",
            "groupby((CustomerID,EmployeeID),aggregate($count as N))"
                + "/groupby((CustomerID),aggregate(N with sum as M))/aggregate(M with sum as All)");
    assertThat(row.get("All").textValue()).isEqualTo("500");
  }

  @Test
  void leastAndGreatestKeepTheirType() {
    JsonNode row =
        one(
            "Orders",
            "aggregate(OrderID with max as A,OrderDate with min as B,Status with max as C)");
    assertThat(row.get("A").isNumber()).isTrue();
    assertThat(row.get("A@odata.type").textValue()).isEqualTo("#Int32");
    assertThat(row.get("B@odata.type").textValue()).isEqualTo("#DateTimeOffset");
    assertThat(row.get("C").textValue()).isEqualTo("Cancelled");
  }

  @Test
  void theSameMomentAndTheSameNumberAreOneGroup() {
    assertThat(rows("Measurements?$apply=top(5000)/groupby((Amount))"))
        .map(row -> row.get("Amount").asText())
        .doesNotHaveDuplicates();
    List<String> moments = client.column("Orders?$apply=groupby((OrderDate))", "OrderDate");
    assertThat(
            moments.stream()
                .filter(text -> !text.equals("null"))
                .map(OffsetDateTime::parse)
                .map(OffsetDateTime::toInstant))
        .doesNotHaveDuplicates();
    assertThat(moments).contains("null");
  }

  @Test
  void largeResultsComeInPages() {
    List<String> ids = new ArrayList<>(client.column("Measurements?$apply=groupby((ID))", "ID"));
    assertThat(ids).hasSize(200_000).doesNotHaveDuplicates();
    JsonNode page =
        client.json(
            "OrderItems?$apply=groupby((OrderID),aggregate(Quantity with sum as Q))&$orderby=Q desc",
            "Prefer",
            "odata.maxpagesize=7");
    assertThat(page.get("value")).hasSize(7);
    assertThat(page.has("@odata.nextLink")).isTrue();
    assertThat(
            client.column(
                "OrderItems?$apply=groupby((OrderID),aggregate(Quantity with sum as Q))&$orderby=Q desc",
                "Q"))
        .map(Long::valueOf)
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void theModelSaysSo() {
    assertThat(client.text("$metadata"))
        .contains(
            "Org.OData.Aggregation.V1", "Aggregation.ApplySupported", "ApplySupportedDefaults");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "groupby((rollup($all,CategoryID)))|501",
        "groupby((Nope))|400",
        "groupby((OrderItems/Quantity))|501",
        "groupby((Category))|501",
        "aggregate(ProductName with sum as X)|400",
        "aggregate(UnitPrice with sum as ProductID)|400",
        "aggregate(UnitPrice with median as X)|400",
        "groupby((CategoryID),filter(UnitPrice gt 1))|501",
        "groupby((CategoryID))/filter(UnitPrice gt 1)|400",
        "topcount(2,UnitPrice)|501",
        "nonsense|400"
      })
  void whatCannotBeDoneIsRefused(String apply, int status) {
    var response = client.get("Products?$apply=" + apply);
    assertThat(response.statusCode())
        .as(new String(response.body(), StandardCharsets.UTF_8))
        .isEqualTo(status);
  }

  @Test
  void whatGroupingRemovedIsGone() {
    String apply = "Products?$apply=groupby((CategoryID))";
    assertThat(client.get(apply + "&$orderby=ProductID").statusCode()).isEqualTo(400);
    assertThat(client.get(apply + "&$expand=Category").statusCode()).isEqualTo(400);
    assertThat(client.get("Products(3)?$apply=groupby((CategoryID))").statusCode()).isEqualTo(400);
    assertThatThrownBy(() -> client.column(apply + "&$filter=UnitPrice gt 1", "CategoryID"))
        .hasMessageContaining("$apply");
  }
}
