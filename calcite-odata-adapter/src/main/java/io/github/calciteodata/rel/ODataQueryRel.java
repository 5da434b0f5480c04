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
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.query.ODataQuery.Order;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelFieldCollation.Direction;
import org.apache.calcite.rel.RelFieldCollation.NullDirection;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;

/**
 * A request to an entity set: the leaf that grows as rules push into it. It stays in {@link
 * Convention#NONE}, where its parents can see it; in a convention of its own only the first parent
 * would match.
 */
final class ODataQueryRel extends AbstractRelNode {
  private final RequestSpec spec;

  ODataQueryRel(RelOptCluster cluster, RequestSpec spec) {
    this(cluster, spec, collation(spec.query()));
  }

  private ODataQueryRel(RelOptCluster cluster, RequestSpec spec, RelCollation collation) {
    super(cluster, cluster.traitSetOf(Convention.NONE).replace(collation));
    this.spec = spec;
    this.rowType = rowType(cluster.getTypeFactory(), spec.query());
  }

  RequestSpec spec() {
    return spec;
  }

  /** The same leaf with another query. */
  ODataQueryRel with(ODataQuery query, List<RexNode> parameters) {
    return new ODataQueryRel(getCluster(), spec.with(query, parameters));
  }

  /** The same leaf with another query, whose rows have this order. */
  ODataQueryRel with(ODataQuery query, List<RexNode> parameters, RelCollation collation) {
    return new ODataQueryRel(getCluster(), spec.with(query, parameters), collation);
  }

  /** The order that the rows have: the keys that are selected, up to the first that is not. */
  private static RelCollation collation(ODataQuery query) {
    List<RelFieldCollation> keys = new ArrayList<>();
    for (Order order : query.order()) {
      int index = query.columns().indexOf(order.column());
      if (index < 0) {
        break;
      }
      // nulls first ascending, last descending (Protocol 11.2.6.2)
      keys.add(
          order.descending()
              ? new RelFieldCollation(index, Direction.DESCENDING, NullDirection.LAST)
              : new RelFieldCollation(index, Direction.ASCENDING, NullDirection.FIRST));
    }
    return RelCollations.of(keys);
  }

  static RelDataType rowType(RelDataTypeFactory factory, ODataQuery query) {
    if (query.count()) {
      return factory.builder().add("$count", ColumnTypes.count(factory)).build();
    }
    RelDataTypeFactory.Builder builder = factory.builder();
    for (Column column : query.columns()) {
      builder.add(column.name(), ColumnTypes.of(factory, column));
    }
    return builder.build();
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return this;
  }

  @Override
  public RelWriter explainTerms(RelWriter pw) {
    return spec.explain(super.explainTerms(pw));
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return spec.estimateRowCount();
  }
}
