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

import io.github.calciteodata.edm.Column;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/**
 * A table of a service in a join, of which rows may be left out and columns chosen.
 *
 * @param columns what its fields are
 */
record TableFactor(ODataSource source, PushdownRules rules, List<Column> columns) {

  /** Empty when it is something else, or computes something. */
  static Optional<TableFactor> of(RelNode rel) {
    if (rel instanceof ODataTableScan scan) {
      ODataSource source = scan.source();
      return Optional.of(new TableFactor(source, source.rules().get(), source.table().columns()));
    }
    if (rel instanceof LogicalFilter filter) {
      return of(filter.getInput());
    }
    if (rel instanceof LogicalProject project
        && project.getProjects().stream().allMatch(RexInputRef.class::isInstance)) {
      return of(project.getInput()).map(below -> below.select(project.getProjects()));
    }
    return Optional.empty();
  }

  private TableFactor select(List<RexNode> fields) {
    return new TableFactor(
        source,
        rules,
        fields.stream().map(field -> columns.get(((RexInputRef) field).getIndex())).toList());
  }

  /** Whether the engine has to look at the rows for this condition, whatever the service does. */
  boolean checks(RexNode condition, RexBuilder rexBuilder) {
    return !rules.trusted()
        || new FilterTranslator(columns, rules, new RuntimeValues(List.of()), rexBuilder)
            .translate(condition)
            .filter(translation -> rules.admits(translation.expression()))
            .filter(Translation::exact)
            .isEmpty();
  }
}
