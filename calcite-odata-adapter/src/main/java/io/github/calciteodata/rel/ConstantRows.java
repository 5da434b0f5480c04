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

import com.google.common.collect.ImmutableList;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Many rows of constants, handed to the generated code as they are: Calcite's own way writes each
 * of them into the code, which Java limits to 64 KB. {@code ID IN (1, 2, …, 5000)} has such rows.
 */
final class ConstantRows extends Values implements EnumerableRel {
  private static final int FEW = 500;

  /** Rule that takes lists of more than 500 rows. */
  static final RelOptRule RULE =
      ConverterRule.Config.INSTANCE
          .withConversion(
              LogicalValues.class,
              Convention.NONE,
              EnumerableConvention.INSTANCE,
              "ODataConstantRows")
          .withRuleFactory(Rule::new)
          .toRule();

  private ConstantRows(
      RelOptCluster cluster,
      RelDataType rowType,
      ImmutableList<ImmutableList<RexLiteral>> tuples,
      RelTraitSet traits) {
    super(cluster, rowType, tuples, traits);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new ConstantRows(getCluster(), getRowType(), tuples, traitSet);
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return super.computeSelfCost(planner, mq).multiplyBy(0.5);
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer pref) {
    PhysType physType =
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), pref.preferArray());
    boolean scalar = getRowType().getFieldCount() == 1;
    Object[] rows = tuples.stream().map(this::row).map(row -> scalar ? row[0] : row).toArray();
    BlockBuilder builder = new BlockBuilder();
    Expression stashed = implementor.stash(rows, Object[].class);
    builder.add(Expressions.call(Linq4j.class, "asEnumerable", stashed));
    return implementor.result(physType, builder.toBlock());
  }

  private Object[] row(List<RexLiteral> tuple) {
    Object[] row = new Object[tuple.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = value(tuple.get(i), getRowType().getFieldList().get(i).getType().getSqlTypeName());
    }
    return row;
  }

  /** The constant as generated code holds it in a column of this type. */
  private static Object value(RexLiteral literal, SqlTypeName type) {
    Object value = ConstantTranslator.value(literal);
    if (!(value instanceof BigDecimal number)) {
      return value;
    }
    return switch (type) {
      case TINYINT -> number.byteValueExact();
      case SMALLINT -> number.shortValueExact();
      case INTEGER -> number.intValueExact();
      case BIGINT -> number.longValueExact();
      default -> number;
    };
  }

  private static boolean isKnown(RelDataType rowType) {
    return rowType.getFieldList().stream()
        .allMatch(
            field ->
                switch (field.getType().getSqlTypeName()) {
                  case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, CHAR, VARCHAR -> true;
                  default -> false;
                });
  }

  /** See {@link #RULE}. */
  private static final class Rule extends ConverterRule {
    Rule(Config config) {
      super(config);
    }

    @Override
    public RelNode convert(RelNode rel) {
      LogicalValues values = (LogicalValues) rel;
      if (values.getTuples().size() <= FEW || !isKnown(values.getRowType())) {
        return null;
      }
      return new ConstantRows(
          values.getCluster(),
          values.getRowType(),
          values.getTuples(),
          values.getTraitSet().replace(EnumerableConvention.INSTANCE));
    }
  }
}
