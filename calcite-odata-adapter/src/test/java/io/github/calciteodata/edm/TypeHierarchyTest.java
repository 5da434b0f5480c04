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

/** Inherited members, and base types that lead nowhere. */
class TypeHierarchyTest {
  private static final String CONTAINER = "<EntityContainer Name=\"C\"/>";

  private static String type(String name, String base, String property) {
    return "<EntityType Name=\""
        + name
        + "\""
        + (base == null ? "" : " BaseType=\"" + base + "\"")
        + ">"
        + "<Property Name=\""
        + property
        + "\" Type=\"Edm.Int32\"/></EntityType>";
  }

  @Test
  void membersAndKeyAreInheritedRootFirst() {
    ServiceModel model =
        Csdl.v4(
            type("C", "NS.B", "Three")
                + type("B", "NS.A1", "Two")
                + "<EntityType Name=\"A1\"><Key><PropertyRef Name=\"One\"/></Key>"
                + "<Property Name=\"One\" Type=\"Edm.Int32\"/><NavigationProperty Name=\"N\" Type=\"NS.C\"/></EntityType>"
                + CONTAINER);
    TypeHierarchy hierarchy = new TypeHierarchy(model.structuredTypes());
    assertThat(hierarchy.properties("NS.C"))
        .extracting(Property::name)
        .containsExactly("One", "Two", "Three");
    assertThat(hierarchy.navigationProperties("NS.C"))
        .extracting(NavigationProperty::name)
        .containsExactly("N");
    assertThat(hierarchy.key("NS.C")).containsExactly(new StructuredType.KeyRef("One", null));
    assertThat(hierarchy.isA("NS.C", "NS.A1")).isTrue();
    assertThat(hierarchy.isA("NS.A1", "NS.C")).isFalse();
    assertThat(hierarchy.derived("NS.A1"))
        .extracting(StructuredType::qualifiedName)
        .containsExactly("NS.C", "NS.B");
    assertThat(hierarchy.properties("NS.Nowhere")).isEmpty();
  }

  @Test
  void baseTypeOutsideTheDocumentIsAWarningAndTheOwnMembersStay() {
    ServiceModel model = Csdl.v4(type("T", "Far.Base", "P") + CONTAINER);
    assertThat(new TypeHierarchy(model.structuredTypes()).properties("NS.T")).hasSize(1);
    assertThat(model.warnings())
        .singleElement()
        .satisfies(
            w -> {
              assertThat(w.line()).isEqualTo(4);
              assertThat(w.message()).contains("NS.T", "Far.Base");
            });
  }

  @Test
  void cycleOfBaseTypesEndsWithAWarning() {
    ServiceModel model = Csdl.v4(type("T", "NS.U", "P") + type("U", "NS.T", "Q") + CONTAINER);
    assertThat(new TypeHierarchy(model.structuredTypes()).properties("NS.T"))
        .extracting(Property::name)
        .containsExactly("Q", "P");
    assertThat(model.warnings())
        .extracting(ModelWarning::message)
        .anyMatch(m -> m.contains("cycle"));
  }
}
