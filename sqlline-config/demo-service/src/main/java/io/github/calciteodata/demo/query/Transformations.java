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
package io.github.calciteodata.demo.query;

import io.github.calciteodata.demo.data.DemoModel;
import io.github.calciteodata.demo.data.Row;
import io.github.calciteodata.demo.data.Rows;
import io.github.calciteodata.demo.query.Shape.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.olingo.commons.api.edm.EdmType;
import org.apache.olingo.server.api.uri.UriResource;
import org.apache.olingo.server.api.uri.UriResourceCount;
import org.apache.olingo.server.api.uri.UriResourcePartTyped;
import org.apache.olingo.server.api.uri.UriResourcePrimitiveProperty;
import org.apache.olingo.server.api.uri.queryoption.ApplyItem;
import org.apache.olingo.server.api.uri.queryoption.ApplyOption;
import org.apache.olingo.server.api.uri.queryoption.apply.Aggregate;
import org.apache.olingo.server.api.uri.queryoption.apply.AggregateExpression;
import org.apache.olingo.server.api.uri.queryoption.apply.Compute;
import org.apache.olingo.server.api.uri.queryoption.apply.ComputeExpression;
import org.apache.olingo.server.api.uri.queryoption.apply.Filter;
import org.apache.olingo.server.api.uri.queryoption.apply.GroupBy;
import org.apache.olingo.server.api.uri.queryoption.apply.GroupByItem;
import org.apache.olingo.server.api.uri.queryoption.apply.OrderBy;
import org.apache.olingo.server.api.uri.queryoption.apply.Skip;
import org.apache.olingo.server.api.uri.queryoption.apply.Top;
import org.apache.olingo.server.api.uri.queryoption.expression.Expression;
import org.apache.olingo.server.api.uri.queryoption.expression.Member;

/**
 * Carries out {@code $apply} (Data Aggregation, 3): each step makes new rows of the ones before.
 */
public final class Transformations {
  private final DemoModel model;
  private final Map<String, Expression> aliases;

  /**
   * Transformations of one request.
   *
   * @param aliases values of the request's parameter aliases, by name with {@code @}
   */
  public Transformations(DemoModel model, Map<String, Expression> aliases) {
    this.model = model;
    this.aliases = aliases;
  }

  /** What a step does, and what the rows that it makes consist of. */
  private record Step(Shape shape, UnaryOperator<Rows> run) {
    Step then(Step next) {
      return new Step(next.shape(), rows -> next.run().apply(run.apply(rows)));
    }
  }

  /** Returns what the transformations make of the rows. */
  public Relation apply(ApplyOption option, Relation source) {
    Step steps = sequence(option.getApplyItems(), source.shape());
    return new Relation(steps.shape(), steps.run().apply(source.rows()));
  }

  private Step sequence(List<ApplyItem> items, Shape shape) {
    Step steps = new Step(shape, UnaryOperator.identity());
    for (ApplyItem item : items) {
      steps = steps.then(step(item, steps.shape()));
    }
    return steps;
  }

  private Step step(ApplyItem item, Shape shape) {
    ExpressionCompiler compiler = new ExpressionCompiler(model, shape, aliases);
    if (item instanceof Filter filter) {
      return query(shape, RowQuery.of(compiler, filter.getFilterOption(), null, null, null));
    } else if (item instanceof OrderBy order) {
      return query(shape, RowQuery.of(compiler, null, order.getOrderByOption(), null, null));
    } else if (item instanceof Skip skip) {
      return query(shape, RowQuery.of(compiler, null, null, skip.getSkipOption(), null));
    } else if (item instanceof Top top) {
      return query(shape, RowQuery.of(compiler, null, null, null, top.getTopOption()));
    } else if (item instanceof Compute compute) {
      return compute(compute, shape, compiler);
    } else if (item instanceof Aggregate aggregate) {
      return aggregate(aggregate, shape, compiler);
    } else if (item instanceof GroupBy groupBy) {
      return groupBy(groupBy, shape, compiler);
    } else if (item.getKind() == ApplyItem.Kind.IDENTITY) {
      return new Step(shape, UnaryOperator.identity());
    }
    throw Problem.notImplemented("the transformation " + item.getKind());
  }

  private static Step query(Shape shape, RowQuery query) {
    return new Step(shape, rows -> Rows.of(query.all(rows)));
  }

  private static Step compute(Compute compute, Shape shape, ExpressionCompiler compiler) {
    List<Column> columns = new ArrayList<>();
    List<Expr> values = new ArrayList<>();
    for (ComputeExpression expression : compute.getExpressions()) {
      columns.add(Column.named(expression.getAlias(), type(expression.getExpression(), shape)));
      values.add(compiler.compile(expression.getExpression()));
    }
    int width = shape.width();
    return new Step(
        shape.with(columns),
        rows -> {
          Scope scope = new Scope();
          List<Row> result = new ArrayList<>(rows.size());
          for (int i = 0; i < rows.size(); i++) {
            Row row = rows.row(i);
            scope.at(row);
            Object[] added = values.stream().map(value -> value.eval(scope)).toArray();
            result.add(column -> column < width ? row.get(column) : added[column - width]);
          }
          return Rows.of(result);
        });
  }

  /** How one column of an aggregation comes about; {@code value} is null for {@code $count}. */
  private record Measure(Column column, Expr value, Supplier<Aggregator> aggregator) {}

  /** One row, also of no rows at all (Data Aggregation, 3.1). */
  private static Step aggregate(Aggregate aggregate, Shape shape, ExpressionCompiler compiler) {
    List<Measure> measures =
        aggregate.getExpressions().stream().map(part -> measure(part, shape, compiler)).toList();
    return new Step(
        Shape.of(measures.stream().map(Measure::column).toList()),
        rows -> Rows.of(List.of(aggregate(measures, rows))));
  }

  private static Measure measure(
      AggregateExpression part, Shape shape, ExpressionCompiler compiler) {
    if (!part.getFrom().isEmpty()
        || part.getCustomMethod() != null
        || part.getInlineAggregateExpression() != null) {
      throw Problem.notImplemented("aggregation with from, with an own method or along a path");
    }
    String name = String.valueOf(part.getAlias());
    List<UriResource> path = part.getPath();
    if (part.getExpression() == null
        && path.size() == 1
        && path.get(0) instanceof UriResourceCount) {
      return new Measure(Column.named(name, null), null, null);
    } else if (part.getExpression() == null || part.getStandardMethod() == null) {
      throw Problem.notImplemented("aggregation without a method");
    }
    EdmType type =
        switch (part.getStandardMethod()) {
          case MIN, MAX -> type(part.getExpression(), shape);
          default -> null;
        };
    return new Measure(
        Column.named(name, type),
        compiler.compile(part.getExpression()),
        Aggregator.of(part.getStandardMethod()));
  }

  /** Returns the type of a property; null for what was computed. */
  private static EdmType type(Expression expression, Shape shape) {
    if (!(expression instanceof Member member)) {
      return null;
    }
    Optional<Column> made =
        shape.column(PathCompiler.names(member.getResourcePath().getUriResourceParts()));
    return made.isPresent() ? made.get().type() : member.getType();
  }

  private static Row aggregate(List<Measure> measures, Rows rows) {
    Scope scope = new Scope();
    Object[] results = new Object[measures.size()];
    for (int m = 0; m < results.length; m++) {
      Measure measure = measures.get(m);
      if (measure.value() == null) {
        results[m] = (long) rows.size();
        continue;
      }
      Aggregator aggregator = measure.aggregator().get();
      for (int i = 0; i < rows.size(); i++) {
        aggregator.add(measure.value().eval(scope.at(rows.row(i))));
      }
      results[m] = aggregator.result();
    }
    return Row.of(results);
  }

  private Step groupBy(GroupBy groupBy, Shape shape, ExpressionCompiler compiler) {
    List<Column> columns = new ArrayList<>();
    List<Expr> keys = new ArrayList<>();
    for (GroupByItem item : groupBy.getGroupByItems()) {
      if (!item.getRollup().isEmpty() || item.isRollupAll()) {
        throw Problem.notImplemented("rollup");
      }
      columns.add(groupingColumn(item.getPath(), shape));
      keys.add(compiler.compile(item.getPath()));
    }
    Step inner =
        groupBy.getApplyOption() == null
            ? new Step(Shape.of(List.of()), rows -> Rows.of(List.of(Row.of())))
            : sequence(groupBy.getApplyOption().getApplyItems(), shape);
    if (inner.shape().type() != null) {
      throw Problem.notImplemented("groupby with transformations that do not aggregate");
    }
    return new Step(
        Shape.of(columns).with(inner.shape().columns()),
        rows -> Rows.of(grouped(rows, keys, inner.run())));
  }

  private static Column groupingColumn(List<UriResource> path, Shape shape) {
    Optional<Column> made = shape.column(PathCompiler.names(path));
    if (made.isPresent()) {
      return made.get();
    }
    boolean single =
        path.stream()
            .allMatch(part -> part instanceof UriResourcePartTyped typed && !typed.isCollection());
    UriResource last = path.get(path.size() - 1);
    if (single && last instanceof UriResourcePrimitiveProperty property) {
      return new Column(PathCompiler.names(path), property.getType(), true);
    }
    throw Problem.notImplemented("groupby of anything but primitive properties");
  }

  /** The groups come in the order of their first rows; null is a value like any other. */
  private static List<Row> grouped(Rows rows, List<Expr> keys, UnaryOperator<Rows> inner) {
    record Group(Object[] keys, List<Row> rows) {}

    Map<List<Object>, Group> groups = new LinkedHashMap<>();
    Scope scope = new Scope();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.row(i);
      scope.at(row);
      Object[] values = new Object[keys.size()];
      Object[] identities = new Object[values.length];
      for (int k = 0; k < values.length; k++) {
        values[k] = keys.get(k).eval(scope);
        identities[k] = values[k] == null ? null : Values.identity(values[k]);
      }
      groups
          .computeIfAbsent(
              Arrays.asList(identities), ignored -> new Group(values, new ArrayList<>()))
          .rows()
          .add(row);
    }
    return groups.values().stream()
        .flatMap(
            group -> rows(inner.apply(Rows.of(group.rows()))).map(row -> join(group.keys(), row)))
        .toList();
  }

  private static Stream<Row> rows(Rows rows) {
    return Stream.iterate(0, i -> i < rows.size(), i -> i + 1).map(rows::row);
  }

  private static Row join(Object[] keys, Row row) {
    return column -> column < keys.length ? keys[column] : row.get(column - keys.length);
  }
}
