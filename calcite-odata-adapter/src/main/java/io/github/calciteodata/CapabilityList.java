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
package io.github.calciteodata;

import static io.github.calciteodata.ProfileKey.MAX_COMPARISONS;
import static io.github.calciteodata.ProfileKey.MAX_IN;

import io.github.calciteodata.Decision.Source;
import io.github.calciteodata.client.ServiceLimits;
import io.github.calciteodata.edm.Capabilities;
import io.github.calciteodata.edm.Capabilities.FilterRestrictions;
import io.github.calciteodata.edm.Capabilities.SortRestrictions;
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.function.Catalog.Capability;
import io.github.calciteodata.query.Expression.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Lists the decisions for a table, one by one, as {@code sys.capabilities} shows them. */
final class CapabilityList {
  private static final Decision ONE_ROW = new Decision(false, Source.METADATA, "singleton");

  private final Decisions decisions;
  private final ServiceLimits limits;
  private final List<Capability> rows = new ArrayList<>();

  CapabilityList(Decisions decisions, ServiceLimits limits) {
    this.decisions = decisions;
    this.limits = limits;
  }

  List<Capability> of(TableModel table) {
    add(table, "read", decisions.read(table));
    add(table, "$select", decisions.select(table));
    add(table, "$filter", collection(table, decisions.filter(table)));
    add(table, "in", decisions.in(table));
    add(table, "arithmetic", decisions.arithmetic(table));
    for (Function function : Function.values()) {
      add(table, function.symbol(), decisions.function(table, function));
    }
    add(table, "$orderby", collection(table, decisions.sort(table)));
    add(table, "$top", collection(table, decisions.top(table)));
    add(table, "$skip", collection(table, decisions.skip(table)));
    add(table, "$count", collection(table, decisions.count(table)));
    add(table, "$apply", collection(table, decisions.apply(table)));
    add(table, "$expand", collection(table, decisions.expand(table)));
    add(table, "look-up", collection(table, decisions.lookup(table)));
    add(table, "navigation paths", collection(table, decisions.navigationPaths(table)));
    add(table, "any", collection(table, decisions.any(table)));
    tooLarge(table, "$filter of more than % comparisons", limits.maxComparisons(), MAX_COMPARISONS);
    tooLarge(table, "in of more than % values", limits.maxIn(), MAX_IN);
    required(table);
    restrictions(table);
    return rows;
  }

  /** What is asked for in pieces. */
  private void tooLarge(TableModel table, String what, int most, ProfileKey key) {
    if (most < Integer.MAX_VALUE) {
      add(table, what.replace("%", Integer.toString(most)), decisions.larger(key, most));
    }
  }

  /** What the metadata says of single properties. */
  private void restrictions(TableModel table) {
    Capabilities capabilities = table.capabilities();
    FilterRestrictions filter = capabilities.filter();
    SortRestrictions sort = capabilities.sort();
    each(table, "$filter", filter.nonFilterable(), "NonFilterableProperties");
    for (String path : new TreeSet<>(filter.shapes().keySet())) {
      add(
          table,
          "$filter " + path,
          new Decision(
              true,
              Source.ANNOTATION,
              "FilterExpressionRestrictions " + filter.shapes().get(path)));
    }
    each(table, "$orderby", sort.nonSortable(), "NonSortableProperties");
    each(table, "$orderby … desc", sort.ascendingOnly(), "AscendingOnlyProperties");
    each(table, "$orderby … asc", sort.descendingOnly(), "DescendingOnlyProperties");
    each(table, "$expand", capabilities.expand().nonExpandable(), "NonExpandableProperties");
  }

  /** What a request has to have. */
  private void required(TableModel table) {
    FilterRestrictions filter = table.capabilities().filter();
    if (filter.required()) {
      add(
          table,
          "$filter required",
          new Decision(true, Source.ANNOTATION, "FilterRestrictions/RequiresFilter"));
    }
    for (String path : new TreeSet<>(filter.requiredProperties())) {
      add(
          table,
          "$filter required " + path,
          new Decision(true, Source.ANNOTATION, "FilterRestrictions/RequiredProperties"));
    }
  }

  private void each(TableModel table, String option, Set<String> paths, String term) {
    for (String path : new TreeSet<>(paths)) {
      String named = option.contains("…") ? option.replace("…", path) : option + " " + path;
      add(table, named, new Decision(false, Source.ANNOTATION, term));
    }
  }

  private static Decision collection(TableModel table, Decision decision) {
    return table.singleton() ? ONE_ROW : decision;
  }

  private void add(TableModel table, String capability, Decision decision) {
    rows.add(
        new Capability(
            table.name(),
            capability,
            decision.allowed(),
            decision.source().toString(),
            decision.reason()));
  }
}
