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

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A process of its own that connects, runs statements and tells what came of them. Everything comes
 * from a file: {@code url}, {@code sql.1}, {@code sql.2} ..., and the connection's properties.
 */
final class SqlProcess {
  private SqlProcess() {}

  /** Starts one. */
  static ChildJvm start(Path file, Properties properties, String... options) throws Exception {
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    List<String> jvm = new ArrayList<>(List.of("-Xmx160m"));
    jvm.addAll(List.of(options));
    return new ChildJvm(jvm, SqlProcess.class, file.toString());
  }

  /**
   * Starts one that cannot write files larger than 4 KiB, which it meets as it does a full disk.
   */
  static ChildJvm startOnAFullDisk(Path file, Properties properties) throws Exception {
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    return new ChildJvm(
        List.of("/bin/sh", "-c", "ulimit -f 8; exec \"$@\"", "sh"),
        List.of("-Xmx160m", "-XX:-UsePerfData"),
        SqlProcess.class,
        file.toString());
  }

  public static void main(String[] arguments) throws Exception {
    if (Boolean.getBoolean("log.everything")) {
      Logger root = Logger.getLogger("");
      root.setLevel(Level.ALL);
      for (Handler handler : root.getHandlers()) {
        handler.setLevel(Level.ALL);
      }
    }
    Properties all = new Properties();
    try (Reader in = Files.newBufferedReader(Path.of(arguments[0]))) {
      all.load(in);
    }
    Properties info = new Properties();
    for (String name : all.stringPropertyNames()) {
      if (!name.equals("url") && !name.startsWith("sql.")) {
        info.setProperty(name, all.getProperty(name));
      }
    }
    boolean quiet = Boolean.getBoolean("log.everything");
    try (Connection connection = DriverManager.getConnection(all.getProperty("url"), info)) {
      if (quiet) {
        ChildJvm.say(connection + " " + connection.getMetaData().getURL());
        for (var property :
            DriverManager.getDriver(all.getProperty("url"))
                .getPropertyInfo(all.getProperty("url"), info)) {
          ChildJvm.say(property.name + "=" + property.value);
        }
      }
      for (String name : new TreeSet<>(all.stringPropertyNames())) {
        if (name.startsWith("sql.")) {
          run(connection, all.getProperty(name), quiet);
        }
      }
      for (SQLWarning w = connection.getWarnings(); w != null; w = w.getNextWarning()) {
        ChildJvm.say("WARNING " + w.getMessage());
      }
    } catch (SQLException e) {
      tell(e, quiet);
    }
  }

  private static void run(Connection connection, String sql, boolean quiet) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      long count = 0;
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        count++;
        for (int i = 1; i <= columns; i++) {
          String value = rows.getString(i);
          String label = rows.getMetaData().getColumnLabel(i);
          if (!quiet || !label.matches("OAuth.*Token|PKCEVerifier|State|URL")) {
            ChildJvm.say("VALUE " + label + "=" + value);
          }
        }
      }
      ChildJvm.say("ROWS " + count);
    } catch (SQLException e) {
      tell(e, quiet);
    }
  }

  private static void tell(SQLException e, boolean whole) {
    ChildJvm.say("ERROR " + e.getSQLState() + " " + e.getErrorCode() + " " + e.getMessage());
    if (whole) {
      java.io.StringWriter text = new java.io.StringWriter();
      e.printStackTrace(new java.io.PrintWriter(text));
      ChildJvm.say(text.toString());
    }
  }
}
