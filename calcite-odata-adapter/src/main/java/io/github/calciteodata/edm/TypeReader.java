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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads entity types, complex types, enumerations and type definitions of a schema. */
final class TypeReader {
  private static final Set<String> MEMBERS =
      Set.of(
          "Key",
          "Property",
          "NavigationProperty",
          "Annotation",
          "Documentation",
          "ValueAnnotation",
          "TypeAnnotation");

  private final Names names;
  private final Warnings warnings;
  private final AnnotationReader annotations;
  private final Associations associations;
  private final ProtocolVersion version;

  final Map<String, StructuredType> structuredTypes = new LinkedHashMap<>();
  final Map<String, EnumType> enumTypes = new LinkedHashMap<>();
  final Map<String, TypeDefinition> typeDefinitions = new LinkedHashMap<>();
  final Map<String, Integer> lines = new LinkedHashMap<>();

  TypeReader(
      Names names,
      Warnings warnings,
      AnnotationReader annotations,
      Associations associations,
      ProtocolVersion version) {
    this.names = names;
    this.warnings = warnings;
    this.annotations = annotations;
    this.associations = associations;
    this.version = version;
  }

  void structured(XmlElement element, String namespace) {
    String name = declare(element, namespace);
    if (name == null) {
      return;
    }
    warnings.unknownChildren(element, name, MEMBERS);
    annotations.inline(name, element);
    Map<String, Property> properties = new LinkedHashMap<>();
    Map<String, NavigationProperty> navigation = new LinkedHashMap<>();
    for (XmlElement child : element.children) {
      String member = child.attribute("Name");
      switch (child.name) {
        case "Property" -> {
          if (isNew(name, child, member, properties, navigation)) {
            properties.put(member, property(child, name, namespace));
            annotations.inline(name + "/" + member, child);
          }
        }
        case "NavigationProperty" -> {
          if (isNew(name, child, member, properties, navigation)) {
            navigationProperty(child, name, namespace).ifPresent(n -> navigation.put(member, n));
            annotations.inline(name + "/" + member, child);
          }
        }
        default -> {
          // keys below; the rest is no member
        }
      }
    }
    String base = element.attribute("BaseType");
    structuredTypes.put(
        name,
        new StructuredType(
            name,
            element.name.equals("EntityType"),
            base == null || base.isBlank() ? null : names.type(base, namespace).qualifiedName(),
            element.flag("Abstract", false),
            element.flag("OpenType", false),
            element.flag("HasStream", false) || element.flag("m:HasStream", false),
            key(element, name),
            List.copyOf(properties.values()),
            List.copyOf(navigation.values())));
  }

  private boolean isNew(
      String type,
      XmlElement child,
      String member,
      Map<String, ?> properties,
      Map<String, ?> navigation) {
    if (member == null || member.isBlank()) {
      warnings.add(child.line, type + ": " + child.name + " without Name skipped");
      return false;
    }
    if (properties.containsKey(member) || navigation.containsKey(member)) {
      warnings.add(child.line, type + "/" + member + " is declared twice, the first one counts");
      return false;
    }
    return true;
  }

  private List<StructuredType.KeyRef> key(XmlElement element, String name) {
    List<StructuredType.KeyRef> key = new ArrayList<>();
    for (XmlElement keyElement : element.children("Key")) {
      for (XmlElement ref : keyElement.children("PropertyRef")) {
        String path = ref.attribute("Name");
        if (path == null || path.isBlank()) {
          warnings.add(ref.line, name + ": PropertyRef without Name skipped");
        } else {
          key.add(new StructuredType.KeyRef(path.trim(), ref.attribute("Alias")));
        }
      }
    }
    return List.copyOf(key);
  }

  private Property property(XmlElement element, String owner, String namespace) {
    String name = element.attribute("Name");
    return new Property(
        name,
        type(element, owner + "/" + name, namespace),
        element.flag("Nullable", true),
        facets(element, owner + "/" + name));
  }

  /** The type an element declares, by attribute or, in V3, by a child. */
  TypeRef type(XmlElement element, String where, String namespace) {
    String type = element.attribute("Type");
    if (type != null && !type.isBlank()) {
      TypeRef ref = names.type(type, namespace);
      String kind = element.attribute("CollectionKind", "None");
      return kind.equals("None") ? ref : new TypeRef(ref.qualifiedName(), true);
    }
    for (XmlElement child : element.children) {
      if (child.name.equals("TypeRef")) {
        return type(child, where, namespace);
      } else if (child.name.equals("CollectionType")) {
        String item = child.attribute("ElementType");
        TypeRef ref = item == null ? type(child, where, namespace) : names.type(item, namespace);
        return new TypeRef(ref.qualifiedName(), true);
      }
    }
    // CSDL 4.01 7.1: an absent type means Edm.String; earlier versions require the attribute
    if (version != ProtocolVersion.V4_01) {
      warnings.add(element.line, where + " has no Type, taken as Edm.String");
    }
    return new TypeRef("Edm.String", false);
  }

  Facets facets(XmlElement element, String where) {
    if (element.attributes.isEmpty()) {
      return Facets.NONE;
    }
    String scale = element.attribute("Scale", "").trim().toLowerCase(Locale.ROOT);
    boolean variable = scale.equals("variable") || scale.equals("floating");
    String length = element.attribute("MaxLength", "").trim();
    Integer maxLength = length.equalsIgnoreCase("max") ? null : number(element, "MaxLength", where);
    Integer precision = number(element, "Precision", where);
    Integer fixedScale = variable ? null : number(element, "Scale", where);
    return maxLength == null && precision == null && fixedScale == null && !variable
        ? Facets.NONE
        : new Facets(maxLength, precision, fixedScale, variable);
  }

  private Integer number(XmlElement element, String attribute, String where) {
    String text = element.attribute(attribute);
    if (text == null) {
      return null;
    }
    try {
      int value = Integer.parseInt(text.trim());
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // falls through to the warning: the facet counts as absent
    }
    warnings.add(
        element.line,
        where + ": " + attribute + "=\"" + text + "\" is no such number, taken as absent");
    return null;
  }

  private Optional<NavigationProperty> navigationProperty(
      XmlElement element, String owner, String namespace) {
    String name = element.attribute("Name");
    if (element.attribute("Relationship") != null) {
      return associations.navigationProperty(element, owner);
    }
    if (element.attribute("Type") == null) {
      warnings.add(element.line, owner + "/" + name + ": navigation property without Type skipped");
      return Optional.empty();
    }
    List<NavigationProperty.ReferentialConstraint> constraints = new ArrayList<>();
    for (XmlElement child : element.children("ReferentialConstraint")) {
      String property = child.attribute("Property");
      String referenced = child.attribute("ReferencedProperty");
      if (property == null || referenced == null) {
        warnings.add(child.line, owner + "/" + name + ": incomplete ReferentialConstraint skipped");
      } else {
        constraints.add(new NavigationProperty.ReferentialConstraint(property, referenced));
      }
    }
    return Optional.of(
        new NavigationProperty(
            name,
            names.type(element.attribute("Type"), namespace),
            element.flag("Nullable", true),
            element.attribute("Partner"),
            element.flag("ContainsTarget", false),
            List.copyOf(constraints)));
  }

  void enumeration(XmlElement element, String namespace) {
    String name = declare(element, namespace);
    if (name == null) {
      return;
    }
    annotations.inline(name, element);
    Map<String, Long> members = new LinkedHashMap<>();
    long next = 0;
    for (XmlElement child : element.children("Member")) {
      String member = child.attribute("Name");
      String value = child.attribute("Value");
      if (member == null) {
        warnings.add(child.line, name + ": Member without Name skipped");
        continue;
      }
      if (value != null) {
        try {
          next = Long.parseLong(value.trim());
        } catch (NumberFormatException e) {
          warnings.add(
              child.line, name + "/" + member + ": value \"" + value + "\" is no 64-bit integer");
        }
      }
      members.putIfAbsent(member, next++);
      annotations.inline(name + "/" + member, child);
    }
    enumTypes.put(
        name,
        new EnumType(name, element.flag("IsFlags", false), Collections.unmodifiableMap(members)));
  }

  void definition(XmlElement element, String namespace) {
    String name = declare(element, namespace);
    if (name == null) {
      return;
    }
    annotations.inline(name, element);
    String underlying = element.attribute("UnderlyingType");
    if (underlying == null) {
      warnings.add(
          element.line, "type definition " + name + " has no UnderlyingType, taken as Edm.Untyped");
      underlying = "Edm.Untyped";
    }
    typeDefinitions.put(
        name,
        new TypeDefinition(
            name, names.type(underlying, namespace).qualifiedName(), facets(element, name)));
  }

  /** The qualified name, or null with a warning when it has none or is taken. */
  private String declare(XmlElement element, String namespace) {
    String name = element.attribute("Name");
    if (name == null || name.isBlank()) {
      warnings.add(element.line, element.name + " without Name skipped");
      return null;
    }
    String qualified = namespace + "." + name;
    if (lines.putIfAbsent(qualified, element.line) != null) {
      warnings.add(element.line, "type " + qualified + " is declared twice, the first one counts");
      return null;
    }
    return qualified;
  }
}
