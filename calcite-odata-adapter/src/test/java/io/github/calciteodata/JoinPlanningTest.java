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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which joins become {@code $expand}, paths and {@code any}, and what forbids it: seen in plans
 * over parts with a key of two columns, their lines, and boxes that lines lie in.
 */
class JoinPlanningTest {
  private static final String V1 = "Org.OData.Capabilities.V1.";
  private static final String CONFORMING =
      "<Annotation Term=\""
          + V1
          + "ConformanceLevel\" EnumMember=\""
          + V1
          + "ConformanceLevelType/Intermediate\"/>";
  private static final String LINES_OF_PARTS =
      "SELECT l.ID, p.Name FROM Lines l LEFT JOIN Parts p ON l.PartA = p.A AND l.PartB = p.B";
  private static final String PARTS_WITH_LINES =
      "SELECT p.Name FROM Parts p WHERE EXISTS (SELECT 1 FROM Lines l WHERE l.PartA = p.A AND"
          + " l.PartB = p.B AND l.n > 5)";

  private HttpServer server;
  private String onLines = "";
  private String onParts = "";
  private String onContainer = CONFORMING;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean metadata = exchange.getRequestURI().getPath().endsWith("$metadata");
          byte[] body = (metadata ? metadata() : "1000").getBytes(StandardCharsets.UTF_8);
          exchange
              .getResponseHeaders()
              .set("Content-Type", metadata ? "application/xml" : "text/plain");
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
    return """
        <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
        <Schema Namespace="NS" xmlns="http://docs.oasis-open.org/odata/ns/edm">
        <EntityType Name="Part"><Key><PropertyRef Name="A"/><PropertyRef Name="B"/></Key>
        <Property Name="A" Type="Edm.Int32" Nullable="false"/><Property Name="B" Type="Edm.Int32" Nullable="false"/>
        <Property Name="Name" Type="Edm.String"/>
        <NavigationProperty Name="Lines" Type="Collection(NS.Line)" Partner="Part"/></EntityType>
        <EntityType Name="Line"><Key><PropertyRef Name="ID"/></Key>
        <Property Name="ID" Type="Edm.Int32" Nullable="false"/><Property Name="n" Type="Edm.Int32"/>
        <Property Name="PartA" Type="Edm.Int32"/><Property Name="PartB" Type="Edm.Int32"/>
        <Property Name="BoxID" Type="Edm.String"/>
        <NavigationProperty Name="Part" Type="NS.Part" Partner="Lines">
        <ReferentialConstraint Property="PartA" ReferencedProperty="A"/>
        <ReferentialConstraint Property="PartB" ReferencedProperty="B"/></NavigationProperty>
        <NavigationProperty Name="Box" Type="NS.Box">
        <ReferentialConstraint Property="BoxID" ReferencedProperty="ID"/></NavigationProperty></EntityType>
        <EntityType Name="Box"><Key><PropertyRef Name="ID"/></Key>
        <Property Name="ID" Type="Edm.String" Nullable="false"/><Property Name="Size" Type="Edm.Int32"/></EntityType>
        <EntityContainer Name="C">
        <EntitySet Name="Parts" EntityType="NS.Part"><NavigationPropertyBinding Path="Lines" Target="Lines"/>%s</EntitySet>
        <EntitySet Name="Lines" EntityType="NS.Line"><NavigationPropertyBinding Path="Part" Target="Parts"/>
        <NavigationPropertyBinding Path="Box" Target="Boxes"/>%s</EntitySet>
        <EntitySet Name="Boxes" EntityType="NS.Box"/>%s
        </EntityContainer></Schema></edmx:DataServices></edmx:Edmx>"""
        .formatted(onParts, onLines, onContainer);
  }

  /** The URLs in the plan, from top to bottom. */
  private List<String> requests(String properties, String sql) throws SQLException {
    try (Connection connection =
            Connections.driver(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/s/"),
                properties);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("EXPLAIN PLAN FOR " + sql)) {
      rows.next();
      String plan = rows.getString(1);
      List<String> urls = new ArrayList<>();
      for (int at = plan.indexOf("GET "); at >= 0; at = plan.indexOf("GET ", at + 1)) {
        urls.add(plan.substring(at + 4, plan.indexOf(']', at)));
      }
      return urls;
    }
  }

  private static String restriction(String term, String members) {
    return "<Annotation Term=\"" + V1 + term + "\"><Record>" + members + "</Record></Annotation>";
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '→',
      value = {
        "SELECT l.ID, p.Name FROM Lines l LEFT JOIN Parts p ON l.PartA = p.A AND l.PartB = p.B"
            + "→Lines?$select=ID&$expand=Part($select=Name)",
        "SELECT l.ID, p.Name FROM Lines l LEFT JOIN Parts p ON p.B = l.PartB AND p.A = l.PartA"
            + "→Lines?$select=ID&$expand=Part($select=Name)",
        "SELECT p.Name, l.ID FROM Parts p LEFT JOIN Lines l ON l.PartA = p.A AND l.PartB = p.B AND l.n > 5"
            + "→Parts?$select=Name&$expand=Lines($select=ID;$filter=n gt 5)",
        "SELECT l.ID FROM Lines l JOIN Boxes b ON l.BoxID = b.ID WHERE b.Size <> 3"
            + "→Lines?$select=ID&$filter=Box/ID ne null and Box/Size ne 3 and Box/Size ne null",
        "SELECT p.Name, b.Size FROM Parts p LEFT JOIN Lines l ON l.PartA = p.A AND l.PartB = p.B"
            + " LEFT JOIN Boxes b ON l.BoxID = b.ID"
            + "→Parts?$select=Name&$expand=Lines($select=ID;$expand=Box($select=Size))",
        "SELECT p.Name FROM Parts p WHERE EXISTS (SELECT 1 FROM Lines l WHERE l.PartA = p.A AND l.PartB = p.B"
            + " AND l.n <> 5)→Parts?$select=Name&$filter=Lines/any(l:l/n ne 5 and l/n ne null)",
        "SELECT l.ID FROM Lines l WHERE NOT EXISTS (SELECT 1 FROM Boxes b WHERE l.BoxID = b.ID AND b.Size < 3)"
            + "→Lines?$select=ID&$filter=Box/Size ge 3 or Box/Size eq null",
        "SELECT l.ID FROM Lines l WHERE NOT EXISTS (SELECT 1 FROM Boxes b WHERE l.BoxID = b.ID AND (b.Size IS NULL"
            + " OR b.Size = 3))→Lines?$select=ID&$filter=Box/ID eq null or (Box/Size ne 3 and Box/Size ne null)",
        // the first related rows of each row, and the order of related rows
        "SELECT p.Name, l.ID FROM Parts p LEFT JOIN LATERAL (SELECT * FROM Lines l WHERE l.PartA = p.A AND l.PartB = p.B"
            + " AND l.n > 5 ORDER BY l.n DESC, l.ID LIMIT 2) l ON TRUE"
            + "→Parts?$select=Name&$expand=Lines($select=ID;$filter=n gt 5;$orderby=n desc,ID;$top=2)",
        "SELECT p.Name, l.ID FROM Parts p, LATERAL (SELECT ID FROM Lines l WHERE l.PartA = p.A AND l.PartB = p.B LIMIT 1) l"
            + "→Parts?$select=Name&$expand=Lines($select=ID;$top=1)",
        "SELECT p.Name, l.ID FROM (SELECT ID, PartA, PartB, ROW_NUMBER() OVER (PARTITION BY PartB, PartA ORDER BY ID) r"
            + " FROM Lines) l JOIN Parts p ON l.PartA = p.A AND l.PartB = p.B WHERE l.r < 3"
            + "→Parts?$select=Name&$expand=Lines($select=ID;$orderby=ID;$top=2)",
        "SELECT p.A, p.B, l.n FROM Parts p LEFT JOIN Lines l ON l.PartA = p.A AND l.PartB = p.B ORDER BY p.B DESC, p.A, l.n"
            + "→Parts?$select=A,B&$expand=Lines($select=n;$orderby=n)&$orderby=B desc,A",
        // a condition on two of the tables, by the service or here, with others around it
        "SELECT l.ID FROM Boxes b, Parts p, Lines l WHERE l.BoxID = b.ID AND b.Size = p.A AND l.PartB = p.B"
            + " AND l.PartA = p.A AND p.Name = 'x'→Lines?$select=ID&$filter=Box/ID ne null and Part/A ne null"
            + " and Part/Name eq 'x' and Box/Size eq Part/A",
        "SELECT l.ID FROM Boxes b, Parts p, Lines l WHERE l.BoxID = b.ID AND b.Size + 1 > p.A AND l.PartB = p.B"
            + " AND l.PartA = p.A AND p.Name = 'x'→Lines?$select=ID&$expand=Box($select=Size),Part($select=A)"
            + "&$filter=Box/ID ne null and Part/A ne null and Part/Name eq 'x'",
        "SELECT l.ID FROM Lines l JOIN Boxes b ON l.BoxID = b.ID WHERE l.n + 1 > 5 AND b.ID LIKE '_x%'"
            + "→Lines?$select=ID,n&$expand=Box($select=ID)&$filter=Box/ID ne null and contains(Box/ID,'x')",
        "SELECT l.ID, b.Size FROM Lines l LEFT JOIN Boxes b ON l.BoxID = b.ID WHERE l.n + 1 > 5"
            + "→Lines?$select=ID,n&$expand=Box($select=Size)",
      })
  void joinsThatCompareTheConstraintFollowIt(String sql, String url) throws SQLException {
    assertThat(requests("", sql)).containsExactly(url);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '→',
      value = {
        // a part of the key, other columns, another comparison
        "SELECT l.ID, p.Name FROM Lines l LEFT JOIN Parts p ON l.PartA = p.A",
        "SELECT l.ID, p.Name FROM Lines l LEFT JOIN Parts p ON l.PartA = p.B AND l.PartB = p.A",
        "SELECT l.ID, p.Name FROM Lines l LEFT JOIN Parts p ON l.PartA = p.A AND l.PartB >= p.B",
        "SELECT l.ID, p.Name FROM Lines l LEFT JOIN Parts p ON l.PartA = p.A AND l.PartB = p.B AND l.n = p.A",
        "SELECT l.ID, p.Name FROM Lines l LEFT JOIN Parts p ON l.PartA = p.A AND l.PartB = p.B AND p.Name = 'x'",
        "SELECT p.Name FROM Parts p WHERE EXISTS (SELECT 1 FROM Lines l WHERE l.PartA = p.A)",
      })
  void otherJoinsDoNot(String sql) throws SQLException {
    assertThat(requests("", sql))
        .hasSizeGreaterThan(1)
        .noneMatch(url -> url.contains("$expand") || url.contains("/"));
  }

  @Test
  void withoutPathsWhatIsCheckedHereIsCheckedAfterTheJoin() throws SQLException {
    assertThat(
            requests(
                "ServiceProfile=teiid",
                "SELECT l.ID, b.Size FROM Lines l JOIN Boxes b ON l.BoxID = b.ID WHERE l.n + 1 > 5"))
        .containsExactly("Lines?$select=ID,n&$expand=Box($select=Size)&$filter=BoxID ne null");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        // groups that are no parts, another number, the number as a column, nulls elsewhere
        "SELECT p.Name, l.ID FROM (SELECT ID, PartA, PartB, ROW_NUMBER() OVER (PARTITION BY PartA ORDER BY ID) r"
            + " FROM Lines) l JOIN Parts p ON l.PartA = p.A AND l.PartB = p.B WHERE l.r < 3",
        "SELECT p.Name, l.ID FROM (SELECT ID, PartA, PartB, RANK() OVER (PARTITION BY PartA, PartB ORDER BY ID) r"
            + " FROM Lines) l JOIN Parts p ON l.PartA = p.A AND l.PartB = p.B WHERE l.r < 3",
        "SELECT p.Name, l.r FROM (SELECT ID, PartA, PartB, ROW_NUMBER() OVER (PARTITION BY PartA, PartB ORDER BY ID) r"
            + " FROM Lines) l JOIN Parts p ON l.PartA = p.A AND l.PartB = p.B WHERE l.r < 3",
        "SELECT p.Name, l.ID FROM (SELECT ID, PartA, PartB, ROW_NUMBER() OVER (PARTITION BY PartA, PartB ORDER BY ID) r"
            + " FROM Lines) l JOIN Parts p ON l.PartA = p.A AND l.PartB = p.B WHERE l.r > 3",
        "SELECT p.Name, l.ID FROM Parts p, LATERAL (SELECT * FROM Lines l WHERE l.PartA = p.A AND l.PartB = p.B"
            + " ORDER BY l.n NULLS LAST LIMIT 2) l",
        "SELECT p.Name, l.ID FROM Parts p, LATERAL (SELECT * FROM Lines l WHERE l.PartA = p.A AND l.PartB = p.B"
            + " AND l.n + 1 > 5 ORDER BY l.n LIMIT 2) l",
        "SELECT p.Name, l.ID FROM Parts p, LATERAL (SELECT * FROM Lines l WHERE l.PartA = p.A AND l.PartB = p.B"
            + " ORDER BY l.n LIMIT 2 OFFSET 1) l",
        "SELECT p.A, p.B, b.Size FROM Parts p LEFT JOIN Lines l ON l.PartA = p.A AND l.PartB = p.B"
            + " LEFT JOIN Boxes b ON l.BoxID = b.ID ORDER BY p.A, p.B, l.ID, b.Size",
        "SELECT p.A, l.n FROM Parts p LEFT JOIN Lines l ON l.PartA = p.A AND l.PartB = p.B ORDER BY p.A, l.n",
        "SELECT p.A, p.B, l.n FROM Parts p LEFT JOIN Lines l ON l.PartA = p.A AND l.PartB = p.B ORDER BY p.B, l.n, p.A",
      })
  void otherOrdersAndNumbersAreMadeHere(String sql) throws SQLException {
    assertThat(requests("", sql))
        .isNotEmpty()
        .noneMatch(url -> url.contains(";$orderby") || url.contains(";$top"));
  }

  @Test
  void whatMayNotBeSortedOrLimitedIsNotInsideOfExpand() throws SQLException {
    String first =
        "SELECT p.Name, l.ID FROM Parts p, LATERAL (SELECT * FROM Lines l WHERE l.PartA = p.A AND l.PartB = p.B"
            + " ORDER BY l.n LIMIT 2) l";
    assertThat(requests("", first)).singleElement().asString().contains(";$orderby=n;$top=2");
    for (String properties :
        List.of(
            "Pushdown='FILTER,PROJECT,EXPAND,SORT'",
            "Pushdown='FILTER,PROJECT,EXPAND,LIMIT'",
            "ServiceProfile=unverified")) {
      assertThat(requests(properties, first)).as(properties).noneMatch(u -> u.contains("$top"));
    }
    onContainer = "";
    assertThat(requests("", first)).noneMatch(url -> url.contains("$top"));
    onContainer = CONFORMING;
    onLines = "<Annotation Term=\"" + V1 + "TopSupported\" Bool=\"false\"/>";
    assertThat(requests("", first)).noneMatch(url -> url.contains("$top"));
    onLines =
        restriction(
            "SortRestrictions",
            "<PropertyValue Property=\"NonSortableProperties\"><Collection>"
                + "<PropertyPath>n</PropertyPath></Collection></PropertyValue>");
    assertThat(requests("", first)).noneMatch(url -> url.contains("$top"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "SupportsExpand=false",
    "Pushdown=FILTER;",
    "'Pushdown=FILTER,PROJECT,SORT,LIMIT,COUNT,LOOKUP'",
    "ServiceProfile=unverified",
  })
  void aPropertyForbidsIt(String properties) throws SQLException {
    assertThat(requests(properties, LINES_OF_PARTS)).noneMatch(url -> url.contains("$expand"));
  }

  @Test
  void annotationsForbidIt() throws SQLException {
    onLines =
        restriction(
            "ExpandRestrictions", "<PropertyValue Property=\"Expandable\" Bool=\"false\"/>");
    assertThat(requests("", LINES_OF_PARTS)).noneMatch(url -> url.contains("$expand"));
    assertThat(requests("SupportsExpand=true", LINES_OF_PARTS))
        .containsExactly("Lines?$select=ID&$expand=Part($select=Name)");
    onLines =
        restriction(
            "ExpandRestrictions",
            "<PropertyValue Property=\"NonExpandableProperties\"><Collection>"
                + "<NavigationPropertyPath>Part</NavigationPropertyPath></Collection></PropertyValue>");
    assertThat(requests("", LINES_OF_PARTS)).noneMatch(url -> url.contains("$expand"));
  }

  @Test
  void noMoreLevelsThanTheServiceTakes() throws SQLException {
    String sql =
        "SELECT p.Name, b.Size FROM Parts p LEFT JOIN Lines l ON l.PartA = p.A AND l.PartB = p.B"
            + " LEFT JOIN Boxes b ON l.BoxID = b.ID";
    onParts =
        restriction("ExpandRestrictions", "<PropertyValue Property=\"MaxLevels\" Int=\"1\"/>");
    assertThat(requests("", sql)).noneMatch(url -> url.contains(";$expand"));
  }

  @Test
  void noExpansionLeadsBackToWhereItComesFrom() throws SQLException {
    assertThat(
            requests(
                "",
                "SELECT p.Name, q.Name FROM Parts p LEFT JOIN Lines l ON l.PartA = p.A AND l.PartB = p.B"
                    + " LEFT JOIN Parts q ON l.PartA = q.A AND l.PartB = q.B"))
        .hasSize(2)
        .noneMatch(url -> url.contains("$expand=Part"));
  }

  @Test
  void whatMayNotBeFilteredIsNotFilteredByAPath() throws SQLException {
    onParts =
        restriction(
            "FilterRestrictions",
            "<PropertyValue Property=\"NonFilterableProperties\"><Collection>"
                + "<PropertyPath>Name</PropertyPath></Collection></PropertyValue>");
    assertThat(requests("", LINES_OF_PARTS + " WHERE p.Name = 'x' OR l.n = 1"))
        .noneMatch(url -> url.contains("Part/Name"));
  }

  @Test
  void aServiceThatHasToBeCheckedIsNotAskedByPaths() throws SQLException {
    onContainer = "";
    assertThat(requests("", LINES_OF_PARTS + " WHERE p.Name = 'x' OR l.n = 1"))
        .containsExactly("Lines?$select=ID,n&$expand=Part($select=Name)");
    assertThat(requests("", PARTS_WITH_LINES)).noneMatch(url -> url.contains("any"));
    assertThat(requests("VerifyFilters=OFF", PARTS_WITH_LINES))
        .containsExactly("Parts?$select=Name&$filter=Lines/any(l:l/n gt 5)");
  }

  @Test
  void textsThatTheServiceComparesOtherwiseAreNoKeys() throws SQLException {
    String sql = "SELECT l.ID, b.Size FROM Lines l LEFT JOIN Boxes b ON l.BoxID = b.ID";
    assertThat(requests("", sql)).containsExactly("Lines?$select=ID&$expand=Box($select=Size)");
    assertThat(requests("StringComparison=CASE_INSENSITIVE", sql))
        .noneMatch(url -> url.contains("$expand"));
  }
}
