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

import io.github.calciteodata.edm.Capabilities.ExpandRestrictions;
import io.github.calciteodata.edm.Capabilities.FilterRestrictions;
import io.github.calciteodata.edm.Capabilities.FilterShape;
import io.github.calciteodata.edm.Capabilities.ReadRestrictions;
import io.github.calciteodata.edm.Capabilities.SortRestrictions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads what may be asked of a set: its own annotations, then {@code DefaultCapabilities} of the
 * container, then the container's own.
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
    String container = model.containerName();
    Object defaults = value(container, V1 + "DefaultCapabilities");
    Terms terms =
        new Terms(
            List.of(
                term -> value(target, V1 + term),
                term -> defaults instanceof Map<?, ?> map ? map.get(term) : null,
                term -> value(container, V1 + term)));
    SapAttributes sap = new SapAttributes(target, hierarchy.chain(set.entityType()));
    return capabilities(
        terms, sap, new ApplyReader(model, hierarchy).read(set), navigation(terms), conformance());
  }

  /** What a record of {@code NavigationRestrictions} says, by the path of its property. */
  private Map<String, Capabilities> navigation(Terms terms) {
    Map<String, Capabilities> byPath = new HashMap<>();
    for (Object value : terms.list("NavigationRestrictions", "RestrictedProperties")) {
      if (value instanceof Map<?, ?> restriction && restriction.get("NavigationProperty") != null) {
        Terms own = new Terms(List.of(restriction::get));
        byPath.put(
            restriction.get("NavigationProperty").toString(),
            capabilities(
                own, new SapAttributes("", List.of()), ApplyCapabilities.NONE, Map.of(), null));
      }
    }
    return byPath;
  }

  private static Capabilities capabilities(
      Terms terms,
      SapAttributes sap,
      ApplyCapabilities apply,
      Map<String, Capabilities> navigation,
      String conformance) {
    FilterRestrictions filter = filter(terms, sap);
    SortRestrictions sort = sort(terms, sap);
    boolean pageable = sap.flag(terms, "pageable", true);
    return new Capabilities(
        filter,
        sort,
        terms.flag("TopSupported", null, true) && pageable && sap.flag(terms, "topable", true),
        terms.flag("SkipSupported", null, true) && pageable,
        terms.flag("CountRestrictions", "Countable", true) && sap.flag(terms, "countable", true),
        terms.flag("SelectSupport", "Supported", true),
        new ExpandRestrictions(
            terms.flag("ExpandRestrictions", "Expandable", true),
            terms.paths("ExpandRestrictions", "NonExpandableProperties"),
            terms.number("ExpandRestrictions", "MaxLevels", -1)),
        apply,
        read(terms, sap),
        terms.flag("BatchSupport", "Supported", terms.flag("BatchSupported", null, true)),
        terms.flag("QuerySegmentSupported", null, false),
        navigation,
        conformance,
        terms.declared());
  }

  private static FilterRestrictions filter(Terms terms, SapAttributes sap) {
    String term = "FilterRestrictions";
    Set<String> nonFilterable = terms.paths(term, "NonFilterableProperties");
    Set<String> required = terms.paths(term, "RequiredProperties");
    Map<String, FilterShape> shapes = shapes(terms);
    boolean filterable = terms.flag(term, "Filterable", true);
    boolean requiresFilter = terms.flag(term, "RequiresFilter", false);
    filterable &= sap.flag(terms, "filterable", true);
    requiresFilter |= sap.flag(terms, "requires-filter", false);
    required.addAll(sap.properties("required-in-filter", true));
    nonFilterable.addAll(sap.properties("filterable", false));
    nonFilterable.removeAll(required);
    shapes.putAll(sap.shapes());
    return new FilterRestrictions(
        filterable,
        requiresFilter,
        required,
        nonFilterable,
        shapes,
        terms.number(term, "MaxLevels", -1),
        functions(terms));
  }

  private static Map<String, FilterShape> shapes(Terms terms) {
    Map<String, FilterShape> shapes = new HashMap<>();
    for (Object value : terms.list("FilterRestrictions", "FilterExpressionRestrictions")) {
      if (value instanceof Map<?, ?> restriction && restriction.get("Property") != null) {
        // a shape that is not known here is taken for the narrowest
        FilterShape shape =
            switch (String.valueOf(restriction.get("AllowedExpressions"))) {
              case "MultiValue" -> FilterShape.MULTI_VALUE;
              case "SingleRange" -> FilterShape.SINGLE_RANGE;
              case "MultiRange" -> FilterShape.MULTI_RANGE;
              case "SearchExpression" -> FilterShape.SEARCH;
              case "MultiRangeOrSearchExpression" -> FilterShape.MULTI_RANGE_OR_SEARCH;
              default -> FilterShape.SINGLE_VALUE;
            };
        shapes.put(restriction.get("Property").toString(), shape);
      }
    }
    return shapes;
  }

  private static Set<String> functions(Terms terms) {
    if (terms.find("FilterFunctions", null) == null) {
      return null;
    }
    Set<String> functions = new LinkedHashSet<>();
    terms
        .list("FilterFunctions", null)
        .forEach(v -> functions.add(v.toString().trim().toLowerCase(Locale.ROOT)));
    return functions;
  }

  private static SortRestrictions sort(Terms terms, SapAttributes sap) {
    String term = "SortRestrictions";
    Set<String> nonSortable = terms.paths(term, "NonSortableProperties");
    boolean sortable = terms.flag(term, "Sortable", true);
    sortable &= sap.flag(terms, "sortable", true);
    nonSortable.addAll(sap.properties("sortable", false));
    return new SortRestrictions(
        sortable,
        nonSortable,
        terms.paths(term, "AscendingOnlyProperties"),
        terms.paths(term, "DescendingOnlyProperties"));
  }

  private static ReadRestrictions read(Terms terms, SapAttributes sap) {
    boolean readable = terms.flag("ReadRestrictions", "Readable", true);
    Object byKey = terms.find("ReadRestrictions", "ReadByKeyRestrictions");
    boolean readableByKey =
        byKey instanceof Map<?, ?> map && map.get("Readable") instanceof Boolean own
            ? own
            : readable;
    return new ReadRestrictions(
        readable && sap.flag(terms, "addressable", true),
        readableByKey && terms.flag("IndexableByKey", null, true));
  }

  private String conformance() {
    Object value = value(model.containerName(), V1 + "ConformanceLevel");
    return value instanceof String level ? level.substring(level.lastIndexOf('/') + 1) : null;
  }

  private Object value(String target, String term) {
    for (Annotation annotation : model.annotationsOf(target)) {
      if (annotation.qualifier() == null && annotation.term().equals(term)) {
        return annotation.value();
      }
    }
    return null;
  }

  /** The attributes that SAP's V2 services put on a set and the properties of its type. */
  private final class SapAttributes {
    private final String target;
    private final List<StructuredType> types;

    SapAttributes(String target, List<StructuredType> types) {
      this.target = target;
      this.types = types;
    }

    boolean flag(Terms terms, String name, boolean absent) {
      if (value(target, "sap:" + name) instanceof Boolean flag) {
        terms.declared().add("sap:" + name);
        return flag;
      }
      return absent;
    }

    /** Properties whose attribute has this value. */
    Set<String> properties(String name, boolean wanted) {
      Set<String> found = new HashSet<>();
      for (StructuredType type : types) {
        for (Property property : type.properties()) {
          if (Boolean.valueOf(wanted)
              .equals(value(type.qualifiedName() + "/" + property.name(), "sap:" + name))) {
            found.add(property.name());
          }
        }
      }
      return found;
    }

    Map<String, FilterShape> shapes() {
      Map<String, FilterShape> shapes = new HashMap<>();
      for (StructuredType type : types) {
        for (Property property : type.properties()) {
          Object value =
              value(type.qualifiedName() + "/" + property.name(), "sap:filter-restriction");
          if (value != null) {
            FilterShape shape =
                switch (value.toString()) {
                  case "multi-value" -> FilterShape.MULTI_VALUE;
                  case "interval" -> FilterShape.SINGLE_RANGE;
                  default -> FilterShape.SINGLE_VALUE;
                };
            shapes.put(property.name(), shape);
          }
        }
      }
      return shapes;
    }
  }
}
