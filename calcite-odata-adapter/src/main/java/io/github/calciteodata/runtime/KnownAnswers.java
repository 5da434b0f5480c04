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
package io.github.calciteodata.runtime;

import io.github.calciteodata.client.ODataServiceException;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.query.Binder;
import io.github.calciteodata.query.Evaluator;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.In;
import io.github.calciteodata.query.Expression.Operator;
import io.github.calciteodata.query.Expression.Path;
import io.github.calciteodata.query.Functions;
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.query.UrlWriter;
import io.github.calciteodata.query.Witness;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Asks a service that has to be checked a question whose answer is known, before a kind of
 * condition is left to it: with a value that a row of the set has, {@code price gt 41.25} becomes
 * {@code price ge 2.5}, which must not be answered with no row. Thread-safe.
 */
final class KnownAnswers {
  private static final int SAMPLE = 100;
  private static final Pattern TEXT = Pattern.compile("'(?:[^']|'')*'");
  private static final Pattern FRACTION = Pattern.compile("-?\\b\\d+\\.\\d+(?:E-?\\d+)?\\b");
  private static final Pattern NUMBER = Pattern.compile("-?\\b\\d+\\b");

  private final QueryRunner runner;
  private final Map<String, Boolean> known = new ConcurrentHashMap<>();

  KnownAnswers(QueryRunner runner) {
    this.runner = runner;
  }

  /** The conditions of the query's filter that the service is known not to answer. */
  Set<Expression> unanswered(RequestPlan plan, ODataQuery query, Deadline deadline)
      throws SQLException {
    Map<String, Expression> kinds = new LinkedHashMap<>();
    List<Column> own = query.table().columns();
    for (Expression condition : Witness.conditions(query.filter())) {
      if (!Binder.paths(condition).stream().allMatch(path -> own.contains(path.column()))) {
        // of related entities: a sample of the set does not hold them
        continue;
      }
      kinds.putIfAbsent(kind(plan, query, condition), single(plan, condition));
    }
    Map<String, Expression> unknown = new LinkedHashMap<>(kinds);
    unknown.keySet().removeAll(known.keySet());
    if (!unknown.isEmpty()) {
      List<Column> columns =
          Binder.paths(query.filter()).stream()
              .map(Path::column)
              .filter(own::contains)
              .distinct()
              .toList();
      List<Object[]> sample = sample(plan, query, columns, deadline);
      Witness witness = new Witness(new Evaluator(columns));
      for (Map.Entry<String, Expression> entry : unknown.entrySet()) {
        ask(plan, query, entry.getKey(), question(witness, entry.getValue(), sample), deadline);
      }
    }
    Set<Expression> unanswered = new LinkedHashSet<>();
    kinds.forEach(
        (kind, condition) -> {
          if (!known.getOrDefault(kind, true)) {
            unanswered.add(condition);
          }
        });
    return unanswered;
  }

  /** The condition on the set with the constants taken out. */
  private static String kind(RequestPlan plan, ODataQuery query, Expression condition) {
    String url =
        new UrlWriter(plan.dialect()).readable(with(query, single(plan, condition), List.of()));
    String texts = TEXT.matcher(url).replaceAll("''");
    return NUMBER.matcher(FRACTION.matcher(texts).replaceAll("½")).replaceAll("0");
  }

  private static Expression single(RequestPlan plan, Expression condition) {
    if (!(condition instanceof In in)) {
      return condition;
    }
    return plan.dialect().in()
        ? new In(in.operand(), in.values().subList(0, 2))
        : new Comparison(Operator.EQ, in.operand(), in.values().get(0));
  }

  private static ODataQuery with(ODataQuery query, Expression filter, List<Column> columns) {
    ODataQuery all = ODataQuery.all(query.table());
    ODataQuery filtered = filter == null ? all : all.withFilter(filter, true).orElseThrow();
    List<Integer> key = query.table().key();
    Column first = query.table().columns().get(key.isEmpty() ? 0 : key.get(0));
    return filtered.withColumns(columns.isEmpty() ? List.of(first) : columns).orElseThrow();
  }

  private List<Object[]> sample(
      RequestPlan plan, ODataQuery query, List<Column> columns, Deadline deadline)
      throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    try (RowCursor cursor = runner.read(plan, with(query, null, columns), SAMPLE, deadline)) {
      Object[] row = cursor.next();
      while (row != null) {
        rows.add(row);
        row = cursor.next();
      }
    } catch (ODataServiceException e) {
      // a set may be readable with a condition only: then nothing is known
      if (!QueryRunner.isRefusal(e)) {
        throw e;
      }
    }
    return rows;
  }

  /** Rather the condition as it is than one made like it. */
  private static Optional<Expression> question(
      Witness witness, Expression condition, List<Object[]> sample) {
    Optional<Expression> made = Optional.empty();
    for (Object[] row : sample) {
      Optional<Expression> question = witness.of(condition, row);
      if (question.filter(condition::equals).isPresent()) {
        return question;
      }
      made = made.or(() -> question);
    }
    return made;
  }

  private void ask(
      RequestPlan plan,
      ODataQuery query,
      String kind,
      Optional<Expression> question,
      Deadline deadline)
      throws SQLException {
    boolean answered = true;
    if (question.isPresent()) {
      ODataQuery asked = with(query, question.get(), List.of());
      try (RowCursor cursor = runner.read(plan, asked, 1, deadline)) {
        answered = cursor.next() != null;
      } catch (ODataServiceException e) {
        if (!QueryRunner.isRefusal(e) && e.status() != 500) {
          throw e;
        }
        answered = false;
      }
    }
    boolean isNew = known.put(kind, answered) == null;
    if (!answered && isNew && Functions.in(question.get()).isEmpty()) {
      runner.learned().learn(query.table().resource(), kind.substring(kind.indexOf("filter=") + 7));
    }
  }
}
