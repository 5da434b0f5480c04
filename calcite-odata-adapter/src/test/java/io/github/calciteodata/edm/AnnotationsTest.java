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
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Annotations: values, targets by namespace and alias, inline and in blocks. */
class AnnotationsTest {
  private static final String SET =
      "<EntityType Name=\"T\"><Property Name=\"P\" Type=\"Edm.String\"/></EntityType><EntityContainer Name=\"C\">"
          + "<EntitySet Name=\"S\" EntityType=\"NS.T\"><Annotation Term=\"Core.Description\" String=\"inline\"/>"
          + "</EntitySet></EntityContainer>";

  private static Object value(String annotation) {
    ServiceModel model =
        Csdl.v4("<EntityType Name=\"T\"><Annotation Term=\"X.Y\"" + annotation + "</EntityType>");
    List<Annotation> annotations = model.annotationsOf("NS.T");
    return annotations.isEmpty() ? null : annotations.get(0).value();
  }

  @Test
  void blocksByNamespaceAliasAndFromAnotherSchemaAreMergedWithInlineOnes() {
    ServiceModel model =
        Csdl.v4(
            SET
                + "<Annotations Target=\"NS.C/S\"><Annotation Term=\"X.One\"/></Annotations>"
                + "<Annotations Target=\"A.C/S\"><Annotation Term=\"Core.Two\"/></Annotations></Schema>"
                + "<Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" Namespace=\"Notes\">"
                + "<Annotations Target=\"A.C/S\"><Annotation Term=\"X.Three\"/></Annotations>");
    assertThat(model.annotationsOf("NS.C/S"))
        .extracting(Annotation::term)
        .containsExactlyInAnyOrder(
            "Org.OData.Core.V1.Description", "X.One", "Org.OData.Core.V1.Two", "X.Three");
  }

  @Test
  void propertyTargetsAndTypeCastsLoseTheirAlias() {
    ServiceModel model =
        Csdl.v4(
            SET
                + "<Annotations Target=\"A.T/P\"><Annotation Term=\"X.One\"/></Annotations>"
                + "<Annotations Target=\"A.C/S/A.T/P\"><Annotation Term=\"X.Two\"/></Annotations>"
                + "<Annotations Target=\"A.F(A.T,Collection(A.T))/p\"><Annotation Term=\"X.Three\"/></Annotations>");
    assertThat(model.annotations())
        .containsKeys("NS.T/P", "NS.C/S/NS.T/P", "NS.F(NS.T,Collection(NS.T))/p");
  }

  @Test
  void qualifiersOfTheBlockHoldForItsAnnotations() {
    ServiceModel model =
        Csdl.v4(
            SET
                + "<Annotations Target=\"NS.T\" Qualifier=\"Tablet\"><Annotation Term=\"X.One\" Int=\"1\"/>"
                + "<Annotation Term=\"X.Two\" Qualifier=\"Own\" Int=\"2\"/></Annotations>");
    assertThat(model.annotationsOf("NS.T"))
        .containsExactly(
            new Annotation("X.One", "Tablet", "1"), new Annotation("X.Two", "Own", "2"));
  }

  @Test
  void tagWithoutAValueIsTrue() {
    assertThat(value("/>")).isEqualTo(true);
    assertThat(value("><Annotation Term=\"X.Z\"/></Annotation>")).isEqualTo(true);
  }

  @Test
  void constantsAreReadAsAttributeAndAsElement() {
    assertThat(value(" Bool=\"false\"/>")).isEqualTo(false);
    assertThat(value("><Bool>true</Bool></Annotation>")).isEqualTo(true);
    assertThat(value(" Decimal=\"1.50\"/>")).isEqualTo("1.50");
    assertThat(value("><String> a &amp; b </String></Annotation>")).isEqualTo("a & b");
    assertThat(value("><EnumMember>X.E/M</EnumMember></Annotation>")).isEqualTo("X.E/M");
  }

  @Test
  void recordsAndCollectionsNest() {
    assertThat(
            value(
                "><Record><PropertyValue Property=\"L\"><Collection><PropertyPath>P</PropertyPath>"
                    + "<Record><PropertyValue Property=\"B\" Bool=\"true\"/></Record></Collection></PropertyValue>"
                    + "<PropertyValue Property=\"D\" Path=\"switch\"/></Record></Annotation>"))
        .isEqualTo(Map.of("L", List.of("P", Map.of("B", true))));
  }

  @Test
  void dynamicValuesAreLeftOut() {
    assertThat(value(" Path=\"switch\"/>")).isNull();
    assertThat(value("><If><Path>a</Path><Int>1</Int><Int>2</Int></If></Annotation>")).isNull();
    assertThat(value("><Null/></Annotation>")).isNull();
  }

  @Test
  void attributesOfSapAndMicrosoftAreAnnotations() {
    ServiceModel model =
        Csdl.v2(
            "<EntityType Name=\"T\" m:HasStream=\"true\"><Property Name=\"P\" Type=\"Edm.String\" sap:filterable=\"false\""
                + " sap:label=\"Name\"/></EntityType>");
    assertThat(model.structuredTypes().get("NS.T").hasStream()).isTrue();
    assertThat(model.annotationsOf("NS.T/P"))
        .containsExactlyInAnyOrder(
            new Annotation("sap:filterable", null, false),
            new Annotation("sap:label", null, "Name"));
  }

  @Test
  void annotationsOfV4InsideAV2SchemaAreRead() {
    ServiceModel model =
        Csdl.v2(
            "<EntityType Name=\"T\"/><Annotations xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" Target=\"A.T\">"
                + "<Annotation Term=\"X.One\" String=\"v\"/></Annotations>");
    assertThat(model.version()).isEqualTo(ProtocolVersion.V2);
    assertThat(model.annotationsOf("NS.T")).containsExactly(new Annotation("X.One", null, "v"));
  }

  @Test
  void documentationOfV3IsTheDescription() {
    ServiceModel model =
        Csdl.v3(
            "<EntityType Name=\"T\"><Documentation><Summary>A thing</Summary></Documentation></EntityType>");
    assertThat(model.annotationsOf("NS.T"))
        .containsExactly(new Annotation("Org.OData.Core.V1.Description", null, "A thing"));
  }
}
