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

import io.github.calciteodata.demo.data.DemoModel;
import io.github.calciteodata.demo.data.Row;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.olingo.commons.api.edm.EdmEntityType;

/**
 * The address of an entity relative to the service root, {@code
 * OrderItems(OrderID=10001,ProductID=7)}.
 */
final class EntityId {
  private EntityId() {}

  static String of(DemoModel model, EdmEntityType type, Row row) {
    List<String> keys = type.getKeyPredicateNames();
    String predicate =
        keys.stream()
            .map(
                key ->
                    (keys.size() == 1 ? "" : key + "=")
                        + literal(row.get(model.rowType(type).column(key))))
            .collect(Collectors.joining(","));
    return model.setName(type) + "(" + predicate + ")";
  }

  private static String literal(Object value) {
    String text = ValueWriter.text(value);
    String literal = value instanceof String ? "'" + text.replace("'", "''") + "'" : text;
    return URLEncoder.encode(literal, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%27", "'");
  }
}
