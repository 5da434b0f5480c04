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
package io.github.calciteodata.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.calciteodata.edm.Capabilities;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.edm.Facets;
import io.github.calciteodata.edm.Relation;
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.query.Expansion;
import io.github.calciteodata.query.ODataQuery.RowCount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of entities with related ones in them, page by page. */
class ExpandedRowsTest {
  private static final Column ID = column("Id");

  private static Column column(String path) {
    return new Column(path.replace('/', '_'), path, EdmType.INT32, null, Facets.NONE, true, null);
  }

  private static Expansion expansion(
      String path, boolean collection, boolean inner, Expansion... nested) {
    return limited(path, collection, inner, null, nested);
  }

  private static Expansion limited(
      String path, boolean collection, boolean inner, RowCount top, Expansion... nested) {
    TableModel table =
        new TableModel(
            path,
            path,
            false,
            List.of(ID),
            List.of(0),
            List.of(),
            List.of(),
            Capabilities.DEFAULT,
            null);
    return new Expansion(
        new Relation(path, path, collection, List.of(ID), List.of(ID)),
        table,
        inner,
        inner,
        null,
        List.of(),
        top,
        List.of(nested));
  }

  private static RowDecoder decoder(List<Expansion> expansions, String... paths) {
    return new RowDecoder(
        new JsonFactory(),
        Arrays.stream(paths).map(ExpandedRowsTest::column).toList(),
        expansions,
        (c, text) -> {});
  }

  private static List<String> rows(RowDecoder decoder, String values)
      throws IOException, SQLException {
    byte[] page = ("{\"value\":[" + values + "]}").getBytes(StandardCharsets.UTF_8);
    decoder.decode(page, page.length, "GET x");
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < decoder.rowCount(); i++) {
      String more = decoder.continuation(i) == null ? "" : decoder.continuation(i).link();
      rows.add(Arrays.toString(decoder.take(i)) + more);
    }
    return rows;
  }

  @Test
  void aMissingRelatedEntityIsNullsOrNoRow() throws Exception {
    String page =
        "{\"Id\":1,\"A\":{\"Id\":7}},{\"Id\":2,\"A\":null},{\"Id\":3},{\"A\":{\"Id\":8},\"Id\":4}";
    assertThat(rows(decoder(List.of(expansion("A", false, false)), "Id", "A/Id"), page))
        .containsExactly("[1, 7]", "[2, null]", "[3, null]", "[4, 8]");
    assertThat(rows(decoder(List.of(expansion("A", false, true)), "Id", "A/Id"), page))
        .containsExactly("[1, 7]", "[4, 8]");
  }

  @Test
  void eachEntityOfACollectionIsARow() throws Exception {
    String page =
        "{\"Id\":1,\"B\":[{\"Id\":5},{\"Id\":6}]},{\"B\":[{\"Id\":7}],\"Id\":2},{\"Id\":3,\"B\":[]}";
    assertThat(rows(decoder(List.of(expansion("B", true, false)), "Id", "B/Id"), page))
        .containsExactly("[1, 5]", "[1, 6]", "[2, 7]", "[3, null]");
    assertThat(rows(decoder(List.of(expansion("B", true, true)), "Id", "B/Id"), page))
        .containsExactly("[1, 5]", "[1, 6]", "[2, 7]");
  }

  @Test
  void collectionsLieInCollectionsAndSingleEntities() throws Exception {
    Expansion deep = expansion("B", true, false, expansion("C", true, false));
    String page =
        "{\"B\":[{\"C\":[{\"Id\":7},{\"Id\":8}],\"Id\":5},{\"Id\":6,\"C\":[]}],\"Id\":1},"
            + "{\"Id\":2,\"B\":[]}";
    assertThat(rows(decoder(List.of(deep), "Id", "B/Id", "B/C/Id"), page))
        .containsExactly("[1, 5, 7]", "[1, 5, 8]", "[1, 6, null]", "[2, null, null]");
    Expansion across = expansion("A", false, false, expansion("B", true, false));
    assertThat(
            rows(
                decoder(List.of(across), "A/B/Id", "Id", "A/Id"),
                "{\"A\":{\"B\":[{\"Id\":8},{\"Id\":9}],\"Id\":5},\"Id\":1},{\"Id\":2,\"A\":null}"))
        .containsExactly("[8, 1, 5]", "[9, 1, 5]", "[null, 2, null]");
  }

  @Test
  void aRelatedEntityThatHasToBeThereLeavesOutItsOwnRowOnly() throws Exception {
    Expansion orders = expansion("B", true, false, expansion("A", false, true));
    assertThat(
            rows(
                decoder(List.of(orders), "Id", "B/Id", "B/A/Id"),
                "{\"Id\":1,\"B\":[{\"Id\":5,\"A\":null},{\"Id\":6,\"A\":{\"Id\":9}}]},"
                    + "{\"Id\":2,\"B\":[{\"Id\":7,\"A\":null}]}"))
        .containsExactly("[1, 6, 9]", "[2, null, null]");
  }

  @Test
  void aCollectionThatIsCutOffLeavesAPlaceForItsRest() throws Exception {
    RowDecoder decoder = decoder(List.of(expansion("B", true, false)), "Id", "B/Id");
    String page =
        "{\"B@odata.nextLink\":\"more1\",\"B\":[{\"Id\":5}],\"Id\":1},"
            + "{\"Id\":2,\"B\":[],\"B@odata.nextLink\":\"more2\"},{\"Id\":3,\"B\":[{\"Id\":6}]}";
    assertThat(rows(decoder, page))
        .containsExactly("[1, 5]", "[1, null]more1", "[2, null]more2", "[3, 6]");
    assertThat(decoder.continuation(1).keepsRow()).isFalse();
    assertThat(decoder.continuation(2).keepsRow()).isTrue();
    RowDecoder rest = decoder.of(decoder.continuation(1));
    byte[] more = "{\"value\":[{\"Id\":8}]}".getBytes(StandardCharsets.UTF_8);
    rest.decode(more, more.length, "GET more1");
    Object[] row = rest.take(0);
    decoder.continuation(1).complete(row);
    assertThat(row).containsExactly(1, 8);
  }

  @Test
  void noMoreOfACollectionIsReadThanWasAskedFor() throws Exception {
    Expansion two = limited("B", true, true, RowCount.of(2));
    RowDecoder decoder = decoder(List.of(two), "Id", "B/Id");
    String page =
        "{\"Id\":1,\"B\":[{\"Id\":5},{\"Id\":6},{\"Id\":7},{\"Id\":8}],\"B@odata.nextLink\":\"more1\"},"
            + "{\"Id\":2,\"B\":[{\"Id\":9}],\"B@odata.nextLink\":\"more2\"},"
            + "{\"Id\":3,\"B@odata.nextLink\":\"more3\",\"B\":[]}";
    assertThat(rows(decoder, page))
        .containsExactly("[1, 5]", "[1, 6]", "[2, 9]", "[2, null]more2", "[3, null]more3");
    assertThat(decoder.continuation(3).limit()).isEqualTo(1);
    assertThat(decoder.continuation(4).limit()).isEqualTo(2);
  }

  @Test
  void whatIsMissingThroughoutWasNotExpanded() {
    assertThatThrownBy(
            () ->
                rows(
                    decoder(List.of(expansion("A", false, false)), "Id", "A/Id"),
                    "{\"Id\":1},{\"Id\":2}"))
        .isInstanceOf(UnexpandedException.class)
        .hasMessageContaining("A is missing");
    assertThatThrownBy(
            () ->
                rows(
                    decoder(List.of(expansion("B", true, false)), "Id", "B/Id"),
                    "{\"Id\":1,\"B\":[]},{\"Id\":2}"))
        .isInstanceOf(UnexpandedException.class);
  }

  /** As Olingo's serializer writes an entity that lies inside of itself. */
  @Test
  void aReferenceToAnEntityIsNotExpanded() throws Exception {
    String two = "{\"Id\":1,\"B\":[{\"Other\":5},{\"@odata.id\":\"B(1)\"}]}";
    assertThat(rows(decoder(List.of(expansion("B", true, true)), "Id"), two))
        .as("nothing of it is asked for")
        .containsExactly("[1]", "[1]");
    for (boolean collection : new boolean[] {true, false}) {
      String related =
          collection ? "[{\"Id\":5},{\"@odata.id\":\"B(1)\"}]" : "{\"@odata.id\":\"B(1)\"}";
      assertThatThrownBy(
              () ->
                  rows(
                      decoder(List.of(expansion("B", collection, false)), "Id", "B/Id"),
                      "{\"Id\":1,\"B\":" + related + "}"))
          .isInstanceOf(UnexpandedException.class);
    }
  }

  @Test
  void anythingElseInThePlaceOfRelatedEntitiesIsAnError() {
    assertThatThrownBy(
            () ->
                rows(
                    decoder(List.of(expansion("B", true, false)), "Id", "B/Id"),
                    "{\"Id\":1,\"B\":{\"Id\":2}}"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Navigation property B of row 1");
  }
}
