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

import io.github.calciteodata.testing.Demo;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Many processes with many threads each share one settings file, while tokens live for two seconds
 * and the server revokes everything when a refresh token comes twice. Some of the processes may be
 * killed as by {@code kill -9}.
 */
final class SharedSettingsCheck {
  private static final int LIFE_SECONDS = 2;
  private static final String FAILURES = "failures";
  private static final String SQL = "SELECT \"CustomerID\" FROM \"Customers\" LIMIT 1";

  /**
   * What came out.
   *
   * @param calls requests that the service answered
   * @param failures what was said of queries that were not
   * @param refreshes renewals at the server
   * @param lifetimes how many lives of a token the time was, as long as each token may be used
   * @param signIns how often somebody had to sign in
   * @param burnt refresh tokens that came twice
   * @param killed processes
   * @param files what is in the folder of the settings after the next use
   */
  record Result(
      int calls,
      List<String> failures,
      int refreshes,
      double lifetimes,
      int signIns,
      int burnt,
      int killed,
      List<String> files) {

    /** The numbers, in one line. */
    String summary() {
      return String.format(
          "%d requests, %d failed; %d renewals in %.1f usable lives of a token; %d sign-ins, %d processes killed",
          calls, failures.size(), refreshes, lifetimes, signIns, killed);
    }
  }

  private SharedSettingsCheck() {}

  /** Runs it. */
  static Result run(Path folder, int processes, int threads, Duration time, boolean kill)
      throws Exception {
    Path store = Files.createDirectory(folder.resolve("store"));
    try (OidcServer oidc =
        new OidcServer(Demo.small(), Map.of("ACCESS_SECONDS", "" + LIFE_SECONDS))) {
      Properties properties =
          oidc.desktop(
              store.resolve("oauth.json"),
              "root",
              oidc.service(),
              "InitiateOAuth",
              "GETANDREFRESH",
              "OAuthBrowser",
              OidcServer.browser(folder, OidcServer.Browser.HTTP));
      ReadRows.count(properties, SQL);
      Path file = folder.resolve("worker.properties");
      try (var out = Files.newBufferedWriter(file)) {
        properties.store(out, null);
      }
      Files.createFile(folder.resolve(FAILURES));
      List<ChildJvm> children = new ArrayList<>();
      for (int i = 0; i < processes; i++) {
        children.add(worker(file, threads));
      }
      for (ChildJvm child : children) {
        child.await("READY");
      }
      int before = oidc.count("refresh_token");
      int servedBefore = oidc.count("served");
      // so that a process lives for 8 s on average: with 8 of them one dies every second
      long pause = kill ? 8_000 / processes : 1_000;
      long start = System.nanoTime();
      for (ChildJvm child : children) {
        child.tell("go");
      }
      int killed = 0;
      Random random = new Random(4);
      while (System.nanoTime() - start < time.toNanos()) {
        Thread.sleep(pause);
        if (kill) {
          int victim = random.nextInt(processes);
          children.get(victim).kill();
          killed++;
          ChildJvm next = worker(file, threads);
          next.tell("go");
          children.set(victim, next);
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      for (ChildJvm child : children) {
        child.tell("stop");
      }
      for (ChildJvm child : children) {
        child.output();
      }
      int calls = oidc.count("served") - servedBefore;
      int refreshes = oidc.count("refresh_token") - before;
      // the next use, which renews
      Thread.sleep(LIFE_SECONDS * 1000L);
      ReadRows.count(properties, SQL);
      try (Stream<Path> files = Files.list(store)) {
        return new Result(
            calls,
            Files.readAllLines(folder.resolve(FAILURES)),
            refreshes,
            seconds / (LIFE_SECONDS - 1),
            oidc.count("authorization_code"),
            oidc.count("revoked"),
            killed,
            files.map(f -> f.getFileName() + " " + f.toFile().length()).sorted().toList());
      }
    }
  }

  private static ChildJvm worker(Path file, int threads) throws IOException {
    return new ChildJvm(List.of("-Xmx160m"), Worker.class, file.toString(), "" + threads);
  }

  /** One of the processes: queries until it is told to stop. */
  static final class Worker {
    private Worker() {}

    public static void main(String[] arguments) throws Exception {
      Properties properties = new Properties();
      try (Reader in = Files.newBufferedReader(Path.of(arguments[0]))) {
        properties.load(in);
      }
      String root = (String) properties.remove("root");
      Path failures = Path.of(arguments[0]).resolveSibling(FAILURES);
      query(root, properties, failures, 1);
      ChildJvm.say("READY");
      read();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
        Thread thread = new Thread(() -> query(root, properties, failures, Integer.MAX_VALUE));
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
      }
      read();
      threads.forEach(Thread::interrupt);
      for (Thread thread : threads) {
        thread.join();
      }
      System.exit(0);
    }

    private static synchronized void failed(Path file, String what) {
      try {
        Files.writeString(file, what + "\n", StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void read() throws IOException {
      for (int c = System.in.read(); c != '\n' && c >= 0; c = System.in.read()) {
        // up to the end of the line
      }
    }

    private static void query(String root, Properties properties, Path failures, int most) {
      try (Connection connection =
              DriverManager.getConnection("jdbc:odata:URL=" + root, properties);
          Statement statement = connection.createStatement()) {
        for (int i = 0; i < most && !Thread.currentThread().isInterrupted(); i++) {
          try (ResultSet rows = statement.executeQuery(SQL)) {
            if (!rows.next()) {
              throw new SQLException("no row");
            }
            Thread.sleep(20);
          } catch (InterruptedException e) {
            return;
          } catch (SQLException e) {
            if (Thread.currentThread().isInterrupted()) {
              return;
            }
            failed(failures, e.getSQLState() + " " + e.getMessage());
          }
        }
      } catch (SQLException e) {
        failed(failures, "connecting: " + e.getMessage());
      }
    }
  }
}
