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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Types, facets and names. */
class TypeReaderTest {
  private static ServiceModel property(String attributes) {
    return Csdl.v4(
        "<EntityType Name=\"T\"><Property Name=\"P\" "
            + attributes
            + "/></EntityType>"
            + CONTAINER);
  }

  private static final String CONTAINER = "<EntityContainer Name=\"C\"/>";

  private static Property read(ServiceModel model) {
    return model.structuredTypes().get("NS.T").properties().get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"max", "Max", "MAX"})
  void maxLengthMaxIsNoLengthAndNoWarning(String length) {
    ServiceModel model = property("Type=\"Edm.String\" MaxLength=\"" + length + "\"");
    assertThat(read(model).facets()).isEqualTo(Facets.NONE);
    assertThat(model.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "-1", "99999999999"})
  void rubbishMaxLengthCountsAsAbsentWithAWarningThatNamesIt(String length) {
    ServiceModel model = property("Type=\"Edm.String\" MaxLength=\"" + length + "\"");
    assertThat(read(model).facets().maxLength()).isNull();
    assertThat(model.warnings())
        .singleElement()
        .satisfies(
            w -> {
              assertThat(w.line()).isEqualTo(4);
              assertThat(w.message()).contains("NS.T/P", "MaxLength=\"" + length + "\"");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"variable", "floating", "Variable"})
  void scaleInWordsIsVariable(String scale) {
    ServiceModel model = property("Type=\"Edm.Decimal\" Scale=\"" + scale + "\"");
    assertThat(read(model).facets()).isEqualTo(new Facets(null, null, null, true));
    assertThat(model.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"10, 2, 10, 2", "10, , 10,", ", , ,"})
  void decimalFacetsStayAsDeclared(
      String precision, String scale, Integer expectedPrecision, Integer expectedScale) {
    String attributes =
        (precision == null ? "" : " Precision=\"" + precision + "\"")
            + (scale == null ? "" : " Scale=\"" + scale + "\"");
    assertThat(read(property("Type=\"Edm.Decimal\"" + attributes)).facets())
        .isEqualTo(new Facets(null, expectedPrecision, expectedScale, false));
  }

  @Test
  void absentTypeIsStringAndOnly401MayLeaveItOut() {
    ServiceModel latest =
        Csdl.v401("<EntityType Name=\"T\"><Property Name=\"P\"/></EntityType>" + CONTAINER);
    assertThat(read(latest).type()).hasToString("Edm.String");
    assertThat(latest.warnings()).isEmpty();
    ServiceModel older = property("");
    assertThat(read(older).type()).hasToString("Edm.String");
    assertThat(older.warnings())
        .singleElement()
        .extracting(ModelWarning::message)
        .asString()
        .contains("NS.T/P");
  }

  @Test
  void aliasesAreResolvedInTypesBasesBindingsAndImports() {
    ServiceModel model =
        Csdl.v4(
            "<EntityType Name=\"T\" BaseType=\"A.B\"><Property Name=\"P\" Type=\"Collection( A.X )\"/>"
                + "<NavigationProperty Name=\"N\" Type=\"Collection(A.T)\"/></EntityType><EntityType Name=\"B\"/>"
                + "<TypeDefinition Name=\"D\" UnderlyingType=\"Edm.Int32\"/><Function Name=\"F\">"
                + "<Parameter Name=\"p\" Type=\"A.D\"/><ReturnType Type=\"A.T\"/></Function><EntityContainer Name=\"C\">"
                + "<EntitySet Name=\"S\" EntityType=\"A.T\"><NavigationPropertyBinding Path=\"A.T/N\" Target=\"A.C/S\"/>"
                + "</EntitySet><FunctionImport Name=\"I\" Function=\"A.F\" EntitySet=\"S\"/></EntityContainer>");
    StructuredType type = model.structuredTypes().get("NS.T");
    assertThat(type.baseType()).isEqualTo("NS.B");
    assertThat(type.properties().get(0).type()).isEqualTo(new TypeRef("NS.X", true));
    assertThat(type.navigationProperties().get(0).type()).isEqualTo(new TypeRef("NS.T", true));
    assertThat(model.entitySets().get("S"))
        .isEqualTo(new EntitySet("S", "NS.T", false, java.util.Map.of("NS.T/N", "NS.C/S")));
    assertThat(model.operations().get(0).parameters().get(0).type()).hasToString("NS.D");
    assertThat(model.operationImports())
        .containsExactly(new OperationImport("I", "NS.F", "S", "GET"));
  }

  @Test
  void aliasOfALaterSchemaIsKnownInAnEarlierOne() {
    ServiceModel model =
        Csdl.v4(
            "<EntityType Name=\"T\" BaseType=\"L.B\"/></Schema><Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\""
                + " Namespace=\"Deep.Later\" Alias=\"L\"><EntityType Name=\"B\"/>"
                + CONTAINER);
    assertThat(model.structuredTypes().get("NS.T").baseType()).isEqualTo("Deep.Later.B");
    assertThat(model.warnings()).isEmpty();
  }

  @Test
  void enumMembersWithoutValuesCountFromZero() {
    ServiceModel model =
        Csdl.v4(
            "<EnumType Name=\"E\"><Member Name=\"Red\"/><Member Name=\"Green\"/></EnumType>"
                + CONTAINER);
    assertThat(model.enumTypes().get("NS.E").members())
        .containsExactly(entry("Red", 0L), entry("Green", 1L));
    assertThat(model.enumTypes().get("NS.E").flags()).isFalse();
  }

  @Test
  void enumMembersMayHave64BitsAndFlags() {
    ServiceModel model =
        Csdl.v4(
            "<EnumType Name=\"E\" UnderlyingType=\"Edm.Int64\" IsFlags=\"true\"><Member Name=\"Low\" Value=\"-1\"/>"
                + "<Member Name=\"High\" Value=\"9223372036854775807\"/><Member Name=\"Bad\" Value=\"x\"/></EnumType>"
                + CONTAINER);
    assertThat(model.enumTypes().get("NS.E").flags()).isTrue();
    assertThat(model.enumTypes().get("NS.E").members())
        .containsEntry("Low", -1L)
        .containsEntry("High", Long.MAX_VALUE);
    assertThat(model.warnings())
        .singleElement()
        .extracting(ModelWarning::message)
        .asString()
        .contains("NS.E/Bad");
  }

  @Test
  void keyPathsAndAliasesAreKept() {
    ServiceModel model =
        Csdl.v4(
            "<EntityType Name=\"T\"><Key><PropertyRef Name=\"Info/ID\" Alias=\"InfoID\"/></Key></EntityType>"
                + CONTAINER);
    assertThat(model.structuredTypes().get("NS.T").key())
        .containsExactly(new StructuredType.KeyRef("Info/ID", "InfoID"));
  }

  @Test
  void openAbstractAndMediaTypesAreMarked() {
    ServiceModel model =
        Csdl.v4(
            "<EntityType Name=\"T\" OpenType=\"true\" Abstract=\"true\" HasStream=\"true\"/>"
                + CONTAINER);
    StructuredType type = model.structuredTypes().get("NS.T");
    assertThat(type.open()).isTrue();
    assertThat(type.isAbstract()).isTrue();
    assertThat(type.hasStream()).isTrue();
  }

  @Test
  void containmentSingletonsAndActionsAreRead() {
    ServiceModel model =
        Csdl.v4(
            "<EntityType Name=\"T\"><NavigationProperty Name=\"N\" Type=\"Collection(NS.T)\" ContainsTarget=\"true\""
                + " Partner=\"P\"/></EntityType><Action Name=\"Do\" IsBound=\"true\"><Parameter Name=\"it\" Type=\"NS.T\"/>"
                + "</Action><EntityContainer Name=\"C\"><Singleton Name=\"Me\" Type=\"NS.T\"/>"
                + "<ActionImport Name=\"Act\" Action=\"NS.Do\"/></EntityContainer>");
    assertThat(model.structuredTypes().get("NS.T").navigationProperties().get(0).containsTarget())
        .isTrue();
    assertThat(model.singletons().get("Me").singleton()).isTrue();
    assertThat(model.operations().get(0).bound()).isTrue();
    assertThat(model.operations().get(0).function()).isFalse();
    assertThat(model.operations().get(0).returnType()).isNull();
    assertThat(model.operationImports())
        .containsExactly(new OperationImport("Act", "NS.Do", null, "POST"));
  }
}
