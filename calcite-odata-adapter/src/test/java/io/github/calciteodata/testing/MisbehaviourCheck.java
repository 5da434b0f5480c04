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

import io.github.calciteodata.function.Catalog.Request;
import io.github.calciteodata.testing.MisbehavingService.Habit;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Runs statements on a service that does something otherwise than it claims: the rows have to be
 * right all the same, and what was refused is not to be sent again.
 */
final class MisbehaviourCheck {
  private final URI demo;
  private final List<String> statements;

  MisbehaviourCheck(URI demo, List<String> statements) {
    this.demo = demo;
    this.statements = statements;
  }

  /** Answers the requests that were refused; {@code unwanted} must not be sent when it is known. */
  List<Request> refused(UnaryOperator<String> metadata, Habit habit, Predicate<String> unwanted)
      throws Exception {
    try (MisbehavingService proxy = new MisbehavingService(demo, metadata, habit);
        Connection connection = Connections.driver(proxy.root(), "");
        Connection local = Connections.driver(demo, "Pushdown=NONE")) {
      RequestWatch watch = new RequestWatch(connection);
      for (String sql : statements) {
        List<String> expected = query(local, sql);
        for (int run = 0; run < 2; run++) {
          List<String> rows = query(connection, sql);
          if (DifferentialQuery.of(sql).ordered()) {
            assertThat(rows).as(sql).containsExactlyElementsOf(expected);
          } else {
            assertThat(rows).as(sql).containsExactlyInAnyOrderElementsOf(expected);
          }
        }
      }
      List<Request> first = watch.take();
      assertThat(first).isNotEmpty();
      for (String sql : statements) {
        assertThat(query(connection, sql)).as(sql).isNotNull();
      }
      assertThat(watch.take())
          .as("refused or sent again")
          .noneMatch(r -> r.status() / 100 != 2)
          .noneMatch(r -> unwanted.test(URLDecoder.decode(r.url(), StandardCharsets.UTF_8)));
      return first.stream().filter(r -> r.status() / 100 != 2).toList();
    }
  }

  static List<String> query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return Rows.read(rows);
    }
  }
}
