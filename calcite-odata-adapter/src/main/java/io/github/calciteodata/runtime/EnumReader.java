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
import io.github.calciteodata.edm.EnumType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Enumeration values as the names of their members: {@code Red}, {@code Read,Write}. */
final class EnumReader extends ValueReader {
  private final EnumType type;
  private final SharedStrings shared = new SharedStrings();
  private final Map<String, String> byText = new HashMap<>();

  /** For an enumeration; null when it is not known. */
  EnumReader(EnumType type) {
    this.type = type;
  }

  @Override
  Object read(JsonParser p, JsonToken t) throws IOException, UnfitValue {
    if (t != JsonToken.VALUE_STRING && t != JsonToken.VALUE_NUMBER_INT) {
      throw new UnfitValue(
          UnfitValue.NOT_PARSEABLE, JsonTextReader.text(p), "not a member of an enumeration");
    }
    return name(p.getTextCharacters(), p.getTextOffset(), p.getTextLength());
  }

  @Override
  Object plain(char[] b, int n, boolean quoted) {
    return quoted ? name(b, 0, n) : null;
  }

  private String name(char[] b, int at, int n) {
    for (int i = at; i < at + n; i++) {
      if (b[i] == ',' || b[i] == ' ' || (i == at && (b[i] == '-' || b[i] >= '0' && b[i] <= '9'))) {
        return byText.computeIfAbsent(new String(b, at, n), this::names);
      }
    }
    return shared.get(b, at, n);
  }

  private String names(String text) {
    if (text.indexOf(',') >= 0 || text.indexOf(' ') >= 0) {
      return text.trim().replaceAll("\\s*,\\s*", ",");
    }
    if (type == null) {
      return text;
    }
    long value;
    try {
      value = Long.parseLong(text);
    } catch (NumberFormatException e) {
      return text;
    }
    for (Map.Entry<String, Long> member : type.members().entrySet()) {
      if (member.getValue() == value) {
        return member.getKey();
      }
    }
    return type.flags() ? flags(text, value) : text;
  }

  private String flags(String text, long value) {
    List<Map.Entry<String, Long>> members = new ArrayList<>(type.members().entrySet());
    members.sort(Comparator.comparing(e -> -e.getValue()));
    List<String> names = new ArrayList<>();
    long left = value;
    for (Map.Entry<String, Long> member : members) {
      long bits = member.getValue();
      if (bits != 0 && (left & bits) == bits) {
        names.add(0, member.getKey());
        left &= ~bits;
      }
    }
    return left == 0 && !names.isEmpty() ? String.join(",", names) : text;
  }
}
