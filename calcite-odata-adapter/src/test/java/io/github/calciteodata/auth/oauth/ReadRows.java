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
package io.github.calciteodata.auth.oauth;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Another process that reads the rows of a query: {@code PROPERTIES_FILE SQL}. */
final class ReadRows {
  private ReadRows() {}

  public static void main(String[] arguments) throws Exception {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(Path.of(arguments[0]))) {
      properties.load(in);
    }
    try {
      ChildJvm.say("ROWS " + count(properties, arguments[1]));
    } catch (SQLException e) {
      ChildJvm.say("FAILED " + e.getSQLState() + " " + e.getErrorCode() + " " + e.getMessage());
    }
  }

  /** How many rows a query has; the property {@code root} is the service's. */
  static long count(Properties properties, String sql) throws SQLException {
    Properties info = new Properties();
    info.putAll(properties);
    String root = (String) info.remove("root");
    try (Connection connection = DriverManager.getConnection("jdbc:odata:URL=" + root, info);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      long n = 0;
      while (rows.next()) {
        n++;
      }
      return n;
    }
  }

  /** The same in another process. */
  static String inAnotherProcess(Path folder, Properties properties, String sql)
      throws IOException, InterruptedException {
    Path file = folder.resolve("connection.properties");
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    return new ChildJvm(java.util.List.of("-Xmx256m"), ReadRows.class, file.toString(), sql)
        .output()
        .lines()
        .filter(line -> line.startsWith("ROWS") || line.startsWith("FAILED"))
        .findFirst()
        .orElse("nothing");
  }
}
