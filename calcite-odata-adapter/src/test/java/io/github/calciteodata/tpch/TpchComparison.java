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
package io.github.calciteodata.tpch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.calciteodata.function.Catalog;
import io.github.calciteodata.testing.Connections;
import io.github.calciteodata.testing.RequestWatch;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Runs the benchmark's queries over a service, with and without push-down, and on a database. */
final class TpchComparison implements AutoCloseable {
  private static final Pattern COLUMN = Pattern.compile("\\b(?:[clnors]|ps?)_[a-z]+\\b");

  private final Connection database;
  private final Side pushing;
  private final Side local;
  private final Map<Integer, String> table = new TreeMap<>();

  TpchComparison(URI service) throws IOException, SQLException {
    database = Tpch.database();
    pushing = new Side(Connections.driver(service, ""));
    local = new Side(Connections.driver(service, "Pushdown=NONE"));
  }

  /** A connection and what goes over the wire for it. */
  private record Side(Connection connection, RequestWatch watch) {
    Side(Connection connection) throws SQLException {
      this(connection, new RequestWatch(connection));
    }
  }

  /** Fails unless all three give the same answer; returns the requests with push-down. */
  List<Catalog.Request> check(int number) throws IOException, SQLException {
    String sql = Tpch.query(number);
    List<List<Object>> expected = answer(database, Tpch.queryForDatabase(number));
    assertThat(expected).isNotEmpty();
    List<List<Object>> unpushed = answer(local.connection(), sql);
    Traffic without = Traffic.of(local.watch().take());
    long start = System.nanoTime();
    List<List<Object>> pushed = answer(pushing.connection(), sql);
    long millis = (System.nanoTime() - start) / 1_000_000;
    List<Catalog.Request> requests = pushing.watch().take();
    table.put(number, "| " + number + " |" + Traffic.of(requests).cells() + without.cells());
    System.out.println(table.get(number) + " " + millis + " ms");
    assertThat(Answers.difference(unpushed, expected)).as("without push-down").isEmpty();
    assertThat(Answers.difference(pushed, expected)).as("with push-down").isEmpty();
    // to decorrelate query 20, Calcite groups by all columns of a table
    if (number != 20) {
      assertThat(requests).allSatisfy(request -> onlyWhatIsUsed(request.url(), sql));
    }
    return requests;
  }

  /** A request names what it wants, and nothing that the statement does not speak of. */
  private static void onlyWhatIsUsed(String url, String sql) {
    assertThat(url).containsPattern("\\$select=|\\$apply=|/\\$count|\\$skiptoken=");
    assertThat(COLUMN.matcher(url).results().map(MatchResult::group).distinct())
        .allMatch(sql::contains);
  }

  private static List<List<Object>> answer(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return Answers.read(rows);
    }
  }

  /** The rows of a document's table for all queries that were checked. */
  String table() {
    return String.join("\n", table.values()) + "\n";
  }

  @Override
  public void close() throws SQLException {
    pushing.connection().close();
    local.connection().close();
    database.close();
  }
}
