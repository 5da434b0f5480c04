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
package io.github.calciteodata.jdbc;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okXml;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that announce {@code $apply} and then do something else. */
class ApplyOverServiceTest {
  @RegisterExtension
  static final WireMockExtension SERVER =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.wireMockConfig().bindAddress("127.0.0.1").dynamicPort())
          .build();

  private static final String METADATA =
      """
      <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
      <Schema Namespace="NS" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="T"><Key><PropertyRef Name="Id"/></Key>
      <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
      <Property Name="Kind" Type="Edm.String"/>
      <Property Name="Price" Type="Edm.Decimal" Precision="9" Scale="2"/></EntityType>
      <EntityContainer Name="C"><EntitySet Name="Ts" EntityType="NS.T">
      <Annotation Term="Org.OData.Aggregation.V1.ApplySupported"><Record/></Annotation>
      </EntitySet>
      %s
      </EntityContainer>
      </Schema></edmx:DataServices></edmx:Edmx>
      """;

  private static final String CONFORMING =
      "<Annotation Term=\"Org.OData.Capabilities.V1.ConformanceLevel\""
          + " EnumMember=\"Org.OData.Capabilities.V1.ConformanceLevelType/Advanced\"/>";

  private static final String ENTITIES =
      """
      {"value":[{"Id":1,"Kind":"a","Price":1.10},{"Id":2,"Kind":null,"Price":2.20},
      {"Id":3,"Kind":"a","Price":3.30},{"Id":4,"Kind":"b","Price":null}]}
      """;

  private static final String GROUPS =
      "SELECT Kind, COUNT(*) AS n, SUM(Price) AS s FROM Ts GROUP BY Kind";

  private static Connection connect(String annotations) throws SQLException {
    SERVER.stubFor(
        get(urlPathEqualTo("/svc/$metadata")).willReturn(okXml(METADATA.formatted(annotations))));
    SERVER.stubFor(
        get(urlPathEqualTo("/svc/Ts"))
            .withQueryParam("$apply", absent())
            .willReturn(okJson(ENTITIES)));
    return DriverManager.getConnection("jdbc:odata:URL=" + SERVER.baseUrl() + "/svc/;Retries=0");
  }

  private static void answer(ResponseDefinitionBuilder response) {
    SERVER.stubFor(
        get(urlPathEqualTo("/svc/Ts"))
            .withQueryParam("$apply", matching(".+"))
            .willReturn(response));
  }

  private static void filtered(String filter, String body) {
    SERVER.stubFor(
        get(urlPathEqualTo("/svc/Ts"))
            .withQueryParam("$filter", equalTo(filter))
            .willReturn(okJson(body)));
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int width = rows.getMetaData().getColumnCount();
      List<String> result = new ArrayList<>();
      while (rows.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= width; i++) {
          row.append(i > 1 ? "|" : "").append(rows.getString(i));
        }
        result.add(row.toString());
      }
      return result;
    }
  }

  private static void assertAsked(int times) {
    SERVER.verify(
        times, getRequestedFor(urlPathEqualTo("/svc/Ts")).withQueryParam("$apply", matching(".+")));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 501})
  void aServiceThatRefusesIsAskedOnce(int status) throws SQLException {
    answer(aResponse().withStatus(status).withBody("{\"error\":{\"message\":\"no $apply\"}}"));
    try (Connection connection = connect(CONFORMING)) {
      for (int i = 0; i < 3; i++) {
        assertThat(rows(connection, GROUPS))
            .containsExactlyInAnyOrder("a|2|4.40", "null|1|2.20", "b|1|null");
      }
      assertAsked(1);
      assertThat(rows(connection, "SELECT * FROM sys.warnings").toString())
          .contains("Ts: the service refuses $apply");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '→',
      value = {
        "SELECT COUNT(*), SUM(Price), MIN(Price), MAX(Kind), COUNT(DISTINCT Id) FROM Ts → [4|6.60|1.10|b|4]",
        "SELECT SUM(Price), AVG(Price) FROM Ts → [6.60|2.200000]",
        "SELECT SUM(Price * (1 - Price)) FROM Ts → [-10.3400]",
        "SELECT DISTINCT Kind FROM Ts ORDER BY Kind → [null, a, b]",
        "SELECT Kind, COUNT(*) FROM Ts GROUP BY Kind HAVING COUNT(*) > 1 → [a|2]",
        "SELECT Kind, COUNT(*) FROM Ts GROUP BY Kind ORDER BY 2 DESC, Kind LIMIT 2 → [a|2, null|1]",
        "SELECT Kind, COUNT(*) FROM Ts GROUP BY Kind ORDER BY Kind DESC LIMIT 1 OFFSET 1 → [a|2]",
        "SELECT SUM(Price), Kind FROM Ts GROUP BY Kind ORDER BY 1 DESC → [4.40|a, 2.20|null, null|b]",
        "SELECT COUNT(*), SUM(Price) FROM Ts WHERE Id < 0 → [0|null]",
        "SELECT Kind, COUNT(*) FROM Ts WHERE Id < 0 GROUP BY Kind → []",
      })
  void whatIsRefusedIsDoneHere(String sql, String rows) throws SQLException {
    answer(aResponse().withStatus(501));
    try (Connection connection = connect(CONFORMING)) {
      filtered("Id lt 0", "{\"value\":[]}");
      filtered("Price ne null", ENTITIES.replaceFirst(",\\{\"Id\":4[^}]*}", ""));
      assertThat(rows(connection, sql)).hasToString(rows);
      assertAsked(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"value\":[]}",
        "{\"value\":[{}]}",
        "{\"value\":[{\"c0\":null,\"c1\":null,\"c2\":null}]}",
        "{\"value\":[{\"@odata.id\":null,\"c0@odata.type\":\"#Decimal\",\"c0\":0.0,\"c1\":null}]}"
      })
  void nothingIsAggregatedToOneRow(String body) throws SQLException {
    answer(okJson(body));
    try (Connection connection = connect(CONFORMING)) {
      assertThat(rows(connection, "SELECT COUNT(*), SUM(Price), MAX(Kind) FROM Ts WHERE Id < 0"))
          .containsExactly("0|null|null");
      assertAsked(1);
    }
  }

  @Test
  void numbersComeInAnyFormAndNullsAreLeftOut() throws SQLException {
    answer(
        okJson(
            """
            {"value":[{"Kind":"a","c0":"2","c1":"4.4"},{"c0":1.0,"c1":2.2E0},{"Kind":"b","c0":1}],
            "@odata.nextLink":"Ts?$apply=more"}
            """));
    SERVER.stubFor(
        get(urlPathEqualTo("/svc/Ts"))
            .withQueryParam("$apply", equalTo("more"))
            .willReturn(okJson("{\"value\":[{\"Kind\":\"c\",\"c0\":7,\"c1\":0}]}")));
    try (Connection connection = connect(CONFORMING)) {
      assertThat(rows(connection, GROUPS))
          .containsExactlyInAnyOrder("a|2|4.40", "null|1|2.20", "b|1|null", "c|7|0.00");
    }
  }

  @Test
  void sumsThatWerePartlyDoublesAreNotBelieved() throws SQLException {
    answer(okJson("{\"value\":[{\"Kind\":\"a\",\"c0\":2,\"c1\":4.400000000000001}]}"));
    try (Connection connection = connect(CONFORMING)) {
      for (int i = 0; i < 2; i++) {
        assertThat(rows(connection, GROUPS))
            .containsExactlyInAnyOrder("a|2|4.40", "null|1|2.20", "b|1|null");
      }
      assertAsked(1);
      assertThat(rows(connection, "SELECT * FROM sys.warnings").toString())
          .contains("does not add up exactly with $apply");
    }
  }

  @Test
  void aServiceThatAnswersItsEntitiesIsNotBelieved() throws SQLException {
    answer(okJson(ENTITIES));
    try (Connection connection = connect(CONFORMING)) {
      for (int i = 0; i < 2; i++) {
        assertThat(rows(connection, GROUPS))
            .containsExactlyInAnyOrder("a|2|4.40", "null|1|2.20", "b|1|null");
      }
      assertAsked(1);
    }
  }

  /** As one does when there is nothing to aggregate: it is no lesson. */
  @Test
  void aServiceThatFailsIsAskedAgain() throws SQLException {
    answer(aResponse().withStatus(500).withBody("NullPointerException"));
    try (Connection connection = connect(CONFORMING)) {
      for (int i = 0; i < 2; i++) {
        assertThat(rows(connection, "SELECT SUM(Id) FROM Ts")).containsExactly("10");
      }
      assertAsked(2);
      assertThat(rows(connection, "SELECT * FROM sys.warnings")).isEmpty();
    }
  }

  @Test
  void whatFailsEitherWayFailsAsItWasAsked() throws SQLException {
    answer(aResponse().withStatus(400).withBody("{\"error\":{\"message\":\"first\"}}"));
    try (Connection connection = connect(CONFORMING)) {
      SERVER.stubFor(
          get(urlPathEqualTo("/svc/Ts"))
              .withQueryParam("$apply", absent())
              .willReturn(aResponse().withStatus(403)));
      assertThatThrownBy(() -> rows(connection, GROUPS))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("first");
      assertThat(rows(connection, "SELECT * FROM sys.warnings")).isEmpty();
    }
  }

  @Test
  void aRefusedFunctionIsBlamedRatherThanTheAggregation() throws SQLException {
    answer(aResponse().withStatus(501));
    try (Connection connection = connect(CONFORMING)) {
      SERVER.stubFor(
          get(urlPathEqualTo("/svc/Ts"))
              .withQueryParam("$filter", matching(".*tolower.*"))
              .willReturn(aResponse().withStatus(501)));
      assertThat(rows(connection, "SELECT COUNT(*), MIN(Id) FROM Ts WHERE LOWER(Kind) = 'a'"))
          .containsExactly("2|1");
      assertThat(rows(connection, "SELECT * FROM sys.warnings").toString())
          .contains("tolower")
          .doesNotContain("$apply");
    }
  }

  /** The filter would go unnoticed, were it ignored. */
  @Test
  void aServiceThatHasToBeVerifiedAggregatesOnlyEverything() throws SQLException {
    answer(okJson("{\"value\":[{\"c0\":4,\"c1\":6.6}]}"));
    try (Connection connection = connect("")) {
      String sql = "SELECT COUNT(*), SUM(Price) FROM Ts";
      assertThat(rows(connection, sql)).containsExactly("4|6.60");
      assertAsked(1);
      assertThat(rows(connection, sql + " WHERE Id > 2")).containsExactly("2|3.30");
      assertAsked(1);
    }
  }

  @Test
  void aSumThatIsTooLargeIsAnError() throws SQLException {
    answer(okJson("{\"value\":[{\"c0\":\"9223372036854775808\"}]}"));
    try (Connection connection = connect(CONFORMING)) {
      assertThatThrownBy(() -> rows(connection, "SELECT SUM(Id) FROM Ts"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22003"))
          .hasMessageContaining("9223372036854775808");
    }
  }
}
