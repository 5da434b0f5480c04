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
package io.github.calciteodata.testing;

import io.github.calciteodata.ODataSchema;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.Relation;
import io.github.calciteodata.edm.TableModel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.calcite.jdbc.CalciteConnection;
import org.apache.calcite.schema.SchemaPlus;

/**
 * Makes statements at random that walk along navigation properties: joins, sub-queries, and what
 * may stand above them. The same seed makes the same statements.
 */
final class RandomJoins {
  private final Map<String, TableModel> models = new HashMap<>();
  private final Map<String, RandomConditions> conditions = new HashMap<>();
  private final Random random;
  private List<Named> from;
  private List<Object> parameters;

  /** A table in FROM. */
  private record Named(String alias, TableModel model, RandomConditions conditions) {
    String key() {
      return model.key().stream()
          .map(i -> column(model.columns().get(i)))
          .collect(Collectors.joining(", "));
    }

    String key0() {
      return column(model.columns().get(model.key().get(0)));
    }

    String column(Column column) {
      return alias + ".\"" + column.name() + "\"";
    }
  }

  /** Statements over those tables of the driver's connection whose names are taken. */
  RandomJoins(Connection samples, Predicate<String> taken, long seed) throws SQLException {
    this.random = new Random(seed);
    for (TableModel table : schema(samples).tableModels()) {
      if (!table.singleton() && taken.test(table.name())) {
        models.put(table.name(), table);
        conditions.put(
            table.name(),
            new RandomConditions(samples, table.name(), "", seed ^ table.name().hashCode()));
      }
    }
  }

  private static ODataSchema schema(Connection connection) throws SQLException {
    SchemaPlus root = connection.unwrap(CalciteConnection.class).getRootSchema();
    return root.subSchemas().get("OData").unwrap(ODataSchema.class);
  }

  /** The next statement. */
  DifferentialQuery next() {
    from = new ArrayList<>();
    parameters = new ArrayList<>();
    List<TableModel> starts =
        models.values().stream()
            .filter(m -> !relations(m).isEmpty())
            .sorted((a, b) -> a.name().compareTo(b.name()))
            .toList();
    StringBuilder sql = new StringBuilder(" FROM " + named(pick(starts)));
    for (int i = random.nextInt(3); i > 0; i--) {
      sql.append(join());
    }
    String where = where(sql.toString());
    if (!where.isEmpty()) {
      sql.append(" WHERE ").append(where);
    }
    return DifferentialQuery.of(form(sql.toString()), parameters.toArray());
  }

  private List<Relation> relations(TableModel model) {
    return model.relations().stream().filter(r -> models.containsKey(r.target())).toList();
  }

  private String named(TableModel model) {
    String alias = "t" + from.size();
    from.add(new Named(alias, model, conditions.get(model.name()).as(alias)));
    return "\"" + model.name() + "\" " + alias;
  }

  private String join() {
    List<Named> starts = from.stream().filter(t -> !relations(t.model()).isEmpty()).toList();
    Named start = pick(starts);
    Relation relation = pick(relations(start.model()));
    if (random.nextInt(6) == 0) {
      return firstRows(start, relation);
    }
    String kind = random.nextInt(5) < 3 ? " JOIN " : " LEFT JOIN ";
    String table = named(models.get(relation.target()));
    Named target = from.get(from.size() - 1);
    String on = equal(start, relation, target);
    if (random.nextInt(4) == 0) {
      on += " AND " + target.conditions().condition(random.nextInt(2), parameters);
    }
    return kind + table + " ON " + on;
  }

  /** The first related rows of each row, in an order that leaves no choice. */
  private String firstRows(Named start, Relation relation) {
    TableModel model = models.get(relation.target());
    Named inner = new Named("y", model, conditions.get(model.name()).as("y"));
    String filter =
        random.nextBoolean() ? "" : " AND " + inner.conditions().condition(1, parameters);
    boolean cross = random.nextBoolean();
    return (cross ? " CROSS JOIN LATERAL (" : " LEFT JOIN LATERAL (")
        + "SELECT y.* FROM \""
        + model.name()
        + "\" y WHERE "
        + equal(start, relation, inner)
        + filter
        + " ORDER BY "
        + (random.nextBoolean() ? "" : inner.conditions().column() + pick(List.of(" DESC, ", ", ")))
        + inner.key()
        + " LIMIT "
        + (1 + random.nextInt(3))
        + ") "
        + named(model).replaceFirst(".* ", "")
        + (cross ? "" : " ON TRUE");
  }

  private String equal(Named start, Relation relation, Named target) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < relation.columns().size(); i++) {
      String a = start.column(relation.columns().get(i));
      String b = target.column(relation.targetColumns().get(i));
      pairs.add(random.nextBoolean() ? a + " = " + b : b + " = " + a);
    }
    return String.join(" AND ", pairs);
  }

  private String where(String sql) {
    List<String> all = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      all.add(pick(from).conditions().condition(random.nextInt(2), parameters));
    }
    // Calcite does not take both apart
    if (!sql.contains("LATERAL") && random.nextInt(3) == 0) {
      all.add(subQuery());
    }
    if (from.size() > 1 && random.nextInt(4) == 0) {
      all.add(comparison());
    }
    String joined = String.join(random.nextInt(5) == 0 ? " OR " : " AND ", all);
    return joined;
  }

  /** Of columns of two tables; the service may do the first kind, only the engine the second. */
  private String comparison() {
    String left = number(pick(from));
    String right = number(pick(from));
    return random.nextInt(3) > 0
        ? left + pick(List.of(" = ", " < ", " >= ", " <> ")) + right
        : "COALESCE(" + left + ", " + right + ") + 1 < " + right;
  }

  private String number(Named table) {
    List<Column> numbers =
        table.model().columns().stream().filter(c -> c.type().isInteger()).toList();
    return numbers.isEmpty() ? "3" : table.column(pick(numbers));
  }

  private String subQuery() {
    Named outer = pick(from.stream().filter(t -> !relations(t.model()).isEmpty()).toList());
    Relation relation = pick(relations(outer.model()));
    TableModel model = models.get(relation.target());
    Named inner = new Named("x", model, conditions.get(model.name()).as("x"));
    String condition =
        random.nextInt(4) == 0 ? "" : inner.conditions().condition(random.nextInt(2), parameters);
    String not = random.nextInt(3) == 0 ? "NOT " : "";
    String source = " FROM \"" + model.name() + "\" x";
    if (relation.columns().size() == 1 && random.nextBoolean()) {
      return outer.column(relation.columns().get(0))
          + " "
          + not
          + "IN (SELECT "
          + inner.column(relation.targetColumns().get(0))
          + source
          + (condition.isEmpty() ? "" : " WHERE " + condition)
          + ")";
    }
    return not
        + "EXISTS (SELECT 1"
        + source
        + " WHERE "
        + equal(outer, relation, inner)
        + (condition.isEmpty() ? "" : " AND " + condition)
        + ")";
  }

  private String form(String rest) {
    return switch (random.nextInt(10)) {
      case 0 -> "SELECT COUNT(*)" + rest;
      case 1 -> {
        String group = pick(from).conditions().column();
        yield "SELECT " + group + ", COUNT(*)" + rest + " GROUP BY " + group;
      }
      case 2 -> "SELECT DISTINCT " + pick(from).conditions().column() + rest;
      case 3, 4 -> {
        String keys = from.stream().map(Named::key).collect(Collectors.joining(", "));
        yield "SELECT " + select() + rest + " ORDER BY " + order() + keys + limit();
      }
      case 5 -> {
        String keys = from.stream().map(Named::key).collect(Collectors.joining(", "));
        String window = "PARTITION BY " + pick(from).conditions().column();
        yield "SELECT "
            + select()
            + pick(List.of(", COUNT(*) OVER (", ", COUNT(" + from.get(0).key0() + ") OVER ("))
            + window
            + "), RANK() OVER ("
            + window
            + " ORDER BY "
            + keys
            + ")"
            + rest;
      }
      case 6 -> {
        String keys = "SELECT " + from.get(0).key();
        String all = keys + " FROM \"" + from.get(0).model().name() + "\" t0";
        yield keys + rest + pick(List.of(" UNION ", " INTERSECT ", " EXCEPT ")) + all;
      }
      default -> "SELECT " + select() + rest;
    };
  }

  private String order() {
    return random.nextBoolean()
        ? ""
        : pick(from).conditions().column() + pick(List.of("", " DESC")) + ", ";
  }

  private String limit() {
    return random.nextInt(3) == 0
        ? ""
        : " LIMIT " + (1 + random.nextInt(12)) + (random.nextBoolean() ? "" : " OFFSET 2");
  }

  private String select() {
    List<String> columns = new ArrayList<>();
    for (Named table : from) {
      if (random.nextInt(4) > 0) {
        columns.add(table.key());
      }
      for (int i = random.nextInt(3); i > 0; i--) {
        columns.add(table.conditions().column());
      }
    }
    return columns.isEmpty()
        ? from.get(0).key()
        : columns.stream().distinct().collect(Collectors.joining(", "));
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
