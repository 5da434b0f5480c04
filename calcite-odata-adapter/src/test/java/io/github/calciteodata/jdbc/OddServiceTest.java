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
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okXml;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that repeat secrets, send nulls where there are none, or speak an older OData. */
class OddServiceTest {
  @RegisterExtension
  static final WireMockExtension SERVER =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.wireMockConfig().bindAddress("127.0.0.1").dynamicPort())
          .build();

  private static final String V4 =
      """
      <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
      <Schema Namespace="NS" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="T"><Key><PropertyRef Name="Id"/></Key>
      <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
      <Property Name="Amount" Type="Edm.Int32" Nullable="false"/></EntityType>
      <EntityContainer Name="C"><EntitySet Name="Ts" EntityType="NS.T"/></EntityContainer>
      </Schema></edmx:DataServices></edmx:Edmx>
      """;

  private static final String V2 =
      """
      <edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx">
      <edmx:DataServices m:DataServiceVersion="2.0"
          xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">
      <Schema Namespace="NS" xmlns="http://schemas.microsoft.com/ado/2008/09/edm">
      <EntityType Name="T"><Key><PropertyRef Name="Id"/></Key>
      <Property Name="Id" Type="Edm.Int32" Nullable="false"/></EntityType>
      <EntityContainer Name="C" m:IsDefaultEntityContainer="true">
      <EntitySet Name="Ts" EntityType="NS.T"/></EntityContainer>
      </Schema></edmx:DataServices></edmx:Edmx>
      """;

  private static Connection connect(String metadata, String properties) throws SQLException {
    SERVER.stubFor(get(urlPathEqualTo("/svc/$metadata")).willReturn(okXml(metadata)));
    return DriverManager.getConnection(
        "jdbc:odata:URL=" + SERVER.baseUrl() + "/svc/;Retries=0;" + properties);
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> result = new ArrayList<>();
      while (rows.next()) {
        result.add(rows.getString(1));
      }
      return result;
    }
  }

  private static void assertState(String state, String text, ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasMessageContaining(text)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).as(e.toString()).isEqualTo(state));
  }

  @Test
  void customUrlParametersWereShownWhenTheirNamesWereHarmless() throws SQLException {
    SERVER.stubFor(
        get(urlPathEqualTo("/svc/Ts"))
            .willReturn(
                okJson(
                    "{\"value\":[{\"Id\":1,\"Amount\":1}],\"@odata.nextLink\":"
                        + "\"Next?%54enant=s3cr%65t-value&after=1&x=%2Fs3cret-value\"}")));
    SERVER.stubFor(
        get(urlPathEqualTo("/svc/Next"))
            .withQueryParam("after", equalTo("1"))
            .willReturn(
                aResponse().withStatus(500).withBody("No way: /svc/Next?tenant=s3cret-value")));
    try (Connection connection = connect(V4, "CustomUrlParams=tenant=s3cret-value&c=10")) {
      assertThatThrownBy(() -> rows(connection, "SELECT Id FROM Ts"))
          .hasMessageContaining("500")
          .hasMessageContaining("after=1")
          .hasMessageNotContaining("s3cr");
      List<String> urls = rows(connection, "SELECT url FROM sys.requests ORDER BY request_id");
      assertThat(urls).hasSize(3).noneMatch(url -> url.contains("s3cr") || url.contains("c=10"));
      assertThat(urls.get(1)).contains("tenant=***&c=***");
      assertThat(urls.get(2)).contains("Next?%54enant=***&after=1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"Id\":2,\"Amount\":null}", "{\"Id\":2}"})
  void aNullThatTheMetadataExcludesWasANullPointerException(String row) throws SQLException {
    SERVER.stubFor(
        get(urlPathEqualTo("/svc/Ts"))
            .willReturn(okJson("{\"value\":[{\"Id\":1,\"Amount\":1}," + row + "]}")));
    try (Connection connection = connect(V4, "")) {
      assertState(
          "22004",
          "Column Amount, row 2: null or missing",
          () -> rows(connection, "SELECT Id FROM Ts WHERE Amount + 1 > MOD(Id, 7)"));
      assertThat(rows(connection, "SELECT Id FROM Ts")).containsExactly("1", "2");
    }
  }

  @Test
  void noRowsForAConditionThatTheServiceMisreadsWereBelieved() throws SQLException {
    SERVER.stubFor(
        get(urlPathEqualTo("/svc/Ts"))
            .willReturn(okJson("{\"value\":[{\"Id\":1,\"Amount\":5},{\"Id\":2,\"Amount\":7}]}")));
    SERVER.stubFor(
        get(urlPathEqualTo("/svc/Ts"))
            .withQueryParam("$filter", containing("Amount"))
            .willReturn(okJson("{\"value\":[]}")));
    try (Connection connection = connect(V4, "")) {
      assertThat(rows(connection, "SELECT Id FROM Ts WHERE Amount > 6")).containsExactly("2");
      assertThat(rows(connection, "SELECT Id FROM Ts WHERE Amount > 4")).containsExactly("1", "2");
      assertThat(rows(connection, "SELECT message FROM sys.warnings"))
          .containsExactly(
              "Ts: the service does not answer Amount gt 0 with the rows that match; from now on"
                  + " such conditions are evaluated locally");
      assertThat(rows(connection, "SELECT url FROM sys.requests ORDER BY request_id"))
          .extracting(url -> url.replaceAll(".*/svc/", "").replace("%20", " "))
          .containsExactly(
              "$metadata",
              "Ts?$select=Amount",
              "Ts?$select=Id&$filter=Amount gt 6",
              "Ts?$select=Id,Amount",
              "Ts?$select=Id,Amount");
    }
  }

  @Test
  void aKindOfConditionIsAskedForOnce() throws SQLException {
    SERVER.stubFor(
        get(urlPathEqualTo("/svc/Ts"))
            .willReturn(okJson("{\"value\":[{\"Id\":1,\"Amount\":5},{\"Id\":2,\"Amount\":7}]}")));
    SERVER.stubFor(
        get(urlPathEqualTo("/svc/Ts"))
            .withQueryParam("$filter", matching("Amount ge [57]"))
            .willReturn(okJson("{\"value\":[{\"Id\":2,\"Amount\":7}]}")));
    SERVER.stubFor(
        get(urlPathEqualTo("/svc/Ts"))
            .withQueryParam("$filter", equalTo("Amount ge 8"))
            .willReturn(okJson("{\"value\":[]}")));
    try (Connection connection = connect(V4, "")) {
      assertThat(rows(connection, "SELECT Id FROM Ts WHERE Amount >= 8")).isEmpty();
      assertThat(rows(connection, "SELECT Id FROM Ts WHERE Amount >= 7")).containsExactly("2");
      assertThat(rows(connection, "SELECT url FROM sys.requests ORDER BY request_id"))
          .extracting(url -> url.replaceAll(".*/svc/", "").replace("%20", " "))
          .containsExactly(
              "$metadata",
              "Ts?$select=Amount",
              "Ts?$select=Id&$filter=Amount ge 5",
              "Ts?$select=Id,Amount&$filter=Amount ge 8",
              "Ts?$select=Id,Amount&$filter=Amount ge 7");
    }
  }

  @Test
  void aSetThatIsReadWithAConditionOnlyWasNotRead() throws SQLException {
    SERVER.stubFor(
        get(urlPathEqualTo("/svc/Ts"))
            .willReturn(aResponse().withStatus(400).withBody("a filter, please")));
    SERVER.stubFor(
        get(urlPathEqualTo("/svc/Ts"))
            .withQueryParam("$filter", equalTo("Amount eq 7"))
            .willReturn(okJson("{\"value\":[{\"Id\":2,\"Amount\":7}]}")));
    try (Connection connection = connect(V4, "")) {
      assertThat(rows(connection, "SELECT Id FROM Ts WHERE Amount = 7")).containsExactly("2");
    }
  }

  @Test
  void aServiceBeforeV4WasAskedInV4() throws SQLException {
    try (Connection connection = connect(V2, "")) {
      String sql = "SELECT Id FROM Ts";
      assertState("0A000", "only V4", () -> rows(connection, sql));
      assertState("0A000", "only V4", () -> connection.prepareStatement(sql));
      assertThat(rows(connection, "SELECT table_name FROM sys.tables")).containsExactly("Ts");
      assertThat(rows(connection, "SELECT column_name FROM sys.columns")).containsExactly("Id");
      assertThat(connection.getMetaData().getColumns(null, null, "Ts", null).next()).isTrue();
      assertThat(rows(connection, "SELECT url FROM sys.requests"))
          .containsExactly(SERVER.baseUrl() + "/svc/$metadata");
    }
  }
}
