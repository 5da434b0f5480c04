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
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.edm.Facets;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Random rows: the decoder against Jackson's tree with {@code java.time} and {@code BigDecimal}.
 */
class RandomRowsTest {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final List<EdmType> TYPES =
      List.of(
          EdmType.INT32,
          EdmType.INT64,
          EdmType.DOUBLE,
          EdmType.SINGLE,
          EdmType.DECIMAL,
          EdmType.STRING,
          EdmType.GUID,
          EdmType.DATE,
          EdmType.TIME_OF_DAY,
          EdmType.DATE_TIME_OFFSET,
          EdmType.BOOLEAN,
          EdmType.JSON);

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @RepeatedTest(5)
  void decoderAndTreeAgree() throws Exception {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      EdmType type = TYPES.get(i % TYPES.size());
      String path = i % 5 == 4 ? "In/Deep/c" + i : i % 5 == 3 ? "In/c" + i : "c" + i;
      columns.add(new Column("c" + i, path, type, null, Facets.NONE, true, null));
    }
    ObjectNode page = MAPPER.createObjectNode();
    ArrayNode value = page.putArray("value");
    for (int i = 0; i < 300; i++) {
      value.add(row(columns));
    }
    byte[] bytes =
        random.nextBoolean()
            ? MAPPER.writeValueAsBytes(page)
            : MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(page);
    RowDecoder decoder = new RowDecoder(new JsonFactory(), columns, List.of(), (c, t) -> {});
    decoder.decode(bytes, bytes.length, "seed " + seed);
    assertThat(decoder.rowCount()).isEqualTo(300);
    for (int i = 0; i < 300; i++) {
      Object[] row = decoder.take(i);
      for (int c = 0; c < row.length; c++) {
        assertThat(row[c])
            .as("seed %d, row %d, column %d of %s", seed, i, c, value.get(i))
            .isEqualTo(expected(value.get(i), columns.get(c)));
      }
    }
  }

  private JsonNode row(List<Column> columns) {
    ObjectNode row = MAPPER.createObjectNode();
    List<Column> order = new ArrayList<>(columns);
    if (random.nextInt(4) == 0) {
      Collections.shuffle(order, random);
    }
    for (Column column : order) {
      if (random.nextInt(10) == 0) {
        continue;
      }
      if (random.nextInt(10) == 0) {
        row.set(
            "x" + random.nextInt(20),
            MAPPER.createArrayNode().add(random.nextInt()).add(row.deepCopy()));
      }
      String[] path = column.path().split("/");
      ObjectNode at = row;
      for (int i = 0; i + 1 < path.length; i++) {
        at = at.withObjectProperty(path[i]);
      }
      at.set(
          path[path.length - 1],
          random.nextInt(8) == 0 ? JsonNodeFactory.instance.nullNode() : value(column.type()));
    }
    return row;
  }

  private JsonNode value(EdmType type) {
    JsonNodeFactory f = JsonNodeFactory.withExactBigDecimals(true);
    return switch (type) {
      case INT32 ->
          random.nextBoolean() ? f.numberNode(random.nextInt()) : f.numberNode(random.nextInt(10));
      case INT64 ->
          random.nextBoolean()
              ? f.numberNode(random.nextLong())
              : f.textNode("" + random.nextLong());
      case DOUBLE -> f.numberNode(Double.longBitsToDouble(random.nextLong() & ~(1L << 62)));
      case SINGLE -> f.numberNode(random.nextFloat() * 1000);
      case DECIMAL -> decimal(f);
      case STRING -> f.textNode(text());
      case GUID -> f.textNode(new java.util.UUID(random.nextLong(), random.nextLong()).toString());
      case DATE -> f.textNode(date().toString());
      case TIME_OF_DAY ->
          f.textNode(LocalTime.ofNanoOfDay((long) (random.nextDouble() * 86_400e9)).toString());
      case DATE_TIME_OFFSET ->
          f.textNode(
              OffsetDateTime.of(
                      date(),
                      LocalTime.ofNanoOfDay((long) (random.nextDouble() * 86_400e9)),
                      ZoneOffset.ofTotalSeconds((random.nextInt(113) - 56) * 900))
                  .toString());
      case BOOLEAN -> f.booleanNode(random.nextBoolean());
      default -> f.objectNode().put(text(), random.nextInt()).put("t", text());
    };
  }

  private JsonNode decimal(JsonNodeFactory f) {
    BigDecimal d =
        new BigDecimal(new BigInteger(random.nextInt(100) + 1, random), random.nextInt(12));
    d = random.nextBoolean() ? d.negate() : d;
    return switch (random.nextInt(3)) {
      case 0 -> f.textNode(d.toPlainString());
      case 1 -> f.textNode(d.toPlainString() + "E" + random.nextInt(5));
      default -> f.numberNode(d);
    };
  }

  private LocalDate date() {
    long first = LocalDate.of(1, 1, 1).toEpochDay();
    return LocalDate.ofEpochDay(
        first + (long) (random.nextDouble() * (LocalDate.of(9999, 12, 31).toEpochDay() - first)));
  }

  private String text() {
    if (random.nextBoolean()) {
      return "low " + random.nextInt(5);
    }
    StringBuilder s = new StringBuilder();
    for (int n = random.nextInt(60); n > 0; n--) {
      s.appendCodePoint(
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(128);
            case 1 -> 0xA0 + random.nextInt(0x500);
            case 2 -> 0x1F300 + random.nextInt(0x200);
            default -> 'a' + random.nextInt(26);
          });
    }
    return s.toString();
  }

  private static Object expected(JsonNode row, Column column) {
    JsonNode node = row;
    for (String segment : column.path().split("/")) {
      node = node.path(segment);
    }
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    String text = node.isTextual() ? node.textValue() : node.toString();
    return switch (column.type()) {
      case INT32 -> Integer.valueOf(text);
      case INT64 -> Long.valueOf(text);
      case DOUBLE -> Double.valueOf(text);
      case SINGLE -> Float.valueOf(text);
      case DECIMAL -> smallest(new BigDecimal(text));
      case DATE -> (int) LocalDate.parse(text).toEpochDay();
      case TIME_OF_DAY -> LocalTime.parse(text).get(ChronoField.MILLI_OF_DAY);
      case DATE_TIME_OFFSET -> OffsetDateTime.parse(text).toInstant().toEpochMilli();
      case BOOLEAN -> Boolean.valueOf(text);
      default -> text;
    };
  }

  private static BigDecimal smallest(BigDecimal d) {
    BigDecimal stripped = d.signum() == 0 ? BigDecimal.ZERO : d.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
