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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The associations of V2 and V3, and the navigation properties that they stand for. */
final class Associations {
  private record End(String role, String type, String multiplicity) {}

  private record Constraint(
      String dependentRole, List<NavigationProperty.ReferentialConstraint> pairs) {}

  private record Association(List<End> ends, Constraint constraint) {
    Optional<End> end(String role) {
      return ends.stream().filter(e -> e.role().equals(role)).findFirst();
    }
  }

  /** A navigation property of V2 or V3 by its association. */
  record Navigation(
      String owner, String name, String association, String fromRole, String toRole) {}

  private final Names names;
  private final Warnings warnings;
  private final Map<String, Association> byName = new HashMap<>();
  private final Map<String, List<Navigation>> navigations = new LinkedHashMap<>();

  Associations(Names names, Warnings warnings) {
    this.names = names;
    this.warnings = warnings;
  }

  /** To be called for all associations before types are read. */
  void read(XmlElement element, String namespace) {
    List<End> ends = new ArrayList<>();
    for (XmlElement end : element.children("End")) {
      String type = end.attribute("Type");
      if (type == null) {
        warnings.add(
            end.line, "association " + element.attribute("Name") + ": End without Type skipped");
        continue;
      }
      String qualified = names.type(type, namespace).qualifiedName();
      String role = end.attribute("Role", qualified.substring(qualified.lastIndexOf('.') + 1));
      ends.add(new End(role, qualified, end.attribute("Multiplicity", "*").trim()));
    }
    Constraint constraint = null;
    for (XmlElement child : element.children("ReferentialConstraint")) {
      constraint = constraint(child, element.attribute("Name"));
    }
    byName.put(namespace + "." + element.attribute("Name"), new Association(ends, constraint));
  }

  private Constraint constraint(XmlElement element, String association) {
    List<XmlElement> principals = element.children("Principal");
    List<XmlElement> dependents = element.children("Dependent");
    if (principals.isEmpty() || dependents.isEmpty()) {
      warnings.add(
          element.line,
          "association " + association + ": incomplete ReferentialConstraint skipped");
      return null;
    }
    List<XmlElement> referenced = principals.get(0).children("PropertyRef");
    List<XmlElement> properties = dependents.get(0).children("PropertyRef");
    List<NavigationProperty.ReferentialConstraint> pairs = new ArrayList<>();
    for (int i = 0; i < Math.min(referenced.size(), properties.size()); i++) {
      String property = properties.get(i).attribute("Name");
      String key = referenced.get(i).attribute("Name");
      if (property != null && key != null) {
        pairs.add(new NavigationProperty.ReferentialConstraint(property, key));
      }
    }
    if (pairs.isEmpty() || referenced.size() != properties.size()) {
      warnings.add(
          element.line,
          "association " + association + ": ReferentialConstraint does not match its ends");
      return null;
    }
    return new Constraint(dependents.get(0).attribute("Role"), List.copyOf(pairs));
  }

  Optional<NavigationProperty> navigationProperty(XmlElement element, String owner) {
    String name = element.attribute("Name");
    String association = names.qualified(element.attribute("Relationship").trim());
    String fromRole = element.attribute("FromRole");
    String toRole = element.attribute("ToRole");
    Association found = byName.get(association);
    Optional<End> to = found == null ? Optional.empty() : found.end(toRole);
    if (to.isEmpty()) {
      warnings.add(
          element.line,
          owner
              + "/"
              + name
              + ": association "
              + association
              + " with role "
              + toRole
              + " is not in the document");
      return Optional.empty();
    }
    navigations
        .computeIfAbsent(association, a -> new ArrayList<>())
        .add(new Navigation(owner, name, association, fromRole, toRole));
    boolean dependent =
        found.constraint() != null
            && String.valueOf(fromRole).equals(found.constraint().dependentRole());
    String multiplicity = to.get().multiplicity();
    return Optional.of(
        new NavigationProperty(
            name,
            new TypeRef(to.get().type(), multiplicity.equals("*")),
            !multiplicity.equals("1"),
            null,
            element.flag("ContainsTarget", false),
            dependent ? found.constraint().pairs() : List.of()));
  }

  /** The navigation properties over an association. */
  List<Navigation> over(String association) {
    return navigations.getOrDefault(association, List.of());
  }
}
