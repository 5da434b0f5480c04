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

import org.junit.jupiter.api.Test;

/** Constructs after which other readers lose what follows: here the neighbours always survive. */
class LostSiblingsTest {
  private static final String CONTAINER =
      "<EntityContainer Name=\"C\"><EntitySet Name=\"S\" EntityType=\"NS.T\"/></EntityContainer>";

  private static ServiceModel type(String key, String members) {
    return Csdl.v4(
        "<EntityType Name=\"T\">"
            + key
            + "<Property Name=\"ID\" Type=\"Edm.Int32\" Nullable=\"false\"/>"
            + members
            + "<Property Name=\"Last\" Type=\"Edm.String\"/></EntityType>"
            + CONTAINER);
  }

  private static void assertWhole(ServiceModel model) {
    assertThat(model.structuredTypes().get("NS.T").properties())
        .extracting(Property::name)
        .contains("ID", "Last");
    assertThat(model.entitySets()).containsKey("S");
  }

  @Test
  void annotationInPropertyRefKeepsTheProperties() {
    ServiceModel model =
        type(
            "<Key><Annotation Term=\"X.Y\"/><PropertyRef Name=\"ID\"><Annotation Term=\"X.Y\"/></PropertyRef></Key>",
            "");
    assertWhole(model);
    assertThat(model.structuredTypes().get("NS.T").key())
        .extracting(StructuredType.KeyRef::path)
        .containsExactly("ID");
  }

  @Test
  void annotationInOnDeleteAndConstraintKeepsTheMembers() {
    ServiceModel model =
        type(
            "",
            "<NavigationProperty Name=\"N\" Type=\"NS.T\"><OnDelete Action=\"Cascade\"><Annotation Term=\"X.Y\"/></OnDelete>"
                + "<ReferentialConstraint Property=\"ID\" ReferencedProperty=\"ID\"><Annotation Term=\"X.Y\"/>"
                + "</ReferentialConstraint></NavigationProperty>");
    assertWhole(model);
    assertThat(model.structuredTypes().get("NS.T").navigationProperties())
        .singleElement()
        .satisfies(n -> assertThat(n.constraints()).hasSize(1));
  }

  @Test
  void unknownElementInATypeIsAWarningWithItsLine() {
    ServiceModel model =
        type("", "\n<Novelty><Property Name=\"Inner\" Type=\"Edm.String\"/></Novelty>");
    assertWhole(model);
    assertThat(model.structuredTypes().get("NS.T").properties()).hasSize(2);
    assertThat(model.warnings())
        .containsExactly(new ModelWarning(5, "NS.T: unknown element Novelty skipped"));
  }

  @Test
  void unknownElementInSchemaAndContainerKeepsTheRest() {
    ServiceModel model =
        Csdl.v4(
            "<Novelty/><EntityType Name=\"T\"/><EntityContainer Name=\"C\"><Novelty><EntitySet Name=\"No\"/></Novelty>"
                + "<EntitySet Name=\"S\" EntityType=\"NS.T\"><Novelty/></EntitySet></EntityContainer>");
    assertThat(model.entitySets()).containsOnlyKeys("S");
    assertThat(model.warnings()).hasSize(3);
  }

  @Test
  void foreignElementsAreSkippedWithoutAWord() {
    ServiceModel model =
        type(
            "",
            "<q:Property xmlns:q=\"urn:q\" Name=\"Q\" Type=\"Edm.String\"><q:Property Name=\"R\"/></q:Property>");
    assertWhole(model);
    assertThat(model.structuredTypes().get("NS.T").properties()).hasSize(2);
    assertThat(model.warnings()).isEmpty();
  }

  @Test
  void dynamicExpressionsInAnnotationsKeepTheFollowingSets() {
    ServiceModel model =
        Csdl.v401(
            "<EntityType Name=\"T\"/><EntityContainer Name=\"C\"><EntitySet Name=\"First\" EntityType=\"NS.T\">"
                + "<Annotation Term=\"X.Dynamic\"><Neg><Add><Int>1</Int><Path>A</Path></Add></Neg></Annotation>"
                + "<Annotation Term=\"X.Path\" Path=\"switch\"/><Annotation Term=\"Core.Description\" String=\"d\"/>"
                + "</EntitySet><EntitySet Name=\"S\" EntityType=\"NS.T\"/></EntityContainer>");
    assertThat(model.entitySets()).containsOnlyKeys("First", "S");
    assertThat(model.annotationsOf("NS.C/First"))
        .containsExactly(new Annotation("Org.OData.Core.V1.Description", null, "d"));
  }

  @Test
  void annotatedReturnTypeKeepsTheFollowingTypes() {
    ServiceModel model =
        Csdl.v4(
            "<Function Name=\"F\"><ReturnType Type=\"Edm.String\"><Annotation Term=\"X.Y\"/></ReturnType></Function>"
                + "<EntityType Name=\"T\"/>"
                + CONTAINER);
    assertThat(model.operations())
        .singleElement()
        .extracting(Operation::returnType)
        .hasToString("Edm.String");
    assertThat(model.entitySets()).containsKey("S");
  }

  @Test
  void usingOfV3KeepsTheContainer() {
    assertThat(
            Csdl.v3("<Using Namespace=\"Far\" Alias=\"F\"/><EntityType Name=\"T\"/>" + CONTAINER)
                .entitySets())
        .containsKey("S");
  }

  @Test
  void membersWithoutANameAreWarningsAndTheirNeighboursStay() {
    ServiceModel model =
        Csdl.v4(
            "<EntityType/><EntityType Name=\"T\"><Property Type=\"Edm.String\"/><NavigationProperty Type=\"NS.T\"/>"
                + "<Property Name=\"ID\" Type=\"Edm.Int32\"/></EntityType><EntityContainer Name=\"C\">"
                + "<EntitySet EntityType=\"NS.T\"/><Singleton Type=\"NS.T\"/><EntitySet Name=\"NoType\"/>"
                + "<EntitySet Name=\"S\" EntityType=\"NS.T\"/></EntityContainer>");
    assertThat(model.structuredTypes().get("NS.T").properties()).hasSize(1);
    assertThat(model.entitySets()).containsOnlyKeys("S");
    assertThat(model.singletons()).isEmpty();
    assertThat(model.warnings()).hasSize(6).allMatch(w -> w.line() > 0);
  }

  @Test
  void declaredTwiceCountsOnce() {
    ServiceModel model =
        Csdl.v4(
            "<EntityType Name=\"T\"><Property Name=\"P\" Type=\"Edm.Int32\"/><Property Name=\"P\" Type=\"Edm.String\"/>"
                + "</EntityType><ComplexType Name=\"T\"/>");
    assertThat(model.structuredTypes().get("NS.T").entity()).isTrue();
    assertThat(model.structuredTypes().get("NS.T").properties())
        .singleElement()
        .extracting(p -> p.type().qualifiedName())
        .isEqualTo("Edm.Int32");
    assertThat(model.warnings())
        .extracting(ModelWarning::message)
        .filteredOn(m -> m.contains("twice"))
        .hasSize(2);
  }
}
