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
import io.github.calciteodata.client.ServiceLimits;
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.query.Binder;
import io.github.calciteodata.query.Evaluator;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.And;
import io.github.calciteodata.query.Expressions;
import io.github.calciteodata.query.Functions;
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.query.UrlWriter;
import io.github.calciteodata.runtime.LearnedOptions.Option;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a request and sees to it that its rows are right: when the service refuses an option, or
 * turns out to ignore it, the rows are read without it and the engine's own evaluation takes its
 * place.
 *
 * <p>Of a service that has to be checked the first rows are held back until they are known to match
 * the filter and to be in order; with a limit these are all rows.
 */
final class CheckedCursor implements RowCursor {
  /** Rows that are checked; as many as a page usually has. */
  private static final int CHECKED_ROWS = 1_000;

  /** Refusals that somebody above has an answer to. */
  enum PassedOn {
    NONE,
    /** Those that may be for the length of the URL. */
    TOO_LONG,
    /** Those that may be for the size of the filter. */
    REFUSALS;

    boolean covers(ODataServiceException refused, int urlLength) {
      return switch (this) {
        case NONE -> false;
        case TOO_LONG ->
            QueryRunner.mayBeTooLong(refused, urlLength) && !HalvedCursor.isSaid(refused);
        case REFUSALS -> HalvedCursor.isRefusal(refused);
      };
    }
  }

  private final QueryRunner runner;
  private final RequestPlan plan;
  private final ODataQuery asked;
  private final ODataQuery wire;
  private final Deadline deadline;
  private final int width;
  private final Evaluator evaluator;

  /** What of the filter can be checked here; null for nothing. */
  private final Expression checkable;

  private final PassedOn passedOn;
  private final ArrayDeque<Object[]> held = new ArrayDeque<>();
  private RowCursor rows;
  private boolean started;
  private boolean checksEveryRow;

  CheckedCursor(QueryRunner runner, RequestPlan plan, ODataQuery asked, Deadline deadline) {
    this(runner, plan, asked, deadline, PassedOn.NONE);
  }

  /** {@code passedOn} are refusals that are thrown. */
  CheckedCursor(
      QueryRunner runner,
      RequestPlan plan,
      ODataQuery asked,
      Deadline deadline,
      PassedOn passedOn) {
    this.passedOn = passedOn;
    this.runner = runner;
    this.plan = plan;
    this.asked = asked;
    this.wire = plan.wireQuery(asked);
    this.deadline = deadline;
    this.width = asked.columns().size();
    this.evaluator = new Evaluator(wire.columns());
    this.checkable = checkable(wire);
  }

  @Override
  public Object[] next() throws SQLException {
    if (!started) {
      started = true;
      start();
    }
    Object[] row = held.isEmpty() ? rows.next() : held.poll();
    while (row != null && checksEveryRow && !evaluator.matches(checkable, row)) {
      blameFilter("ignores");
      row = rows.next();
    }
    return row == null || row.length == width ? row : Arrays.copyOf(row, width);
  }

  @Override
  public void begin() {
    if (rows == null && !asksFirst()) {
      rows = runner.read(plan, wire, deadline);
      rows.begin();
    }
  }

  /**
   * Where the engine checks again anyway, texts may be compared otherwise there: what does not
   * match here proves nothing.
   */
  private static Expression checkable(ODataQuery query) {
    Expression filter = query.filter();
    if (filter == null || query.exact()) {
      return filter;
    }
    List<Expression> conditions = filter instanceof And and ? and.operands() : List.of(filter);
    List<Expression> exact =
        conditions.stream()
            .filter(
                c ->
                    Binder.paths(c).stream()
                        .noneMatch(path -> path.column().type() == EdmType.STRING))
            .toList();
    return exact.isEmpty() ? null : Expressions.and(exact);
  }

  /** Whether the service has to show first that it answers such conditions. */
  private boolean asksFirst() {
    return plan.verification() != Verification.OFF && wire.filter() != null;
  }

  private void start() throws SQLException {
    boolean top = new UrlWriter(plan.dialect()).sendsTop(wire);
    boolean checked =
        plan.verification() != Verification.OFF
            && (wire.filter() != null || !wire.order().isEmpty() || top);
    if (asksFirst() && !isAnswered()) {
      rows = evaluateLocally(null);
      return;
    }
    if (rows == null) {
      rows = runner.read(plan, wire, deadline);
    }
    try {
      int wanted = checked ? window() : 1;
      Object[] row = rows.next();
      while (row != null) {
        held.add(row);
        row = held.size() < wanted ? rows.next() : null;
      }
      if (checked) {
        check();
        if (top && held.size() < wanted && !held.isEmpty()) {
          checkTop();
        }
      }
    } catch (UnexpandedException ignored) {
      if (!held.isEmpty()) {
        throw ignored;
      }
      runner.learned().learn(wire.table().resource(), Option.EXPAND, "ignores");
      rows.close();
      rows = evaluateLocally(null);
    } catch (ODataServiceException refused) {
      boolean mayHelp = HalvedCursor.mayHelp(refused, plan, wire);
      boolean other = !held.isEmpty() || !hasOptions() || !(isRefusal(refused) || mayHelp);
      if (other || passedOn.covers(refused, runner.urlLength(plan, wire))) {
        throw refused;
      }
      rows.close();
      if (!mayHelp || !HalvedCursor.isSaid(refused) || !answersInHalves(refused)) {
        readWithout(refused);
      }
    }
  }

  /** Rows too many are seen in the answer, rows too few are not. */
  private boolean isAnswered() throws SQLException {
    Set<Expression> unanswered = runner.knownAnswers().unanswered(plan, wire, deadline);
    for (Expression condition : unanswered) {
      Suspects suspects = new Suspects(condition, plan.dialect().in());
      if (!suspects.isEmpty()) {
        suspects.blame(runner.learned(), wire.table().resource(), "does not answer");
      }
    }
    return unanswered.isEmpty();
  }

  private int window() {
    return asked.top() == null
        ? CHECKED_ROWS
        : (int) Math.min(Integer.MAX_VALUE, asked.top().value());
  }

  private boolean hasOptions() {
    return wire.filter() != null
        || !wire.order().isEmpty()
        || wire.isLimited()
        || !wire.sentExpansions().isEmpty();
  }

  private void check() throws SQLException {
    boolean matches =
        checkable == null || held.stream().allMatch(row -> evaluator.matches(checkable, row));
    if (matches && isInOrder()) {
      checksEveryRow = plan.verification() == Verification.ALL && checkable != null;
      return;
    }
    if (matches) {
      runner.learned().learn(wire.table().resource(), Option.SORT, "ignores");
    } else {
      blameFilter("ignores");
    }
    if (!matches && wire.order().isEmpty() && !wire.isLimited()) {
      // all rows are on their way already: what does not match is left out as they come
      checksEveryRow = true;
      held.removeIf(row -> !evaluator.matches(checkable, row));
      return;
    }
    rows.close();
    held.clear();
    rows = evaluateLocally(null);
  }

  private void checkTop() throws SQLException {
    if (runner.endCheck().isCut(plan, wire, held.size(), deadline)) {
      runner.learned().learn(wire.table().resource(), Option.LIMIT, "cuts");
      rows.close();
      held.clear();
      rows = evaluateLocally(wire.filter());
    }
  }

  private boolean isInOrder() {
    if (wire.order().isEmpty()) {
      return true;
    }
    Comparator<Object[]> order = evaluator.comparator(wire.order());
    Object[] before = null;
    for (Object[] row : held) {
      if (before != null && order.compare(before, row) > 0) {
        return false;
      }
      before = row;
    }
    return true;
  }

  /** Some services fail over a function that they do not know. */
  private boolean isRefusal(ODataServiceException e) {
    Expression filter = wire.filter();
    boolean fails = e.status() == 500 && filter != null && !Functions.in(filter).isEmpty();
    return fails || QueryRunner.isRefusal(e);
  }

  /** Asks for less, step by step; only an answer proves what the service refused. */
  private void readWithout(ODataServiceException refused) throws SQLException {
    if (!wire.expansions().isEmpty()) {
      // of the parts of a join each is read with its own filter, and learns its own lessons
      long before = runner.learned().version();
      if (answers(evaluateLocally(null), refused, true) && runner.learned().version() == before) {
        blameExpansion();
      }
      return;
    }
    Expression filter = wire.filter();
    LearnedOptions learned = runner.learned();
    String resource = wire.table().resource();
    if (filter == null) {
      if (answers(evaluateLocally(null), refused, true)) {
        learned.learn(resource, wire.order().isEmpty() ? Option.LIMIT : Option.SORT, "refuses");
      }
      return;
    }
    Suspects suspects = new Suspects(filter, plan.dialect().in());
    boolean inHalves = HalvedCursor.mayHelp(refused, plan, wire) && !HalvedCursor.isSaid(refused);
    if (suspects.in() ? answersWithoutIn(refused) : inHalves && answersInHalves(refused)) {
      return;
    }
    if (!isRefusal(refused)) {
      throw refused;
    }
    Optional<Expression> plain = Suspects.plainConditions(filter);
    if (plain.isPresent() && answers(evaluateLocally(plain.get()), refused, false)) {
      suspects.blame(learned, resource, "refuses");
    } else if (answers(evaluateLocally(null), refused, true)) {
      // a long URL may be refused for its length, which proves nothing
      if (!QueryRunner.mayBeTooLong(refused, runner.urlLength(plan, wire))) {
        suspects.blame(learned, resource, "refuses");
      }
    }
  }

  private boolean answersInHalves(ODataServiceException refused) throws SQLException {
    return answers(new HalvedCursor(runner, plan, asked, refused, deadline), refused, false);
  }

  private boolean answersWithoutIn(ODataServiceException refused) throws SQLException {
    LearnedOptions learned = runner.learned();
    ServiceLimits limits = runner.limits();
    long lessons = learned.version();
    int sizes = limits.lessons();
    if (!answers(new LengthLadder(runner, plan.withoutIn(), asked, deadline), refused, false)) {
      return false;
    }
    if (limits.lessons() != sizes) {
      // the list was too long both ways; whether in is taken, shorter ones will tell
      limits.shortenIn(limits.maxComparisons());
    } else if (learned.version() == lessons) {
      learned.learn(wire.table().resource(), Option.IN, "refuses");
    }
    return true;
  }

  /** Whether the service answers; then these are the rows. */
  private boolean answers(RowCursor other, ODataServiceException refused, boolean last)
      throws SQLException {
    try {
      Object[] first = other.next();
      if (first != null) {
        held.add(first);
      }
      rows = other;
      return true;
    } catch (SQLException e) {
      other.close();
      refused.addSuppressed(e);
      if (last || !(e instanceof ODataServiceException service && QueryRunner.isRefusal(service))) {
        throw refused;
      }
      return false;
    }
  }

  private void blameExpansion() {
    boolean reaches =
        RequestPlan.checkedColumns(wire).stream()
            .anyMatch(c -> wire.expansions().stream().anyMatch(e -> e.holds(c)));
    runner
        .learned()
        .learn(
            wire.table().resource(), reaches ? Option.NAVIGATION_PATH : Option.EXPAND, "refuses");
  }

  private void blameFilter(String reason) {
    new Suspects(wire.filter(), plan.dialect().in())
        .blame(runner.learned(), wire.table().resource(), reason);
  }

  /** The whole query on the rows of those that meet the condition, null for all. */
  private RowCursor evaluateLocally(Expression condition) throws SQLException {
    if (!asked.expansions().isEmpty()) {
      return LocalExpansion.evaluated(runner, plan, asked, deadline);
    }
    ODataQuery local = RequestPlan.withCheckedColumns(asked);
    ODataQuery wider =
        local
            .replacingFilter(condition)
            .replacingLimit(null, null)
            .withOrder(List.of())
            .orElseThrow();
    ODataQuery resolved = new RelatedKeys(runner, plan, deadline).resolve(local);
    return new LocalCursor(runner.read(plan, wider, deadline), resolved);
  }

  @Override
  public void close() {
    if (rows == null) {
      rows = Cursors.empty();
    }
    rows.close();
    held.clear();
  }
}
