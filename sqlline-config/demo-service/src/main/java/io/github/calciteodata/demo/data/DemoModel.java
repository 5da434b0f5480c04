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
package io.github.calciteodata.demo.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.olingo.commons.api.edm.Edm;
import org.apache.olingo.commons.api.edm.EdmEntityType;
import org.apache.olingo.commons.api.edm.EdmNavigationProperty;
import org.apache.olingo.commons.api.edm.EdmReferentialConstraint;
import org.apache.olingo.commons.api.edm.EdmStructuredType;
import org.apache.olingo.commons.core.edm.EdmProviderImpl;

/** The model of a service together with its data. */
public final class DemoModel {
  private static final String DOCUMENT = "/io/github/calciteodata/demo/model.xml";

  private final byte[] document;
  private final Edm edm;
  private final Map<String, RowType> rowTypes = new ConcurrentHashMap<>();
  private final Map<String, Navigation> navigations = new ConcurrentHashMap<>();
  private final Map<String, EntityTable> tables;

  private DemoModel(byte[] document, Function<DemoModel, Map<String, EntityTable>> data) {
    this.document = document.clone();
    edm = new EdmProviderImpl(ModelProvider.parse(document));
    tables = Map.copyOf(data.apply(this));
  }

  /** Returns the sample data, with this number of measurements. */
  public static DemoModel sample(int measurements) {
    try (InputStream in = Objects.requireNonNull(DemoModel.class.getResourceAsStream(DOCUMENT))) {
      return new DemoModel(
          in.readAllBytes(), model -> new SampleData(model, measurements).tables());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns a model with data of the caller's.
   *
   * @param document a {@code $metadata} document with one schema, and one entity set of each type
   * @param rows the rows of each entity set; values stand in the order of the type's properties
   */
  public static DemoModel of(byte[] document, Map<String, List<Row>> rows) {
    return new DemoModel(
        document,
        model -> {
          Map<String, EntityTable> tables = new HashMap<>();
          rows.forEach(
              (set, list) ->
                  tables.put(
                      set,
                      new ListTable(
                          model.rowType(
                              model.edm.getEntityContainer().getEntitySet(set).getEntityType()),
                          list)));
          return tables;
        });
  }

  /** Returns the {@code $metadata} document. */
  public byte[] document() {
    return document.clone();
  }

  public Edm edm() {
    return edm;
  }

  /** Returns the rows of an entity set or singleton. */
  public EntityTable table(String name) {
    return Objects.requireNonNull(tables.get(name), name);
  }

  public RowType rowType(EdmStructuredType type) {
    return rowTypes.computeIfAbsent(
        type.getFullQualifiedName().toString(), ignored -> new RowType(type));
  }

  /** Returns how to follow a navigation property of a type. */
  public Navigation navigation(EdmStructuredType source, EdmNavigationProperty property) {
    String name = source.getName() + "/" + property.getName();
    Navigation known = navigations.get(name);
    if (known == null) {
      known = resolve(source, property);
      navigations.put(name, known);
    }
    return known;
  }

  private Navigation resolve(EdmStructuredType source, EdmNavigationProperty property) {
    EdmEntityType target = property.getType();
    List<String> from = new ArrayList<>();
    List<String> to = new ArrayList<>();
    if (property.getReferentialConstraints().isEmpty()) {
      for (EdmReferentialConstraint constraint :
          property.getPartner().getReferentialConstraints()) {
        from.add(constraint.getReferencedPropertyName());
        to.add(constraint.getPropertyName());
      }
    } else {
      for (EdmReferentialConstraint constraint : property.getReferentialConstraints()) {
        from.add(constraint.getPropertyName());
        to.add(constraint.getReferencedPropertyName());
      }
    }
    RowType targetType = rowType(target);
    return new Navigation(
        table(setName(target)),
        rowType(source).columns(from),
        targetType.columns(to),
        property.isCollection());
  }

  /** Returns the name of the one entity set of a type. */
  public String setName(EdmEntityType type) {
    return edm.getEntityContainer().getEntitySets().stream()
        .filter(
            set -> set.getEntityType().getFullQualifiedName().equals(type.getFullQualifiedName()))
        .map(set -> set.getName())
        .collect(Collectors.joining());
  }
}
