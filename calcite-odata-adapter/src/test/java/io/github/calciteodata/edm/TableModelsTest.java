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
package io.github.calciteodata.edm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Entity types as tables: flattening, keys, foreign keys, names, texts. */
class TableModelsTest {
  private static final String ADDRESS =
      "<ComplexType Name=\"Address\"><Property Name=\"City\" Type=\"Edm.String\" Nullable=\"false\"/>"
          + "<Property Name=\"Geo\" Type=\"NS.Geo\" Nullable=\"false\"/></ComplexType>"
          + "<ComplexType Name=\"Geo\"><Property Name=\"Lat\" Type=\"Edm.Double\" Nullable=\"false\"/></ComplexType>";

  private static TableModels.Result tables(String key, String properties, String types) {
    return TableModels.of(
        Csdl.v4(
            "<EntityType Name=\"T\">"
                + key
                + properties
                + "</EntityType>"
                + types
                + "<EntityContainer Name=\"C\"><EntitySet Name=\"S\" EntityType=\"NS.T\"/></EntityContainer>"));
  }

  private static TableModel table(TableModels.Result tables) {
    return tables.table("S").orElseThrow();
  }

  private static Column column(TableModels.Result tables, String name) {
    return table(tables).columns().stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String property(String name, String type) {
    return "<Property Name=\"" + name + "\" Type=\"" + type + "\"/>";
  }

  private static String required(String name, String type) {
    return "<Property Name=\"" + name + "\" Type=\"" + type + "\" Nullable=\"false\"/>";
  }

  @Test
  void setsAndThenSingletonsInDocumentOrder() {
    TableModels.Result tables =
        TableModels.of(
            Csdl.v4(
                "<EntityType Name=\"T\">"
                    + property("P", "Edm.Int32")
                    + "</EntityType><EntityContainer Name=\"C\">"
                    + "<Singleton Name=\"Me\" Type=\"NS.T\"/><EntitySet Name=\"Z\" EntityType=\"NS.T\"/>"
                    + "<EntitySet Name=\"B\" EntityType=\"NS.T\"/></EntityContainer>"));
    assertThat(tables.tables()).extracting(TableModel::name).containsExactly("Z", "B", "Me");
    assertThat(tables.tables())
        .extracting(TableModel::singleton)
        .containsExactly(false, false, true);
  }

  @Test
  void complexPropertiesAreFlattenedWithTheirPaths() {
    TableModels.Result tables = tables("", property("Home", "NS.Address"), ADDRESS);
    assertThat(table(tables).columns())
        .extracting(Column::name)
        .containsExactly("Home_City", "Home_Geo_Lat");
    assertThat(table(tables).columns())
        .extracting(Column::path)
        .containsExactly("Home/City", "Home/Geo/Lat");
    assertThat(tables.warnings()).isEmpty();
  }

  @Test
  void flattenedColumnIsNullableIfAnyStepIs() {
    assertThat(
            column(tables("", property("Home", "NS.Address"), ADDRESS), "Home_Geo_Lat").nullable())
        .isTrue();
    assertThat(
            column(tables("", required("Home", "NS.Address"), ADDRESS), "Home_Geo_Lat").nullable())
        .isFalse();
  }

  @Test
  void recursiveComplexTypeIsOneColumnOfText() {
    TableModels.Result tables =
        tables(
            "",
            property("Root", "NS.Node"),
            "<ComplexType Name=\"Node\">"
                + property("Name", "Edm.String")
                + property("Next", "NS.Link")
                + "</ComplexType><ComplexType Name=\"Link\">"
                + property("To", "NS.Node")
                + "</ComplexType>");
    assertThat(table(tables).columns())
        .extracting(Column::name)
        .containsExactly("Root_Name", "Root_Next_To");
    assertThat(column(tables, "Root_Next_To").type()).isEqualTo(EdmType.JSON);
    assertThat(tables.warnings())
        .singleElement()
        .extracting(ModelWarning::message)
        .asString()
        .contains("Root_Next_To");
  }

  @Test
  void nestingThatMultipliesStaysBounded() {
    StringBuilder types = new StringBuilder();
    for (int level = 0; level < 8; level++) {
      types.append("<ComplexType Name=\"L").append(level).append("\">");
      for (int i = 0; i < 20; i++) {
        types.append(property("P" + i, level == 7 ? "Edm.Int32" : "NS.L" + (level + 1)));
      }
      types.append("</ComplexType>");
    }
    TableModels.Result tables =
        tables("", property("Root", "NS.L0") + property("Last", "Edm.Int32"), types.toString());
    assertThat(table(tables).columns()).hasSizeLessThan(3000);
    assertThat(column(tables, "Last").type()).isEqualTo(EdmType.INT32);
  }

  @Test
  void keyMayGoThroughAComplexPropertyAndIsNeverNull() {
    TableModels.Result tables =
        tables(
            "<Key><PropertyRef Name=\"Home/City\" Alias=\"HomeCity\"/><PropertyRef Name=\"ID\"/></Key>",
            property("ID", "Edm.Int32") + property("Home", "NS.Address"),
            ADDRESS.replace(
                "Name=\"City\" Type=\"Edm.String\" Nullable=\"false\"",
                "Name=\"City\" Type=\"Edm.String\""));
    assertThat(table(tables).key()).containsExactly(1, 0);
    assertThat(column(tables, "ID").nullable()).isFalse();
    assertThat(column(tables, "Home_City").nullable()).isFalse();
  }

  @Test
  void keyWithoutItsPropertyIsAWarningAndNoKey() {
    TableModels.Result tables =
        tables("<Key><PropertyRef Name=\"Gone\"/></Key>", property("P", "Edm.Int32"), "");
    assertThat(table(tables).key()).isEmpty();
    assertThat(tables.warnings())
        .singleElement()
        .extracting(ModelWarning::message)
        .asString()
        .contains("S", "Gone");
  }

  @Test
  void typeDefinitionsAndEnumsAreResolved() {
    TableModels.Result tables =
        tables(
            "",
            property("Money", "NS.Money")
                + property("Colour", "NS.Colour")
                + "<Property Name=\"Own\" Type=\"NS.Money\" Precision=\"9\"/>",
            "<TypeDefinition Name=\"Money\" UnderlyingType=\"Edm.Decimal\" Precision=\"15\" Scale=\"2\"/>"
                + "<EnumType Name=\"Colour\"><Member Name=\"Red\"/></EnumType>");
    assertThat(column(tables, "Money").type()).isEqualTo(EdmType.DECIMAL);
    assertThat(column(tables, "Money").facets()).isEqualTo(new Facets(null, 15, 2, false));
    assertThat(column(tables, "Own").facets()).isEqualTo(new Facets(null, 9, 2, false));
    assertThat(column(tables, "Colour").type()).isEqualTo(EdmType.ENUM);
    assertThat(column(tables, "Colour").enumType().members()).containsOnlyKeys("Red");
  }

  @Test
  void whatIsNotKnownIsTextAndNamedInAWarning() {
    TableModels.Result tables =
        tables(
            "",
            property("U", "Edm.Untyped")
                + property("Prim", "Edm.PrimitiveType")
                + property("Complex", "Edm.ComplexType")
                + property("G", "Edm.GeographyPoint")
                + property("Gone", "Far.Type")
                + property("New", "Edm.Novelty")
                + property("L", "Collection(Edm.String)")
                + property("Ring", "NS.Ring")
                + property("P", "Edm.Int32"),
            "<TypeDefinition Name=\"Ring\" UnderlyingType=\"NS.Ring\"/>");
    for (String name : List.of("U", "Prim", "Complex", "G", "Gone", "New", "L", "Ring")) {
      assertThat(column(tables, name).type()).as(name).isEqualTo(EdmType.JSON);
      assertThat(tables.warnings())
          .as(name)
          .anyMatch(w -> w.message().matches(".*: (.*, )?" + name + "(, .*)?"));
    }
    assertThat(column(tables, "P").type()).isEqualTo(EdmType.INT32);
  }

  @Test
  void streamIsAColumnOfItsUrl() {
    TableModels.Result tables = tables("", property("Photo", "Edm.Stream"), "");
    assertThat(column(tables, "Photo").type()).isEqualTo(EdmType.STREAM);
    assertThat(tables.warnings()).isEmpty();
  }

  @Test
  void namesThatDifferByCaseOrFlatteningGetASuffix() {
    TableModels.Result tables =
        tables(
            "",
            property("Home_City", "Edm.String")
                + property("home_city", "Edm.String")
                + property("Home", "NS.Address"),
            ADDRESS);
    assertThat(table(tables).columns())
        .extracting(Column::name)
        .containsExactly("Home_City", "home_city_2", "Home_City_3", "Home_Geo_Lat");
    assertThat(table(tables).columns()).extracting(Column::path).contains("home_city", "Home/City");
    assertThat(tables.warnings()).hasSize(2);
  }

  @Test
  void inheritedColumnsComeFirst() {
    TableModels.Result tables =
        TableModels.of(
            Csdl.v4(
                "<EntityType Name=\"T\" BaseType=\"NS.B\">"
                    + property("Own", "Edm.Int32")
                    + "</EntityType>"
                    + "<EntityType Name=\"B\" Abstract=\"true\"><Key><PropertyRef Name=\"ID\"/></Key>"
                    + required("ID", "Edm.Int32")
                    + "</EntityType><EntityContainer Name=\"C\">"
                    + "<EntitySet Name=\"S\" EntityType=\"NS.T\"/></EntityContainer>"));
    assertThat(table(tables).columns()).extracting(Column::name).containsExactly("ID", "Own");
    assertThat(table(tables).key()).containsExactly(0);
  }

  @Test
  void foreignKeysFollowTheBinding() {
    ServiceModel model =
        Csdl.v4(
            "<EntityType Name=\"T\">"
                + property("ID", "Edm.Int32")
                + property("CatID", "Edm.Int32")
                + property("Home", "NS.Addr")
                + "<NavigationProperty Name=\"Cat\" Type=\"NS.Cat\"><ReferentialConstraint Property=\"CatID\""
                + " ReferencedProperty=\"ID\"/></NavigationProperty>"
                + "<NavigationProperty Name=\"Unbound\" Type=\"NS.Cat\"><ReferentialConstraint Property=\"CatID\""
                + " ReferencedProperty=\"ID\"/></NavigationProperty></EntityType>"
                + "<ComplexType Name=\"Addr\">"
                + property("CountryID", "Edm.Int32")
                + "<NavigationProperty Name=\"Country\" Type=\"NS.Cat\"><ReferentialConstraint Property=\"CountryID\""
                + " ReferencedProperty=\"ID\"/></NavigationProperty></ComplexType>"
                + "<EntityType Name=\"Cat\">"
                + property("ID", "Edm.Int32")
                + "</EntityType><EntityContainer Name=\"C\">"
                + "<EntitySet Name=\"S\" EntityType=\"NS.T\"><NavigationPropertyBinding Path=\"Cat\" Target=\"A.C/Cats\"/>"
                + "<NavigationPropertyBinding Path=\"Home/Country\" Target=\"Cats\"/></EntitySet>"
                + "<EntitySet Name=\"Cats\" EntityType=\"NS.Cat\"/></EntityContainer>");
    assertThat(table(TableModels.of(model)).foreignKeys())
        .containsExactlyInAnyOrder(
            new TableModel.ForeignKey("Cat", List.of("CatID"), "Cats", List.of("ID")),
            new TableModel.ForeignKey(
                "Home_Country", List.of("Home_CountryID"), "Cats", List.of("ID")));
  }

  @Test
  void constraintOverAMissingPropertyIsAWarning() {
    ServiceModel model =
        Csdl.v4(
            "<EntityType Name=\"T\">"
                + property("ID", "Edm.Int32")
                + "<NavigationProperty Name=\"N\" Type=\"NS.T\"><ReferentialConstraint Property=\"Gone\""
                + " ReferencedProperty=\"ID\"/></NavigationProperty></EntityType><EntityContainer Name=\"C\">"
                + "<EntitySet Name=\"S\" EntityType=\"NS.T\"><NavigationPropertyBinding Path=\"N\" Target=\"S\"/>"
                + "</EntitySet></EntityContainer>");
    TableModels.Result tables = TableModels.of(model);
    assertThat(table(tables).foreignKeys()).isEmpty();
    assertThat(tables.warnings())
        .singleElement()
        .extracting(ModelWarning::message)
        .asString()
        .contains("S/N", "Gone");
  }

  @Test
  void setWhoseTypeIsMissingIsSkippedWithAWarning() {
    TableModels.Result tables =
        TableModels.of(
            Csdl.v4(
                "<EntityType Name=\"T\">"
                    + property("P", "Edm.Int32")
                    + "</EntityType><EntityContainer Name=\"C\">"
                    + "<EntitySet Name=\"Bad\" EntityType=\"Far.T\"/><EntitySet Name=\"S\" EntityType=\"NS.T\"/>"
                    + "</EntityContainer>"));
    assertThat(tables.tables()).extracting(TableModel::name).containsExactly("S");
    assertThat(tables.warnings())
        .singleElement()
        .extracting(ModelWarning::message)
        .asString()
        .contains("Bad", "Far.T");
  }

  @Test
  void remarksAreDescriptionsOrLabels() {
    TableModels.Result tables =
        TableModels.of(
            Csdl.v4(
                "<EntityType Name=\"T\"><Annotation Term=\"Core.Description\" String=\"type\"/>"
                    + property("P", "Edm.Int32")
                    + "</EntityType><EntityContainer Name=\"C\"><EntitySet Name=\"S\" EntityType=\"NS.T\"/></EntityContainer>"
                    + "<Annotations Target=\"A.T/P\"><Annotation Term=\"Core.Description\" String=\"column\"/></Annotations>"));
    assertThat(table(tables).remarks()).isEqualTo("type");
    assertThat(column(tables, "P").remarks()).isEqualTo("column");
    TableModels.Result labelled =
        TableModels.of(
            Csdl.v2(
                "<EntityType Name=\"T\"><Property Name=\"P\" Type=\"Edm.Int32\" sap:label=\"Label\"/></EntityType>"
                    + "<EntityContainer Name=\"C\"><EntitySet Name=\"S\" EntityType=\"NS.T\" sap:label=\"Things\"/>"
                    + "</EntityContainer>"));
    assertThat(table(labelled).remarks()).isEqualTo("Things");
    assertThat(column(labelled, "P").remarks()).isEqualTo("Label");
  }
}
