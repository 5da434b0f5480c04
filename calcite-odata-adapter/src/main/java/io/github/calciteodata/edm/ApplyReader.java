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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code Org.OData.Aggregation.V1}: {@code ApplySupported} of the set, of its type or of the
 * container, completed by {@code ApplySupportedDefaults} of the container.
 */
final class ApplyReader {
  private static final String V1 = "Org.OData.Aggregation.V1.";

  private final ServiceModel model;
  private final TypeHierarchy hierarchy;

  ApplyReader(ServiceModel model, TypeHierarchy hierarchy) {
    this.model = model;
    this.hierarchy = hierarchy;
  }

  ApplyCapabilities read(EntitySet set) {
    // V2 services of SAP carry the term for their V4 twins: the protocol has no $apply before V4
    if (!model.version().isV4()) {
      return ApplyCapabilities.NONE;
    }
    Object defaults = value(String.valueOf(model.containerName()), "ApplySupportedDefaults");
    Object supported = supported(set, defaults);
    if (supported == null || Boolean.FALSE.equals(supported)) {
      return ApplyCapabilities.NONE;
    }
    boolean tagged = Boolean.TRUE.equals(member(supported, defaults, "PropertyRestrictions"));
    Set<String> groupable = paths(member(supported, defaults, "GroupableProperties"));
    Map<String, Set<String>> aggregatable =
        aggregatable(member(supported, defaults, "AggregatableProperties"));
    return new ApplyCapabilities(
        true,
        paths(member(supported, defaults, "Transformations")),
        groupable == null && tagged ? tagged(set, "Groupable").keySet() : groupable,
        aggregatable == null && tagged ? tagged(set, "Aggregatable") : aggregatable);
  }

  private Object supported(EntitySet set, Object defaults) {
    String container = String.valueOf(model.containerName());
    for (String place : List.of(container + "/" + set.name(), set.entityType(), container)) {
      Object value = value(place, "ApplySupported");
      if (value != null) {
        return value;
      }
    }
    return defaults;
  }

  private static Object member(Object own, Object defaults, String name) {
    Object value = own instanceof Map<?, ?> map ? map.get(name) : null;
    return value == null && defaults instanceof Map<?, ?> map ? map.get(name) : value;
  }

  /** Null when nothing is listed: then everything is allowed. */
  private static Set<String> paths(Object value) {
    if (!(value instanceof Collection<?> values) || values.isEmpty()) {
      return null;
    }
    Set<String> paths = new HashSet<>();
    values.forEach(v -> paths.add(String.valueOf(v)));
    return Set.copyOf(paths);
  }

  private static Map<String, Set<String>> aggregatable(Object value) {
    if (!(value instanceof Collection<?> values) || values.isEmpty()) {
      return null;
    }
    Map<String, Set<String>> result = new HashMap<>();
    for (Object each : values) {
      if (each instanceof Map<?, ?> map && map.get("Property") != null) {
        Set<String> methods = new HashSet<>();
        if (map.get("SupportedAggregationMethods") instanceof Collection<?> names) {
          names.forEach(n -> methods.add(n.toString().toLowerCase(Locale.ROOT)));
        }
        result.put(map.get("Property").toString(), Set.copyOf(methods));
      }
    }
    return Map.copyOf(result);
  }

  /** Properties that carry the tag; {@code PropertyRestrictions} says that only these count. */
  private Map<String, Set<String>> tagged(EntitySet set, String tag) {
    Map<String, Set<String>> result = new HashMap<>();
    for (StructuredType type : hierarchy.chain(set.entityType())) {
      for (Property property : type.properties()) {
        Object value = value(type.qualifiedName() + "/" + property.name(), tag);
        if (value != null && !Boolean.FALSE.equals(value)) {
          result.put(property.name(), Set.of());
        }
      }
    }
    return Map.copyOf(result);
  }

  private Object value(String target, String term) {
    for (Annotation annotation : model.annotationsOf(target)) {
      if (annotation.qualifier() == null && annotation.term().equals(V1 + term)) {
        return annotation.value();
      }
    }
    return null;
  }
}
