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

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads annotations, inline and by target, and V2's annotation attributes. */
final class AnnotationReader {
  private static final String DESCRIPTION = "Org.OData.Core.V1.Description";

  /** Expressions that are a value when the document is read; the rest depends on the instance. */
  private static final Set<String> CONSTANTS =
      Set.of(
          "String",
          "Int",
          "Float",
          "Decimal",
          "Date",
          "DateTimeOffset",
          "Duration",
          "Guid",
          "Binary",
          "TimeOfDay",
          "EnumMember",
          "PropertyPath",
          "NavigationPropertyPath",
          "AnnotationPath",
          "ModelElementPath",
          "AnyPropertyPath");

  private static final Set<String> DYNAMIC_ATTRIBUTES = Set.of("Path", "UrlRef");

  private final Names names;
  private final Warnings warnings;
  private final Map<String, List<Annotation>> byTarget = new LinkedHashMap<>();

  AnnotationReader(Names names, Warnings warnings) {
    this.names = names;
    this.warnings = warnings;
  }

  Map<String, List<Annotation>> byTarget() {
    Map<String, List<Annotation>> copy = new LinkedHashMap<>();
    byTarget.forEach((target, list) -> copy.put(target, List.copyOf(list)));
    return Collections.unmodifiableMap(copy);
  }

  /** The annotations that stand in the element itself. */
  void inline(String target, XmlElement element) {
    elements(target, element, null);
    element.attributes.forEach(
        (name, value) -> {
          if (name.startsWith("sap:") || name.startsWith("m:")) {
            add(target, new Annotation(name, null, attributeValue(value)));
          }
        });
    for (XmlElement documentation : element.children("Documentation")) {
      for (XmlElement summary : documentation.children("Summary")) {
        if (!summary.text().isEmpty()) {
          add(target, new Annotation(DESCRIPTION, null, summary.text()));
        }
      }
    }
  }

  /** An {@code Annotations Target=} block. */
  void block(XmlElement element) {
    String target = element.attribute("Target");
    if (target == null) {
      warnings.add(element.line, "Annotations without Target skipped");
      return;
    }
    elements(names.path(target), element, element.attribute("Qualifier"));
  }

  /** What is known of a member under one name holds under the other too. */
  void copy(String from, String to) {
    for (Annotation annotation : List.copyOf(byTarget.getOrDefault(from, List.of()))) {
      add(to, annotation);
    }
  }

  private void elements(String target, XmlElement element, String blockQualifier) {
    for (XmlElement child : element.children) {
      if (!child.name.equals("Annotation")) {
        continue;
      }
      String term = child.attribute("Term");
      if (term == null) {
        warnings.add(child.line, target + ": annotation without Term skipped");
        continue;
      }
      Object value = value(child, true);
      if (value != null) {
        add(
            target,
            new Annotation(
                names.qualified(term), child.attribute("Qualifier", blockQualifier), value));
      }
    }
  }

  private void add(String target, Annotation annotation) {
    byTarget.computeIfAbsent(target, t -> new ArrayList<>()).add(annotation);
  }

  /** The constant value of an annotation or property value; null when it is dynamic or absent. */
  private Object value(XmlElement element, boolean tag) {
    for (Map.Entry<String, String> attribute : element.attributes.entrySet()) {
      String name = attribute.getKey();
      if (name.equals("Bool")) {
        return bool(attribute.getValue());
      } else if (CONSTANTS.contains(name)) {
        return attribute.getValue();
      } else if (DYNAMIC_ATTRIBUTES.contains(name)) {
        return null;
      }
    }
    boolean empty = true;
    for (XmlElement child : element.children) {
      if (!child.name.equals("Annotation")) {
        empty = false;
        Object value = expression(child);
        if (value != null) {
          return value;
        }
      }
    }
    return tag && empty ? Boolean.TRUE : null;
  }

  private Object expression(XmlElement element) {
    return switch (element.name) {
      case "Bool" -> bool(element.text());
      case "Collection" -> collection(element);
      case "Record" -> record(element);
      case "LabeledElement" -> value(element, false);
      default -> CONSTANTS.contains(element.name) ? element.text() : null;
    };
  }

  private List<Object> collection(XmlElement element) {
    List<Object> items = new ArrayList<>();
    for (XmlElement child : element.children) {
      Object item = expression(child);
      if (item != null) {
        items.add(item);
      }
    }
    return List.copyOf(items);
  }

  private Map<String, Object> record(XmlElement element) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (XmlElement child : element.children("PropertyValue")) {
      Object member = value(child, false);
      if (member != null && child.attribute("Property") != null) {
        members.put(child.attribute("Property"), member);
      }
    }
    return Collections.unmodifiableMap(members);
  }

  private static Object bool(String text) {
    return switch (text.trim()) {
      case "true", "True", "TRUE", "1" -> true;
      case "false", "False", "FALSE", "0" -> false;
      default -> null;
    };
  }

  private static Object attributeValue(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> text;
    };
  }
}
