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
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.Literal;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Operator;
import io.github.calciteodata.query.Expression.Path;
import io.github.calciteodata.query.Expressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.Strong;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Sarg;

/**
 * Turns a SQL condition into {@code $filter}. NOT is carried down to the comparisons first; then
 * AND and OR are monotone, and each comparison may be replaced by whatever is true for the same
 * rows, or for more: the translation keeps every row for which the condition is true, and is exact
 * when it keeps no other.
 */
final class FilterTranslator {
  private final List<Column> row;
  private final PushdownRules rules;
  private final OperandTranslator operands;
  private final ComparisonTranslator comparisons;
  private final SearchTranslator searches;
  private final LikeTranslator likes;

  FilterTranslator(
      List<Column> row, PushdownRules rules, RuntimeValues values, RexBuilder rexBuilder) {
    this.row = row;
    this.rules = rules;
    ConstantTranslator constants = new ConstantTranslator(values);
    this.operands = new OperandTranslator(row, rules, constants);
    InstantTranslator instants = new InstantTranslator(operands, values, rexBuilder);
    this.comparisons = new ComparisonTranslator(operands, constants, instants, rules);
    this.searches = new SearchTranslator(comparisons, operands, rexBuilder);
    this.likes = new LikeTranslator(operands, constants, rules);
  }

  /** The condition in OData's words; empty when nothing of it can be pushed. */
  Optional<Translation> translate(RexNode condition) {
    return translate(condition, false);
  }

  private Optional<Translation> translate(RexNode node, boolean negated) {
    if (node instanceof RexLiteral literal) {
      boolean value = !literal.isNull() && RexLiteral.booleanValue(literal) != negated;
      return ComparisonTranslator.exact(new Expression.Constant(value));
    }
    if (node instanceof RexInputRef ref) {
      return bool(ref, Operator.EQ, !negated);
    }
    if (!(node instanceof RexCall call)) {
      return Optional.empty();
    }
    return switch (call.getKind()) {
      case AND, OR ->
          (call.getKind() == SqlKind.OR) == negated
              ? all(call, o -> translate(o, negated))
              : any(call, o -> translate(o, negated));
      case NOT -> translate(call.getOperands().get(0), !negated);
      case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          comparison(call, negated);
      case SEARCH -> searches.translate(call, negated);
      case LIKE ->
          "LIKE".equals(call.getOperator().getName())
              ? likes.translate(call, negated)
              : Optional.empty();
      case IS_NULL -> nullTest(call, negated);
      case IS_NOT_NULL -> nullTest(call, !negated);
      case IS_TRUE -> truth(call, true, negated);
      case IS_FALSE -> truth(call, false, negated);
      case IS_NOT_TRUE -> truth(call, true, !negated);
      case IS_NOT_FALSE -> truth(call, false, !negated);
      case IS_DISTINCT_FROM -> distinct(!negated, call);
      case IS_NOT_DISTINCT_FROM -> distinct(negated, call);
      default -> Optional.empty();
    };
  }

  /** What cannot be pushed is left out: more rows, checked again above. */
  private static Optional<Translation> all(
      RexCall call, Function<RexNode, Optional<Translation>> operands) {
    List<Translation> pushed = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      operands.apply(operand).ifPresent(pushed::add);
    }
    if (pushed.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Translation(
            Expressions.and(pushed.stream().map(Translation::expression).toList()),
            pushed.size() == call.getOperands().size()
                && pushed.stream().allMatch(Translation::exact)));
  }

  private static Optional<Translation> any(
      RexCall call, Function<RexNode, Optional<Translation>> operands) {
    List<Translation> pushed = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      Optional<Translation> one = operands.apply(operand);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      pushed.add(one.get());
    }
    return Optional.of(
        new Translation(
            Expressions.or(pushed.stream().map(Translation::expression).toList()),
            pushed.stream().allMatch(Translation::exact)));
  }

  private Optional<Translation> comparison(RexCall call, boolean negated) {
    Operator op = operator(call.getKind());
    return comparisons.compare(
        negated ? ComparisonTranslator.negate(op) : op,
        call.getOperands().get(0),
        call.getOperands().get(1));
  }

  private static Operator operator(SqlKind kind) {
    return switch (kind) {
      case EQUALS -> Operator.EQ;
      case NOT_EQUALS -> Operator.NE;
      case LESS_THAN -> Operator.LT;
      case LESS_THAN_OR_EQUAL -> Operator.LE;
      case GREATER_THAN -> Operator.GT;
      default -> Operator.GE;
    };
  }

  /** A comparison is null exactly when one of its columns is: so is every operand here. */
  private Optional<Translation> nullTest(RexCall call, boolean negated) {
    return operands
        .translate(call.getOperands().get(0))
        .map(
            operand -> {
              List<Expression> tests =
                  operand.columns().stream()
                      .distinct()
                      .<Expression>map(c -> new NullTest(new Path(c), negated))
                      .toList();
              return new Translation(
                  negated ? Expressions.and(tests) : Expressions.or(tests), true);
            });
  }

  /** {@code x IS [NOT] TRUE|FALSE}. */
  private Optional<Translation> truth(RexCall call, boolean value, boolean not) {
    RexNode operand = call.getOperands().get(0);
    if (!not) {
      return translate(operand, !value);
    }
    return notTrue(operand, !value);
  }

  /** What is true where the condition, or what it negates, is false or unknown. */
  private Optional<Translation> notTrue(RexNode node, boolean negated) {
    if (node instanceof RexInputRef ref) {
      return bool(ref, Operator.NE, !negated);
    }
    if (!(node instanceof RexCall call)) {
      return Optional.empty();
    }
    return switch (call.getKind()) {
      case AND, OR ->
          (call.getKind() == SqlKind.AND) == negated
              ? all(call, o -> notTrue(o, negated))
              : any(call, o -> notTrue(o, negated));
      case NOT -> notTrue(call.getOperands().get(0), !negated);
      case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_FALSE, IS_NOT_TRUE, IS_NOT_FALSE ->
          translate(call, !negated);
      case EQUALS ->
          negated
              ? falseOrNull(call, true)
              : distinct(true, call).or(() -> falseOrNull(call, false));
      case SEARCH ->
          nullAs(call) == RexUnknownAs.UNKNOWN
              ? falseOrNull(call, negated)
              : translate(call, !negated);
      default -> falseOrNull(call, negated);
    };
  }

  private static RexUnknownAs nullAs(RexCall search) {
    return ((RexLiteral) search.getOperands().get(1)).getValueAs(Sarg.class).nullAs;
  }

  /** Where the condition is null exactly when one of its columns is. */
  private Optional<Translation> falseOrNull(RexCall call, boolean negated) {
    if (!isNullByColumns(call)) {
      return Optional.empty();
    }
    List<Column> columns =
        RelOptUtil.InputFinder.bits(call).asList().stream().map(row::get).toList();
    return translate(call, !negated)
        .map(
            opposite ->
                new Translation(
                    ComparisonTranslator.orNull(opposite.expression(), columns), opposite.exact()));
  }

  private static boolean isNullByColumns(RexNode node) {
    if (RexUtil.isConstant(node) && !(node instanceof RexDynamicParam)) {
      return !node.getType().isNullable();
    }
    if (node instanceof RexCall call) {
      boolean strict = call.getKind() == SqlKind.SEARCH || Strong.policy(call) == Strong.Policy.ANY;
      return strict && call.getOperands().stream().allMatch(FilterTranslator::isNullByColumns);
    }
    return node instanceof RexInputRef || node instanceof RexLiteral;
  }

  private Optional<Translation> bool(RexInputRef ref, Operator op, boolean value) {
    Column column = row.get(ref.getIndex());
    if (column.type() != EdmType.BOOLEAN || !rules.canFilter(column)) {
      return Optional.empty();
    }
    Comparison comparison =
        new Comparison(op, new Path(column), new Literal(EdmType.BOOLEAN, value, null));
    return ComparisonTranslator.exact(
        op == Operator.NE ? ComparisonTranslator.orNull(comparison, List.of(column)) : comparison);
  }

  private Optional<Translation> distinct(boolean distinct, RexCall call) {
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    return comparisons
        .distinct(distinct, left, right)
        .or(() -> comparisons.distinct(distinct, right, left));
  }
}
