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

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
  private static final int PRODUCTS = 90;

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

  private static int products(String filter) {
    return client.count("Products", filter);
  }

  private static List<String> names(String filter) {
    return client.column("Products?$select=ProductName&$filter=" + filter, "ProductName");
  }

  @Test
  void equalityTakesNullAsAValue() {
    int nulls = products("UnitPrice eq null");
    assertThat(nulls).isPositive();
    assertThat(products("UnitPrice ne null")).isEqualTo(PRODUCTS - nulls);
    assertThat(products("null eq null")).isEqualTo(PRODUCTS);
    assertThat(products("UnitPrice ne 5.75")).isEqualTo(PRODUCTS - products("UnitPrice eq 5.75"));
    assertThat(products("SupplierID eq CategoryID"))
        .isLessThan(products("SupplierID eq CategoryID or 1 eq 1"));
    assertThat(products("not (UnitPrice eq 5.75)")).isEqualTo(products("UnitPrice ne 5.75"));
  }

  @Test
  void anOrderingWithNullIsFalseAndItsNegationTrue() {
    int greater = products("UnitPrice gt 20");
    int lessOrEqual = products("UnitPrice le 20");
    int nulls = products("UnitPrice eq null");
    assertThat(greater + lessOrEqual + nulls).isEqualTo(PRODUCTS);
    assertThat(products("not (UnitPrice gt 20)")).isEqualTo(lessOrEqual + nulls);
    assertThat(products("UnitPrice ge null")).isZero();
    assertThat(products("null le null")).isZero();
  }

  @Test
  void nullOfAFunctionIsUnknownAndStaysSoUnderNot() {
    int known = client.count("Customers", "Note ne null");
    int with = client.count("Customers", "contains(Note,'e')");
    assertThat(with).isPositive();
    assertThat(client.count("Customers", "not contains(Note,'e')")).isEqualTo(known - with);
    assertThat(client.count("Customers", "contains(Note,'e') eq null")).isEqualTo(60 - known);
    assertThat(products("UnitPrice add 1 ne -5")).isEqualTo(PRODUCTS);
  }

  @ParameterizedTest
  @CsvSource({
    "null and false, 0", "not (null and false), 90", "null or true, 90", "not (null or true), 0",
    "not (null and true), 0", "not (null or false), 0", "null and true, 0",
        "(null or false) eq null, 90"
  })
  void logicIsKleenes(String filter, int expected) {
    String value = "contains(null,'x')";
    String full =
        filter
            .replace("null and", value + " and")
            .replace("null or", value + " or")
            .replace("true", "1 eq 1")
            .replace("false", "1 eq 2");
    assertThat(products(full)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ProductID in (3,4)",
        "ProductID eq 3 or ProductID eq 4",
        "ProductID gt 2 and ProductID lt 5",
        "ProductID ge 3 and ProductID le 4",
        "ProductID add 1 eq 4 or ProductID sub 1 eq 3",
        "(ProductID mul 2) in (6,8)",
        "ProductID div 2 eq 1 and ProductID gt 2 or ProductID eq 4",
        "ProductID mod 45 eq 3 and ProductID lt 10 or ProductID eq 4",
        "-ProductID eq -3 or -ProductID eq -4",
        "(ProductID eq 3 or ProductID eq 4) and not (ProductID eq 5)",
        "ProductName in ('Café Crème','Darjeeling First Flush')",
        "startswith(ProductName,'Café') or endswith(ProductName,'First Flush')",
        "tolower(ProductName) eq 'café crème' or toupper(ProductName) eq 'DARJEELING FIRST FLUSH'",
        "substring(ProductName,5) eq 'Crème' or substring(ProductName,0,10) eq 'Darjeeling'",
        "indexof(ProductName,'Crème') eq 5 and length(ProductName) eq 10 or indexof(ProductName,'First') eq 11",
        "concat(ProductName,'!') eq 'Café Crème!' or concat('x',ProductName) eq 'xDarjeeling First Flush'"
      })
  void operatorsAndTextFunctionsFindProducts3And4(String filter) {
    assertThat(client.column("Products?$filter=" + filter, "ProductID")).containsExactly("3", "4");
  }

  @Test
  void textIsComparedByCodeUnitAndTakenAsItIs() {
    assertThat(names("trim(ProductName) eq 'Trailing Blank'")).containsExactly("Trailing Blank ");
    assertThat(names("ProductName eq 'Trailing Blank'")).isEmpty();
    assertThat(names("ProductName eq 'Praliné O''Brien'")).hasSize(1);
    assertThat(names("contains(ProductName,'%25 off_')")).containsExactly("50% off_sample");
    assertThat(names("contains(ProductName,'%2Bb%3Dc?')")).containsExactly("a+b=c?");
    assertThat(names("contains(ProductName,'%231 %26 Co./')")).containsExactly("#1 & Co./Söhne");
    assertThat(names("contains(ProductName,'😀')")).containsExactly("日本 😀 mixed");
    assertThat(names("ProductName eq 'Tab%09and%0Anewline'")).hasSize(1);
    assertThat(names("contains(ProductName,'back\\slash')")).hasSize(1);
    assertThat(names("ProductName lt 'A'")).contains(" Leading Blank").doesNotContain("a+b=c?");
    assertThat(client.count("Customers", "Note eq ''")).isPositive();
    assertThat(client.count("Categories", "Description eq ''")).isEqualTo(1);
    assertThat(client.count("Categories", "Description eq null")).isEqualTo(1);
  }

  @Test
  void numbersAreExact() {
    assertThat(client.count("Customers", "Points eq 9007199254740993")).isLessThanOrEqualTo(1);
    assertThat(client.count("Customers", "Points gt 9007199254740992"))
        .isEqualTo(client.count("Customers", "Points ge 9007199254740993"));
    assertThat(products("UnitPrice eq 5.75 and UnitPrice eq 5.7500"))
        .isEqualTo(products("UnitPrice eq 5.75"));
    assertThat(products("round(UnitPrice) eq 6 and ProductID eq 3")).isEqualTo(1);
    assertThat(products("floor(UnitPrice) eq 5 and ceiling(UnitPrice) eq 6 and ProductID eq 3"))
        .isEqualTo(1);
    assertThat(products("UnitPrice div 2 eq 2.875 and ProductID eq 3")).isEqualTo(1);
    assertThat(products("7 div 2 eq 3 and -7 mod 3 eq -1 and 7.0 div 2 eq 3.5"))
        .isEqualTo(PRODUCTS);
    assertThat(products("round(2.5) eq 3 and round(-2.5) eq -3 and floor(-2.5) eq -3"))
        .isEqualTo(PRODUCTS);
  }

  @Test
  void momentsAreComparedAsInstantsAndTakenApartInTheirOwnOffset() {
    List<String> moments =
        client.column("Orders?$filter=OrderDate ne null&$select=OrderDate", "OrderDate");
    String local =
        moments.stream().filter(text -> text.endsWith("+05:30")).findFirst().orElseThrow();
    var moment = java.time.OffsetDateTime.parse(local);
    String instant = moment.toInstant().toString();
    assertThat(client.column("Orders?$filter=OrderDate eq " + instant, "OrderDate"))
        .contains(local);
    String parts =
        "year(OrderDate) eq "
            + moment.getYear()
            + " and month(OrderDate) eq "
            + moment.getMonthValue()
            + " and day(OrderDate) eq "
            + moment.getDayOfMonth()
            + " and hour(OrderDate) eq "
            + moment.getHour()
            + " and minute(OrderDate) eq "
            + moment.getMinute()
            + " and second(OrderDate) eq "
            + moment.getSecond()
            + " and date(OrderDate) eq "
            + moment.toLocalDate()
            + " and time(OrderDate) eq "
            + moment.toLocalTime()
            + " and fractionalseconds(OrderDate) eq 0."
            + String.format("%03d", moment.getNano() / 1_000_000)
            + " and totaloffsetminutes(OrderDate) eq 330";
    assertThat(client.column("Orders?$filter=" + parts, "OrderDate")).contains(local);
  }

  @Test
  void datesTimesAndDurationsAreCompared() {
    assertThat(client.count("Customers", "Founded lt 1582-10-15")).isPositive();
    assertThat(client.count("Customers", "year(Founded) lt 1582"))
        .isEqualTo(client.count("Customers", "Founded lt 1582-01-01"));
    assertThat(client.count("Employees", "WorkStarts eq 07:15:00.5")).isPositive();
    assertThat(client.count("Orders", "Handling lt duration'PT0S'")).isPositive();
    assertThat(client.count("Orders", "ShippedDate sub OrderDate gt duration'P1D'")).isPositive();
    assertThat(client.count("Orders", "OrderDate add duration'P1D' gt OrderDate"))
        .isEqualTo(client.count("Orders", "OrderDate ne null"));
    assertThat(client.count("Orders", "OrderDate lt now()"))
        .isEqualTo(client.count("Orders", "OrderDate ne null"));
  }

  @Test
  void enumerationsAndGuidsAreCompared() {
    int open = client.count("Orders", "Status eq Demo.OrderStatus'Open'");
    assertThat(open).isPositive();
    assertThat(client.count("Orders", "Status ne Demo.OrderStatus'Open'")).isEqualTo(500 - open);
    int both = products("Labels has Demo.ProductLabels'Organic,Vegan'");
    assertThat(both)
        .isPositive()
        .isEqualTo(
            products(
                "Labels has Demo.ProductLabels'Organic' and Labels has Demo.ProductLabels'Vegan'"));
    String code = client.column("Products?$filter=ProductID eq 3", "Code").get(0);
    assertThat(
            client.column(
                "Products?$filter=Code eq " + code.toUpperCase(java.util.Locale.ROOT), "ProductID"))
        .containsExactly("3");
  }

  @Test
  void pathsGoThroughComplexValuesAndNavigation() {
    assertThat(products("Category/CategoryName eq 'Beverages'")).isEqualTo(10);
    assertThat(products("Category/CategoryName eq null")).isEqualTo(10);
    assertThat(products("Supplier/Address/City eq 'Tübingen'")).isPositive();
    assertThat(client.count("Suppliers", "Address/Geo/Latitude gt 0 or Address/Geo/Latitude le 0"))
        .isEqualTo(client.count("Suppliers", "Address/Geo ne null"));
    assertThat(client.count("Suppliers", "Address eq null")).isEqualTo(3);
    assertThat(client.count("Employees", "Manager/Manager/LastName eq 'Müller'")).isPositive();
  }

  @Test
  void lambdasAndCountsLookIntoCollections() {
    int some = client.count("Orders", "Items/any()");
    assertThat(some).isEqualTo(490).isEqualTo(client.count("Orders", "Items/$count gt 0"));
    int any = client.count("Orders", "Items/any(i:i/Quantity gt 50)");
    assertThat(client.count("Orders", "Items/all(i:i/Quantity le 50)")).isEqualTo(500 - any);
    assertThat(
            client.count(
                "Customers", "Orders/any(o:o/Items/any(i:i/Quantity gt 50 and o/Freight gt 100))"))
        .isPositive();
    assertThat(products("Tags/any(t:t eq 'it''s')")).isPositive();
    assertThat(products("Tags/$count eq 0")).isEqualTo(PRODUCTS - products("Tags/any()"));
    assertThat(products("Category/Products/any(p:p/ProductID eq 1)")).isEqualTo(10);
  }

  @Test
  void parameterAliasesStandForValues() {
    assertThat(
            client.text(
                "Products/$count?$filter=ProductID eq @id or ProductName eq @n&@id=3&@n='Kölsch'"))
        .isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nope eq 1",
        "ProductID eq 'x'",
        "ProductID",
        "ProductID eq",
        "contains(ProductName)",
        "ProductID eq 1 div 0",
        "Labels has Demo.ProductLabels'Nope'",
        "foo(ProductName)"
      })
  void whatMakesNoSenseIsRefused(String filter) {
    var response = client.get("Products?$filter=" + filter);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(DemoClient.json(response.body()).at("/error/message").asText()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ProductID in (62,61,60,5,4,3,3)",
        "ProductID in (3,4,5,60,61,62)",
        "ProductID eq 3 or ProductID eq 4 or ProductID eq 5 or ProductID eq 60 or 61 eq ProductID or ProductID eq 62",
        "(ProductID eq 3 or ProductID eq 4 or ProductID eq 5.00) or (ProductID eq 60 or ProductID eq 61 or ProductID eq 62)",
        "(ProductID eq 3 and CategoryID eq 1) or (ProductID eq 4 and CategoryID eq 1) or (ProductID eq 5 and CategoryID eq 1)"
            + " or (ProductID eq 6 and CategoryID eq 2) or (ProductID eq 62 and CategoryID eq 7) or (ProductID eq 60 and CategoryID eq 6)"
            + " or ProductID eq 61",
        "contains(QuantityPerUnit,'nothing') or ProductID in (3,4,5,60,61,62)"
      })
  void longListsFindWhatShortOnesFind(String filter) {
    assertThat(client.column("Products?$filter=" + filter, "ProductID"))
        .containsExactly("3", "4", "5", "60", "61", "62");
  }

  @Test
  void longListsOfDecimalsAndTextsAreExact() {
    String prices =
        "(UnitPrice eq 5.75 or UnitPrice eq 1 or UnitPrice eq 2.5 or UnitPrice eq 3 or UnitPrice eq 4)";
    assertThat(products(prices))
        .isEqualTo(
            products("UnitPrice eq 5.7500")
                + products("UnitPrice eq 1.0")
                + products("UnitPrice eq 2.50")
                + products("UnitPrice eq 3")
                + products("UnitPrice eq 4"));
    assertThat(products("not " + prices)).isEqualTo(PRODUCTS - products(prices));
    assertThat(names("ProductName in ('Trailing Blank','a+b%3Dc?','Café Crème','x','y','z')"))
        .containsExactlyInAnyOrder("Café Crème", "a+b=c?");
  }
}
