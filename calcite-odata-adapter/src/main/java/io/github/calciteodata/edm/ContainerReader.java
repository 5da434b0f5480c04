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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the entity containers into one: the service's own, with what it extends, and the others.
 */
final class ContainerReader {
  private static final Set<String> MEMBERS =
      Set.of(
          "EntitySet",
          "Singleton",
          "AssociationSet",
          "FunctionImport",
          "ActionImport",
          "Annotation",
          "Documentation",
          "ValueAnnotation",
          "TypeAnnotation");

  private static final Set<String> NAMED =
      Set.of("EntitySet", "Singleton", "FunctionImport", "ActionImport");

  private record Container(String name, String namespace, XmlElement element) {}

  private final Names names;
  private final Warnings warnings;
  private final AnnotationReader annotations;
  private final Associations associations;
  private final OperationReader operations;
  private final boolean v4;
  private final Map<String, Container> containers = new LinkedHashMap<>();

  String containerName;
  final Map<String, EntitySet> entitySets = new LinkedHashMap<>();
  final Map<String, EntitySet> singletons = new LinkedHashMap<>();
  final List<OperationImport> imports = new ArrayList<>();

  ContainerReader(
      Names names,
      Warnings warnings,
      AnnotationReader annotations,
      Associations associations,
      OperationReader operations,
      boolean v4) {
    this.names = names;
    this.warnings = warnings;
    this.annotations = annotations;
    this.associations = associations;
    this.operations = operations;
    this.v4 = v4;
  }

  void declare(XmlElement element, String namespace) {
    String name = namespace + "." + element.attribute("Name");
    if (containers.putIfAbsent(name, new Container(name, namespace, element)) != null) {
      warnings.add(
          element.line, "entity container " + name + " is declared twice, the first one counts");
    } else {
      annotations.inline(name, element);
    }
  }

  /** Reads the members; types and annotation blocks must have been read. */
  void readMembers(TypeHierarchy hierarchy) {
    if (containers.isEmpty()) {
      warnings.add(0, "the document has no EntityContainer: the service has no tables");
      return;
    }
    Container main = main();
    containerName = main.name();
    Set<String> done = new HashSet<>();
    extended(main, hierarchy, done, true);
    for (Container other : containers.values()) {
      if (!done.contains(other.name())) {
        warnings.add(
            other.element().line,
            "entity container "
                + other.name()
                + " stands beside "
                + main.name()
                + ", its members are added");
        extended(other, hierarchy, done, !isMarkedDefault(main));
      }
    }
  }

  private Container main() {
    Set<String> bases = new HashSet<>();
    for (Container container : containers.values()) {
      if (isMarkedDefault(container)) {
        return container;
      }
      String base = container.element().attribute("Extends");
      if (base != null) {
        bases.add(extendsName(container, base));
      }
    }
    return containers.values().stream()
        .filter(c -> !bases.contains(c.name()))
        .findFirst()
        .orElse(containers.values().iterator().next());
  }

  private boolean isMarkedDefault(Container container) {
    return !v4 && container.element().flag("m:IsDefaultEntityContainer", false);
  }

  private String extendsName(Container container, String base) {
    String name = names.qualified(base.trim());
    return name.indexOf('.') < 0 ? container.namespace() + "." + name : name;
  }

  private void extended(
      Container container, TypeHierarchy hierarchy, Set<String> done, boolean plainNames) {
    if (!done.add(container.name())) {
      return;
    }
    String base = container.element().attribute("Extends");
    if (base != null) {
      Container found = containers.get(extendsName(container, base));
      if (found == null) {
        warnings.add(
            container.element().line,
            "entity container "
                + base
                + " that "
                + container.name()
                + " extends is not in the document");
      } else {
        extended(found, hierarchy, done, plainNames);
      }
    }
    members(container, hierarchy, plainNames);
  }

  private void members(Container container, TypeHierarchy hierarchy, boolean plainNames) {
    XmlElement element = container.element();
    warnings.unknownChildren(element, container.name(), MEMBERS);
    Map<String, Map<String, String>> bindings = associationBindings(container, hierarchy);
    // V2 and V3 address what is not in the default container as Container.Set
    String prefix = plainNames ? "" : element.attribute("Name") + ".";
    for (XmlElement child : element.children) {
      String plain = child.attribute("Name");
      if (plain == null && NAMED.contains(child.name)) {
        warnings.add(child.line, container.name() + ": " + child.name + " without Name skipped");
        continue;
      }
      switch (child.name) {
        case "EntitySet" ->
            set(child, container, prefix + plain, false, bindings.getOrDefault(plain, Map.of()));
        case "Singleton" -> set(child, container, prefix + plain, true, Map.of());
        case "FunctionImport", "ActionImport" -> operationImport(child, container);
        default -> {
          // annotations were read with the container, association sets above
        }
      }
    }
  }

  private void set(
      XmlElement element,
      Container container,
      String name,
      boolean singleton,
      Map<String, String> associated) {
    String type = element.attribute(singleton ? "Type" : "EntityType");
    if (type == null) {
      warnings.add(element.line, container.name() + "/" + name + " has no entity type, skipped");
      return;
    }
    if (entitySets.containsKey(name) || singletons.containsKey(name)) {
      warnings.add(
          element.line, container.name() + "/" + name + " is declared twice, the first one counts");
      return;
    }
    Map<String, String> bindings = new LinkedHashMap<>(associated);
    for (XmlElement binding : element.children("NavigationPropertyBinding")) {
      String path = binding.attribute("Path");
      String target = binding.attribute("Target");
      if (path == null || target == null) {
        warnings.add(
            binding.line,
            container.name() + "/" + name + ": incomplete NavigationPropertyBinding skipped");
      } else {
        bindings.put(names.path(path), names.path(target));
      }
    }
    warnings.unknownChildren(
        element,
        container.name() + "/" + name,
        Set.of(
            "NavigationPropertyBinding",
            "Annotation",
            "Documentation",
            "ValueAnnotation",
            "TypeAnnotation"));
    (singleton ? singletons : entitySets)
        .put(
            name,
            new EntitySet(
                name,
                names.type(type, container.namespace()).qualifiedName(),
                singleton,
                Collections.unmodifiableMap(bindings)));
    String declared = container.name() + "/" + element.attribute("Name");
    annotations.inline(declared, element);
    String seen = containerName + "/" + name;
    if (!declared.equals(seen)) {
      annotations.copy(declared, seen);
    }
  }

  private void operationImport(XmlElement element, Container container) {
    String name = element.attribute("Name");
    annotations.inline(containerName + "/" + name, element);
    if (!v4) {
      OperationImport imported = operations.imported(element, container.namespace());
      if (imported != null) {
        imports.add(imported);
      }
      return;
    }
    boolean function = element.name.equals("FunctionImport");
    String operation = element.attribute(function ? "Function" : "Action");
    if (operation == null) {
      warnings.add(element.line, container.name() + "/" + name + " names no operation, skipped");
      return;
    }
    String set = element.attribute("EntitySet");
    imports.add(
        new OperationImport(
            name,
            names.qualified(operation),
            set == null ? null : names.path(set),
            function ? "GET" : "POST"));
  }

  /** V2 and V3: association sets say which set a navigation property leads to. */
  private Map<String, Map<String, String>> associationBindings(
      Container container, TypeHierarchy hierarchy) {
    Map<String, String> typeOfSet = new HashMap<>();
    for (XmlElement set : container.element().children("EntitySet")) {
      if (set.attribute("Name") != null && set.attribute("EntityType") != null) {
        typeOfSet.put(
            set.attribute("Name"),
            names.type(set.attribute("EntityType"), container.namespace()).qualifiedName());
      }
    }
    Map<String, Map<String, String>> bindings = new HashMap<>();
    for (XmlElement associationSet : container.element().children("AssociationSet")) {
      Map<String, String> setOfRole = new HashMap<>();
      for (XmlElement end : associationSet.children("End")) {
        setOfRole.put(end.attribute("Role"), end.attribute("EntitySet"));
      }
      String association = names.qualified(associationSet.attribute("Association", "").trim());
      for (Associations.Navigation navigation : associations.over(association)) {
        String source = setOfRole.get(navigation.fromRole());
        String target = setOfRole.get(navigation.toRole());
        String type = typeOfSet.get(source);
        if (type == null || target == null) {
          continue;
        }
        if (hierarchy.isA(type, navigation.owner())) {
          bindings
              .computeIfAbsent(source, s -> new LinkedHashMap<>())
              .put(navigation.name(), target);
        } else if (hierarchy.isA(navigation.owner(), type)) {
          bindings
              .computeIfAbsent(source, s -> new LinkedHashMap<>())
              .put(navigation.owner() + "/" + navigation.name(), target);
        }
      }
    }
    return bindings;
  }
}
