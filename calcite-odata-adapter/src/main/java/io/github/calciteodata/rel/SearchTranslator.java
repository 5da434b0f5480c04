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

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.In;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Operator;
import io.github.calciteodata.query.Expression.Path;
import io.github.calciteodata.query.Expressions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.util.Sarg;

/**
 * Turns Calcite's SEARCH, the form that IN lists, BETWEEN and unions of ranges arrive in: {@code ID
 * IN (1, 2)} becomes {@code ID in (1,2)}, {@code ID NOT IN (1, 2)} becomes {@code ID ne 1 and ID ne
 * 2 and ID ne null}.
 */
final class SearchTranslator {
  private final ComparisonTranslator comparisons;
  private final OperandTranslator operands;
  private final RexBuilder rexBuilder;

  SearchTranslator(
      ComparisonTranslator comparisons, OperandTranslator operands, RexBuilder rexBuilder) {
    this.comparisons = comparisons;
    this.operands = operands;
    this.rexBuilder = rexBuilder;
  }

  Optional<Translation> translate(RexCall search, boolean negated) {
    RexNode operand = search.getOperands().get(0);
    Sarg<?> given = ((RexLiteral) search.getOperands().get(1)).getValueAs(Sarg.class);
    return given == null ? Optional.empty() : translate(operand, negated ? given.negate() : given);
  }

  private <C extends Comparable<C>> Optional<Translation> translate(RexNode operand, Sarg<C> sarg) {
    List<Translation> alternatives = new ArrayList<>();
    if (sarg.isComplementedPoints()) {
      List<Translation> all = new ArrayList<>();
      Sarg<C> excluded = sarg.negate();
      for (Range<C> point : excluded.rangeSet.asRanges()) {
        Optional<Translation> one = compare(Operator.NE, operand, point.lowerEndpoint());
        if (one.isEmpty()) {
          return Optional.empty();
        }
        all.add(one.get());
      }
      alternatives.add(and(all));
    } else {
      for (Range<C> range : sarg.rangeSet.asRanges()) {
        Optional<Translation> one = range(operand, range);
        if (one.isEmpty()) {
          return Optional.empty();
        }
        alternatives.add(one.get());
      }
    }
    if (sarg.nullAs == RexUnknownAs.TRUE) {
      Optional<Translation> isNull =
          operands
              .translate(operand)
              .map(o -> Expressions.or(o.columns().stream().map(SearchTranslator::isNull).toList()))
              .map(e -> new Translation(e, true));
      if (isNull.isEmpty()) {
        return Optional.empty();
      }
      alternatives.add(isNull.get());
    }
    return Optional.of(
        new Translation(
            Expressions.or(inLists(alternatives.stream().map(Translation::expression).toList())),
            alternatives.stream().allMatch(Translation::exact)));
  }

  private static Expression isNull(Column column) {
    return new NullTest(new Path(column), false);
  }

  private <C extends Comparable<C>> Optional<Translation> range(RexNode operand, Range<C> range) {
    boolean point =
        range.hasLowerBound()
            && range.hasUpperBound()
            && range.lowerEndpoint().equals(range.upperEndpoint());
    if (point) {
      return compare(Operator.EQ, operand, range.lowerEndpoint());
    }
    List<Optional<Translation>> bounds = new ArrayList<>();
    if (range.hasLowerBound()) {
      Operator op = range.lowerBoundType() == BoundType.CLOSED ? Operator.GE : Operator.GT;
      bounds.add(compare(op, operand, range.lowerEndpoint()));
    }
    if (range.hasUpperBound()) {
      Operator op = range.upperBoundType() == BoundType.CLOSED ? Operator.LE : Operator.LT;
      bounds.add(compare(op, operand, range.upperEndpoint()));
    }
    if (bounds.isEmpty()) {
      return operands
          .translate(operand)
          .map(o -> new Translation(ComparisonTranslator.notNull(o.columns()), true));
    }
    if (bounds.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    return Optional.of(and(bounds.stream().map(Optional::get).toList()));
  }

  private <C extends Comparable<C>> Optional<Translation> compare(
      Operator op, RexNode operand, C value) {
    // a literal of a nullable type would come as a cast
    RelDataType type =
        rexBuilder.getTypeFactory().createTypeWithNullability(operand.getType(), false);
    return comparisons.compare(op, operand, rexBuilder.makeLiteral(value, type, true, true));
  }

  private static Translation and(List<Translation> all) {
    return new Translation(
        Expressions.and(all.stream().map(Translation::expression).toList()),
        all.stream().allMatch(Translation::exact));
  }

  /** Several {@code eq} of one operand become one list. */
  private static List<Expression> inLists(List<Expression> alternatives) {
    Map<Expression, List<Expression>> values = new LinkedHashMap<>();
    List<Expression> others = new ArrayList<>();
    for (Expression alternative : alternatives) {
      if (alternative instanceof Comparison c && c.op() == Operator.EQ) {
        values.computeIfAbsent(c.left(), k -> new ArrayList<>()).add(c.right());
      } else {
        others.add(alternative);
      }
    }
    List<Expression> merged = new ArrayList<>();
    values.forEach(
        (left, list) ->
            merged.add(
                list.size() == 1
                    ? new Comparison(Operator.EQ, left, list.get(0))
                    : new In(left, list)));
    merged.addAll(others);
    return merged;
  }
}
