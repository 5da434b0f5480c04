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
package io.github.calciteodata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.calciteodata.testing.Connections;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each annotation, and each key of a profile, changes what is sent. */
class CapabilityPlanningTest {
  private static final String CONFORMING =
      "<Annotation Term=\"Org.OData.Capabilities.V1.ConformanceLevel\""
          + " EnumMember=\"Org.OData.Capabilities.V1.ConformanceLevelType/Intermediate\"/>";

  private HttpServer server;
  private String onSet = "";
  private String onContainer = CONFORMING;
  private String onProperty = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              (exchange.getRequestURI().getPath().endsWith("$metadata") ? metadata() : "{}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/xml");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String metadata() {
    return "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices>"
        + "<Schema Namespace=\"NS\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\""
        + " xmlns:sap=\"http://www.sap.com/Protocols/SAPData\">"
        + "<EnumType Name=\"E\"><Member Name=\"X\"/><Member Name=\"Y\"/></EnumType>"
        + "<ComplexType Name=\"A\"><Property Name=\"City\" Type=\"Edm.String\"/></ComplexType>"
        + "<EntityType Name=\"T\"><Key><PropertyRef Name=\"ID\"/></Key>"
        + "<Property Name=\"ID\" Type=\"Edm.Int32\" Nullable=\"false\"/>"
        + "<Property Name=\"n\" Type=\"Edm.Int32\" "
        + onProperty
        + "/>"
        + "<Property Name=\"i\" Type=\"Edm.Int16\" Nullable=\"false\"/>"
        + "<Property Name=\"s\" Type=\"Edm.String\"/><Property Name=\"d\" Type=\"Edm.Date\"/>"
        + "<Property Name=\"a\" Type=\"NS.A\"/><Property Name=\"c\" Type=\"NS.E\"/></EntityType>"
        + "<EntityContainer Name=\"C\"><EntitySet Name=\"T\" EntityType=\"NS.T\">"
        + onSet
        + "</EntitySet>"
        + onContainer
        + "</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>";
  }

  private Connection connect(String properties) throws SQLException {
    return Connections.driver(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/s/"), properties);
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.append(i == 1 ? "" : " ").append(rows.getString(i));
        }
        all.add(row.toString());
      }
      return all;
    }
  }

  /** The URL of the only request in the plan, and whether anything is done above it. */
  private String request(String properties, String sql) throws SQLException {
    try (Connection connection = connect(properties)) {
      String plan = rows(connection, "EXPLAIN PLAN FOR " + sql).get(0);
      int at = plan.indexOf("request=[GET ") + 13;
      String url = plan.substring(at, plan.indexOf(']', at));
      return url + (plan.startsWith("ODataRequest") ? "" : " + more");
    }
  }

  private static String record(String term, String members) {
    return "<Annotation Term=\"Org.OData.Capabilities.V1."
        + term
        + "\"><Record>"
        + members
            .replaceAll("(\\w+)=(true|false)", "<PropertyValue Property=\"$1\" Bool=\"$2\"/>")
            .replaceAll(
                "(\\w+)=\\[(\\w+)]",
                "<PropertyValue Property=\"$1\"><Collection><PropertyPath>$2</PropertyPath></Collection></PropertyValue>")
            .replaceAll("(\\w+)=(-?\\d+)", "<PropertyValue Property=\"$1\" Int=\"$2\"/>")
            .replaceAll(
                "(\\w+):(\\w+)",
                "<PropertyValue Property=\"FilterExpressionRestrictions\"><Collection><Record>"
                    + "<PropertyValue Property=\"Property\" PropertyPath=\"$1\"/><PropertyValue"
                    + " Property=\"AllowedExpressions\" String=\"$2\"/></Record></Collection></PropertyValue>")
        + "</Record></Annotation>";
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '→',
      value = {
        "FilterRestrictions → Filterable=false → SELECT ID FROM T WHERE ID = 1 → T?$select=ID + more",
        "FilterRestrictions → NonFilterableProperties=[n] → SELECT ID FROM T WHERE n = 1 AND ID > 2 → T?$select=ID,n&$filter=ID gt 2 + more",
        "FilterRestrictions → MaxLevels=0 → SELECT ID FROM T WHERE a_City = 'x' → T?$select=ID,a/City + more",
        "FilterRestrictions → n:SingleValue → SELECT ID FROM T WHERE n = 1 → T?$select=ID&$filter=n eq 1",
        "FilterRestrictions → n:SingleValue → SELECT ID FROM T WHERE n > 1 → T?$select=ID,n + more",
        "FilterRestrictions → n:SingleValue → SELECT ID FROM T WHERE n IN (1, 2) → T?$select=ID,n + more",
        "FilterRestrictions → n:MultiValue → SELECT ID FROM T WHERE n IN (1, 2) → T?$select=ID&$filter=n eq 1 or n eq 2",
        "FilterRestrictions → n:MultiValue → SELECT ID FROM T WHERE n > 1 → T?$select=ID,n + more",
        "FilterRestrictions → n:SingleRange → SELECT ID FROM T WHERE n > 1 AND n < 9 → T?$select=ID&$filter=n gt 1 and n lt 9",
        "FilterRestrictions → n:SingleRange → SELECT ID FROM T WHERE n < 1 OR n > 9 → T?$select=ID,n + more",
        "FilterRestrictions → n:MultiRange → SELECT ID FROM T WHERE n < 1 OR n > 9 → T?$select=ID&$filter=n lt 1 or n gt 9",
        "FilterRestrictions → n:MultiRange → SELECT ID FROM T WHERE n = 1 OR ID = 2 → T?$select=ID,n + more",
        "FilterRestrictions → s:SearchExpression → SELECT ID FROM T WHERE s LIKE '%a%' → T?$select=ID&$filter=contains(s,'a')",
        "FilterRestrictions → s:SearchExpression → SELECT ID FROM T WHERE s = 'a' → T?$select=ID,s + more",
        "FilterRestrictions → s:MultiRangeOrSearchExpression → SELECT ID FROM T WHERE s = 'a' → T?$select=ID&$filter=s eq 'a'",
        "SortRestrictions → Sortable=false → SELECT ID FROM T ORDER BY ID → T?$select=ID + more",
        "SortRestrictions → NonSortableProperties=[n] → SELECT ID, n FROM T ORDER BY n → T?$select=ID,n + more",
        "SortRestrictions → AscendingOnlyProperties=[n] → SELECT ID, n FROM T ORDER BY n DESC → T?$select=ID,n + more",
        "SortRestrictions → AscendingOnlyProperties=[n] → SELECT ID, n FROM T ORDER BY n → T?$select=ID,n&$orderby=n",
        "SortRestrictions → DescendingOnlyProperties=[n] → SELECT ID, n FROM T ORDER BY n → T?$select=ID,n + more",
        "CountRestrictions → Countable=false → SELECT COUNT(*) FROM T → T?$select=ID + more",
        "SelectSupport → Supported=false → SELECT ID FROM T → T?$select=ID,n,i,s,d,a/City,c + more",
      })
  void annotationsOfTheSet(String term, String members, String sql, String expected)
      throws SQLException {
    onSet = record(term.strip(), members.strip());
    assertThat(request("", sql)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      value = {
        "TopSupported → SELECT ID FROM T LIMIT 5 → T?$select=ID + more",
        "SkipSupported → SELECT ID FROM T ORDER BY ID OFFSET 5 ROWS FETCH NEXT 5 ROWS ONLY → T?$select=ID&$orderby=ID + more",
      })
  void tagsOfTheSetAndDefaultsOfTheContainer(String term, String sql, String expected)
      throws SQLException {
    onSet = "<Annotation Term=\"Org.OData.Capabilities.V1." + term.strip() + "\" Bool=\"false\"/>";
    assertThat(request("", sql)).isEqualTo(expected);
    onSet = "";
    onContainer = CONFORMING + record("DefaultCapabilities", term.strip() + "=false");
    assertThat(request("", sql)).isEqualTo(expected);
  }

  @Test
  void onlyFunctionsOfTheListAreSent() throws SQLException {
    onContainer =
        CONFORMING
            + "<Annotation Term=\"Org.OData.Capabilities.V1.FilterFunctions\"><Collection>"
            + "<String>contains</String></Collection></Annotation>";
    assertThat(request("", "SELECT ID FROM T WHERE s LIKE '%a%'"))
        .isEqualTo("T?$select=ID&$filter=contains(s,'a')");
    assertThat(request("", "SELECT ID FROM T WHERE s LIKE 'a%'"))
        .isEqualTo("T?$select=ID,s + more");
    assertThat(request("", "SELECT ID FROM T WHERE i + 1 = 5")).isEqualTo("T?$select=ID,i + more");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      value = {
        "sap:filterable=\"false\" → SELECT ID FROM T WHERE n = 1 → T?$select=ID,n + more",
        "sap:sortable=\"false\" → SELECT ID, n FROM T ORDER BY n → T?$select=ID,n + more",
        "sap:filter-restriction=\"single-value\" → SELECT ID FROM T WHERE n > 1 → T?$select=ID,n + more",
        "sap:filter-restriction=\"interval\" → SELECT ID FROM T WHERE n > 1 → T?$select=ID&$filter=n gt 1",
      })
  void attributesOfAProperty(String attribute, String sql, String expected) throws SQLException {
    onProperty = attribute.strip();
    assertThat(request("", sql)).isEqualTo(expected);
  }

  @Test
  void aFilterThatTheServiceRequiresIsMissedWhenPlanning() throws SQLException {
    onSet = record("FilterRestrictions", "RequiresFilter=true RequiredProperties=[n]");
    try (Connection connection = connect("")) {
      assertThatThrownBy(() -> rows(connection, "SELECT ID FROM T WHERE ID > 4"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("0A000"))
          .hasMessageStartingWith("T: the service reads it only with a condition on n");
      assertThat(rows(connection, "EXPLAIN PLAN FOR SELECT ID FROM T").get(0))
          .contains("needs=[a condition on n]");
      assertThat(rows(connection, "EXPLAIN PLAN FOR SELECT ID FROM T WHERE n = 4").get(0))
          .contains("$filter=n eq 4")
          .doesNotContain("needs");
      assertThat(
              rows(
                  connection,
                  "SELECT capability, decided_by FROM sys.capabilities WHERE capability LIKE '%required%'"))
          .containsExactly("$filter required annotation", "$filter required n annotation");
    }
    onSet = record("FilterRestrictions", "RequiresFilter=true");
    try (Connection connection = connect("")) {
      assertThatThrownBy(() -> rows(connection, "SELECT ID FROM T"))
          .hasMessageStartingWith("T: the service reads it only with a condition that");
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '→',
      value = {
        "generic → SELECT ID FROM T WHERE s = 'A' → T?$select=ID&$filter=s eq 'A'",
        "dataverse → SELECT ID FROM T WHERE s = 'A' → T?$select=ID,s&$filter=s eq 'A' + more",
        "dataverse → SELECT ID FROM T WHERE s = '50%' → T?$select=ID,s + more",
        "sharepoint → SELECT COUNT(*) FROM T → T?$select=ID + more",
        "dataverse → SELECT ID FROM T WHERE EXTRACT(MONTH FROM d) = 2 → T?$select=ID,d + more",
        "dataverse → SELECT ID FROM T OFFSET 5 ROWS → T?$select=ID + more",
        "dataverse → SELECT ID FROM T LIMIT 6000 → T?$select=ID",
        "dataverse → SELECT ID FROM T LIMIT 60 → T?$select=ID&$top=60",
        "generic → SELECT ID FROM T WHERE n <> 5 → T?$select=ID&$filter=n ne 5 and n ne null",
        "graph → SELECT ID FROM T WHERE n <> 5 → T?$select=ID,n + more",
        "graph → SELECT ID FROM T WHERE n IN (1, 2) → T?$select=ID&$filter=n in (1,2)",
        "generic → SELECT ID FROM T WHERE n IN (1, 2) → T?$select=ID&$filter=n eq 1 or n eq 2",
        "generic → SELECT ID FROM T WHERE n = 1 OR ID = 2 → T?$select=ID&$filter=n eq 1 or ID eq 2",
        "business-central → SELECT ID FROM T WHERE n = 1 OR ID = 2 → T?$select=ID,n + more",
        "business-central → SELECT ID FROM T WHERE n = 1 OR n = 2 → T?$select=ID&$filter=n eq 1 or n eq 2",
        "sap-gateway → SELECT ID FROM T WHERE ID = 1 → T?$select=ID&$filter=ID eq 1 + more",
        "sap-gateway → SELECT ID FROM T ORDER BY ID → T?$select=ID + more",
        "sap-cap → SELECT ID FROM T WHERE i + 1 = 5 → T?$select=ID,i + more",
        "sap-cap → SELECT ID FROM T LIMIT 2000 → T?$select=ID",
        "sap-cap → SELECT ID FROM T WHERE c IN ('X', 'Y') → T?$select=ID&$filter=c in (NS.E'X',NS.E'Y')",
        "aspnetcore → SELECT ID FROM T WHERE c IN ('X', 'Y') → T?$select=ID&$filter=c eq NS.E'X' or c eq NS.E'Y'",
        "aspnetcore → SELECT ID FROM T WHERE n IN (1, 2) → T?$select=ID&$filter=n in (1,2)",
        "generic → SELECT ID, n FROM T ORDER BY n → T?$select=ID,n&$orderby=n",
        "olingo → SELECT ID, n FROM T ORDER BY n → T?$select=ID,n + more",
        "teiid → SELECT ID FROM T WHERE SUBSTRING(s FROM 2) = 'a' → T?$select=ID,s + more",
      })
  void keysOfProfiles(String profile, String sql, String expected) throws SQLException {
    assertThat(request("ServiceProfile=" + profile, sql)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '→',
      value = {
        "generic → SELECT ID FROM T WHERE a_City = 'x' → T?$select=ID,a + more",
        "olingo → SELECT ID FROM T WHERE a_City = 'x' → T?$select=ID,a/City + more",
        "teiid → SELECT ID FROM T WHERE a_City = 'x' → T?$select=ID&$filter=a/City eq 'x'",
        "generic → SELECT ID FROM T WHERE n = 1 → T?$select=ID,n&$filter=n eq 1",
        "generic → SELECT ID FROM T ORDER BY ID OFFSET 5 ROWS → T?$select=ID&$orderby=ID + more",
        "teiid → SELECT ID FROM T ORDER BY ID OFFSET 5 ROWS → T?$select=ID&$orderby=ID&$skip=5",
      })
  void keysOfProfilesThatAServiceWithoutConformanceNeeds(
      String profile, String sql, String expected) throws SQLException {
    onContainer = "";
    assertThat(request("ServiceProfile=" + profile, sql)).isEqualTo(expected);
  }

  @Test
  void propertiesWinOverAnnotationsAndTheseOverProfiles() throws SQLException {
    onSet =
        record("FilterRestrictions", "Filterable=false")
            + record("CountRestrictions", "Countable=true");
    assertThat(request("SupportsFilter=true", "SELECT ID FROM T WHERE ID = 1"))
        .isEqualTo("T?$select=ID&$filter=ID eq 1");
    assertThat(request("ServiceProfile=dataverse", "SELECT COUNT(*) FROM T")).isEqualTo("T/$count");
    assertThat(
            request(
                "ServiceProfile=dataverse;StringComparison=EXACT;SupportsFilter=true",
                "SELECT ID FROM T WHERE s = 'A'"))
        .isEqualTo("T?$select=ID&$filter=s eq 'A'");
  }

  @Test
  void capabilitiesSayWhoDecided() throws SQLException {
    onSet =
        record("FilterRestrictions", "NonFilterableProperties=[n]")
            + record("CountRestrictions", "Countable=false");
    try (Connection connection = connect("Pushdown=FILTER,COUNT,LIMIT;ServiceProfile=dataverse")) {
      assertThat(
              rows(
                  connection,
                  "SELECT capability, is_used, decided_by, reason FROM sys.capabilities WHERE table_name = 'T'"))
          .contains(
              "$filter true default null",
              "$filter n false annotation NonFilterableProperties",
              "$count false annotation CountRestrictions/Countable",
              "$orderby false property Pushdown",
              "$skip false profile dataverse: skip",
              "tolower false profile dataverse: denied",
              "contains true default null");
    }
  }
}
