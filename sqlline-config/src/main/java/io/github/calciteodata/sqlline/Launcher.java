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
package io.github.calciteodata.sqlline;

import io.github.calciteodata.demo.DemoService;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import sqlline.SqlLine;

/** Opens sqlline on the demo service, on another service or on a Calcite model. */
public final class Launcher {
  /** The queries of the greeting, to be tried by hand. */
  static final List<String> EXAMPLES =
      List.of(
          "SELECT ProductName, UnitPrice FROM Products WHERE UnitPrice > 50"
              + " ORDER BY UnitPrice DESC LIMIT 3;",
          "SELECT c.CategoryName, COUNT(*) AS n, AVG(p.UnitPrice) AS price FROM Products p"
              + " JOIN Categories c ON p.CategoryID = c.CategoryID GROUP BY c.CategoryName;",
          "EXPLAIN PLAN FOR SELECT COUNT(*) FROM Measurements WHERE \"Value\" > 700;");

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private static final String CALCITE_SETTINGS =
      ";caseSensitive=false;unquotedCasing=UNCHANGED;quotedCasing=UNCHANGED;quoting=DOUBLE_QUOTE"
          + ";defaultNullCollation=LOW;timeZone=UTC;conformance=LENIENT"
          + ";fun='standard,postgresql,mysql';typeSystem=io.github.calciteodata.ODataTypeSystem"
          + ";parserFactory=io.github.calciteodata.jdbc.ODataSqlParser#FACTORY";

  private static final String USAGE_TEXT =
      """
      sqlline: SQL on OData services

      sqlline                                  opens the demo service, which it brings along
      sqlline --url ROOT [--prop Name=Value]…  opens a service; properties as in a jdbc:odata: URL
      sqlline --model FILE                     opens a Calcite model, see sqlline-config/models
      sqlline … -e "SELECT …"                  runs statements (-e may be repeated) and exits:
                                               0, or 1 when one of them failed
      sqlline … -f FILE                        runs a file of statements and exits likewise

      Secrets need not stand on the command line: --prop 'Password=${env:NAME}'.
      Everything else goes to sqlline, such as --outputformat=csv --silent=true --showHeader=false.
      """;

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final Map<String, String> environment;

  /**
   * Makes a launcher.
   *
   * @param terminal whether a person sits at {@code in} and {@code out}
   */
  Launcher(
      InputStream in,
      PrintStream out,
      PrintStream err,
      boolean terminal,
      Map<String, String> environment) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.environment = environment;
  }

  /** Runs the command and ends the program with its exit code. */
  public static void main(String[] args) {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    Logger jline = Logger.getLogger("org.jline");
    jline.setLevel(Level.OFF);
    String told = System.getProperty("sqlline.terminal");
    boolean terminal = told == null ? System.console() != null : Boolean.parseBoolean(told);
    int code = new Launcher(System.in, System.out, System.err, terminal, System.getenv()).run(args);
    System.exit(code);
  }

  /** Runs the command; returns its exit code. */
  int run(String... args) {
    try {
      Arguments arguments = Arguments.parse(args);
      if (arguments.help()) {
        out.print(USAGE_TEXT);
        return OK;
      } else if (arguments.model().isPresent()) {
        return model(arguments, Path.of(arguments.model().get()));
      } else if (arguments.url().isPresent()) {
        return service(arguments, arguments.url().get());
      }
      return demo(arguments);
    } catch (Arguments.UsageException e) {
      err.println("sqlline: " + e.getMessage());
      err.println("Try sqlline --help");
      return USAGE;
    } catch (IOException e) {
      err.println("sqlline: " + e);
      return FAILED;
    }
  }

  private int demo(Arguments arguments) throws IOException {
    try (DemoService demo = DemoService.start(0)) {
      if (greets(arguments)) {
        out.println("SQL on OData: the demo service runs at " + demo.root());
        out.println("Try these, !tables for the tables, !help for the commands, !quit to leave:");
        EXAMPLES.forEach(example -> out.println("  " + example));
      }
      return service(arguments, demo.root().toString());
    }
  }

  private boolean greets(Arguments arguments) {
    return terminal && !arguments.isScript() && !arguments.gives("--silent");
  }

  private int service(Arguments arguments, String root) throws IOException {
    StringBuilder url = new StringBuilder("jdbc:odata:URL=").append(quoted(root));
    for (String property : arguments.properties()) {
      int equals = property.indexOf('=');
      url.append(';')
          .append(property, 0, equals + 1)
          .append(quoted(property.substring(equals + 1)));
    }
    return sqlline(arguments, "io.github.calciteodata.jdbc.ODataDriver", url.toString());
  }

  private int model(Arguments arguments, Path model) throws IOException {
    if (!Files.isReadable(model)) {
      err.println("sqlline: the model " + model + " cannot be read");
      return USAGE;
    }
    try (DemoModels models = new DemoModels(environment)) {
      String url =
          "jdbc:calcite:model=" + quoted(models.resolve(model).toString()) + CALCITE_SETTINGS;
      return sqlline(arguments, "org.apache.calcite.jdbc.Driver", url);
    }
  }

  /** A value in a connection string; quotes are doubled inside of quotes. */
  private static String quoted(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  private int sqlline(Arguments arguments, String driver, String url) throws IOException {
    List<String> words = new ArrayList<>(List.of("-d", driver, "-u", url, "-n", "", "-p", ""));
    preset(words, arguments, "--isolation", "TRANSACTION_NONE");
    preset(words, arguments, "--prompt", "odata> ");
    if (terminal && !arguments.isScript()) {
      words.addAll(arguments.sqlline());
      SqlLine sqlline = new SqlLine();
      return sqlline.begin(words.toArray(String[]::new), in, true) == SqlLine.Status.OK
          ? OK
          : FAILED;
    }
    preset(words, arguments, "--silent", "true");
    preset(words, arguments, "--maxWidth", "1000000");
    words.addAll(arguments.sqlline());
    return arguments.isScript() ? script(words, arguments) : piped(words, arguments);
  }

  /** Statements from standard input; as a file, for a terminal would echo them into the output. */
  private int piped(List<String> words, Arguments arguments) throws IOException {
    Path file = Files.createTempFile("statements-", ".sql");
    try {
      Files.write(file, in.readAllBytes());
      words.addAll(List.of("-f", file.toString()));
      return script(words, arguments);
    } finally {
      Files.delete(file);
    }
  }

  private int script(List<String> words, Arguments arguments) throws IOException {
    CountingSqlLine sqlline = new CountingSqlLine(!arguments.gives("--verbose"));
    sqlline.setOutputStream(out);
    sqlline.setErrorStream(err);
    SqlLine.Status status =
        sqlline.begin(words.toArray(String[]::new), InputStream.nullInputStream(), false);
    return status == SqlLine.Status.OK && sqlline.failures() == 0 ? OK : FAILED;
  }

  private static void preset(List<String> words, Arguments arguments, String option, String value) {
    if (!arguments.gives(option)) {
      words.add(option + "=" + value);
    }
  }
}
