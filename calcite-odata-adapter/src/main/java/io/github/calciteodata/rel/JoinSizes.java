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

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.CyclicMetadataException;
import org.apache.calcite.rel.metadata.RelColumnOrigin;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.Sarg;

/**
 * How many rows operators have, by the keys of their tables. Calcite's own guess for a join is a
 * share of the product, which for a join by a key is wrong by orders of magnitude.
 */
final class JoinSizes extends RelMetadataQuery {
  private static final double OTHER_CONDITION = 0.5;
  private static final double LEAST_ANTI = 0.1;

  private final Set<RelNode> active = Collections.newSetFromMap(new IdentityHashMap<>());

  JoinSizes() {}

  /** The same metadata with these estimates. */
  static JoinSizes of(RelMetadataQuery metadata) {
    return metadata instanceof JoinSizes sizes ? sizes : new JoinSizes();
  }

  @Override
  public Double getRowCount(RelNode rel) {
    if (rel instanceof RelSubset subset) {
      return getRowCount(subset.getBestOrOriginal());
    }
    if (!(rel instanceof Join) && !(rel instanceof Filter)) {
      return super.getRowCount(rel);
    }
    if (!active.add(rel)) {
      // the same answer as Calcite's own handlers give
      throw new CyclicMetadataException();
    }
    try {
      if (rel instanceof Join join) {
        return rows(join);
      }
      Filter filter = (Filter) rel;
      return selectsByKey(filter)
          ? Math.min(points(filter), getRowCount(filter.getInput()))
          : super.getRowCount(filter);
    } finally {
      active.remove(rel);
    }
  }

  private double rows(Join join) {
    double left = Math.max(1, getRowCount(join.getLeft()));
    double right = Math.max(1, getRowCount(join.getRight()));
    JoinInfo info = join.analyzeCondition();
    double domain =
        domain(join.getLeft(), info.leftSet(), join.getRight(), info.rightSet()).values();
    return rows(join.getJoinType(), left, right, domain, info.nonEquiConditions.size());
  }

  /**
   * The rows of a join.
   *
   * @param domain see {@link #domain}
   * @param others conditions besides equal keys
   */
  static double rows(JoinRelType type, double left, double right, double domain, int others) {
    double share = Math.pow(OTHER_CONDITION, others) / domain;
    double inner = Math.max(1, left * right * share);
    double matched = Math.min(1, right * share);
    return switch (type) {
      case INNER, ASOF -> inner;
      case LEFT -> Math.max(left, inner);
      case RIGHT -> Math.max(right, inner);
      case FULL -> Math.max(left + right, inner);
      case SEMI -> Math.max(1, left * matched);
      case ANTI -> Math.max(1, left * Math.max(LEAST_ANTI, 1 - matched));
      default -> left;
    };
  }

  /**
   * How many different values the keys of an equi-join have on the side that has more of them: of a
   * unique key as many as its table has rows, whatever is filtered.
   */
  KeyDomain domain(
      RelNode left, ImmutableBitSet leftKeys, RelNode right, ImmutableBitSet rightKeys) {
    if (leftKeys.isEmpty()) {
      return new KeyDomain(1, false);
    }
    if (isUnique(right, rightKeys)) {
      return new KeyDomain(baseRows(right, rightKeys), true);
    }
    if (isUnique(left, leftKeys)) {
      return new KeyDomain(baseRows(left, leftKeys), true);
    }
    double larger = Math.max(baseRows(left, leftKeys), baseRows(right, rightKeys));
    double share = 1 - Math.pow(OTHER_CONDITION, leftKeys.cardinality());
    return new KeyDomain(Math.max(1, Math.pow(larger, share)), false);
  }

  boolean isUnique(RelNode rel, ImmutableBitSet keys) {
    return Boolean.TRUE.equals(areColumnsUnique(rel, keys, true));
  }

  /** What is unique in a set of equal operators is known of the first, the logical one. */
  @Override
  public Boolean areColumnsUnique(RelNode rel, ImmutableBitSet columns, boolean ignoreNulls) {
    if (rel instanceof RelSubset subset) {
      try {
        return areColumnsUnique(subset.getOriginal(), columns, ignoreNulls);
      } catch (CyclicMetadataException consumesItself) {
        return super.areColumnsUnique(rel, columns, ignoreNulls);
      }
    }
    RequestSpec spec = spec(rel);
    return spec == null
        ? super.areColumnsUnique(rel, columns, ignoreNulls)
        : Boolean.valueOf(spec.isUnique(columns));
  }

  @Override
  public Set<RelColumnOrigin> getColumnOrigins(RelNode rel, int column) {
    if (!(rel instanceof RelSubset subset)) {
      return super.getColumnOrigins(rel, column);
    }
    try {
      return getColumnOrigins(subset.getOriginal(), column);
    } catch (CyclicMetadataException consumesItself) {
      return null;
    }
  }

  private static RequestSpec spec(RelNode rel) {
    if (rel instanceof ODataQueryRel leaf) {
      return leaf.spec();
    }
    return rel instanceof ODataRequest request ? request.spec() : null;
  }

  /** The rows of the table that the column comes from, before anything was filtered. */
  double baseRows(RelNode rel, ImmutableBitSet keys) {
    if (rel instanceof RelSubset subset) {
      return baseRows(subset.getOriginal(), keys);
    }
    double rows = Math.max(1, getRowCount(rel));
    RequestSpec spec = spec(rel);
    if (spec != null) {
      return Math.max(rows, spec.source().rowCount());
    }
    Set<RelColumnOrigin> origins = getColumnOrigins(rel, keys.nth(0));
    if (origins == null || origins.size() != 1) {
      return rows;
    }
    RelColumnOrigin origin = origins.iterator().next();
    ODataSource source = origin.getOriginTable().unwrap(ODataSource.class);
    double base = source == null ? origin.getOriginTable().getRowCount() : source.rowCount();
    return Math.max(rows, base);
  }

  /** Whether the condition names single values for a unique key. */
  private boolean selectsByKey(Filter filter) {
    ImmutableBitSet.Builder fixed = ImmutableBitSet.builder();
    for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
      if (condition instanceof RexCall call
          && call.getOperands().get(0) instanceof RexInputRef ref
          && points(call) > 0) {
        fixed.set(ref.getIndex());
      }
    }
    ImmutableBitSet columns = fixed.build();
    return !columns.isEmpty() && isUnique(filter.getInput(), columns);
  }

  private static double points(Filter filter) {
    double product = 1;
    for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
      double points = condition instanceof RexCall call ? points(call) : 0;
      product *= points > 0 ? points : 1;
    }
    return product;
  }

  /** How many single values the condition allows for its column; 0 when it does not list them. */
  private static int points(RexCall call) {
    List<RexNode> operands = call.getOperands();
    if (call.isA(SqlKind.EQUALS)) {
      return operands.get(1) instanceof RexInputRef ? 0 : 1;
    }
    if (call.isA(SqlKind.SEARCH)) {
      Sarg<?> sarg = ((RexLiteral) operands.get(1)).getValueAs(Sarg.class);
      return sarg != null && sarg.isPoints() ? sarg.pointCount : 0;
    }
    return 0;
  }
}
