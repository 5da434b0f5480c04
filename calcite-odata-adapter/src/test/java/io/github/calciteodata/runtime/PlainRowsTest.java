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

import com.fasterxml.jackson.core.JsonFactory;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.edm.EnumType;
import io.github.calciteodata.edm.Facets;
import io.github.calciteodata.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from the bytes is what the parser reads, of broken pages too. */
class PlainRowsTest {
  private static final byte[] SPECIAL =
      "\"\\{}[],:.0123456789eE+- \t\n\u0001\u007fntfuZ/@é😀\uFFFD".getBytes(StandardCharsets.UTF_8);
  private static final String ODD_ROWS = "{\"value\":[{\"i\":\"\\u0031\"}]}";
  private static final List<Column> COLUMNS =
      List.of(
          column("i", EdmType.INT32, Facets.NONE),
          column("l", EdmType.INT64, Facets.NONE),
          column("u", EdmType.BYTE, Facets.NONE),
          column("d", EdmType.DECIMAL, new Facets(null, 18, 4, false)),
          column("v", EdmType.DECIMAL, Facets.NONE),
          column("f", EdmType.DOUBLE, Facets.NONE),
          column("r", EdmType.SINGLE, Facets.NONE),
          column("s", EdmType.STRING, Facets.NONE),
          column("In/t", EdmType.STRING, Facets.NONE),
          column("In/Deep/n", EdmType.INT32, Facets.NONE),
          column("b", EdmType.BOOLEAN, Facets.NONE),
          column("g", EdmType.GUID, Facets.NONE),
          column("day", EdmType.DATE, Facets.NONE),
          column("at", EdmType.DATE_TIME_OFFSET, Facets.NONE),
          column("clock", EdmType.TIME_OF_DAY, Facets.NONE),
          column("e", EdmType.ENUM, Facets.NONE));

  private Random random;

  private static Column column(String path, EdmType type, Facets facets) {
    EnumType color = new EnumType("NS.Color", true, new LinkedHashMap<>(Map.of("Red", 1L)));
    return new Column(
        path.replace('/', '_'),
        path,
        type,
        type == EdmType.ENUM ? color : null,
        facets,
        true,
        null);
  }

  /** Rows as texts, or the error; of pages to be read again only that they are. */
  private static List<String> decode(byte[] page, boolean plain, int columns) throws Exception {
    List<String> result = new ArrayList<>();
    RowDecoder decoder =
        new RowDecoder(
            new JsonFactory(),
            COLUMNS.subList(0, columns),
            List.of(),
            (column, text) -> result.add(column.name() + " " + text));
    if (!plain) {
      // after such rows the decoder tries no others
      byte[] odd = ODD_ROWS.getBytes(StandardCharsets.UTF_8);
      decoder.decode(odd, odd.length, "x");
    }
    try {
      decoder.decode(page.clone(), page.length, "x");
    } catch (IOException e) {
      return List.of("again");
    } catch (SQLException e) {
      return List.of(e.getSQLState() + e.getMessage().replaceAll("row \\d+", "row"));
    }
    for (int i = 0; i < decoder.rowCount(); i++) {
      Object[] row = decoder.take(i);
      result.add(Arrays.toString(row));
      for (Object value : row) {
        result.add(value == null ? "" : value.getClass().getSimpleName());
      }
    }
    result.add(decoder.nextLink() + " " + decoder.context() + " " + decoder.error());
    return result;
  }

  private static void compare(byte[] page, int columns) throws Exception {
    assertThat(decode(page, true, columns))
        .as(new String(page, StandardCharsets.UTF_8))
        .isEqualTo(decode(page, false, columns));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"value\":[]}",
        "{\"value\":[",
        "{\"value\":[{\"i\":1}",
        "{\"value\":[{\"i\":1},",
        "{\"value\":[{\"i\":1},]}",
        "{\"value\":[{\"i\":1}],}",
        "{\"value\":[{\"i\":1}]",
        "{\"value\":[{\"i\":1}]]",
        "{\"value\":[{\"i\":1}]}x",
        "{\"value\":[{\"i\":1}] , \"@odata.nextLink\" : \"A?p=2\" }",
        "{\"@odata.context\":\"c\",\"value\":[{\"i\":1},{\"i\":2}],\"value\":[{\"i\":3}]}",
        "{\"value\":[{\"i\":1},{\"error\":{\"message\":\"no\"}}],\"error\":{\"message\":\"no\"}}",
        "{\"value\":[{\"i\":1},null]}",
        "{\"value\":[{\"i\":1} {\"i\":2}]}",
        "{\"value\":[{\"i\":1,\"i\":2},{\"i\":2,\"i\":null},{\"i\":01},{\"i\":-}]}",
        "{\"value\":[{\"i\":1,\"x\":[1,{\"i\":5}],\"y\":{\"i\":7},\"z\":1e5},{}]}",
        "{\"value\":[{\"l\":\"9223372036854775807\",\"i\":1.0,\"d\":\"1.5\",\"v\":1.10,\"f\":1}]}",
        "{\"value\":[{\"f\":-0},{\"f\":-0.0},{\"f\":\"INF\"},{\"f\":9007199254740993}]}",
        "{\"value\":[{\"at\":\"2024-01-01T00:00:00.1234567Z\"},{\"at\":\"2024-01-01\"}]}"
      })
  void aPage(String page) throws Exception {
    compare(page.getBytes(StandardCharsets.UTF_8), COLUMNS.size());
  }

  @Test
  void brokenBytesOfTexts() throws Exception {
    for (int bytes = 0; bytes < 1 << 16; bytes += 7) {
      byte[] page = "{\"value\":[{\"s\":\"ab..c\"}]}".getBytes(StandardCharsets.UTF_8);
      page[17] = (byte) (bytes >> 8);
      page[18] = (byte) bytes;
      compare(page, COLUMNS.size());
    }
  }

  @Test
  void randomPagesWithRandomErrors() throws Exception {
    long seed = Seeds.second();
    for (int i = 0; i < 4_000; i++) {
      random = new Random(seed + i);
      byte[] page = page().getBytes(StandardCharsets.UTF_8);
      for (int errors = random.nextInt(4); errors > 0; errors--) {
        page = spoil(page);
      }
      compare(page, 1 + random.nextInt(COLUMNS.size()));
    }
  }

  private byte[] spoil(byte[] page) {
    int at = random.nextInt(page.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(page, 0, at);
    switch (random.nextInt(6)) {
      case 0 -> out.write(page, at + 1, page.length - at - 1);
      case 1 -> {
        out.write(SPECIAL[random.nextInt(SPECIAL.length)]);
        out.write(page, at, page.length - at);
      }
      case 2 -> {
        if (random.nextInt(5) > 0) {
          out.write(page, at, page.length - at);
        }
      }
      default -> {
        out.write(SPECIAL[random.nextInt(SPECIAL.length)]);
        out.write(page, at + 1, page.length - at - 1);
      }
    }
    return out.size() == 0 ? page : out.toByteArray();
  }

  private String page() {
    String blank = random.nextInt(4) == 0 ? "\n " : "";
    StringBuilder page = new StringBuilder("{" + blank + "\"@odata.context\":\"c\",\"value\":[");
    for (int rows = random.nextInt(12); rows >= 0; rows--) {
      page.append(blank).append(row(blank)).append(rows == 0 ? "" : ",");
    }
    page.append(blank).append("]");
    return page.append(random.nextBoolean() ? "}" : ",\"@odata.nextLink\":\"n?p=2\"}").toString();
  }

  private String row(String blank) {
    List<String> members =
        new ArrayList<>(
            List.of(
                "\"i\":" + random.nextInt(),
                "\"l\":" + (random.nextBoolean() ? random.nextLong() : "\"12\""),
                "\"u\":" + random.nextInt(300),
                "\"d\":" + random.nextInt(99999) + ".25",
                "\"v\":" + random.nextDouble(),
                "\"f\":" + (random.nextBoolean() ? random.nextDouble() : random.nextInt(99) / 8.0),
                "\"r\":" + random.nextFloat(),
                "\"s\":\"" + text() + "\"",
                "\"In\":{\"t\":\"" + text() + "\",\"Deep\":{\"n\":" + random.nextInt(9) + "}}",
                "\"b\":" + random.nextBoolean(),
                "\"g\":\"69C14632-93ce-4058-844a-00000000000" + random.nextInt(10) + "\"",
                "\"day\":\"2024-02-" + (10 + random.nextInt(21)) + "\"",
                "\"at\":\"2024-02-01T10:20:30." + random.nextInt(9999) + "+01:00\"",
                "\"clock\":\"10:20:" + (10 + random.nextInt(50)) + "\"",
                "\"e\":" + (random.nextBoolean() ? "\"Red\"" : "1"),
                "\"x\":" + (random.nextInt(9) == 0 ? "[1]" : "\"y\""),
                "\"@odata.etag\":\"W/\\\"1\\\"\""));
    if (random.nextInt(3) > 0) {
      members.remove(members.size() - 1);
    }
    if (random.nextInt(4) == 0) {
      java.util.Collections.shuffle(members, random);
    }
    members.replaceAll(m -> random.nextInt(9) == 0 ? m.replaceFirst(":.*", ":null") : m);
    return "{" + blank + String.join("," + blank, members) + blank + "}";
  }

  private String text() {
    return switch (random.nextInt(5)) {
      case 0 -> "low " + random.nextInt(3);
      case 1 -> "";
      case 2 -> "Grüße 中文 😀";
      case 3 -> "a\\nb\\u00e9";
      default -> "row " + random.nextLong() + " with a text longer than forty characters";
    };
  }
}
