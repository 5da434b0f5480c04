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
package io.github.calciteodata.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.calciteodata.function.Catalog;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs statements on two connections, one that pushes down and one that does not, and notes where
 * their rows differ.
 */
public final class Differential implements AutoCloseable {
  private static final int SHOWN = 5;

  private final Connection pushing;
  private final Connection local;
  private final List<String> differences = new ArrayList<>();
  private final Set<String> knownLessons = new LinkedHashSet<>();
  private final Set<String> lessons = new LinkedHashSet<>();
  private final Set<String> urls = new LinkedHashSet<>();
  private final RequestWatch watch;
  private int statements;
  private int pushed;

  /** Takes the connections over: {@link #close} closes them. */
  public Differential(Connection pushing, Connection local) throws SQLException {
    this.pushing = pushing;
    this.local = local;
    this.watch = new RequestWatch(pushing);
  }

  /** By the driver: all that these properties let through against nothing. */
  public static Differential driver(URI root, String properties) throws SQLException {
    return new Differential(
        Connections.driver(root, properties), Connections.driver(root, "Pushdown=NONE"));
  }

  /** By Calcite's own driver. */
  public static Differential calcite(URI root) throws SQLException {
    return new Differential(
        Connections.calcite(root, Map.of()), Connections.calcite(root, Map.of("Pushdown", "NONE")));
  }

  /** Where statements come from. */
  @FunctionalInterface
  public interface Source {
    /** The next statement. */
    DifferentialQuery next() throws SQLException;
  }

  /** What one connection made of a statement: its rows, or the error. */
  private record Outcome(List<String> rows, SQLException error) {}

  /** Runs one statement on both connections. */
  public void compare(DifferentialQuery query) throws SQLException {
    statements++;
    Outcome all = run(pushing, query);
    List<String> requests = requests();
    urls.addAll(requests);
    for (String lesson : watch.lessons()) {
      if (!knownLessons.contains(lesson) && knownLessons.add(lesson)) {
        lessons.add(query + ": " + requests + ": " + lesson);
      }
    }
    if (requests.stream()
        .anyMatch(
            u -> u.contains("$filter=") || u.contains("$orderby=") || u.contains("$apply="))) {
      pushed++;
    }
    Outcome none = run(local, query);
    if (none.error() != null || all.error() != null) {
      if (none.error() == null || all.error() == null) {
        note(query, requests, "with push-down: " + all + "\n  without: " + none);
      } else if (!isOfTheData(none.error()) || !isOfTheData(all.error())) {
        note(query, requests, "fails either way: " + none.error());
      }
      return;
    }
    List<String> expected = query.ordered() ? none.rows() : sorted(none.rows());
    List<String> actual = query.ordered() ? all.rows() : sorted(all.rows());
    if (!actual.equals(expected)) {
      note(query, requests, difference(actual, expected));
    }
  }

  /** Runs all the statements. */
  public void compare(Collection<DifferentialQuery> queries) throws SQLException {
    for (DifferentialQuery query : queries) {
      compare(query);
    }
  }

  /** Runs so many statements. */
  public void compare(int count, Source source) throws SQLException {
    for (int i = 0; i < count; i++) {
      compare(source.next());
    }
  }

  /** Prints the summary, and fails when rows differ. */
  public void assertSameRows() {
    System.out.println(summary());
    assertThat(differences).as(summary()).isEmpty();
  }

  /** Fails when the service refused something or passed over it. */
  public void assertNothingRefused() {
    assertThat(lessons).as("what the service refused").isEmpty();
  }

  /** Whether a value does not fit, so that the statement has to fail. */
  private static boolean isOfTheData(SQLException error) {
    return error.getSQLState() != null && error.getSQLState().startsWith("22");
  }

  private static List<String> sorted(List<String> rows) {
    return rows.stream().sorted().toList();
  }

  private static String difference(List<String> actual, List<String> expected) {
    List<String> tooMany = new ArrayList<>(actual);
    expected.forEach(tooMany::remove);
    List<String> missing = new ArrayList<>(expected);
    actual.forEach(missing::remove);
    if (tooMany.isEmpty() && missing.isEmpty()) {
      return "the order differs: "
          + actual.stream().limit(SHOWN).toList()
          + "\n  expected: "
          + expected.stream().limit(SHOWN).toList();
    }
    return actual.size()
        + " rows, expected "
        + expected.size()
        + "\n  too many: "
        + tooMany.stream().limit(SHOWN).toList()
        + "\n  missing:  "
        + missing.stream().limit(SHOWN).toList();
  }

  private void note(DifferentialQuery query, List<String> requests, String difference)
      throws SQLException {
    differences.add(
        query
            + "\n  "
            + difference
            + "\n  requests: "
            + requests
            + "\n  "
            + plan(query).strip().replace("\n", "\n  "));
  }

  private static Outcome run(Connection connection, DifferentialQuery query) {
    try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
      for (int i = 0; i < query.parameters().size(); i++) {
        statement.setObject(i + 1, query.parameters().get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        return new Outcome(Rows.read(rows), null);
      }
    } catch (SQLException e) {
      return new Outcome(null, e);
    }
  }

  private String plan(DifferentialQuery query) {
    try (Statement statement = pushing.createStatement();
        ResultSet plan = statement.executeQuery("EXPLAIN PLAN FOR " + query.sql())) {
      plan.next();
      return plan.getString(1);
    } catch (SQLException e) {
      return "no plan: " + e.getMessage();
    }
  }

  /** The URLs of first pages since the last time. */
  private List<String> requests() {
    return watch.take().stream().filter(r -> r.page() <= 1).map(Catalog.Request::url).toList();
  }

  /** Every URL that was asked for, in the encoding of the wire. */
  public Set<String> urls() {
    return urls;
  }

  /** What the service refused or ignored, with the statement that met it first. */
  public Set<String> lessons() {
    return lessons;
  }

  /** Statements run. */
  public int statements() {
    return statements;
  }

  /** One text for each statement whose rows differ. */
  public List<String> differences() {
    return differences;
  }

  /** For the report at the end. */
  public String summary() {
    return statements
        + " statements, "
        + pushed
        + " with a filter, an order or an aggregate pushed, "
        + differences.size()
        + " differences, "
        + lessons.size()
        + " refusals"
        + lessons.stream().map(l -> "\n" + l).collect(Collectors.joining())
        + differences.stream().map(d -> "\n\n" + d).collect(Collectors.joining());
  }

  @Override
  public void close() throws SQLException {
    try (Connection first = pushing;
        Connection second = local) {
      // both are closed
    }
  }
}
