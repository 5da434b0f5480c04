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

import io.github.calciteodata.demo.DemoService;
import io.github.calciteodata.demo.data.DemoModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/** The benchmark TPC-H: its queries with their validation parameters, and who can answer them. */
final class Tpch {
  private Tpch() {}

  /** The text of query 1 to 22. */
  static String query(int number) throws IOException {
    return resource(String.format("q%02d.sql", number));
  }

  /**
   * The same as a database that is no better at it can answer: each alternative of query 19 has the
   * condition of the join, without which H2 combines all rows with all.
   */
  static String queryForDatabase(int number) throws IOException {
    String sql = query(number);
    return number == 19
        ? sql.replaceFirst("(?s)WHERE (.*)", "WHERE p_partkey = l_partkey AND ($1)")
        : sql;
  }

  /** Starts an OData service with the benchmark's tables. */
  static DemoService service() throws IOException {
    byte[] model = resource("metadata.xml").getBytes(StandardCharsets.UTF_8);
    DemoService.Options options = DemoService.Options.DEFAULT.withPageSize(5_000);
    return DemoService.start(options, DemoModel.of(model, TpchRows.all()));
  }

  /** A database with the same rows, to say what the answers are; it ends with its connection. */
  static Connection database() throws IOException, SQLException {
    Connection database =
        DriverManager.getConnection("jdbc:h2:mem:;CASE_INSENSITIVE_IDENTIFIERS=TRUE");
    try (Statement statement = database.createStatement()) {
      statement.execute(Files.readString(script()));
    }
    return database;
  }

  /** A file of SQL that makes the tables and their rows in H2. */
  static Path script() throws IOException {
    Path directory = Path.of("target", "tpch").toAbsolutePath();
    TpchRows.write(directory);
    String sql = resource("tables.sql").replace("${DIR}", directory.toString().replace('\\', '/'));
    return Files.writeString(directory.resolve("tables.sql"), sql);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(Tpch.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
