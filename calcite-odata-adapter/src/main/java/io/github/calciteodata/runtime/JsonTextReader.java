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
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;

/**
 * Whatever stands there as compact JSON, numbers with all their digits; a plain string as itself.
 */
final class JsonTextReader extends ValueReader {
  @Override
  Object read(JsonParser p, JsonToken t) throws IOException {
    return text(p);
  }

  /** The text of the value that the parser is at; moves it to the last token of the value. */
  static String text(JsonParser p) throws IOException {
    if (p.currentToken().isScalarValue()) {
      return p.getText();
    }
    StringBuilder out = new StringBuilder();
    int depth = 0;
    boolean first = true;
    do {
      JsonToken t = depth == 0 && out.length() == 0 ? p.currentToken() : p.nextToken();
      if (t == null) {
        throw new com.fasterxml.jackson.core.JsonParseException(
            p, "the answer ends inside a value");
      }
      if (t.isStructEnd()) {
        out.append(t.asString());
        depth--;
        first = false;
        continue;
      }
      if (!first) {
        out.append(',');
      }
      first = false;
      if (t == JsonToken.FIELD_NAME) {
        quote(p.currentName(), out);
        out.append(':');
        first = true;
      } else if (t.isStructStart()) {
        out.append(t.asString());
        depth++;
        first = true;
      } else if (t == JsonToken.VALUE_STRING) {
        quote(p.getText(), out);
      } else {
        out.append(p.getText());
      }
    } while (depth > 0);
    return out.toString();
  }

  private static void quote(String s, StringBuilder out) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(s, out);
    out.append('"');
  }
}
