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
import java.util.Base64;
import java.util.Locale;
import org.apache.calcite.avatica.util.ByteString;

/**
 * Turns the token that a parser is at into Calcite's internal value of one column's type, as {@link
 * EdmType} describes them; never asked for null. Belongs to one cursor, because it keeps state
 * between rows.
 */
abstract class ValueReader {
  /** The value; the parser stays at the last token of it. */
  abstract Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue;

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
      case GUID -> new Guids();
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

  private static void string(JsonParser p, JsonToken t, String what)
      throws IOException, UnfitValue {
    if (t != JsonToken.VALUE_STRING) {
      throw new UnfitValue(UnfitValue.NOT_PARSEABLE, JsonTextReader.text(p), "not " + what);
    }
  }

  private static final class Booleans extends ValueReader {
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
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      number(p, t);
      return (short)
          Numbers.integer(p.getTextCharacters(), p.getTextOffset(), p.getTextLength(), min, max);
    }
  }

  private static final class Bytes extends ValueReader {
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
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      number(p, t);
      return Numbers.binary32(p.getTextCharacters(), p.getTextOffset(), p.getTextLength());
    }
  }

  private static final class Doubles extends ValueReader {
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
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      number(p, t);
      return Numbers.decimal(p.getTextCharacters(), p.getTextOffset(), p.getTextLength(), scale);
    }
  }

  private static final class Texts extends ValueReader {
    private final SharedStrings shared = new SharedStrings();

    @Override
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      scalar(p, t, "a text");
      return shared.get(p.getTextCharacters(), p.getTextOffset(), p.getTextLength());
    }
  }

  private static final class Guids extends ValueReader {
    private static final int UPPER = 1;
    private static final int BAD = 2;
    private static final int DASH = 4;
    private static final byte[] KINDS = kinds();

    private static byte[] kinds() {
      byte[] kinds = new byte[128];
      for (char c = 0; c < 128; c++) {
        boolean upper = c >= 'A' && c <= 'F';
        boolean hex = upper || c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
        kinds[c] = (byte) (c == '-' ? DASH : upper ? UPPER : hex ? 0 : BAD);
      }
      return kinds;
    }

    @Override
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      string(p, t, "a GUID");
      char[] b = p.getTextCharacters();
      int at = p.getTextOffset();
      int n = p.getTextLength();
      if (n != 36
          || b[at + 8] != '-'
          || b[at + 13] != '-'
          || b[at + 18] != '-'
          || b[at + 23] != '-') {
        throw new UnfitValue(UnfitValue.NOT_PARSEABLE, p.getText(), "not a GUID");
      }
      int found = 0;
      int dashes = 0;
      for (int i = at; i < at + 36; i++) {
        char c = b[i];
        int kind = c < 128 ? KINDS[c] : BAD;
        found |= kind;
        dashes += kind & DASH;
      }
      if ((found & BAD) != 0 || dashes != 4 * DASH) {
        throw new UnfitValue(UnfitValue.NOT_PARSEABLE, p.getText(), "not a GUID");
      }
      String text = new String(b, at, 36);
      return (found & UPPER) == 0 ? text : text.toLowerCase(Locale.ROOT);
    }
  }

  private static final class Dates extends ValueReader {
    private final Temporals temporals = new Temporals();

    @Override
    Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
      string(p, t, "a date");
      return temporals.date(p.getTextCharacters(), p.getTextOffset(), p.getTextLength());
    }
  }

  private static final class Times extends ValueReader {
    private final Temporals temporals = new Temporals();

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
