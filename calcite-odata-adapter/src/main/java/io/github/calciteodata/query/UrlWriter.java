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
package io.github.calciteodata.query;

import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.query.Aggregation.Measure;
import io.github.calciteodata.query.Expression.And;
import io.github.calciteodata.query.Expression.Any;
import io.github.calciteodata.query.Expression.Arithmetic;
import io.github.calciteodata.query.Expression.Call;
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.Constant;
import io.github.calciteodata.query.Expression.In;
import io.github.calciteodata.query.Expression.Literal;
import io.github.calciteodata.query.Expression.Not;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Or;
import io.github.calciteodata.query.Expression.Parameter;
import io.github.calciteodata.query.Expression.Path;
import io.github.calciteodata.query.ODataQuery.Order;
import io.github.calciteodata.query.ODataQuery.RowCount;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a query as an OData 4.0 URL relative to the service root: {@code
 * Products?$select=ProductName&$filter=UnitPrice gt 50&$orderby=UnitPrice desc&$skip=5&$top=3} (URL
 * Conventions 5.1).
 */
public final class UrlWriter {
  /** Values of a list that people are shown at most, and that are shown of a longer one. */
  private static final int SHOWN = 100;

  private static final int SHOWN_OF_MORE = 10;

  private final Dialect dialect;
  private final boolean abbreviates;

  public UrlWriter(Dialect dialect) {
    this(dialect, false);
  }

  private UrlWriter(Dialect dialect, boolean abbreviates) {
    this.dialect = dialect;
    this.abbreviates = abbreviates;
  }

  /** The URL for the wire; every parameter must be bound. */
  public String encoded(ODataQuery query) {
    return write(query, new UrlText(true));
  }

  /** The URL for people: not encoded, parameters as {@code ?0}. */
  public String readable(ODataQuery query) {
    return write(query, new UrlText(false));
  }

  /** The same, where a list of more than 100 values is {@code a in (1,2,…and 4998 more)}. */
  public String abbreviated(ODataQuery query) {
    return new UrlWriter(dialect, true).readable(query);
  }

  private String write(ODataQuery query, UrlText out) {
    segments(query.table().resource(), out);
    if (query.count()) {
      out.syntax("/$count");
    }
    char separator = '?';
    if (query.aggregation() != null) {
      option(separator, "$apply", out);
      apply(query, out);
      separator = '&';
    } else if (!query.count()) {
      option(separator, "$select", out);
      List<Expansion> expansions = query.sentExpansions();
      select(query.table(), query.columns(), expansions, out);
      separator = '&';
      if (!expansions.isEmpty()) {
        option(separator, "$expand", out);
        expand(query.columns(), expansions, out);
      }
    }
    if (query.filter() != null && query.aggregation() == null) {
      option(separator, "$filter", out);
      expression(query.filter(), out);
      separator = '&';
    }
    if (!query.order().isEmpty()) {
      option(separator, "$orderby", out);
      order(query.order(), out);
      separator = '&';
    }
    if (query.skip() != null) {
      option(separator, "$skip", out);
      rowCount(query.skip(), out);
      separator = '&';
    }
    if (sendsTop(query)) {
      option(separator, "$top", out);
      rowCount(query.top(), out);
    }
    return out.toString();
  }

  /** The filter comes first, since {@code $apply} is evaluated before {@code $filter}. */
  private void apply(ODataQuery query, UrlText out) {
    Aggregation aggregation = query.aggregation();
    if (query.filter() != null) {
      filter(query.filter(), out);
      out.syntax("/");
    }
    if (aggregation.groups().isEmpty()) {
      aggregate(aggregation.measures(), out);
      return;
    }
    out.syntax("groupby((");
    String comma = "";
    for (Column group : aggregation.groups()) {
      out.syntax(comma);
      path(group.path(), out);
      comma = ",";
    }
    out.syntax(")");
    if (!aggregation.measures().isEmpty()) {
      out.syntax(",");
      aggregate(aggregation.measures(), out);
    }
    out.syntax(")");
    if (aggregation.having() != null) {
      out.syntax("/");
      filter(aggregation.having(), out);
    }
  }

  private void filter(Expression condition, UrlText out) {
    out.syntax("filter(");
    expression(condition, out);
    out.syntax(")");
  }

  private void aggregate(List<Measure> measures, UrlText out) {
    String before = "aggregate(";
    for (Measure measure : measures) {
      out.syntax(before);
      if (measure.operand() == null) {
        out.syntax(measure.method().symbol());
      } else {
        leading(measure.operand(), out);
        out.syntax(" with " + measure.method().symbol());
      }
      out.syntax(" as ").data(measure.alias().path());
      before = ",";
    }
    out.syntax(")");
  }

  /**
   * Without parentheses around what comes first: Olingo's servers take {@code aggregate((} for a
   * mistake.
   */
  private void leading(Expression expression, UrlText out) {
    if (expression instanceof Arithmetic arithmetic && arithmetic.isLeftToRight()) {
      leading(arithmetic.left(), out);
      out.syntax(" " + arithmetic.op().symbol() + " ");
      operand(arithmetic.right(), out);
    } else {
      expression(expression, out);
    }
  }

  /** Whether {@code $top} is part of the URL, rather than left to the client. */
  public boolean sendsTop(ODataQuery query) {
    return query.top() != null
        && (query.top().parameter() >= 0 || query.top().value() <= dialect.maxTop());
  }

  /** The columns but for those of related entities; part of the key when there are no others. */
  private void select(
      TableModel table, List<Column> columns, List<Expansion> expansions, UrlText out) {
    Set<String> paths = new LinkedHashSet<>();
    for (Column column : columns) {
      if (expansions.stream().noneMatch(e -> e.holds(column))) {
        paths.add(dialect.selectPaths() ? column.path() : column.topProperty());
      }
    }
    if (paths.isEmpty()) {
      int key = table.key().isEmpty() ? 0 : table.key().get(0);
      paths.add(table.columns().get(key).path());
    }
    String comma = "";
    for (String path : paths) {
      out.syntax(comma);
      path(path, out);
      comma = ",";
    }
  }

  /** {@code Category($select=CategoryName)} (URL Conventions 5.1.3). */
  private void expand(List<Column> columns, List<Expansion> expansions, UrlText out) {
    String comma = "";
    for (Expansion expansion : expansions) {
      out.syntax(comma);
      path(expansion.relation().path(), out);
      List<Column> inside =
          columns.stream().filter(expansion::holds).map(expansion::relative).toList();
      option('(', "$select", out);
      select(expansion.table(), inside, expansion.expansions(), out);
      if (expansion.filter() != null) {
        option(';', "$filter", out);
        expression(expansion.filter(), out);
      }
      if (!expansion.order().isEmpty()) {
        option(';', "$orderby", out);
        order(expansion.order(), out);
      }
      if (expansion.top() != null) {
        option(';', "$top", out);
        rowCount(expansion.top(), out);
      }
      if (!expansion.expansions().isEmpty()) {
        option(';', "$expand", out);
        expand(inside, expansion.expansions(), out);
      }
      out.syntax(")");
      comma = ",";
    }
  }

  private static void order(List<Order> keys, UrlText out) {
    String comma = "";
    for (Order key : keys) {
      out.syntax(comma);
      path(key.column().path(), out);
      out.syntax(key.descending() ? " desc" : "");
      comma = ",";
    }
  }

  private static void option(char separator, String name, UrlText out) {
    out.syntax(separator + name + "=");
  }

  private static void rowCount(RowCount rows, UrlText out) {
    out.syntax(rows.parameter() >= 0 ? "?" + rows.parameter() : Long.toString(rows.value()));
  }

  private static void segments(String resource, UrlText out) {
    String slash = "";
    for (String segment : resource.split("/", -1)) {
      out.syntax(slash).data(segment);
      slash = "/";
    }
  }

  private static void path(String path, UrlText out) {
    segments(path, out);
  }

  private void expression(Expression expression, UrlText out) {
    if (expression instanceof And and) {
      joined(and.operands(), " and ", out);
    } else if (expression instanceof Or or) {
      joined(or.operands(), " or ", out);
    } else if (expression instanceof Comparison comparison) {
      binary(comparison.left(), comparison.op().symbol(), comparison.right(), out);
    } else if (expression instanceof Arithmetic arithmetic) {
      binary(arithmetic.left(), arithmetic.op().symbol(), arithmetic.right(), out);
    } else if (expression instanceof NullTest test) {
      operand(test.operand(), out);
      out.syntax(test.negated() ? " ne null" : " eq null");
    } else if (expression instanceof In in) {
      in(in, out);
    } else if (expression instanceof Not not) {
      out.syntax("not ");
      operand(not.operand(), out);
    } else if (expression instanceof Call call) {
      out.syntax(call.function().symbol()).syntax("(");
      String comma = "";
      for (Expression argument : call.arguments()) {
        out.syntax(comma);
        expression(argument, out);
        comma = ",";
      }
      out.syntax(")");
    } else if (expression instanceof Any any) {
      any(any, out);
    } else if (expression instanceof Path path) {
      path(out.scope() + path.column().path(), out);
    } else if (expression instanceof Literal literal) {
      LiteralWriter.write(literal, out);
    } else if (expression instanceof Parameter parameter) {
      out.syntax(parameter.index() == KeyFilter.PLACEHOLDER ? "@keys" : "?" + parameter.index());
    } else if (expression instanceof Constant constant) {
      out.syntax(Boolean.toString(constant.value()));
    }
  }

  /** {@code Orders/any(o:o/Freight gt 5)} (URL Conventions 5.1.1.13.1). */
  private void any(Any any, UrlText out) {
    String outside = out.scope();
    path(outside + any.path(), out);
    out.syntax("/any(");
    if (any.condition() != null) {
      String variable = variable(any.path(), outside);
      out.syntax(variable + ":");
      out.scope(variable + "/");
      expression(any.condition(), out);
      out.scope(outside);
    }
    out.syntax(")");
  }

  /** A name for the related entity: the first letter of the way there, and its depth. */
  private static String variable(String path, String outside) {
    char letter = Character.toLowerCase(path.charAt(path.lastIndexOf('/') + 1));
    String name = letter >= 'a' && letter <= 'z' ? String.valueOf(letter) : "x";
    return outside.isEmpty() ? name : outside.substring(0, outside.length() - 1) + name;
  }

  private void binary(Expression left, String symbol, Expression right, UrlText out) {
    operand(left, out);
    out.syntax(" " + symbol + " ");
    operand(right, out);
  }

  private void joined(List<Expression> operands, String separator, UrlText out) {
    String before = "";
    for (Expression operand : operands) {
      out.syntax(before);
      operand(operand, out);
      before = separator;
    }
  }

  private void in(In in, UrlText out) {
    int hidden = abbreviates && in.values().size() > SHOWN ? in.values().size() - SHOWN_OF_MORE : 0;
    List<Expression> values = in.values().subList(0, in.values().size() - hidden);
    String more = hidden == 0 ? "" : "…and " + hidden + " more";
    if (!dialect.sends(in)) {
      joined(
          values.stream()
              .<Expression>map(v -> new Comparison(Expression.Operator.EQ, in.operand(), v))
              .toList(),
          " or ",
          out);
      out.syntax(hidden == 0 ? "" : " or " + more);
      return;
    }
    operand(in.operand(), out);
    out.syntax(" in (");
    String comma = "";
    for (Expression value : values) {
      out.syntax(comma);
      expression(value, out);
      comma = ",";
    }
    out.syntax(hidden == 0 ? ")" : "," + more + ")");
  }

  /**
   * An operand: in parentheses wherever precedence could matter, so that no table of precedences
   * has to be right.
   */
  private void operand(Expression expression, UrlText out) {
    boolean composite =
        expression instanceof And
            || expression instanceof Or
            || expression instanceof Arithmetic
            || (expression instanceof In in && !dialect.sends(in) && in.values().size() > 1);
    if (composite) {
      out.syntax("(");
    }
    expression(expression, out);
    if (composite) {
      out.syntax(")");
    }
  }
}
