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
import com.fasterxml.jackson.core.io.SerializedString;
import io.github.calciteodata.demo.data.Row;
import io.github.calciteodata.demo.data.RowType;
import io.github.calciteodata.demo.json.JsonFormat.Metadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.olingo.commons.api.edm.EdmComplexType;
import org.apache.olingo.commons.api.edm.EdmEntityType;
import org.apache.olingo.commons.api.edm.EdmProperty;
import org.apache.olingo.commons.api.edm.EdmStructuredType;
import org.apache.olingo.server.api.uri.queryoption.ExpandItem;
import org.apache.olingo.server.api.uri.queryoption.ExpandOption;
import org.apache.olingo.server.api.uri.queryoption.SelectOption;

/**
 * The members that one kind of entity or complex value is written with; planned once for all rows.
 */
public final class EntityShape implements RowWriter {
  private final List<Member> members = new ArrayList<>();
  private final Answer answer;
  private final EdmStructuredType type;

  /** Writes one member of a row. */
  @FunctionalInterface
  private interface Member {
    void write(JsonGenerator json, ValueWriter values, Row row) throws IOException;
  }

  /**
   * Plans a shape.
   *
   * @param select what to write; everything when null
   * @param expand what to write inline; nothing when null
   */
  public EntityShape(
      Answer answer, EdmStructuredType type, SelectOption select, ExpandOption expand) {
    this(answer, type, select, expand, ExpandText.of(expand == null ? "" : expand.getText()));
  }

  EntityShape(
      Answer answer,
      EdmStructuredType type,
      SelectOption select,
      ExpandOption expand,
      ExpandText text) {
    this(answer, type, Selection.of(select));
    if (expand != null) {
      List<ExpandItem> items = expand.getExpandItems();
      for (int i = 0; i < items.size(); i++) {
        Expansion expansion =
            new Expansion(
                answer, (EdmEntityType) type, items.get(i), text.items().get(i), text.below(i));
        members.add((json, values, row) -> expansion.write(json, row));
      }
    }
  }

  private EntityShape(Answer answer, EdmStructuredType type, Selection selection) {
    this.answer = answer;
    this.type = type;
    RowType rowType = answer.model().rowType(type);
    for (String name : rowType.names()) {
      if (selection.includes(name)) {
        addProperty(
            (EdmProperty) type.getProperty(name), rowType.column(name), selection.below(name));
      }
    }
  }

  private void addProperty(EdmProperty property, int column, Selection below) {
    SerializedString name = new SerializedString(property.getName());
    boolean int64 = property.isPrimitive() && "Int64".equals(property.getType().getName());
    if (answer.format().metadata() == Metadata.FULL) {
      addTypeAnnotation(property);
    }
    if (property.isCollection()) {
      members.add(
          (json, values, row) -> {
            json.writeFieldName(name);
            json.writeStartArray();
            for (Object element : (List<?>) row.get(column)) {
              values.write(element, int64);
            }
            json.writeEndArray();
          });
    } else if (property.getType() instanceof EdmComplexType complex) {
      EntityShape shape = new EntityShape(answer, complex, below);
      members.add(
          (json, values, row) -> {
            json.writeFieldName(name);
            Row value = (Row) row.get(column);
            if (value == null) {
              json.writeNull();
            } else {
              shape.write(json, value);
            }
          });
    } else {
      members.add(
          (json, values, row) -> {
            json.writeFieldName(name);
            values.write(row.get(column), int64);
          });
    }
  }

  private void addTypeAnnotation(EdmProperty property) {
    String typeName =
        property.isPrimitive()
            ? property.getType().getName()
            : property.getType().getFullQualifiedName().toString();
    if (!property.isCollection() && List.of("String", "Boolean", "Double").contains(typeName)) {
      return;
    }
    String name = property.getName() + "@odata.type";
    String value = property.isCollection() ? "#Collection(" + typeName + ")" : "#" + typeName;
    members.add((json, values, row) -> json.writeStringField(name, value));
  }

  /**
   * Returns what the context URL says of a selection, {@code (ProductName,UnitPrice)}, or nothing.
   */
  public static String context(SelectOption select) {
    String paths = Selection.context(select);
    return paths.isEmpty() ? "" : "(" + paths + ")";
  }

  /** Writes the columns that {@code $apply} added behind the properties. */
  public EntityShape with(ResultShape added) {
    members.add((json, values, row) -> added.writeMembers(json, row));
    return this;
  }

  /** Writes a row as a JSON object. */
  @Override
  public void write(JsonGenerator json, Row row) throws IOException {
    json.writeStartObject();
    writeMembers(json, row);
    json.writeEndObject();
  }

  /** Writes the members of a row into an object that is already open. */
  public void writeMembers(JsonGenerator json, Row row) throws IOException {
    ValueWriter values = new ValueWriter(json, answer.format().exactNumbersAsText());
    if (answer.format().metadata() == Metadata.FULL) {
      writeIdentity(json, row);
    }
    for (Member member : members) {
      member.write(json, values, row);
    }
  }

  private void writeIdentity(JsonGenerator json, Row row) throws IOException {
    json.writeStringField("@odata.type", "#" + type.getFullQualifiedName());
    if (type instanceof EdmEntityType entity && !answer.model().setName(entity).isEmpty()) {
      String id = EntityId.of(answer.model(), entity, row);
      json.writeStringField("@odata.id", answer.root() + id);
      json.writeStringField("@odata.editLink", id);
      for (String navigation : entity.getNavigationPropertyNames()) {
        json.writeStringField(navigation + "@odata.navigationLink", id + "/" + navigation);
      }
    }
  }
}
