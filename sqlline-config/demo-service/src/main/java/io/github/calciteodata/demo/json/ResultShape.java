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
import io.github.calciteodata.demo.data.Row;
import io.github.calciteodata.demo.json.JsonFormat.Metadata;
import io.github.calciteodata.demo.query.Shape;
import io.github.calciteodata.demo.query.Shape.Column;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.olingo.commons.api.edm.EdmType;
import org.apache.olingo.commons.api.edm.constants.EdmTypeKind;
import org.apache.olingo.server.api.uri.queryoption.SelectOption;

/**
 * The members that {@code $apply} made; what belongs to a related entity stands in an object of its
 * own (Data Aggregation, 3.10).
 */
public final class ResultShape implements RowWriter {
  private final JsonFormat format;
  private final int offset;
  private final Map<String, Node> members = new LinkedHashMap<>();

  /** A column, or the members below a name. */
  private sealed interface Node {
    record Leaf(Column column, int place) implements Node {}

    record Inner(Map<String, Node> members) implements Node {}
  }

  /**
   * Plans a shape.
   *
   * @param select what to write; everything when null
   */
  public ResultShape(Shape shape, JsonFormat format, SelectOption select) {
    this.format = format;
    this.offset = shape.offset();
    Selection selection = Selection.of(select);
    List<Column> columns = shape.columns();
    for (int i = 0; i < columns.size(); i++) {
      if (selection.includes(columns.get(i).path())) {
        place(columns.get(i), i);
      }
    }
  }

  private void place(Column column, int place) {
    List<String> path = column.path();
    Map<String, Node> owner = members;
    for (String name : path.subList(0, path.size() - 1)) {
      Node inner = owner.computeIfAbsent(name, ignored -> new Node.Inner(new LinkedHashMap<>()));
      owner = ((Node.Inner) inner).members();
    }
    owner.put(path.get(path.size() - 1), new Node.Leaf(column, place));
  }

  /** Returns what the context URL says of the members, {@code (Category(CategoryName),Total)}. */
  public String context() {
    return context(members);
  }

  private static String context(Map<String, Node> members) {
    return members.entrySet().stream()
        .map(
            member ->
                member.getKey()
                    + (member.getValue() instanceof Node.Inner inner
                        ? context(inner.members())
                        : ""))
        .collect(Collectors.joining(",", "(", ")"));
  }

  /** Writes a row as an object without an address (JSON format, 4.5.8). */
  @Override
  public void write(JsonGenerator json, Row row) throws IOException {
    json.writeStartObject();
    if (format.metadata() != Metadata.NONE) {
      json.writeNullField("@odata.id");
    }
    writeMembers(json, row);
    json.writeEndObject();
  }

  /** Writes the members into an object that is already open. */
  void writeMembers(JsonGenerator json, Row row) throws IOException {
    write(json, new ValueWriter(json, format.exactNumbersAsText()), members, row);
  }

  private void write(JsonGenerator json, ValueWriter values, Map<String, Node> members, Row row)
      throws IOException {
    for (Map.Entry<String, Node> member : members.entrySet()) {
      if (member.getValue() instanceof Node.Leaf leaf) {
        Object value = row.get(offset + leaf.place());
        if (!leaf.column().property() && format.metadata() != Metadata.NONE) {
          writeType(json, member.getKey(), leaf.column().type(), value);
        }
        json.writeFieldName(member.getKey());
        EdmType type = leaf.column().type();
        values.write(value, type == null || "Int64".equals(type.getName()));
      } else {
        json.writeObjectFieldStart(member.getKey());
        write(json, values, ((Node.Inner) member.getValue()).members(), row);
        json.writeEndObject();
      }
    }
  }

  /** Tells the type of a column that {@code $metadata} does not know (JSON format, 4.5.3). */
  private static void writeType(JsonGenerator json, String column, EdmType type, Object value)
      throws IOException {
    String name =
        type == null
            ? ValueWriter.typeName(value)
            : type.getKind() == EdmTypeKind.PRIMITIVE
                ? type.getName()
                : type.getFullQualifiedName().toString();
    if (name != null && !List.of("String", "Boolean", "Double").contains(name)) {
      json.writeStringField(column + "@odata.type", "#" + name);
    }
  }
}
