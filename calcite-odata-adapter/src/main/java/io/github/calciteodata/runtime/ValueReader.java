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

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.edm.Facets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.calcite.avatica.util.ByteString;

/**
 * Turns the token that a parser is at into Calcite's internal value of one column's type, as {@link
 * EdmType} describes them; never asked for null. Belongs to one cursor, because it keeps state
 * between rows.
 */
abstract class ValueReader {
  /** The value; the parser stays at the last token of it. */
  abstract Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue;

  /**
   * The same from ASCII characters, those of a text when {@code quoted}, else of a number without
   * an exponent; null when only {@link #read} can tell.
   */
  Object plain(char[] b, int n, boolean quoted) throws UnfitValue {
    return null;
  }

  /** The same from the bytes of a text; null when they are no UTF-8. Only if {@link #isText}. */
  String text(byte[] b, int at, int n, boolean ascii) {
    throw new IllegalStateException("only readers of texts are asked for one");
  }

  boolean isText() {
    return false;
  }

  boolean isBoolean() {
    return false;
  }

  /** Whether the value that was read last lost digits. */
  boolean wasCut() {
    return false;
  }

  /** The reader for a column. */
  static ValueReader of(Column column) {
    EdmType type = column.type();
    return switch (type) {
      case BOOLEAN -> new Booleans();
      case BYTE -> new Shorts(0, 255);
      case INT16 -> new Shorts(Short.MIN_VALUE, Short.MAX_VALUE);
      case SBYTE -> new Bytes();
      case INT32 -> new Ints();
      case INT64 -> new Longs();
      case SINGLE -> new Floats();
      case DOUBLE -> new Doubles();
      case DECIMAL -> new Decimals(column.facets());
      case STRING, DURATION, STREAM -> new Texts();
      case GUID -> new GuidReader();
      case DATE -> new Dates();
      case TIME_OF_DAY, TIME -> new Times();
      case DATE_TIME_OFFSET, DATE_TIME -> new Instants();
      case BINARY -> new Binaries();
      case ENUM -> new EnumReader(column.enumType());
      case JSON -> new JsonTextReader();
    };
  }

  private static void scalar(JsonParser p, JsonToken t, String what)
      throws IOException, UnfitValue {
    if (!t.isScalarValue()) {
      throw new UnfitValue(UnfitValue.NOT_PARSEABLE, JsonTextReader.text(p), "not " + what);
    }
  }

  private static void number(JsonParser p, JsonToken t) throws IOException, UnfitValue {
    if (!t.isNumeric() && t != JsonToken.VALUE_STRING) {
      throw new UnfitValue(UnfitValue.NOT_PARSEABLE, JsonTextReader.text(p), "not a number");
    }
  }

  static void string(JsonParser p, JsonToken t, String what) throws IOException, UnfitValue {
    if (t != JsonToken.VALUE_STRING) {
      throw new UnfitValue(UnfitValue.NOT_PARSEABLE, JsonTextReader.text(p), "not " + what);
    }
  }

  private static final class Booleans extends ValueReader {
    @Override
    boolean isBoolean() {
      return true;
    }

    @Override
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      if (t == JsonToken.VALUE_TRUE) {
        return Boolean.TRUE;
      }
      if (t == JsonToken.VALUE_FALSE) {
        return Boolean.FALSE;
      }
      scalar(p, t, "true or false");
      String text = p.getText();
      if (t == JsonToken.VALUE_STRING && (text.equals("true") || text.equals("false"))) {
        return text.equals("true");
      }
      throw new UnfitValue(UnfitValue.NOT_PARSEABLE, text, "not true or false");
    }
  }

  private static final class Shorts extends ValueReader {
    private final long min;
    private final long max;

    Shorts(long min, long max) {
      this.min = min;
      this.max = max;
    }

    @Override
    Object plain(char[] b, int n, boolean quoted) throws UnfitValue {
      return (short) Numbers.integer(b, 0, n, min, max);
    }

    @Override
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      number(p, t);
      return (short)
          Numbers.integer(p.getTextCharacters(), p.getTextOffset(), p.getTextLength(), min, max);
    }
  }

  private static final class Bytes extends ValueReader {
    @Override
    Object plain(char[] b, int n, boolean quoted) throws UnfitValue {
      return (byte) Numbers.integer(b, 0, n, Byte.MIN_VALUE, Byte.MAX_VALUE);
    }

    @Override
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      number(p, t);
      return (byte)
          Numbers.integer(
              p.getTextCharacters(),
              p.getTextOffset(),
              p.getTextLength(),
              Byte.MIN_VALUE,
              Byte.MAX_VALUE);
    }
  }

  private static final class Ints extends ValueReader {
    @Override
    Object plain(char[] b, int n, boolean quoted) throws UnfitValue {
      return (int) Numbers.integer(b, 0, n, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @Override
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      number(p, t);
      return (int)
          Numbers.integer(
              p.getTextCharacters(),
              p.getTextOffset(),
              p.getTextLength(),
              Integer.MIN_VALUE,
              Integer.MAX_VALUE);
    }
  }

  private static final class Longs extends ValueReader {
    @Override
    Object plain(char[] b, int n, boolean quoted) throws UnfitValue {
      return Numbers.integer(b, 0, n, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Override
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      number(p, t);
      return Numbers.integer(
          p.getTextCharacters(),
          p.getTextOffset(),
          p.getTextLength(),
          Long.MIN_VALUE,
          Long.MAX_VALUE);
    }
  }

  private static final class Floats extends ValueReader {
    @Override
    Object plain(char[] b, int n, boolean quoted) throws UnfitValue {
      return Numbers.binary32(b, 0, n);
    }

    @Override
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      number(p, t);
      return Numbers.binary32(p.getTextCharacters(), p.getTextOffset(), p.getTextLength());
    }
  }

  private static final class Doubles extends ValueReader {
    @Override
    Object plain(char[] b, int n, boolean quoted) throws UnfitValue {
      return Numbers.binary64(b, 0, n);
    }

    @Override
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      if (t == JsonToken.VALUE_NUMBER_FLOAT) {
        double v = p.getDoubleValue();
        if (!Double.isInfinite(v)) {
          return v;
        }
      }
      number(p, t);
      return Numbers.binary64(p.getTextCharacters(), p.getTextOffset(), p.getTextLength());
    }
  }

  private static final class Decimals extends ValueReader {
    private final int scale;

    Decimals(Facets facets) {
      this.scale = facets.variableScale() || facets.scale() == null ? -1 : facets.scale();
    }

    @Override
    Object plain(char[] b, int n, boolean quoted) throws UnfitValue {
      return Numbers.decimal(b, 0, n, scale);
    }

    @Override
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      number(p, t);
      return Numbers.decimal(p.getTextCharacters(), p.getTextOffset(), p.getTextLength(), scale);
    }
  }

  private static final class Texts extends ValueReader {
    private final SharedStrings shared = new SharedStrings();

    @Override
    boolean isText() {
      return true;
    }

    @Override
    String text(byte[] b, int at, int n, boolean ascii) {
      if (ascii) {
        return shared.get(b, at, n);
      }
      String text = new String(b, at, n, StandardCharsets.UTF_8);
      return text.indexOf('\uFFFD') < 0 ? text : null;
    }

    @Override
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      scalar(p, t, "a text");
      return shared.get(p.getTextCharacters(), p.getTextOffset(), p.getTextLength());
    }
  }

  private static final class Dates extends ValueReader {
    private final Temporals temporals = new Temporals();

    @Override
    Object plain(char[] b, int n, boolean quoted) throws UnfitValue {
      return quoted ? temporals.date(b, 0, n) : null;
    }

    @Override
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      string(p, t, "a date");
      return temporals.date(p.getTextCharacters(), p.getTextOffset(), p.getTextLength());
    }
  }

  private static final class Times extends ValueReader {
    private final Temporals temporals = new Temporals();

    @Override
    Object plain(char[] b, int n, boolean quoted) throws UnfitValue {
      return quoted ? temporals.timeOfDay(b, 0, n) : null;
    }

    @Override
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      string(p, t, "a time of day");
      return temporals.timeOfDay(p.getTextCharacters(), p.getTextOffset(), p.getTextLength());
    }

    @Override
    boolean wasCut() {
      return temporals.wasCut();
    }
  }

  private static final class Instants extends ValueReader {
    private final Temporals temporals = new Temporals();

    @Override
    Object plain(char[] b, int n, boolean quoted) throws UnfitValue {
      return quoted ? temporals.instant(b, 0, n) : null;
    }

    @Override
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      string(p, t, "a date with a time");
      return temporals.instant(p.getTextCharacters(), p.getTextOffset(), p.getTextLength());
    }

    @Override
    boolean wasCut() {
      return temporals.wasCut();
    }
  }

  private static final class Binaries extends ValueReader {
    @Override
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      string(p, t, "a binary in base64");
      char[] b = p.getTextCharacters();
      int at = p.getTextOffset();
      int n = p.getTextLength();
      while (n > 0 && b[at + n - 1] == '=') {
        n--;
      }
      byte[] url = new byte[n];
      for (int i = 0; i < n; i++) {
        char c = b[at + i];
        url[i] = (byte) (c == '+' ? '-' : c == '/' ? '_' : c > 127 ? '?' : c);
      }
      try {
        return new ByteString(Base64.getUrlDecoder().decode(url));
      } catch (IllegalArgumentException e) {
        throw new UnfitValue(UnfitValue.NOT_PARSEABLE, p.getText(), "not a binary in base64");
      }
    }
  }
}
