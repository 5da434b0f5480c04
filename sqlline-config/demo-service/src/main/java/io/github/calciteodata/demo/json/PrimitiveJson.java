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
package io.github.calciteodata.demo.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.apache.olingo.commons.api.edm.EdmProperty;

/** Writes the value of one primitive property that was asked for by itself. */
public final class PrimitiveJson {
  private PrimitiveJson() {}

  /** Returns the text of a value as {@code /$value} gives it. */
  public static String text(Object value) {
    return ValueWriter.text(value);
  }

  public static void write(
      JsonGenerator json, JsonFormat format, EdmProperty property, Object value)
      throws IOException {
    boolean int64 = property.isPrimitive() && "Int64".equals(property.getType().getName());
    ValueWriter values = new ValueWriter(json, format.exactNumbersAsText());
    if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        values.write(element, int64);
      }
      json.writeEndArray();
    } else {
      values.write(value, int64);
    }
  }
}
