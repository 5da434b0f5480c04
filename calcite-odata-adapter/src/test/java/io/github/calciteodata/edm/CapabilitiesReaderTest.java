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
import static org.assertj.core.api.Assertions.entry;

import io.github.calciteodata.edm.Capabilities.FilterShape;
import org.junit.jupiter.api.Test;

/** What annotations allow: the set's own above the container's above the vocabulary's defaults. */
class CapabilitiesReaderTest {
  private static final String V1 = "Org.OData.Capabilities.V1.";

  private static Capabilities set(String onSet, String onContainer) {
    ServiceModel model =
        Csdl.v4(
            "<EntityType Name=\"T\"><Property Name=\"P\" Type=\"Edm.String\"/></EntityType><EntityContainer Name=\"C\">"
                + onContainer
                + "<EntitySet Name=\"S\" EntityType=\"NS.T\">"
                + onSet
                + "</EntitySet></EntityContainer>");
    return TableModels.of(model).table("S").orElseThrow().capabilities();
  }

  private static Capabilities legacy(String onSet, String onProperty) {
    ServiceModel model =
        Csdl.v2(
            "<EntityType Name=\"B\"><Property Name=\"P\" Type=\"Edm.String\" "
                + onProperty
                + "/></EntityType>"
                + "<EntityType Name=\"T\" BaseType=\"NS.B\"/><EntityContainer Name=\"C\">"
                + "<EntitySet Name=\"S\" EntityType=\"NS.T\" "
                + onSet
                + "/></EntityContainer>");
    return TableModels.of(model).table("S").orElseThrow().capabilities();
  }

  private static String tag(String term, String value) {
    return "<Annotation Term=\"" + term + "\" " + value + "/>";
  }

  private static String record(String term, String... members) {
    return "<Annotation Term=\""
        + term
        + "\"><Record>"
        + String.join("", members)
        + "</Record></Annotation>";
  }

  private static String bool(String property, boolean value) {
    return "<PropertyValue Property=\"" + property + "\" Bool=\"" + value + "\"/>";
  }

  private static String paths(String property, String path) {
    return "<PropertyValue Property=\""
        + property
        + "\"><Collection><PropertyPath>"
        + path
        + "</PropertyPath></Collection></PropertyValue>";
  }

  @Test
  void withoutAnnotationsTheDefaultsHold() {
    assertThat(set("", "")).isEqualTo(Capabilities.DEFAULT);
    assertThat(legacy("", "")).isEqualTo(Capabilities.DEFAULT);
  }

  @Test
  void termsOnTheSetAreRead() {
    Capabilities capabilities =
        set(
            record(
                    V1 + "FilterRestrictions",
                    bool("Filterable", false),
                    bool("RequiresFilter", true),
                    paths("RequiredProperties", "P"),
                    paths("NonFilterableProperties", "Address/City"))
                + record(
                    V1 + "SortRestrictions",
                    bool("Sortable", false),
                    paths("NonSortableProperties", "A"),
                    paths("AscendingOnlyProperties", "B"),
                    paths("DescendingOnlyProperties", "D"))
                + tag(V1 + "TopSupported", "Bool=\"false\"")
                + tag(V1 + "SkipSupported", "Bool=\"false\"")
                + record(V1 + "CountRestrictions", bool("Countable", false))
                + record(V1 + "SelectSupport", bool("Supported", false))
                + record(V1 + "ExpandRestrictions", bool("Expandable", false))
                + record("Org.OData.Aggregation.V1.ApplySupported"),
            tag(
                V1 + "ConformanceLevel",
                "EnumMember=\"" + V1 + "ConformanceLevelType/Intermediate\""));
    assertThat(capabilities.filter().filterable()).isFalse();
    assertThat(capabilities.filter().required()).isTrue();
    assertThat(capabilities.filter().requiredProperties()).containsExactly("P");
    assertThat(capabilities.filter().nonFilterable()).containsExactly("Address/City");
    assertThat(capabilities.sort().sortable()).isFalse();
    assertThat(capabilities.sort().nonSortable()).containsExactly("A");
    assertThat(capabilities.sort().ascendingOnly()).containsExactly("B");
    assertThat(capabilities.sort().descendingOnly()).containsExactly("D");
    assertThat(capabilities.topSupported()).isFalse();
    assertThat(capabilities.skipSupported()).isFalse();
    assertThat(capabilities.countable()).isFalse();
    assertThat(capabilities.selectSupported()).isFalse();
    assertThat(capabilities.expand().expandable()).isFalse();
    assertThat(capabilities.apply().supported()).isTrue();
    assertThat(capabilities.conformance()).isEqualTo("Intermediate");
  }

  @Test
  void defaultsOfTheContainerHoldWhereTheSetIsSilent() {
    String defaults =
        record(
            V1 + "DefaultCapabilities",
            bool("TopSupported", false),
            bool("SkipSupported", false),
            "<PropertyValue Property=\"FilterRestrictions\"><Record>"
                + bool("Filterable", false)
                + paths("NonFilterableProperties", "P")
                + "</Record></PropertyValue>");
    Capabilities capabilities =
        set(
            tag(V1 + "TopSupported", "Bool=\"true\"")
                + record(V1 + "FilterRestrictions", bool("Filterable", true)),
            defaults);
    assertThat(capabilities.topSupported()).isTrue();
    assertThat(capabilities.skipSupported()).isFalse();
    assertThat(capabilities.filter().filterable()).isTrue();
    assertThat(capabilities.filter().nonFilterable()).containsExactly("P");
  }

  @Test
  void filterFunctionsOfTheContainerAreTheOnlyOnes() {
    Capabilities capabilities =
        set(
            "",
            "<Annotation Term=\""
                + V1
                + "FilterFunctions\"><Collection><String>contains</String>"
                + "<String>startswith</String></Collection></Annotation>");
    assertThat(capabilities.filter().functions())
        .containsExactlyInAnyOrder("contains", "startswith");
  }

  @Test
  void qualifiedAnnotationsAreForOthers() {
    assertThat(
            set(tag(V1 + "TopSupported", "Qualifier=\"Phone\" Bool=\"false\""), "").topSupported())
        .isTrue();
  }

  @Test
  void attributesOfSapOnTheSet() {
    Capabilities capabilities =
        legacy(
            "sap:pageable=\"false\" sap:countable=\"false\" sap:requires-filter=\"true\" sap:filterable=\"false\"",
            "");
    assertThat(capabilities.topSupported()).isFalse();
    assertThat(capabilities.skipSupported()).isFalse();
    assertThat(capabilities.countable()).isFalse();
    assertThat(capabilities.filter().required()).isTrue();
    assertThat(capabilities.filter().filterable()).isFalse();
    assertThat(legacy("sap:topable=\"false\"", "").topSupported()).isFalse();
    assertThat(legacy("sap:topable=\"false\"", "").skipSupported()).isTrue();
  }

  @Test
  void attributesOfSapOnInheritedProperties() {
    assertThat(legacy("", "sap:filterable=\"false\"").filter().nonFilterable())
        .containsExactly("P");
    assertThat(legacy("", "sap:sortable=\"false\"").sort().nonSortable()).containsExactly("P");
    assertThat(legacy("", "sap:required-in-filter=\"true\"").filter().requiredProperties())
        .containsExactly("P");
  }

  @Test
  void shapesOfConditionsAreRead() {
    assertThat(legacy("", "sap:filter-restriction=\"single-value\"").filter().shapes())
        .containsOnly(entry("P", FilterShape.SINGLE_VALUE));
    assertThat(legacy("", "sap:filter-restriction=\"interval\"").filter().shapes())
        .containsOnly(entry("P", FilterShape.SINGLE_RANGE));
    String shape =
        "<PropertyValue Property=\"FilterExpressionRestrictions\"><Collection><Record>"
            + "<PropertyValue Property=\"Property\" PropertyPath=\"P\"/>"
            + "<PropertyValue Property=\"AllowedExpressions\" String=\"MultiValue\"/></Record></Collection></PropertyValue>";
    assertThat(set(record(V1 + "FilterRestrictions", shape), "").filter().shapes())
        .containsOnly(entry("P", FilterShape.MULTI_VALUE));
  }

  @Test
  void restrictionsOfANavigationPropertyAreRead() {
    Capabilities capabilities =
        set(
            record(
                V1 + "NavigationRestrictions",
                "<PropertyValue Property=\"RestrictedProperties\"><Collection><Record>"
                    + "<PropertyValue Property=\"NavigationProperty\" NavigationPropertyPath=\"N\"/>"
                    + "<PropertyValue Property=\"FilterRestrictions\"><Record>"
                    + bool("Filterable", false)
                    + "</Record></PropertyValue>"
                    + bool("TopSupported", false)
                    + "</Record></Collection></PropertyValue>"),
            "");
    assertThat(capabilities.through("N").filter().filterable()).isFalse();
    assertThat(capabilities.through("N").topSupported()).isFalse();
    assertThat(capabilities.through("N").skipSupported()).isTrue();
    assertThat(capabilities.through("M")).isEqualTo(Capabilities.DEFAULT);
    assertThat(capabilities.topSupported()).isTrue();
  }

  @Test
  void otherRestrictionsOfReadingAreRead() {
    Capabilities capabilities =
        set(
            record(
                    V1 + "ReadRestrictions",
                    bool("Readable", false),
                    "<PropertyValue Property=\"ReadByKeyRestrictions\"><Record>"
                        + bool("Readable", true)
                        + "</Record></PropertyValue>")
                + record(
                    V1 + "ExpandRestrictions",
                    "<PropertyValue Property=\"NonExpandableProperties\"><Collection>"
                        + "<NavigationPropertyPath>N</NavigationPropertyPath></Collection></PropertyValue>",
                    "<PropertyValue Property=\"MaxLevels\" Int=\"2\"/>")
                + record(
                    V1 + "FilterRestrictions", "<PropertyValue Property=\"MaxLevels\" Int=\"0\"/>"),
            tag(V1 + "QuerySegmentSupported", "Bool=\"true\"")
                + record(V1 + "BatchSupport", bool("Supported", false)));
    assertThat(capabilities.read().readable()).isFalse();
    assertThat(capabilities.read().byKey()).isTrue();
    assertThat(capabilities.expand().allows("N")).isFalse();
    assertThat(capabilities.expand().allows("M")).isTrue();
    assertThat(capabilities.expand().maxLevels()).isEqualTo(2);
    assertThat(capabilities.filter().maxLevels()).isZero();
    assertThat(capabilities.querySegmentSupported()).isTrue();
    assertThat(capabilities.batchSupported()).isFalse();
    assertThat(set(tag(V1 + "IndexableByKey", "Bool=\"false\""), "").read().byKey()).isFalse();
  }

  @Test
  void whatTheMetadataDecidesIsDeclared() {
    assertThat(set(tag(V1 + "TopSupported", "Bool=\"true\""), "").declared())
        .containsExactly("TopSupported");
    assertThat(legacy("sap:countable=\"true\"", "").declared()).containsExactly("sap:countable");
  }

  @Test
  void applySupportOfTheSetFillsUpFromTheContainer() {
    String aggregation = "Org.OData.Aggregation.V1.";
    ApplyCapabilities apply =
        set(
                record(
                    aggregation + "ApplySupported",
                    "<PropertyValue Property=\"GroupableProperties\"><Collection><PropertyPath>P</PropertyPath>"
                        + "<PropertyPath>N/Q</PropertyPath></Collection></PropertyValue>",
                    "<PropertyValue Property=\"AggregatableProperties\"><Collection><Record>"
                        + "<PropertyValue Property=\"Property\" PropertyPath=\"A\"/>"
                        + "<PropertyValue Property=\"SupportedAggregationMethods\"><Collection>"
                        + "<String>sum</String><String>max</String></Collection></PropertyValue></Record>"
                        + "<Record><PropertyValue Property=\"Property\" PropertyPath=\"B\"/></Record>"
                        + "</Collection></PropertyValue>"),
                record(
                    aggregation + "ApplySupportedDefaults",
                    "<PropertyValue Property=\"Transformations\"><Collection><String>filter</String>"
                        + "<String>groupby</String></Collection></PropertyValue>"))
            .apply();
    assertThat(apply.allows("groupby")).isTrue();
    assertThat(apply.allows("concat")).isFalse();
    assertThat(apply.canGroup("N/Q")).isTrue();
    assertThat(apply.canGroup("X")).isFalse();
    assertThat(apply.canAggregate("A", "max")).isTrue();
    assertThat(apply.canAggregate("A", "average")).isFalse();
    assertThat(apply.canAggregate("B", "average")).isTrue();
    assertThat(apply.canAggregate("C", "sum")).isFalse();
    assertThat(set(record(aggregation + "ApplySupported"), "").apply())
        .isEqualTo(new ApplyCapabilities(true, null, null, null));
  }

  @Test
  void applyOfAV2ServiceIsNotBelieved() {
    ServiceModel model =
        Csdl.v2(
            "<EntityType Name=\"T\"><Property Name=\"P\" Type=\"Edm.String\"/></EntityType><EntityContainer Name=\"C\">"
                + "<EntitySet Name=\"S\" EntityType=\"NS.T\"/></EntityContainer>"
                + "<Annotations xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" Target=\"NS.C/S\">"
                + tag("Org.OData.Aggregation.V1.ApplySupported", "")
                + "</Annotations>");
    assertThat(TableModels.of(model).table("S").orElseThrow().capabilities().apply().supported())
        .isFalse();
  }
}
