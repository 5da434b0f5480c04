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
import io.github.calciteodata.demo.data.Navigation;
import io.github.calciteodata.demo.data.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.olingo.commons.api.edm.EdmStructuredType;
import org.apache.olingo.commons.api.edm.EdmType;
import org.apache.olingo.server.api.uri.UriResource;
import org.apache.olingo.server.api.uri.UriResourceCount;
import org.apache.olingo.server.api.uri.UriResourceIt;
import org.apache.olingo.server.api.uri.UriResourceLambdaAll;
import org.apache.olingo.server.api.uri.UriResourceLambdaAny;
import org.apache.olingo.server.api.uri.UriResourceLambdaVariable;
import org.apache.olingo.server.api.uri.UriResourceNavigation;
import org.apache.olingo.server.api.uri.UriResourceProperty;
import org.apache.olingo.server.api.uri.queryoption.expression.Expression;

/** Turns property paths into functions over rows: complex values, navigation, lambdas, counts. */
final class PathCompiler {
  private final DemoModel model;
  private final Function<Expression, Expr> expressions;
  private final List<String> variables = new ArrayList<>();

  PathCompiler(DemoModel model, Function<Expression, Expr> expressions) {
    this.model = model;
    this.expressions = expressions;
  }

  /**
   * A place on the way along a path: how to get its value, and the type of the value or of its
   * elements.
   */
  private record Step(Expr value, EdmType type) {}

  Expr compile(Shape shape, List<UriResource> path) {
    UriResource first = path.get(0);
    boolean named = first instanceof UriResourceProperty || first instanceof UriResourceNavigation;
    Optional<Integer> made = named ? shape.find(names(path)) : Optional.empty();
    if (named && made.isEmpty() && shape.type() == null) {
      throw Problem.badRequest(
          "'" + String.join("/", names(path)) + "' is no part of the result of $apply");
    }
    Step step = made.map(column -> made(shape, column)).orElse(new Step(Scope::it, shape.type()));
    int done = made.map(column -> shape.columns().get(column).path().size()).orElse(0);
    for (UriResource part : path.subList(done, path.size())) {
      step = follow(step, part);
    }
    return step.value();
  }

  private static Step made(Shape shape, int column) {
    int place = shape.offset() + column;
    return new Step(scope -> scope.it().get(place), shape.columns().get(column).type());
  }

  /** Returns the names of a path's parts. */
  static List<String> names(List<UriResource> path) {
    return path.stream()
        .map(
            part ->
                part instanceof UriResourceProperty property
                    ? property.getProperty().getName()
                    : part.getSegmentValue())
        .toList();
  }

  private Step follow(Step step, UriResource part) {
    if (part instanceof UriResourceIt) {
      return step;
    } else if (part instanceof UriResourceLambdaVariable variable) {
      int slot = variables.lastIndexOf(variable.getVariableName());
      return new Step(scope -> scope.variable(slot), variable.getType());
    } else if (part instanceof UriResourceProperty property) {
      return property(step, property);
    } else if (part instanceof UriResourceNavigation navigation) {
      return navigation(step, navigation);
    } else if (part instanceof UriResourceCount) {
      Expr collection = step.value();
      return new Step(scope -> (long) list(collection.eval(scope)).size(), null);
    } else if (part instanceof UriResourceLambdaAny any) {
      return new Step(lambda(step, any.getLambdaVariable(), any.getExpression(), true), null);
    } else if (part instanceof UriResourceLambdaAll all) {
      return new Step(lambda(step, all.getLambdaVariable(), all.getExpression(), false), null);
    }
    throw Problem.notImplemented("'" + part + "' in a path");
  }

  /** A path through a null complex value or a missing entity is null. */
  private Step property(Step step, UriResourceProperty property) {
    int column = model.rowType(structured(step)).column(property.getProperty().getName());
    Expr owner = step.value();
    Expr value =
        scope -> {
          Row row = (Row) owner.eval(scope);
          return row == null ? null : row.get(column);
        };
    return new Step(value, property.getType());
  }

  private Step navigation(Step step, UriResourceNavigation part) {
    if (!part.getKeyPredicates().isEmpty() || part.getTypeFilterOnCollection() != null) {
      throw Problem.notImplemented("keys and casts inside of expressions");
    }
    Navigation navigation = model.navigation(structured(step), part.getProperty());
    Expr owner = step.value();
    Expr value =
        scope -> {
          Row row = (Row) owner.eval(scope);
          List<Row> rows = row == null ? List.of() : navigation.follow(row);
          return navigation.collection() ? rows : rows.isEmpty() ? null : rows.get(0);
        };
    return new Step(value, part.getType());
  }

  private Expr lambda(Step step, String variable, Expression condition, boolean any) {
    Expr collection = step.value();
    if (condition == null) {
      return scope -> !list(collection.eval(scope)).isEmpty();
    }
    int slot = variables.size();
    if (slot == Scope.MAX_LAMBDA_DEPTH) {
      throw Problem.badRequest("Lambdas are nested too deeply");
    }
    variables.add(variable);
    Expr body = expressions.apply(condition);
    variables.remove(slot);
    return scope -> {
      for (Object element : list(collection.eval(scope))) {
        scope.setVariable(slot, element);
        if (Boolean.TRUE.equals(body.eval(scope)) == any) {
          return any;
        }
      }
      return !any;
    };
  }

  private static List<?> list(Object collection) {
    return collection == null ? List.of() : (List<?>) collection;
  }

  private static EdmStructuredType structured(Step step) {
    return (EdmStructuredType) step.type();
  }
}
