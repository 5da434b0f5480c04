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
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.edm.EnumType;
import io.github.calciteodata.edm.Facets;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes of each JSON value in a column of each type: the right value or an error, never
 * something else.
 */
class RowDecoderTest {
  private static final EnumType COLOR =
      new EnumType("NS.Color", false, members("Red", 1, "Green", 2, "None", -1));
  private static final EnumType ACCESS =
      new EnumType(
          "NS.Access", true, members("No", 0, "Read", 1, "Write", 2, "ReadWrite", 3, "Admin", 8));

  private final List<String> warnings = new ArrayList<>();

  private static Map<String, Long> members(Object... pairs) {
    Map<String, Long> members = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      members.put((String) pairs[i], ((Integer) pairs[i + 1]).longValue());
    }
    return members;
  }

  private static Column column(String path, EdmType type, EnumType enumType, Facets facets) {
    return new Column(path.replace('/', '_'), path, type, enumType, facets, true, null);
  }

  private static Column column(String path, EdmType type) {
    return column(path, type, null, Facets.NONE);
  }

  private List<Object[]> rows(String page, Column... columns) throws IOException, SQLException {
    RowDecoder decoder =
        new RowDecoder(
            new JsonFactory(),
            List.of(columns),
            List.of(),
            (c, text) -> warnings.add(c.name() + ": " + text));
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    decoder.decode(bytes, bytes.length, "GET x");
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < decoder.rowCount(); i++) {
      rows.add(decoder.take(i));
    }
    return rows;
  }

  private Object value(Column column, String json) throws IOException, SQLException {
    return rows("{\"value\":[{\"V\":" + json + "}]}", column).get(0)[0];
  }

  private Object value(EdmType type, String json) throws IOException, SQLException {
    return value(column("V", type), json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "BOOLEAN | true | true",
        "BOOLEAN | \"false\" | false",
        "BYTE | 255 | 255",
        "SBYTE | -128 | -128",
        "INT16 | -32768 | -32768",
        "INT32 | 2147483647 | 2147483647",
        "INT32 | \"-7\" | -7",
        "INT32 | 1.0 | 1",
        "INT32 | 1e2 | 100",
        "INT32 | -0 | 0",
        "INT64 | 9223372036854775807 | 9223372036854775807",
        "INT64 | \"-9223372036854775808\" | -9223372036854775808",
        "INT64 | 9007199254740993 | 9007199254740993",
        "SINGLE | 1.5 | 1.5",
        "SINGLE | 0.1 | 0.1",
        "SINGLE | \"-INF\" | -Infinity",
        "DOUBLE | 1 | 1.0",
        "DOUBLE | 0.1 | 0.1",
        "DOUBLE | \"2.5e-3\" | 0.0025",
        "DOUBLE | \"INF\" | Infinity",
        "DOUBLE | \"NaN\" | NaN",
        "DOUBLE | 1.7976931348623157e308 | 1.7976931348623157E308",
        "DECIMAL | 12.50 | 12.5",
        "DECIMAL | 100 | 100",
        "DECIMAL | 1e2 | 100",
        "DECIMAL | \"1.10E-3\" | 0.0011",
        "DECIMAL | -0.00 | 0",
        "DECIMAL | 12345678901234567890.1230 | 12345678901234567890.123",
        "STRING | \"a\\u00fc\\ud83d\\ude00\" | aü😀",
        "STRING | 1.10 | 1.10",
        "STRING | true | true",
        "STRING | \"\" | ``",
        "GUID | \"0A1B2C3D-0000-4000-8000-ABCDEFabcdef\" | 0a1b2c3d-0000-4000-8000-abcdefabcdef",
        "DATE | \"1970-01-02\" | 1",
        "DATE | \"0001-01-01\" | -719162",
        "DATE | \"9999-12-31\" | 2932896",
        "DATE | \"2024-02-29\" | 19782",
        "DATE | \"2024-02-29T00:00:00Z\" | 19782",
        "TIME_OF_DAY | \"03:04\" | 11040000",
        "TIME_OF_DAY | \"03:04:05\" | 11045000",
        "TIME_OF_DAY | \"23:59:59.999\" | 86399999",
        "DATE_TIME_OFFSET | \"1970-01-01T00:00:00Z\" | 0",
        "DATE_TIME_OFFSET | \"1970-01-01T01:00:00.5+01:00\" | 500",
        "DATE_TIME_OFFSET | \"1969-12-31T23:59:59.999Z\" | -1",
        "DATE_TIME_OFFSET | \"1969-12-31T23:59:59.9999Z\" | -1",
        "DATE_TIME_OFFSET | \"1970-01-01T00:00\" | 0",
        "DATE_TIME_OFFSET | \"1970-01-01T00:00:00.123456789012-00:30\" | 1800123",
        "DATE_TIME_OFFSET | \"/Date(1577934245000)/\" | 1577934245000",
        "DATE_TIME | \"/Date(-1+0060)/\" | -1",
        "DATE_TIME | \"2020-01-02T03:04:05\" | 1577934245000",
        "TIME | \"PT3H4M5.5S\" | 11045500",
        "TIME | \"PT0S\" | 0",
        "DURATION | \"P1DT2H\" | P1DT2H",
        "STREAM | null | ",
        "BINARY | \"_-8\" | ffef",
        "BINARY | \"/+8=\" | ffef",
        "BINARY | \"\" | ``",
        "JSON | \"plain\" | plain",
        "JSON | 1.10 | 1.10",
        "JSON | [ 1.10 , {\"a\\\"b\" : [ ] , \"c\" : { } } , null, \"x\\n\", 1e400 ] | [1.10,{\"a\\\"b\":[],\"c\":{}},null,\"x\\n\",1e400]",
      })
  void valuesComeAsTheirTypesSay(EdmType type, String json, String expected) throws Exception {
    Object value = value(type, json);
    assertThat(
            value instanceof BigDecimal d
                ? d.toPlainString()
                : value == null ? null : value.toString())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INT32 | 3000000000 | 22003",
        "INT32 | 1.5 | 22003",
        "INT32 | \"x\" | 22018",
        "INT32 | true | 22018",
        "INT32 | \"\" | 22018",
        "INT32 | {} | 22018",
        "INT32 | \"1d\" | 22018",
        "INT32 | 1e99999 | 22003",
        "INT32 | \"--1\" | 22018",
        "BYTE | 256 | 22003",
        "BYTE | -1 | 22003",
        "SBYTE | 128 | 22003",
        "INT16 | 32768 | 22003",
        "INT64 | 9223372036854775808 | 22003",
        "INT64 | 1e2147483647 | 22003",
        "SINGLE | 1e39 | 22003",
        "DOUBLE | 1e309 | 22003",
        "DOUBLE | \"0x1p3\" | 22018",
        "DOUBLE | \" 1\" | 22018",
        "DECIMAL | \"INF\" | 22018",
        "DECIMAL | \"1,5\" | 22018",
        "DECIMAL | 1e99999 | 22003",
        "DECIMAL | \"1.\" | ok",
        "BOOLEAN | 1 | 22018",
        "BOOLEAN | \"yes\" | 22018",
        "STRING | {\"a\":1} | 22018",
        "STRING | [] | 22018",
        "GUID | \"0a1b2c3d00004000800000000000000\" | 22018",
        "GUID | \"0a1b2c3d-0000-4000-8000-00000000000g\" | 22018",
        "GUID | \"0a1b2c3-d0000-4000-8000-000000000000\" | 22018",
        "GUID | \"-a1b2c3d-0000-4000-8000-000000000000\" | 22018",
        "DATE | \"2023-02-29\" | 22018",
        "DATE | \"2023-13-01\" | 22018",
        "DATE | \"0000-01-01\" | 22003",
        "DATE | \"2024-02-29T00:00:01Z\" | 22018",
        "DATE | \"2024-02-29T00:00:00+01:00\" | 22018",
        "DATE | 20240229 | 22018",
        "DATE | \"2024-2-9\" | 22018",
        "DATE | \"12024-02-09\" | 22018",
        "TIME_OF_DAY | \"24:00\" | 22018",
        "TIME_OF_DAY | \"1:00\" | 22018",
        "TIME_OF_DAY | \"01:00:60\" | 22018",
        "DATE_TIME_OFFSET | \"2024-02-29 00:00:00Z\" | 22018",
        "DATE_TIME_OFFSET | \"2024-02-29T00:00:00+25:00\" | 22018",
        "DATE_TIME_OFFSET | \"2024-02-29T00:00:00.Z\" | 22018",
        "DATE_TIME_OFFSET | \"2024-02-29T00:00:0Z\" | 22018",
        "DATE_TIME_OFFSET | \"now\" | 22018",
        "DATE_TIME_OFFSET | \"/Date(x)/\" | 22018",
        "TIME | \"3h\" | 22018",
        "TIME | \"PT25H\" | 22003",
        "BINARY | \"a b\" | 22018",
        "BINARY | \"a\" | 22018",
        "BINARY | \"üüüü\" | 22018",
        "ENUM | {} | 22018",
      })
  void valuesThatDoNotFitAreErrors(EdmType type, String json, String state) throws Exception {
    if (state.equals("ok")) {
      assertThat(value(type, json)).isNotNull();
      return;
    }
    SQLException e = catchThrowableOfType(SQLException.class, () -> value(type, json));
    assertThat((Throwable) e).as("an error").isNotNull();
    assertThat(e.getSQLState()).isEqualTo(state);
    assertThat(e.getMessage()).contains("Column V, row 1: '");
  }

  @Test
  void errorsShowAtMostAHundredCharacters() {
    SQLException e =
        catchThrowableOfType(
            SQLException.class, () -> value(EdmType.INT32, "\"" + "x".repeat(500) + "\""));
    assertThat(e.getMessage()).contains("x".repeat(100)).doesNotContain("x".repeat(101));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 12.5, 12.50",
    "2, 12.500, 12.50",
    "4, 7, 7.0000",
    "0, 7.0, 7",
    "2, 999999999999999999, 999999999999999999.00",
    "2, 1e3, 1000.00",
    "3, 0, 0.000",
    "2, 12.505,",
    "0, 0.1,",
    "20, 1.5, 1.50000000000000000000"
  })
  void declaredScaleIsKeptExactly(int scale, String json, String expected) throws Exception {
    Column column = column("V", EdmType.DECIMAL, null, new Facets(null, 38, scale, false));
    if (expected == null) {
      assertThat(catchThrowableOfType(SQLException.class, () -> value(column, json)).getSQLState())
          .isEqualTo("22003");
    } else {
      assertThat(value(column, json)).isEqualTo(new BigDecimal(expected));
    }
  }

  @Test
  void variableScaleHasNoTrailingZerosSoThatEqualNumbersAreEqual() throws Exception {
    Column column = column("V", EdmType.DECIMAL, null, new Facets(null, 38, 4, true));
    for (String json : List.of("12.5", "12.50", "\"12.500\"", "1.25e1")) {
      assertThat(value(column, json)).isEqualTo(new BigDecimal("12.5"));
    }
    assertThat(value(column, "1E+2")).isEqualTo(new BigDecimal("100"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Red\" | Red",
        "2 | Green",
        "\"2\" | Green",
        "-1 | None",
        "7 | 7",
        "\"Unknown\" | Unknown"
      })
  void enumsAreNames(String json, String expected) throws Exception {
    assertThat(value(column("V", EdmType.ENUM, COLOR, Facets.NONE), json)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Read, Admin\" | Read,Admin",
        "0 | No",
        "3 | ReadWrite",
        "9 | Read,Admin",
        "\"10\" | Write,Admin",
        "16 | 16"
      })
  void flagsAreNames(String json, String expected) throws Exception {
    assertThat(value(column("V", EdmType.ENUM, ACCESS, Facets.NONE), json)).isEqualTo(expected);
  }

  @Test
  void enumOfAnUnknownTypeKeepsItsText() throws Exception {
    assertThat(value(EdmType.ENUM, "5")).isEqualTo("5");
  }

  @Test
  void binariesAreByteStrings() throws Exception {
    assertThat(value(EdmType.BINARY, "\"AQID\"")).isEqualTo(new ByteString(new byte[] {1, 2, 3}));
  }

  @Test
  void classesAreThoseOfCalcite() throws Exception {
    assertThat(value(EdmType.BYTE, "1")).isInstanceOf(Short.class);
    assertThat(value(EdmType.INT16, "1")).isInstanceOf(Short.class);
    assertThat(value(EdmType.SBYTE, "1")).isInstanceOf(Byte.class);
    assertThat(value(EdmType.INT32, "1")).isInstanceOf(Integer.class);
    assertThat(value(EdmType.INT64, "1")).isInstanceOf(Long.class);
    assertThat(value(EdmType.SINGLE, "1")).isInstanceOf(Float.class);
    assertThat(value(EdmType.DOUBLE, "1")).isInstanceOf(Double.class);
    assertThat(value(EdmType.DATE, "\"2020-01-01\"")).isInstanceOf(Integer.class);
    assertThat(value(EdmType.TIME_OF_DAY, "\"00:00:00\"")).isInstanceOf(Integer.class);
    assertThat(value(EdmType.DATE_TIME_OFFSET, "\"2020-01-01T00:00:00Z\""))
        .isInstanceOf(Long.class);
  }

  @Test
  void cutDigitsAreReportedOncePerColumn() throws Exception {
    rows(
        "{\"value\":[{\"T\":\"2020-01-01T00:00:00.1230000Z\"},{\"T\":\"2020-01-01T00:00:00.1234Z\"},"
            + "{\"T\":\"2020-01-01T00:00:00.1235Z\",\"D\":\"00:00:00.0001\"}]}",
        column("T", EdmType.DATE_TIME_OFFSET),
        column("D", EdmType.TIME_OF_DAY));
    assertThat(warnings).hasSize(2);
    assertThat(warnings.get(0)).startsWith("T: ").contains("00:00:00.1234Z");
    assertThat(warnings.get(1)).startsWith("D: ");
  }

  @Test
  void membersAreFoundInAnyOrderAndNothingElseIsTaken() throws Exception {
    List<Object[]> rows =
        rows(
            "{\"@odata.count\":2,\"X\":{\"value\":[{\"A\":9}]},\"value\":["
                + "{\"C\":{\"Z\":{\"Y\":5},\"Q\":1},\"@odata.etag\":\"W\",\"B\":\"b\",\"B@odata.type\":\"#x\",\"A\":1},"
                + "{\"A\":2,\"New\":[[{\"A\":7}]],\"C\":null},{\"C\":{\"Z\":null}},{}],\"A\":8}",
            column("A", EdmType.INT32),
            column("B", EdmType.STRING),
            column("C/Z/Y", EdmType.INT32),
            column("C/NS.Derived/Q", EdmType.INT32),
            column("A", EdmType.INT32));
    assertThat(rows)
        .containsExactly(
            new Object[] {1, "b", 5, 1, 1}, new Object[] {2, null, null, null, 2},
            new Object[] {null, null, null, null, null},
                new Object[] {null, null, null, null, null});
  }

  @Test
  void complexPropertyThatIsNoObjectIsAnError() {
    assertThatThrownBy(() -> rows("{\"value\":[{\"C\":5}]}", column("C/Z", EdmType.INT32)))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Property C of row 1 is no object but 5");
  }

  @Test
  void singletonMayHaveAPropertyCalledValue() throws Exception {
    assertThat(
            rows(
                "{\"value\":7,\"d\":8,\"error\":9}",
                column("value", EdmType.INT32),
                column("d", EdmType.INT32),
                column("error", EdmType.INT32)))
        .containsExactly(new Object[] {7, 8, 9});
  }

  @Test
  void secondVersionsAnswersAreRead() throws Exception {
    assertThat(
            rows(
                "{\"d\":{\"results\":[{\"__metadata\":{},\"A\":1}],\"__count\":\"1\"}}",
                column("A", EdmType.INT32)))
        .containsExactly(new Object[] {1});
    assertThat(rows("{\"d\":[{\"A\":1}]}", column("A", EdmType.INT32)))
        .containsExactly(new Object[] {1});
    assertThat(rows("{\"d\":{\"A\":1}}", column("A", EdmType.INT32)))
        .containsExactly(new Object[] {1});
  }

  @Test
  void streamIsTheUrlToReadIt() throws Exception {
    assertThat(
            rows(
                "{\"value\":[{\"V@odata.mediaReadLink\":\"P(1)/V\"},{\"V@mediaReadLink\":\"u\"}]}",
                column("V", EdmType.STREAM)))
        .containsExactly(new Object[] {"P(1)/V"}, new Object[] {"u"});
  }
}
