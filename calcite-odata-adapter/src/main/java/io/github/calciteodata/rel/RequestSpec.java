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
package io.github.calciteodata.rel;

import io.github.calciteodata.edm.Capabilities.FilterRestrictions;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.query.Binder;
import io.github.calciteodata.query.Expansion;
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.query.UrlWriter;
import io.github.calciteodata.runtime.RequestPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * What a leaf holds, before and after it becomes physical.
 *
 * @param tableName qualified SQL name
 * @param rules what could be pushed when planning began
 * @param parameters the expressions behind the query's parameters, by index
 * @param fanOut rows per entity, where related ones are expanded
 */
record RequestSpec(
    ODataSource source,
    List<String> tableName,
    PushdownRules rules,
    ODataQuery query,
    List<RexNode> parameters,
    double fanOut) {

  RequestSpec {
    tableName = List.copyOf(tableName);
    parameters = List.copyOf(parameters);
  }

  RequestSpec with(ODataQuery changed, List<RexNode> changedParameters) {
    return new RequestSpec(source, tableName, rules, changed, changedParameters, fanOut);
  }

  /** Joined with the related rows of another, whose parameters follow. */
  RequestSpec joined(
      ODataQuery changed, PushdownRules changedRules, RequestSpec related, boolean collection) {
    List<RexNode> all = new ArrayList<>(parameters);
    all.addAll(related.parameters);
    double more = collection ? Math.max(1, related.estimateRowCount() / source.rowCount()) : 1;
    return new RequestSpec(
        source, tableName, changedRules, changed, all, fanOut * related.fanOut * more);
  }

  /** The same with not more than so many rows per entity. */
  RequestSpec withFanOut(double most) {
    return new RequestSpec(
        source, tableName, rules, query, parameters, Math.min(fanOut, Math.max(1, most)));
  }

  /** What the generated code runs. */
  RequestPlan plan() {
    return new RequestPlan(source.runner(), query, rules.dialect(), rules.verification());
  }

  RelWriter explain(RelWriter writer) {
    return writer
        .item("table", tableName)
        .item("request", "GET " + url(writer.getDetailLevel()))
        .itemIf("columns", names(), !showsColumns())
        // the same URL may be decoded to other columns, or in another order
        .itemIf("decoded", paths(), writer.getDetailLevel() == SqlExplainLevel.DIGEST_ATTRIBUTES)
        .itemIf(
            "limit",
            query.top(),
            query.top() != null && !new UrlWriter(rules.dialect()).sendsTop(query))
        .itemIf("parameters", parameters, !parameters.isEmpty())
        .itemIf("inner", query.required(), !query.required().isEmpty())
        .itemIf("recheck", true, !query.exact() && !query.changesRows())
        .itemIf("needs", missing().orElse(""), missing().isPresent());
  }

  private List<String> paths() {
    return query.columns().stream().map(Column::path).toList();
  }

  private List<String> names() {
    return query.columns().stream().map(Column::name).toList();
  }

  /** Whether the URL tells which columns there are, and in which order. */
  private boolean showsColumns() {
    return query.aggregation() == null || query.columns().equals(query.aggregation().columns());
  }

  /**
   * What is missing that the service must be asked for ({@code FilterRestrictions}); empty when
   * nothing is.
   */
  Optional<String> missing() {
    FilterRestrictions restrictions = rules.capabilities().filter();
    Set<String> paths =
        query.filter() == null
            ? Set.of()
            : Binder.paths(query.filter()).stream()
                .map(path -> path.column().path())
                .collect(Collectors.toSet());
    String properties =
        restrictions.requiredProperties().stream()
            .filter(path -> !paths.contains(path))
            .sorted()
            .collect(Collectors.joining(", "));
    if (!properties.isEmpty()) {
      return Optional.of("a condition on " + properties);
    }
    return restrictions.required() && query.filter() == null
        ? Optional.of("a condition")
        : Optional.empty();
  }

  /** Lists are abbreviated for people; what tells plans apart has all of them. */
  private String url(SqlExplainLevel level) {
    UrlWriter urls = new UrlWriter(rules.dialect());
    ODataQuery wire = plan().wireQuery(query);
    return level == SqlExplainLevel.DIGEST_ATTRIBUTES
        ? urls.readable(wire)
        : urls.abbreviated(wire);
  }

  double estimateRowCount() {
    if (query.count() || source.table().singleton()) {
      return 1;
    }
    double rows = source.rowCount();
    if (query.filter() != null) {
      rows = new FilterSize(source.table(), rows).rows(query.filter());
    }
    rows *= fanOut;
    if (query.aggregation() != null) {
      rows = groups(rows);
    }
    if (query.skip() != null && query.skip().parameter() < 0) {
      rows = Math.max(1, rows - (double) query.skip().value());
    }
    if (query.top() != null && query.top().parameter() < 0) {
      rows = Math.min(rows, (double) query.top().value());
    }
    return rows;
  }

  /** A guess: one column has the square root of the rows as values, each more halves the rest. */
  private double groups(double rows) {
    return Math.pow(rows, 1 - Math.pow(0.5, query.aggregation().groups().size()));
  }

  /**
   * Cost in rows, since Volcano compares nothing else: a row weighs by the share of the columns
   * that it carries, a request as much as some rows.
   */
  double cost(double rows) {
    double pushed = query.filter() == null ? 0 : Binder.paths(query.filter()).size() * 0.001;
    // nested collections come in pages of their own
    double requests = query.hasCollection() ? 2 * Costs.REQUEST : Costs.REQUEST;
    return rows * width() + requests - pushed;
  }

  /** The weight of a row. */
  double width() {
    List<Expansion> expansions = query.sentExpansions();
    double width = width(source.table(), query.columns(), expansions) / fanOut;
    for (Expansion expansion : expansions) {
      width += relatedWidth(expansion, query.columns());
    }
    return width;
  }

  private static double width(TableModel table, List<Column> columns, List<Expansion> expansions) {
    long own = columns.stream().filter(c -> expansions.stream().noneMatch(e -> e.holds(c))).count();
    return (own + 2.0) / (table.columns().size() + 2.0);
  }

  private static double relatedWidth(Expansion expansion, List<Column> columns) {
    List<Column> inside =
        columns.stream().filter(expansion::holds).map(expansion::relative).toList();
    double width = width(expansion.table(), inside, expansion.expansions());
    for (Expansion nested : expansion.expansions()) {
      width += relatedWidth(nested, inside);
    }
    return width;
  }

  /** Whether no two rows have the same values in these columns, because the key is among them. */
  boolean isUnique(ImmutableBitSet columns) {
    List<Integer> key = source.table().key();
    return !query.count()
        && !query.hasCollection()
        && query.aggregation() == null
        && !key.isEmpty()
        && key.stream()
            .map(i -> query.columns().indexOf(source.table().columns().get(i)))
            .allMatch(i -> i >= 0 && columns.get(i));
  }
}
