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
import io.github.calciteodata.query.Aggregation;
import io.github.calciteodata.query.Aggregation.Measure;
import io.github.calciteodata.query.Aggregation.Method;
import io.github.calciteodata.query.Binder;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.Arithmetic;
import io.github.calciteodata.query.Expression.ArithmeticOperator;
import io.github.calciteodata.query.Expression.Literal;
import io.github.calciteodata.query.Expression.NullTest;
import io.github.calciteodata.query.Expression.Path;
import io.github.calciteodata.query.Expressions;
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.rel.OperandTranslator.Operand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * Turns the aggregates of a statement into {@code $apply} over the rows of a request, or answers
 * empty when one of them would mean something else there.
 */
final class AggregateTranslator {
  private static final Set<ArithmeticOperator> EXACT =
      Set.of(ArithmeticOperator.ADD, ArithmeticOperator.SUB, ArithmeticOperator.MUL);

  private final RequestSpec spec;
  private final List<RexNode> fields;
  private final RelDataTypeFactory types;
  private final OperandTranslator operands;

  /**
   * The filter that goes before the aggregation: the request's, and what leaves nulls out where
   * every measure does.
   */
  private Expression filter;

  private boolean grouped;

  /**
   * Aggregates over these expressions of the request's columns.
   *
   * @param fields what the aggregate's arguments refer to
   */
  AggregateTranslator(RequestSpec spec, List<RexNode> fields, RelDataTypeFactory types) {
    this.spec = spec;
    this.fields = List.copyOf(fields);
    this.types = types;
    this.filter = spec.query().filter();
    this.operands =
        new OperandTranslator(
            spec.query().columns(),
            spec.rules(),
            new ConstantTranslator(new RuntimeValues(List.of())));
  }

  /** The request for groups and measures, in the order of the aggregate's row. */
  Optional<ODataQuery> translate(Aggregate aggregate) {
    Optional<List<Column>> groups = groups(aggregate);
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    grouped = !groups.get().isEmpty();
    List<Column> nulls = grouped ? List.of() : skippedNulls(aggregate.getAggCallList());
    if (!nulls.isEmpty()) {
      List<Expression> tests = new ArrayList<>();
      nulls.forEach(column -> tests.add(new NullTest(new Path(column), true)));
      if (filter != null) {
        tests.add(0, filter);
      }
      filter = Expressions.and(tests);
    }
    String prefix = prefix();
    List<Measure> measures = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      Optional<Measure> measure = measure(call, prefix + measures.size());
      if (measure.isEmpty()) {
        return Optional.empty();
      }
      measures.add(measure.get());
    }
    ODataQuery query = spec.query();
    if (!nulls.isEmpty() && !spec.rules().admits(filter)) {
      return Optional.empty();
    }
    Optional<ODataQuery> filtered =
        nulls.isEmpty() ? Optional.of(query) : query.withFilter(filter, true);
    return filtered.flatMap(q -> q.withAggregation(new Aggregation(groups.get(), measures, null)));
  }

  /**
   * The columns whose nulls a {@code COUNT(x)} leaves out, none when it counts rows; empty when it
   * is no such count or nothing that can be sent.
   */
  Optional<Set<Column>> leftOut(AggregateCall call) {
    boolean counts =
        call.getAggregation().getKind() == SqlKind.COUNT
            && !call.isDistinct()
            && !call.hasFilter()
            && call.getArgList().size() == 1;
    return counts
        ? operand(fields.get(call.getArgList().get(0))).map(this::nullable)
        : Optional.empty();
  }

  private Optional<List<Column>> groups(Aggregate aggregate) {
    List<Column> groups = new ArrayList<>();
    for (int field : aggregate.getGroupSet()) {
      Optional<Column> column = column(fields.get(field)).filter(spec.rules()::canGroup);
      if (column.isEmpty() || groups.contains(column.get())) {
        return Optional.empty();
      }
      groups.add(column.get());
    }
    return Optional.of(groups);
  }

  /**
   * The columns whose nulls can be left out before aggregating everything to one row, since each
   * measure skips the same ones: then the number of entities is the number of values.
   */
  private List<Column> skippedNulls(List<AggregateCall> calls) {
    Set<Set<Column>> nullable =
        calls.stream()
            .map(
                call ->
                    call.getArgList().size() == 1
                        ? operand(fields.get(call.getArgList().get(0)))
                            .map(this::nullable)
                            .orElse(Set.of())
                        : Set.<Column>of())
            .collect(Collectors.toSet());
    boolean counts = calls.stream().anyMatch(c -> c.getAggregation().getKind() == SqlKind.COUNT);
    if (!counts || nullable.size() != 1 || !spec.rules().aggregation().filter()) {
      return List.of();
    }
    List<Column> columns = List.copyOf(nullable.iterator().next());
    return columns.stream().allMatch(spec.rules()::canFilter) && spec.rules().trusted()
        ? columns
        : List.of();
  }

  private Set<Column> nullable(Expression operand) {
    return columns(operand).stream()
        .filter(c -> !NotNull.proves(filter, c))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** A prefix of aliases that no property begins with (Data Aggregation 3.1.1). */
  private String prefix() {
    Set<String> names = new HashSet<>();
    spec.source().table().columns().forEach(c -> names.add(c.topProperty()));
    String prefix = "c";
    while (startsAny(names, prefix)) {
      prefix += "_";
    }
    return prefix;
  }

  private static boolean startsAny(Set<String> names, String prefix) {
    return names.stream().anyMatch(n -> n.matches("(?i)" + prefix + "[0-9]+"));
  }

  private Optional<Measure> measure(AggregateCall call, String alias) {
    if (call.hasFilter()
        || call.ignoreNulls()
        || call.distinctKeys != null
        || call.isApproximate()
        || !call.getCollation().getFieldCollations().isEmpty()
        || call.getArgList().size() > 1) {
      return Optional.empty();
    }
    Optional<Expression> operand =
        call.getArgList().isEmpty()
            ? Optional.empty()
            : operand(fields.get(call.getArgList().get(0)));
    return switch (call.getAggregation().getKind()) {
      case COUNT -> call.isDistinct() ? countDistinct(call, operand, alias) : count(call, alias);
      case SUM, SUM0 -> call.isDistinct() ? Optional.empty() : sum(call, operand, alias);
      case MIN -> extreme(Method.MIN, operand, call.getType(), alias);
      case MAX -> extreme(Method.MAX, operand, call.getType(), alias);
      default -> Optional.empty();
    };
  }

  /** Counts entities: of the argument no null may be left. */
  private Optional<Measure> count(AggregateCall call, String alias) {
    if (!call.getArgList().isEmpty()) {
      RexNode argument = fields.get(call.getArgList().get(0));
      boolean never =
          !argument.getType().isNullable()
              || operand(argument).filter(o -> nullable(o).isEmpty()).isPresent();
      if (!never) {
        return Optional.empty();
      }
    }
    if (spec.rules().aggregation().allows(Method.COUNT)) {
      return measure(Method.COUNT, null, call.getType(), alias);
    }
    // the values of a key are as many as the entities
    List<Integer> key = spec.source().table().key();
    if (key.size() != 1) {
      return Optional.empty();
    }
    Column only = spec.source().table().columns().get(key.get(0));
    return only.nullable() || !spec.rules().canAggregate(only, Method.COUNT_DISTINCT)
        ? Optional.empty()
        : measure(Method.COUNT_DISTINCT, new Path(only), call.getType(), alias);
  }

  private Optional<Measure> countDistinct(
      AggregateCall call, Optional<Expression> operand, String alias) {
    return operand
        .flatMap(AggregateTranslator::path)
        .filter(c -> spec.rules().canAggregate(c, Method.COUNT_DISTINCT))
        .filter(c -> NotNull.proves(filter, c) || spec.rules().aggregation().skipsNulls())
        .flatMap(c -> measure(Method.COUNT_DISTINCT, new Path(c), call.getType(), alias));
  }

  private Optional<Measure> sum(AggregateCall call, Optional<Expression> operand, String alias) {
    boolean can =
        operand.isPresent()
            && isAnswered(operand.get())
            && columns(operand.get()).stream()
                .allMatch(c -> spec.rules().canAggregate(c, Method.SUM));
    if (!can) {
      return Optional.empty();
    }
    boolean nullable =
        call.getType().isNullable()
            || (call.getAggregation().getKind() == SqlKind.SUM0
                && !(grouped && nullable(operand.get()).isEmpty()));
    return measure(
        Method.SUM,
        operand.get(),
        types.createTypeWithNullability(call.getType(), nullable),
        alias);
  }

  /** Whether the service has an answer even when there is nothing to aggregate. */
  private boolean isAnswered(Expression operand) {
    return spec.rules().aggregation().nulls() || (grouped && nullable(operand).isEmpty());
  }

  private Optional<Measure> extreme(
      Method method, Optional<Expression> operand, RelDataType type, String alias) {
    return operand
        .filter(this::isAnswered)
        .flatMap(AggregateTranslator::path)
        .filter(c -> spec.rules().canAggregate(c, method))
        .map(
            c ->
                new Column(
                    alias, alias, c.type(), c.enumType(), c.facets(), type.isNullable(), null))
        .filter(a -> ColumnTypes.of(types, a).equals(type))
        .map(a -> new Measure(a, method, operand.get()));
  }

  private Optional<Measure> measure(
      Method method, Expression operand, RelDataType type, String alias) {
    return ColumnTypes.column(types, alias, type).map(a -> new Measure(a, method, operand));
  }

  /** A column, or sums, differences and products of columns and constants. */
  private Optional<Expression> operand(RexNode field) {
    return column(field)
        .<Expression>map(Path::new)
        .or(
            () ->
                operands
                    .translate(field)
                    .filter(o -> !o.wide())
                    .map(Operand::expression)
                    .filter(AggregateTranslator::isExact)
                    .flatMap(AggregateTranslator::leading));
  }

  /**
   * The same expression, beginning with no parenthesis, which Olingo's servers take for a mistake:
   * {@code (a add b) mul c} is {@code c mul (a add b)}.
   */
  private static Optional<Expression> leading(Expression expression) {
    if (!(expression instanceof Arithmetic arithmetic)) {
      return Optional.of(expression);
    }
    if (arithmetic.op() == ArithmeticOperator.MUL && isSum(arithmetic.left())) {
      return isSum(arithmetic.right())
          ? Optional.empty()
          : leading(new Arithmetic(arithmetic.op(), arithmetic.right(), arithmetic.left()));
    }
    return leading(arithmetic.left())
        .map(left -> new Arithmetic(arithmetic.op(), left, arithmetic.right()));
  }

  private static boolean isSum(Expression expression) {
    return expression instanceof Arithmetic arithmetic && arithmetic.op() != ArithmeticOperator.MUL;
  }

  private Optional<Column> column(RexNode field) {
    return field instanceof RexInputRef ref
        ? Optional.of(spec.query().columns().get(ref.getIndex()))
        : Optional.empty();
  }

  private static boolean isExact(Expression expression) {
    return expression instanceof Path
        || expression instanceof Literal
        || (expression instanceof Arithmetic arithmetic
            && EXACT.contains(arithmetic.op())
            && isExact(arithmetic.left())
            && isExact(arithmetic.right()));
  }

  private static Optional<Column> path(Expression expression) {
    return expression instanceof Path path ? Optional.of(path.column()) : Optional.empty();
  }

  private static Set<Column> columns(Expression operand) {
    // in the order of the operand, so that the same statement is always the same request
    return Binder.paths(operand).stream()
        .map(Path::column)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
