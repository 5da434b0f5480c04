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
package io.github.calciteodata.edm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Turns the properties of an entity type into columns; complex ones are flattened. */
final class ColumnFlattener {
  /** Deeper complex values stay together as the text of their JSON. */
  private static final int MAX_DEPTH = 8;

  /** Complex properties beyond stay together too; nesting multiplies, and memory must not. */
  private static final int MAX_COLUMNS = 2000;

  private final ServiceModel model;
  private final TypeHierarchy hierarchy;
  private final Warnings warnings;

  ColumnFlattener(ServiceModel model, TypeHierarchy hierarchy, Warnings warnings) {
    this.model = model;
    this.hierarchy = hierarchy;
    this.warnings = warnings;
  }

  Columns flatten(EntitySet set) {
    return new Row(set).read();
  }

  /** A primitive type with the facets of the type definitions between. */
  private record Resolved(String name, Facets facets) {}

  private Resolved resolve(String type, Facets facets) {
    Set<String> seen = new HashSet<>();
    Resolved resolved = new Resolved(type, facets);
    TypeDefinition definition = model.typeDefinitions().get(type);
    while (definition != null && seen.add(definition.qualifiedName())) {
      resolved =
          new Resolved(definition.underlyingType(), merge(resolved.facets(), definition.facets()));
      definition = model.typeDefinitions().get(definition.underlyingType());
    }
    return resolved;
  }

  private static Facets merge(Facets own, Facets inherited) {
    boolean scaled = own.scale() != null || own.variableScale();
    return new Facets(
        own.maxLength() != null ? own.maxLength() : inherited.maxLength(),
        own.precision() != null ? own.precision() : inherited.precision(),
        scaled ? own.scale() : inherited.scale(),
        scaled ? own.variableScale() : inherited.variableScale());
  }

  /** One entity set's row in the making. */
  private final class Row {
    private final EntitySet set;
    private final List<StructuredType.KeyRef> key;
    private final List<Column> columns = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> keyPaths = new HashSet<>();
    private final Map<String, NavigationProperty> navigations = new LinkedHashMap<>();
    private final Deque<String> complex = new ArrayDeque<>();
    private final Map<String, Set<String>> asText = new LinkedHashMap<>();

    Row(EntitySet set) {
      this.set = set;
      this.key = hierarchy.key(set.entityType());
      for (StructuredType.KeyRef ref : key) {
        // every step of a key path is there as well
        for (int slash = ref.path().indexOf('/');
            slash >= 0;
            slash = ref.path().indexOf('/', slash + 1)) {
          keyPaths.add(ref.path().substring(0, slash));
        }
        keyPaths.add(ref.path());
      }
    }

    Columns read() {
      members(set.entityType(), "", false);
      asText.forEach(
          (reason, paths) ->
              warnings.add(
                  0,
                  set.name() + ": " + reason + ", read as JSON text: " + String.join(", ", paths)));
      return new Columns(List.copyOf(columns), keyOrdinals(), navigations);
    }

    private List<Integer> keyOrdinals() {
      List<Integer> ordinals = new ArrayList<>();
      for (StructuredType.KeyRef ref : key) {
        int ordinal = -1;
        for (int i = 0; i < columns.size() && ordinal < 0; i++) {
          ordinal = columns.get(i).path().equals(ref.path()) ? i : -1;
        }
        if (ordinal < 0) {
          warnings.add(
              0,
              set.name() + ": key property " + ref.path() + " is no column, the table has no key");
          return List.of();
        }
        ordinals.add(ordinal);
      }
      return List.copyOf(ordinals);
    }

    private void members(String type, String prefix, boolean nullable) {
      for (StructuredType declaring : hierarchy.chain(type)) {
        for (NavigationProperty navigation : declaring.navigationProperties()) {
          navigations.putIfAbsent(prefix + navigation.name(), navigation);
        }
      }
      for (Property property : hierarchy.properties(type)) {
        property(type, property, prefix + property.name(), nullable);
      }
    }

    private void property(String owner, Property property, String path, boolean nullableAbove) {
      boolean nullable = !keyPaths.contains(path) && (nullableAbove || property.nullable());
      String remarks = remarks(owner, property.name());
      String typeName = property.type().qualifiedName();
      if (property.type().collection()) {
        text(path, nullable, remarks, "collections");
        return;
      }
      Resolved resolved = resolve(typeName, property.facets());
      EdmType primitive = EdmType.of(resolved.name());
      EnumType enumType = model.enumTypes().get(resolved.name());
      StructuredType structured = model.structuredTypes().get(resolved.name());
      if (primitive != EdmType.JSON) {
        add(path, primitive, null, resolved.facets(), nullable, remarks);
      } else if (enumType != null) {
        add(path, EdmType.ENUM, enumType, resolved.facets(), nullable, remarks);
      } else if (structured != null && !structured.entity()) {
        complex(structured, path, nullable, remarks);
      } else {
        text(path, nullable, remarks, reason(resolved.name(), structured));
      }
    }

    private void complex(StructuredType type, String path, boolean nullable, String remarks) {
      if (complex.contains(type.qualifiedName())) {
        text(path, nullable, remarks, "recursive complex types");
      } else if (complex.size() >= MAX_DEPTH) {
        text(path, nullable, remarks, "complex types nested deeper than " + MAX_DEPTH);
      } else if (columns.size() >= MAX_COLUMNS) {
        text(path, nullable, remarks, "complex types beyond " + MAX_COLUMNS + " columns");
      } else if (hierarchy.properties(type.qualifiedName()).isEmpty()) {
        text(path, nullable, remarks, "complex types without properties");
      } else {
        complex.push(type.qualifiedName());
        members(type.qualifiedName(), path + "/", nullable);
        complex.pop();
      }
    }

    private String reason(String type, StructuredType structured) {
      if (type.startsWith("Edm.Geo")) {
        return "geographic values";
      } else if (type.startsWith("Edm.")) {
        return "values of type " + type;
      }
      return structured != null
          ? "entity type " + type + " as a property"
          : "type " + type + " is not in the document";
    }

    private void text(String path, boolean nullable, String remarks, String reason) {
      asText.computeIfAbsent(reason, r -> new LinkedHashSet<>()).add(path.replace('/', '_'));
      add(path, EdmType.JSON, null, Facets.NONE, nullable, remarks);
    }

    private void add(
        String path,
        EdmType type,
        EnumType enumType,
        Facets facets,
        boolean nullable,
        String remarks) {
      String wanted = path.replace('/', '_');
      String name = wanted;
      for (int i = 2; !names.add(name.toLowerCase(Locale.ROOT)); i++) {
        name = wanted + "_" + i;
      }
      if (!name.equals(wanted)) {
        warnings.add(
            0, set.name() + ": column " + wanted + " exists, " + path + " is named " + name);
      }
      columns.add(new Column(name, path, type, enumType, facets, nullable, remarks));
    }

    private String remarks(String owner, String property) {
      for (StructuredType type : hierarchy.chain(owner)) {
        String remarks = Remarks.of(model, type.qualifiedName() + "/" + property);
        if (remarks != null) {
          return remarks;
        }
      }
      return null;
    }
  }
}
