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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes tables of a service's entity sets and singletons. */
public final class TableModels {
  private TableModels() {}

  /**
   * The entity sets and then the singletons, in document order.
   *
   * @param warnings what became text, was renamed or left out; those of the document itself are in
   *     the {@link ServiceModel}
   */
  public record Result(List<TableModel> tables, List<ModelWarning> warnings) {
    public Result {
      tables = List.copyOf(tables);
      warnings = List.copyOf(warnings);
    }

    /** The table of this exact name. */
    public Optional<TableModel> table(String name) {
      return tables.stream().filter(t -> t.name().equals(name)).findFirst();
    }
  }

  /** Makes the tables of a service. Never fails: what cannot be a table becomes a warning. */
  public static Result of(ServiceModel model) {
    return new Builder(model).build();
  }

  private static final class Builder {
    private final ServiceModel model;
    private final TypeHierarchy hierarchy;
    private final Warnings warnings = new Warnings();
    private final Map<String, Columns> columns = new LinkedHashMap<>();
    private final RelationFinder relations;

    Builder(ServiceModel model) {
      this.model = model;
      this.hierarchy = new TypeHierarchy(model.structuredTypes());
      this.relations = new RelationFinder(model, hierarchy, columns);
    }

    Result build() {
      List<EntitySet> sets = new ArrayList<>(model.entitySets().values());
      sets.addAll(model.singletons().values());
      ColumnFlattener flattener = new ColumnFlattener(model, hierarchy, warnings);
      for (EntitySet set : sets) {
        if (model.structuredType(set.entityType()).isEmpty()) {
          warnings.add(
              0,
              set.name()
                  + ": entity type "
                  + set.entityType()
                  + " is not in the document, no table");
        } else if (hierarchy.properties(set.entityType()).isEmpty()) {
          warnings.add(
              0, set.name() + ": entity type " + set.entityType() + " has no properties, no table");
        } else {
          columns.put(set.name(), flattener.flatten(set));
        }
      }
      CapabilitiesReader capabilities = new CapabilitiesReader(model, hierarchy);
      List<TableModel> tables = new ArrayList<>();
      for (EntitySet set : sets) {
        Columns own = columns.get(set.name());
        if (own != null) {
          tables.add(
              new TableModel(
                  set.name(),
                  set.name(),
                  set.singleton(),
                  own.columns(),
                  own.key(),
                  foreignKeys(set, own),
                  relations.of(set),
                  capabilities.read(set),
                  remarks(set)));
        }
      }
      return new Result(tables, warnings.list());
    }

    private String remarks(EntitySet set) {
      String own = Remarks.of(model, model.containerName() + "/" + set.name());
      return own != null ? own : Remarks.of(model, set.entityType());
    }

    private List<TableModel.ForeignKey> foreignKeys(EntitySet set, Columns own) {
      List<TableModel.ForeignKey> keys = new ArrayList<>();
      own.navigations().entrySet().stream()
          .filter(n -> !n.getValue().type().collection() && !n.getValue().constraints().isEmpty())
          .forEach(n -> foreignKey(set, own, n.getKey(), n.getValue()).ifPresent(keys::add));
      return List.copyOf(keys);
    }

    private Optional<TableModel.ForeignKey> foreignKey(
        EntitySet set, Columns own, String path, NavigationProperty navigation) {
      String target = relations.target(set.bindings().get(path)).orElse(null);
      Columns other = target == null ? null : columns.get(target);
      if (other == null) {
        return Optional.empty();
      }
      String prefix = path.substring(0, path.lastIndexOf('/') + 1);
      List<String> from = new ArrayList<>();
      List<String> to = new ArrayList<>();
      for (NavigationProperty.ReferentialConstraint constraint : navigation.constraints()) {
        Optional<Column> column = own.byPath(prefix + constraint.property());
        Optional<Column> referenced = other.byPath(constraint.referencedProperty());
        if (column.isEmpty() || referenced.isEmpty()) {
          warnings.add(
              0,
              set.name()
                  + "/"
                  + path
                  + ": referential constraint "
                  + constraint.property()
                  + " = "
                  + constraint.referencedProperty()
                  + " names no column, no foreign key");
          return Optional.empty();
        }
        from.add(column.get().name());
        to.add(referenced.get().name());
      }
      return Optional.of(
          new TableModel.ForeignKey(
              path.replace('/', '_'), List.copyOf(from), target, List.copyOf(to)));
    }
  }
}
