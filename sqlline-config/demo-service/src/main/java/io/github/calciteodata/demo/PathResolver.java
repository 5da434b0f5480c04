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
package io.github.calciteodata.demo;

import io.github.calciteodata.demo.data.DemoModel;
import io.github.calciteodata.demo.data.EntityTable;
import io.github.calciteodata.demo.data.Navigation;
import io.github.calciteodata.demo.data.Row;
import io.github.calciteodata.demo.data.RowType;
import io.github.calciteodata.demo.data.Rows;
import io.github.calciteodata.demo.query.ExpressionCompiler;
import io.github.calciteodata.demo.query.Problem;
import io.github.calciteodata.demo.query.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.olingo.commons.api.edm.EdmEntityType;
import org.apache.olingo.commons.api.edm.EdmProperty;
import org.apache.olingo.commons.api.edm.EdmStructuredType;
import org.apache.olingo.server.api.uri.UriParameter;
import org.apache.olingo.server.api.uri.UriResource;
import org.apache.olingo.server.api.uri.UriResourceCount;
import org.apache.olingo.server.api.uri.UriResourceEntitySet;
import org.apache.olingo.server.api.uri.UriResourceNavigation;
import org.apache.olingo.server.api.uri.UriResourceProperty;
import org.apache.olingo.server.api.uri.UriResourceSingleton;
import org.apache.olingo.server.api.uri.UriResourceValue;
import org.apache.olingo.server.api.uri.queryoption.expression.Expression;

/** Follows the path of a request through the data. */
final class PathResolver {
  private final DemoModel model;
  private final Map<String, Expression> aliases;

  PathResolver(DemoModel model, Map<String, Expression> aliases) {
    this.model = model;
    this.aliases = aliases;
  }

  Target resolve(List<UriResource> path) {
    Target target = start(path.get(0));
    for (UriResource part : path.subList(1, path.size())) {
      target = follow(target, part);
    }
    return target;
  }

  private Target start(UriResource part) {
    if (part instanceof UriResourceEntitySet set
        && set.getTypeFilterOnCollection() == null
        && set.getTypeFilterOnEntry() == null) {
      EntityTable table = model.table(set.getEntitySet().getName());
      Target.Entities all =
          new Target.Entities(set.getEntitySet().getName(), set.getEntityType(), table, true);
      return set.getKeyPredicates().isEmpty() ? all : find(all, table, set.getKeyPredicates());
    } else if (part instanceof UriResourceSingleton singleton) {
      String name = singleton.getSingleton().getName();
      return new Target.Single(name, singleton.getEntityType(), model.table(name).row(0));
    }
    throw Problem.notImplemented("'" + part + "'");
  }

  private Target find(Target.Entities among, EntityTable table, List<UriParameter> keys) {
    RowType type = table.type();
    int[] columns = keys.stream().mapToInt(key -> type.column(key.getName())).toArray();
    List<Object> values = new ArrayList<>();
    keys.forEach(key -> values.add(value(key, type)));
    return single(among.name(), among.type(), table.find(columns, values));
  }

  private Object value(UriParameter key, RowType type) {
    if (key.getAlias() != null && aliases.containsKey(key.getAlias())) {
      return new ExpressionCompiler(model, type.edm(), aliases)
          .compile(aliases.get(key.getAlias()))
          .eval(new Scope());
    }
    EdmProperty property = (EdmProperty) type.edm().getProperty(key.getName());
    return ExpressionCompiler.literal(key.getText(), property.getType());
  }

  private Target follow(Target target, UriResource part) {
    if (part instanceof UriResourceCount && target instanceof Target.Entities entities) {
      return new Target.Count(entities);
    } else if (part instanceof UriResourceValue && target instanceof Target.Value value) {
      return new Target.Raw(value);
    } else if (target instanceof Target.Single single) {
      if (single.row() == null) {
        throw Problem.notFound("There is no '" + single.name() + "' here");
      }
      if (part instanceof UriResourceNavigation navigation) {
        return navigate(single, navigation);
      } else if (part instanceof UriResourceProperty property) {
        return property(single, property.getProperty());
      }
    }
    throw Problem.notImplemented("'" + part + "' at this place of a path");
  }

  private Target navigate(Target.Single single, UriResourceNavigation part) {
    Navigation navigation = model.navigation(single.type(), part.getProperty());
    EdmEntityType type = part.getProperty().getType();
    List<Row> related = navigation.follow(single.row());
    String name = model.setName(type);
    if (!navigation.collection()) {
      return new Target.Single(name, type, related.isEmpty() ? null : related.get(0));
    }
    List<UriParameter> keys =
        part.getKeyPredicates().stream()
            .filter(key -> key.getText() != null || key.getAlias() != null)
            .toList();
    if (keys.isEmpty()) {
      return new Target.Entities(name, type, Rows.of(related), false);
    }
    RowType rowType = model.rowType(type);
    return single(
        name,
        type,
        related.stream()
            .filter(
                row ->
                    keys.stream()
                        .allMatch(
                            key ->
                                row.get(rowType.column(key.getName())).equals(value(key, rowType))))
            .toList());
  }

  private static Target.Single single(String name, EdmStructuredType type, List<Row> rows) {
    if (rows.isEmpty()) {
      throw Problem.notFound("There is no entity with this key in '" + name + "'");
    }
    return new Target.Single(name, type, rows.get(0));
  }

  private Target property(Target.Single single, EdmProperty property) {
    Object value = single.row().get(model.rowType(single.type()).column(property.getName()));
    String name = single.name() + "/" + property.getName();
    return property.getType() instanceof EdmStructuredType complex && !property.isCollection()
        ? new Target.Single(name, complex, (Row) value)
        : new Target.Value(name, property, value);
  }
}
