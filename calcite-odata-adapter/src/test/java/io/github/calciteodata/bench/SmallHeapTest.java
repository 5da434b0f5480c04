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
package io.github.calciteodata.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million rows in 96 MB, and what is left after ten of them: nothing. */
@Timeout(300)
class SmallHeapTest {
  private static final int ROWS = 1_000_000;
  private static final int PAGES = ROWS / BenchServer.PAGE;
  private static final long PATIENCE = 30_000_000_000L;

  @Test
  void aMillionRowsAreReadAndTenLeaveNothingBehind() throws Exception {
    try (Pages pages = new Pages()) {
      Process child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx96m",
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  Child.class.getName(),
                  pages.root())
              .redirectErrorStream(true)
              .start();
      try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
        assertThat(await(out, "rows")).isEqualTo("rows 1000000, sum 500000500000");
        assertThat(await(out, "ten")).isEqualTo("ten rows, sum 55");
        assertThat(pages.requests.get()).as("metadata twice, a page once").isBetween(203, 206);
        assertThat(become(() -> pages.open.get() == 0)).as("open sockets: " + pages.open).isTrue();
        child.getOutputStream().close();
        assertThat(await(out, "threads")).isEqualTo("threads []");
        assertThat(child.waitFor()).isZero();
      } finally {
        child.destroyForcibly();
      }
    }
  }

  /** The next line that starts so; others are chatter of libraries. */
  private static String await(BufferedReader out, String start) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(start)) {
        return line;
      }
      all.append(line).append('\n');
    }
    return all.toString();
  }

  private static boolean become(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    return condition.getAsBoolean();
  }

  /** What runs with little memory; tells the threads that are left when its input is closed. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws Exception {
      Set<Thread> before = Thread.getAllStackTraces().keySet();
      String url = "jdbc:odata:URL=" + args[0];
      System.out.println("rows " + read(url, Integer.MAX_VALUE));
      System.out.println("ten rows, " + read(url, 10).replaceFirst("^10, ", ""));
      while (System.in.read() >= 0) {
        // waits for the end
      }
      become(() -> left(before).isEmpty());
      System.out.println("threads " + left(before));
    }

    private static Set<String> left(Set<Thread> before) {
      Set<String> names = new HashSet<>();
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        boolean ofJava = thread.getName().matches("ForkJoinPool.common.*|CompletableFutureDelay.*");
        if (!before.contains(thread) && !ofJava) {
          names.add(thread.getName());
        }
      }
      return names;
    }

    private static String read(String url, int most) throws SQLException {
      long rows = 0;
      long sum = 0;
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery("SELECT * FROM \"Rows\"")) {
        while (rows < most && result.next()) {
          rows++;
          sum += result.getLong(1);
          for (int column = 2; column <= 12; column++) {
            result.getObject(column);
          }
        }
      }
      return rows + ", sum " + sum;
    }
  }

  /** Serves pages that are rendered when asked for, and counts open sockets. */
  private static final class Pages implements AutoCloseable {
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    Pages() throws IOException {
      start(this::accept);
    }

    String root() {
      return "http://127.0.0.1:" + server.getLocalPort() + "/";
    }

    private static void start(Runnable task) {
      Thread thread = new Thread(task, "pages");
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() {
      while (!server.isClosed()) {
        try {
          Socket socket = server.accept();
          open.incrementAndGet();
          start(() -> serve(socket));
        } catch (IOException e) {
          return;
        }
      }
    }

    private void serve(Socket socket) {
      try (socket) {
        BufferedReader in = reader(socket.getInputStream());
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          String target = line.split(" ")[1];
          while (!in.readLine().isEmpty()) {
            // headers are of no interest
          }
          requests.incrementAndGet();
          byte[] body = body(target);
          String type = target.endsWith("metadata") ? "application/xml" : "application/json";
          socket
              .getOutputStream()
              .write(
                  ("HTTP/1.1 200 OK\r\nContent-Type: "
                          + type
                          + "\r\nContent-Length: "
                          + body.length
                          + "\r\n\r\n")
                      .getBytes(StandardCharsets.US_ASCII));
          socket.getOutputStream().write(body);
        }
      } catch (IOException e) {
        // the client went away in the middle, as it may
      } finally {
        open.decrementAndGet();
      }
    }

    private byte[] body(String target) {
      if (target.endsWith("metadata")) {
        return BenchServer.METADATA.getBytes(StandardCharsets.UTF_8);
      }
      int at = target.indexOf("skiptoken=");
      int page = at < 0 ? 0 : Integer.parseInt(target.substring(at + 10));
      return BenchServer.page(root(), page, PAGES);
    }

    private static BufferedReader reader(InputStream in) {
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
