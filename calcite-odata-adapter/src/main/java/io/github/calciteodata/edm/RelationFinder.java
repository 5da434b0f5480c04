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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds which columns a navigation property compares: those of its own referential constraint, or
 * for a collection those of its partner's (CSDL 8.5).
 */
final class RelationFinder {
  private final ServiceModel model;
  private final TypeHierarchy hierarchy;
  private final Map<String, Columns> columns;

  /**
   * A finder over these tables.
   *
   * @param columns by name of the entity set or singleton
   */
  RelationFinder(ServiceModel model, TypeHierarchy hierarchy, Map<String, Columns> columns) {
    this.model = model;
    this.hierarchy = hierarchy;
    this.columns = columns;
  }

  /** The relations of a set; those of complex properties are left out. */
  List<Relation> of(EntitySet set) {
    Columns own = columns.get(set.name());
    List<Relation> relations = new ArrayList<>();
    own.navigations().forEach((path, navigation) -> add(set, own, path, navigation, relations));
    return List.copyOf(relations);
  }

  private void add(
      EntitySet set, Columns own, String path, NavigationProperty navigation, List<Relation> all) {
    Optional<String> target = target(set.bindings().get(path));
    if (path.indexOf('/') >= 0 || navigation.containsTarget() || target.isEmpty()) {
      return;
    }
    Columns other = columns.get(target.get());
    if (!navigation.type().collection()) {
      relation(path, target.get(), false, navigation.constraints(), own, other)
          .filter(r -> isKey(r.targetColumns(), other))
          .ifPresent(all::add);
      return;
    }
    partner(set, navigation, model.entitySets().get(target.get()))
        .flatMap(p -> relation(path, set.name(), false, p.constraints(), other, own))
        .filter(r -> isKey(r.targetColumns(), own))
        .map(r -> new Relation(path, target.get(), true, r.targetColumns(), r.columns()))
        .ifPresent(all::add);
  }

  private static Optional<Relation> relation(
      String path,
      String target,
      boolean collection,
      List<NavigationProperty.ReferentialConstraint> constraints,
      Columns dependent,
      Columns principal) {
    List<Column> from = new ArrayList<>();
    List<Column> to = new ArrayList<>();
    for (NavigationProperty.ReferentialConstraint constraint : constraints) {
      dependent.byPath(constraint.property()).ifPresent(from::add);
      principal.byPath(constraint.referencedProperty()).ifPresent(to::add);
    }
    boolean complete = from.size() == constraints.size() && to.size() == constraints.size();
    return complete && !constraints.isEmpty()
        ? Optional.of(new Relation(path, target, collection, from, to))
        : Optional.empty();
  }

  private static boolean isKey(List<Column> referenced, Columns table) {
    List<Column> key = table.key().stream().map(table.columns()::get).toList();
    return key.size() == referenced.size() && new HashSet<>(key).equals(new HashSet<>(referenced));
  }

  /** The navigation property back from the target's rows to those of this set. */
  private Optional<NavigationProperty> partner(
      EntitySet set, NavigationProperty navigation, EntitySet target) {
    if (target == null) {
      return Optional.empty();
    }
    List<String> ownTypes =
        hierarchy.chain(set.entityType()).stream().map(StructuredType::qualifiedName).toList();
    return columns.get(target.name()).navigations().entrySet().stream()
        .filter(
            back -> target(target.bindings().get(back.getKey())).equals(Optional.of(set.name())))
        .map(Map.Entry::getValue)
        .filter(back -> !back.type().collection() && ownTypes.contains(back.type().qualifiedName()))
        .filter(back -> isPartner(navigation, back))
        .findFirst();
  }

  private static boolean isPartner(NavigationProperty navigation, NavigationProperty back) {
    if (navigation.partner() != null || back.partner() != null) {
      return back.name().equals(navigation.partner()) || navigation.name().equals(back.partner());
    }
    // Teiid does not name partners, but calls the way back from Orders/customer Orders_customer
    String type = navigation.type().qualifiedName();
    return navigation.name().equals(type.substring(type.lastIndexOf('.') + 1) + "_" + back.name());
  }

  /**
   * The set that a binding names, {@code Set} or {@code NS.Container/Set}; empty for contained
   * ones.
   */
  Optional<String> target(String binding) {
    if (binding == null) {
      return Optional.empty();
    }
    String own = model.containerName() + "/";
    String name = binding.startsWith(own) ? binding.substring(own.length()) : binding;
    return columns.containsKey(name) ? Optional.of(name) : Optional.empty();
  }
}
