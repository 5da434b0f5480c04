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

import io.github.calciteodata.runtime.TableSize;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;

/**
 * Which sizes of tables the plan of a statement depends on: none without a join, nor when two
 * tables of one service are joined as a whole, since then both are read anyway.
 */
final class NeededSizes {
  private final Set<ODataSource> sources = new LinkedHashSet<>();
  private boolean joins;
  private boolean filters;
  private boolean others;

  private NeededSizes() {}

  /** Asks for all of them, at the same time. */
  static void ask(RelNode statement) {
    NeededSizes needed = new NeededSizes();
    needed.visit(statement);
    long services = needed.sources.stream().map(ODataSource::runner).distinct().count();
    boolean whole =
        !needed.filters && !needed.others && services == 1 && needed.sources.size() <= 2;
    if (needed.joins && !whole) {
      List<TableSize> sizes = needed.sources.stream().map(ODataSource::size).toList();
      sizes.forEach(TableSize::begin);
      sizes.forEach(TableSize::ask);
    }
  }

  private void visit(RelNode rel) {
    joins |= rel instanceof Join || rel instanceof Correlate;
    filters |= rel instanceof Filter;
    if (rel instanceof ODataTableScan scan) {
      sources.add(scan.source());
    } else if (rel.getInputs().isEmpty()) {
      others = true;
    }
    rel.getInputs().forEach(this::visit);
  }
}
