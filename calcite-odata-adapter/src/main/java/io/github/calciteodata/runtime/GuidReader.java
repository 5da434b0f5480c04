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
import java.io.IOException;
import java.util.Locale;

/** GUIDs as texts in lower case. */
final class GuidReader extends ValueReader {
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
  Object plain(char[] b, int n, boolean quoted) {
    return quoted ? guid(b, 0, n) : null;
  }

  @Override
  Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
    string(p, t, "a GUID");
    String guid = guid(p.getTextCharacters(), p.getTextOffset(), p.getTextLength());
    if (guid == null) {
      throw new UnfitValue(UnfitValue.NOT_PARSEABLE, p.getText(), "not a GUID");
    }
    return guid;
  }

  private static String guid(char[] b, int at, int n) {
    if (n != 36
        || b[at + 8] != '-'
        || b[at + 13] != '-'
        || b[at + 18] != '-'
        || b[at + 23] != '-') {
      return null;
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
      return null;
    }
    String text = new String(b, at, 36);
    return (found & UPPER) == 0 ? text : text.toLowerCase(Locale.ROOT);
  }
}
