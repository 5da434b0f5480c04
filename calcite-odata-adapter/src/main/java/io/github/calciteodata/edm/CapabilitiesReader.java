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

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads what annotations allow on an entity set: those of the set, below them the container's,
 * below them the vocabulary's defaults.
 */
final class CapabilitiesReader {
  private static final String V1 = "Org.OData.Capabilities.V1.";

  private final ServiceModel model;
  private final TypeHierarchy hierarchy;

  CapabilitiesReader(ServiceModel model, TypeHierarchy hierarchy) {
    this.model = model;
    this.hierarchy = hierarchy;
  }

  Capabilities read(EntitySet set) {
    String target = model.containerName() + "/" + set.name();
    Set<String> nonFilterable = paths(target, "FilterRestrictions", "NonFilterableProperties");
    Set<String> required = paths(target, "FilterRestrictions", "RequiredProperties");
    Set<String> nonSortable = paths(target, "SortRestrictions", "NonSortableProperties");
    boolean requiresFilter =
        flag(target, "FilterRestrictions", "RequiresFilter", false)
            || sap(target, "requires-filter", false);
    Set<String> shaped = restrictedExpressions(target);
    for (StructuredType type : hierarchy.chain(set.entityType())) {
      for (Property property : type.properties()) {
        String member = type.qualifiedName() + "/" + property.name();
        if (sap(member, "required-in-filter", false)) {
          required.add(property.name());
        } else if (!sap(member, "filterable", true)) {
          nonFilterable.add(property.name());
        } else if (value(member, "sap:filter-restriction") != null) {
          shaped.add(property.name());
        }
        if (!sap(member, "sortable", true)) {
          nonSortable.add(property.name());
        }
      }
    }
    // a property that takes one value or one range only is left to the engine, unless a filter is a
    // must
    if (!requiresFilter) {
      shaped.stream().filter(path -> !required.contains(path)).forEach(nonFilterable::add);
    }
    boolean pageable = sap(target, "pageable", true);
    return new Capabilities(
        flag(target, "FilterRestrictions", "Filterable", true) && sap(target, "filterable", true),
        Set.copyOf(nonFilterable),
        requiresFilter,
        Set.copyOf(required),
        filterFunctions(target),
        flag(target, "SortRestrictions", "Sortable", true) && sap(target, "sortable", true),
        Set.copyOf(nonSortable),
        Set.copyOf(paths(target, "SortRestrictions", "AscendingOnlyProperties")),
        Set.copyOf(paths(target, "SortRestrictions", "DescendingOnlyProperties")),
        flag(target, "TopSupported", null, true) && pageable && sap(target, "topable", true),
        flag(target, "SkipSupported", null, true) && pageable,
        flag(target, "CountRestrictions", "Countable", true) && sap(target, "countable", true),
        flag(target, "SelectSupport", "Supported", true),
        flag(target, "ExpandRestrictions", "Expandable", true),
        new ApplyReader(model, hierarchy).read(set),
        conformance());
  }

  /** The nearest value: of the set, of the container's defaults, of the container. */
  private Object find(String target, String term, String member) {
    Object own = member(value(target, V1 + term), member);
    if (own != null) {
      return own;
    }
    Object defaults = member(value(model.containerName(), V1 + "DefaultCapabilities"), term);
    Object inherited = member(defaults, member);
    return inherited != null ? inherited : member(value(model.containerName(), V1 + term), member);
  }

  private static Object member(Object value, String member) {
    if (member == null) {
      return value;
    }
    return value instanceof Map<?, ?> map ? map.get(member) : null;
  }

  private boolean flag(String target, String term, String member, boolean absent) {
    Object value = find(target, term, member);
    return value instanceof Boolean flag ? flag : absent;
  }

  private Set<String> paths(String target, String term, String member) {
    Set<String> paths = new LinkedHashSet<>();
    if (find(target, term, member) instanceof Collection<?> values) {
      values.forEach(v -> paths.add(String.valueOf(v)));
    }
    return paths;
  }

  private Set<String> restrictedExpressions(String target) {
    Set<String> paths = new HashSet<>();
    if (find(target, "FilterRestrictions", "FilterExpressionRestrictions")
        instanceof Collection<?> values) {
      for (Object value : values) {
        if (value instanceof Map<?, ?> restriction && restriction.get("Property") != null) {
          paths.add(restriction.get("Property").toString());
        }
      }
    }
    return paths;
  }

  private Set<String> filterFunctions(String target) {
    if (!(find(target, "FilterFunctions", null) instanceof Collection<?> values)) {
      return null;
    }
    Set<String> functions = new LinkedHashSet<>();
    values.forEach(v -> functions.add(v.toString().trim().toLowerCase(Locale.ROOT)));
    return Set.copyOf(functions);
  }

  private String conformance() {
    Object value = value(model.containerName(), V1 + "ConformanceLevel");
    return value instanceof String level ? level.substring(level.lastIndexOf('/') + 1) : null;
  }

  private boolean sap(String target, String name, boolean absent) {
    Object value = value(target, "sap:" + name);
    return value instanceof Boolean flag ? flag : absent;
  }

  private Object value(String target, String term) {
    for (Annotation annotation : model.annotationsOf(target)) {
      if (annotation.qualifier() == null && annotation.term().equals(term)) {
        return annotation.value();
      }
    }
    return null;
  }
}
