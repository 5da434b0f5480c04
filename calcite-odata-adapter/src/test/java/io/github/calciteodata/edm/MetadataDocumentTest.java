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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents as a whole: encodings, what is no CSDL, versions, containers. */
class MetadataDocumentTest {
  private static final String SMALL =
      """
      <x:Edmx xmlns:x="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><x:DataServices>
      <e:Schema xmlns:e="http://docs.oasis-open.org/odata/ns/edm" Namespace="NS">
        <e:EntityType Name="T"><e:Key><e:PropertyRef Name="ID"/></e:Key><e:Property Name="ID" Type="Edm.Int32"/></e:EntityType>
        <e:EntityContainer Name="C"><e:EntitySet Name="S" EntityType="NS.T"/></e:EntityContainer>
      </e:Schema></x:DataServices></x:Edmx>""";

  private static String set(String name) {
    return "<EntitySet Name=\"" + name + "\" EntityType=\"NS.T\"/>";
  }

  @Test
  void anyPrefixIsRead() {
    ServiceModel model = Csdl.read(SMALL);
    assertThat(model.entitySets().get("S").entityType()).isEqualTo("NS.T");
    assertThat(model.containerName()).isEqualTo("NS.C");
    assertThat(model.warnings()).isEmpty();
  }

  @Test
  void byteOrderMarkOfUtf8IsSkipped() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    bytes.write(SMALL.getBytes(StandardCharsets.UTF_8));
    assertThat(CsdlReader.read(bytes.toByteArray()).entitySets()).containsOnlyKeys("S");
  }

  @Test
  void utf16WithByteOrderMarkIsRead() {
    byte[] bytes = ("\uFEFF" + SMALL).getBytes(StandardCharsets.UTF_16LE);
    assertThat(CsdlReader.read(bytes).entitySets()).containsOnlyKeys("S");
  }

  @Test
  void blankLinesBeforeTheDeclarationAreSkippedAndCounted() {
    assertThat(Csdl.read("\r\n\n<?xml version=\"1.0\"?>" + SMALL).entitySets())
        .containsOnlyKeys("S");
    assertThatThrownBy(() -> Csdl.read("\n\n<html/>"))
        .isInstanceOfSatisfying(MetadataException.class, e -> assertThat(e.line()).isEqualTo(3));
  }

  @Test
  void loginPageIsNamedByItsStart() {
    assertThatThrownBy(
            () -> Csdl.read("<html>\n<head><title>Sign in to your account</title></head></html>"))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("line 1")
        .hasMessageContaining("starts with <html> <head><title>Sign in");
  }

  @ParameterizedTest
  @CsvSource({
    "'<!DOCTYPE html><html></html>', <!DOCTYPE html>",
    "'{\"$Version\":\"4.01\"}', {\"$Version\"",
    "Not authorised, Not authorised",
    "'', empty",
    "'  ', empty"
  })
  void whatIsNoCsdlIsAnErrorThatQuotesIt(String document, String quoted) {
    assertThatThrownBy(() -> Csdl.read(document))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining(quoted);
  }

  /** S67, S68. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!ENTITY e SYSTEM \"file:///etc/hostname\">",
        "<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY e \"&b;&b;&b;&b;&b;&b;&b;&b;\">"
      })
  void documentTypeWithEntitiesIsRefused(String entities) {
    String hostile =
        "<!DOCTYPE x [" + entities + "]>" + SMALL.replace("Name=\"S\"", "Name=\"&e;\"");
    assertThatThrownBy(() -> Csdl.read(hostile)).isInstanceOf(MetadataException.class);
  }

  @Test
  void documentThatBreaksOffIsAnErrorWithItsLineAndNotAShorterModel() {
    assertThatThrownBy(() -> Csdl.read(SMALL.substring(0, SMALL.indexOf("<e:EntityContainer"))))
        .isInstanceOfSatisfying(MetadataException.class, e -> assertThat(e.line()).isEqualTo(4))
        .hasMessageContaining("breaks off");
  }

  @Test
  void nestingBeyondAllBoundsDoesNotOverflowTheStack() {
    String deep = "<Collection>".repeat(100_000) + "</Collection>".repeat(100_000);
    ServiceModel model =
        Csdl.v4(
            "<EntityType Name=\"T\"><Annotation Term=\"NS.X\">"
                + deep
                + "</Annotation>"
                + "<Property Name=\"ID\" Type=\"Edm.Int32\"/></EntityType>");
    assertThat(model.structuredTypes().get("NS.T").properties()).hasSize(1);
  }

  @Test
  void commentsAndAnnotatedReferencesBeforeDataServicesAreNoTrouble() {
    ServiceModel model =
        Csdl.read(
            SMALL.replace(
                "<x:DataServices>",
                "<!-- a > b -->"
                    + "<x:Reference Uri=\"http://unreachable.invalid/v.xml\"><x:Include Namespace=\"V\" Alias=\"V1\">"
                    + "<e:Annotation xmlns:e=\"http://docs.oasis-open.org/odata/ns/edm\" Term=\"V.X\"/></x:Include>"
                    + "</x:Reference><!-- c --><x:DataServices>"));
    assertThat(model.entitySets()).containsOnlyKeys("S");
    assertThat(model.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"4.0, V4", "4.01, V4_01"})
  void versionOfV4IsTheDocuments(String declared, ProtocolVersion version) {
    assertThat(
            Csdl.read(SMALL.replace("Version=\"4.0\"", "Version=\"" + declared + "\"")).version())
        .isEqualTo(version);
  }

  @Test
  void versionsBefore4AreToldByNamespaceAndServiceVersion() {
    assertThat(Csdl.v2("").version()).isEqualTo(ProtocolVersion.V2);
    assertThat(Csdl.v3("").version()).isEqualTo(ProtocolVersion.V3);
  }

  @Test
  void containerInAnotherSchemaIsFound() {
    ServiceModel model =
        Csdl.v4(
            "<EntityType Name=\"T\"/></Schema>"
                + "<Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" Namespace=\"Other\">"
                + "<EntityContainer Name=\"C\"><EntitySet Name=\"S\" EntityType=\"A.T\"/></EntityContainer>");
    assertThat(model.containerName()).isEqualTo("Other.C");
    assertThat(model.entitySets().get("S").entityType()).isEqualTo("NS.T");
  }

  @Test
  void extendedContainerGivesItsSetsToo() {
    ServiceModel model =
        Csdl.v4(
            "<EntityContainer Name=\"Base\">"
                + set("One")
                + "</EntityContainer>"
                + "<EntityContainer Name=\"C\" Extends=\"A.Base\">"
                + set("Two")
                + "</EntityContainer>"
                + "<Annotations Target=\"A.Base/One\"><Annotation Term=\"Core.Description\" String=\"first\"/></Annotations>");
    assertThat(model.containerName()).isEqualTo("NS.C");
    assertThat(model.entitySets()).containsOnlyKeys("One", "Two");
    assertThat(model.annotationsOf("NS.C/One"))
        .extracting(Annotation::value)
        .containsExactly("first");
    assertThat(model.warnings()).isEmpty();
  }

  @Test
  void containersThatExtendEachOtherEnd() {
    ServiceModel model =
        Csdl.v4(
            "<EntityContainer Name=\"C\" Extends=\"NS.D\">"
                + set("One")
                + "</EntityContainer>"
                + "<EntityContainer Name=\"D\" Extends=\"NS.C\">"
                + set("Two")
                + "</EntityContainer>");
    assertThat(model.entitySets()).containsOnlyKeys("One", "Two");
  }

  @Test
  void extendedContainerOfAnotherDocumentIsAWarning() {
    ServiceModel model =
        Csdl.v4(
            "<EntityContainer Name=\"C\" Extends=\"Far.C\">" + set("One") + "</EntityContainer>");
    assertThat(model.entitySets()).containsOnlyKeys("One");
    assertThat(model.warnings())
        .singleElement()
        .extracting(ModelWarning::message)
        .asString()
        .contains("Far.C");
  }

  @Test
  void secondContainerLosesNothing() {
    ServiceModel model =
        Csdl.v4(
            "<EntityContainer Name=\"C\">"
                + set("One")
                + "</EntityContainer>"
                + "<EntityContainer Name=\"D\">"
                + set("Two")
                + "</EntityContainer>");
    assertThat(model.containerName()).isEqualTo("NS.C");
    assertThat(model.entitySets()).containsOnlyKeys("One", "Two");
    assertThat(model.warnings())
        .singleElement()
        .extracting(ModelWarning::message)
        .asString()
        .contains("NS.D");
  }

  @Test
  void documentWithoutAContainerIsAWarning() {
    ServiceModel model = Csdl.v4("<EntityType Name=\"T\"/>");
    assertThat(model.entitySets()).isEmpty();
    assertThat(model.warnings())
        .extracting(ModelWarning::message)
        .anyMatch(m -> m.contains("no EntityContainer"));
    assertThat(TableModels.of(model).tables()).isEmpty();
  }
}
