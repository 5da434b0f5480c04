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

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Checks the plan, the requests on the wire and the rows of one statement, and the rows once more
 * without push-down:
 *
 * <pre>{@code
 * tester.sql("SELECT ProductName FROM Products WHERE ProductID = ?", 7)
 *     .plans("GET Products?$select=ProductName&$filter=ProductID eq ?0")
 *     .sends("GET Products?$select=ProductName&$filter=ProductID eq 7")
 *     .returns("Kölsch");
 * }</pre>
 */
public final class SqlTester implements AutoCloseable {
  private final String root;
  private final Connection pushing;
  private final Connection local;
  private final RequestWatch watch;

  /** Connections of the driver with these properties, as {@code Name=Value;}. */
  public SqlTester(URI root, String properties) throws SQLException {
    this(
        root, Connections.driver(root, properties), Connections.driver(root, unpushed(properties)));
  }

  /** Takes the connections over; the second one does not push down. */
  public SqlTester(URI root, Connection pushing, Connection local) throws SQLException {
    this.root = root.toString();
    this.pushing = pushing;
    this.local = local;
    this.watch = new RequestWatch(pushing);
  }

  private static String unpushed(String properties) {
    return Arrays.stream(properties.split(";"))
        .filter(property -> !property.startsWith("Pushdown="))
        .map(property -> property + ";")
        .collect(Collectors.joining("", "", "Pushdown=NONE"));
  }

  /** The statement to check, with values for its parameters. */
  public Case sql(String sql, Object... parameters) {
    return new Case(sql, Arrays.asList(parameters));
  }

  /** The plan of a statement. */
  String explain(String sql) throws SQLException {
    try (Statement statement = pushing.createStatement();
        ResultSet plan = statement.executeQuery("EXPLAIN PLAN FOR " + sql)) {
      plan.next();
      return plan.getString(1);
    }
  }

  private static List<String> rows(Connection connection, String sql, List<Object> parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        return Rows.read(rows);
      }
    }
  }

  private String readable(String url) {
    String relative = url.startsWith(root) ? url.substring(root.length()) : url;
    return URLDecoder.decode(relative.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws SQLException {
    try (Connection first = pushing;
        Connection second = local) {
      // both are closed
    }
  }

  /** One statement; each check may be left out. */
  public final class Case {
    private final String sql;
    private final List<Object> parameters;
    private List<String> rows;

    private Case(String sql, List<Object> parameters) {
      this.sql = sql;
      this.parameters = parameters;
    }

    /** The plan's requests, from top to bottom, and nothing else is done than expressions. */
    public Case plans(String... requests) throws SQLException {
      return plans(new PlanText(List.of(requests), List.of()));
    }

    /** The plan's requests, and what is done here. */
    Case plans(PlanText expected) throws SQLException {
      String plan = explain(sql);
      assertThat(PlanText.of(plan)).as("%s%n%s", sql, plan).isEqualTo(expected);
      return this;
    }

    /** The first request of each read on the wire, decoded, in any order. */
    public Case sends(String... requests) throws SQLException {
      run();
      assertThat(
              watch.take().stream()
                  .filter(r -> r.page() <= 1)
                  .map(r -> r.method() + " " + readable(r.url())))
          .as("requests of %s", sql)
          .containsExactlyInAnyOrder(requests);
      return this;
    }

    /** The rows, as {@code 1|Chai|null}, in this order. */
    public Case returns(String... expected) throws SQLException {
      run();
      assertThat(rows).as(sql).containsExactly(expected);
      return this;
    }

    /** The rows are those without push-down, in whatever order. */
    public Case returnsTheSameUnpushed() throws SQLException {
      run();
      return this;
    }

    private void run() throws SQLException {
      if (rows == null) {
        watch.take();
        rows = rows(pushing, sql, parameters);
        assertThat(rows)
            .as("with and without push-down: %s", sql)
            .containsExactlyInAnyOrderElementsOf(rows(local, sql, parameters));
      }
    }
  }
}
