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

/** Which navigation properties joins can follow, and by which columns. */
class RelationFinderTest {
  private static final String PART =
      "<EntityType Name=\"Part\"><Key><PropertyRef Name=\"ID\"/></Key>"
          + "<Property Name=\"ID\" Type=\"Edm.Int32\" Nullable=\"false\"/>"
          + "<Property Name=\"Code\" Type=\"Edm.Int32\"/>%s</EntityType>";
  private static final String LINE =
      "<EntityType Name=\"Line\"><Key><PropertyRef Name=\"ID\"/></Key>"
          + "<Property Name=\"ID\" Type=\"Edm.Int32\" Nullable=\"false\"/>"
          + "<Property Name=\"PartID\" Type=\"Edm.Int32\"/>"
          + "<NavigationProperty Name=\"Part\" Type=\"NS.Part\" %s>"
          + "<ReferentialConstraint Property=\"PartID\" ReferencedProperty=\"%s\"/>"
          + "</NavigationProperty></EntityType>";
  private static final String SETS =
      "<EntityContainer Name=\"C\"><EntitySet Name=\"Parts\" EntityType=\"NS.Part\">"
          + "<NavigationPropertyBinding Path=\"%s\" Target=\"Lines\"/></EntitySet>"
          + "<EntitySet Name=\"Lines\" EntityType=\"NS.Line\">"
          + "<NavigationPropertyBinding Path=\"Part\" Target=\"%s\"/></EntitySet>"
          + "<EntitySet Name=\"OtherParts\" EntityType=\"NS.Part\"/></EntityContainer>";

  private static List<String> relations(
      String lines, String part, String referenced, String target) {
    String name = lines.replaceAll(".*Name=\"(\\w+)\".*", "$1");
    ServiceModel model =
        Csdl.v4(
            PART.formatted(lines)
                + LINE.formatted(part, referenced)
                + SETS.formatted(name, target));
    return TableModels.of(model).tables().stream()
        .flatMap(
            table ->
                table.relations().stream()
                    .map(
                        r ->
                            "%s/%s%s %s = %s %s"
                                .formatted(
                                    table.name(),
                                    r.path(),
                                    r.collection() ? "[]" : "",
                                    r.columns().get(0).path(),
                                    r.target(),
                                    r.targetColumns().get(0).path())))
        .toList();
  }

  private static String lines(String name, String partner) {
    return "<NavigationProperty Name=\""
        + name
        + "\" Type=\"Collection(NS.Line)\" "
        + partner
        + "/>";
  }

  @Test
  void thePartnerOfACollectionTellsItsColumns() {
    String[] both = {"Parts/Lines[] ID = Lines PartID", "Lines/Part PartID = Parts ID"};
    assertThat(relations(lines("Lines", "Partner=\"Part\""), "Partner=\"Lines\"", "ID", "Parts"))
        .containsExactly(both);
    assertThat(relations(lines("Lines", "Partner=\"Part\""), "", "ID", "Parts"))
        .containsExactly(both);
    assertThat(relations(lines("Lines", ""), "Partner=\"Lines\"", "ID", "Parts"))
        .containsExactly(both);
  }

  @Test
  void aCollectionWithoutPartnerMeansAnything() {
    assertThat(relations(lines("Favourites", ""), "", "ID", "Parts"))
        .containsExactly("Lines/Part PartID = Parts ID");
  }

  @Test
  void teiidNamesTheWayBack() {
    assertThat(relations(lines("Line_Part", ""), "", "ID", "Parts"))
        .containsExactly("Parts/Line_Part[] ID = Lines PartID", "Lines/Part PartID = Parts ID");
  }

  @Test
  void columnsThatAreNoKeyMayBelongToSeveralEntities() {
    assertThat(relations(lines("Lines", "Partner=\"Part\""), "Partner=\"Lines\"", "Code", "Parts"))
        .isEmpty();
  }

  @Test
  void theWayBackToAnotherSetIsAnotherWay() {
    assertThat(
            relations(lines("Lines", "Partner=\"Part\""), "Partner=\"Lines\"", "ID", "OtherParts"))
        .containsExactly("Lines/Part PartID = OtherParts ID");
  }
}
