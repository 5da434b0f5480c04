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
package io.github.calciteodata.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.calciteodata.demo.DemoService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The driver over the network: a service that works, one that never answers, and one that is not
 * there.
 */
@Timeout(60)
class DriverOverServiceTest {
  private static final String MEASUREMENTS = "SELECT * FROM Measurements";

  private static DemoService service;

  @BeforeAll
  static void start() throws IOException {
    service = DemoService.start(0);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Connection connect(URI root) throws SQLException {
    return DriverManager.getConnection("jdbc:odata:URL=" + root + ";Retries=0");
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return read(rows, 1);
    }
  }

  private static List<String> read(ResultSet rows, int... columns) throws SQLException {
    List<String> result = new ArrayList<>();
    while (rows.next()) {
      List<String> values = new ArrayList<>();
      for (int column : columns) {
        values.add(rows.getString(column));
      }
      result.add(String.join(" ", values));
    }
    return result;
  }

  @Test
  void theServiceIsAskedForWhatIsNeededAndSystemTablesSendNothing() throws SQLException {
    try (Connection connection = connect(service.root())) {
      String urls = "SELECT url FROM sys.requests ORDER BY request_id";
      assertThat(rows(connection, "SELECT setting FROM sys.properties WHERE name = 'URL'"))
          .containsExactly(service.root().toString());
      assertThat(rows(connection, "SELECT message FROM sys.warnings")).isEmpty();
      assertThat(rows(connection, urls)).isEmpty();
      assertThat(rows(connection, "SELECT COUNT(*) FROM Products")).hasSize(1);
      assertThat(rows(connection, "SELECT COUNT(*) FROM Products")).hasSize(1);
      assertThat(rows(connection, urls))
          .containsExactly(
              service.root() + "$metadata",
              service.root() + "Products/$count",
              service.root() + "Products/$count");
    }
  }

  @Test
  void keysComeFromTheMetadata() throws SQLException {
    try (Connection connection = connect(service.root())) {
      assertThat(read(connection.getMetaData().getPrimaryKeys(null, null, "OrderItems"), 4, 5))
          .containsExactly("OrderID 1", "ProductID 2");
      assertThat(read(connection.getMetaData().getImportedKeys(null, null, "Products"), 3, 4, 7, 8))
          .containsExactly(
              "Categories CategoryID Products CategoryID",
              "Suppliers SupplierID Products SupplierID");
      assertThat(
              read(
                  connection.getMetaData().getColumns(null, "OData", "Products", "UnitPrice"),
                  6,
                  7,
                  9,
                  12))
          .containsExactly("DECIMAL 19 4 Price of one unit in EUR, null when on request");
    }
  }

  @Test
  void cancelInTheMiddleOfPagesEndsTheReadAndTheStatementWorksAgain() throws SQLException {
    try (Connection connection = connect(service.root());
        Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery(MEASUREMENTS)) {
        assertThat(rows.next()).isTrue();
        statement.cancel();
        assertState("57014", () -> read(rows, 1));
      }
      try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM Measurements")) {
        assertThat(read(rows, 1)).containsExactly("200000");
      }
    }
  }

  @Test
  void maxRowsIsNotExceeded() throws SQLException {
    try (Connection connection = connect(service.root());
        Statement statement = connection.createStatement()) {
      statement.setMaxRows(7);
      try (ResultSet rows = statement.executeQuery(MEASUREMENTS)) {
        assertThat(read(rows, 1)).hasSize(7);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theQueryTimeoutEndsTheWaitForAServiceThatIsSilent(boolean metadataIsKnown) throws Exception {
    try (Silence silence = new Silence();
        Connection connection = connect(silence.after(service.root()))) {
      if (metadataIsKnown) {
        rows(connection, "SELECT Name FROM Company");
      }
      silence.begin();
      try (Statement statement = connection.createStatement()) {
        statement.setQueryTimeout(1);
        long start = System.nanoTime();
        assertState("HYT00", () -> statement.executeQuery(MEASUREMENTS));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isBetween(Duration.ofMillis(900), Duration.ofSeconds(20));
      }
    }
  }

  @Test
  void prepareDoesNotWaitLongerThanTheTimeoutProperty() throws Exception {
    try (Silence silence = new Silence()) {
      silence.begin();
      try (Connection connection =
          DriverManager.getConnection(
              "jdbc:odata:URL=" + silence.after(service.root()) + ";Retries=0;Timeout=1")) {
        assertState("HYT00", () -> connection.prepareStatement(MEASUREMENTS));
      }
    }
  }

  @Test
  void abortEndsThePreparationThatWaitsForASilentService() throws Exception {
    try (Silence silence = new Silence();
        Connection connection = connect(silence.after(service.root()))) {
      silence.begin();
      CompletableFuture<Void> preparation =
          CompletableFuture.runAsync(
              () ->
                  assertThatThrownBy(() -> connection.prepareStatement(MEASUREMENTS))
                      .isInstanceOfSatisfying(
                          SQLException.class,
                          e -> assertThat(e.getSQLState()).isIn("08001", "08003")));
      silence.awaitRequest();
      connection.abort(Runnable::run);
      preparation.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void answersWithoutRowsHadMinusOneRows() throws SQLException {
    try (Connection connection = connect(service.root())) {
      rows(connection, "SELECT COUNT(*) FROM Products");
      assertThat(rows(connection, "SELECT row_count FROM sys.requests"))
          .containsExactly("null", "null");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void cancelEndsTheWaitForAServiceThatIsSilent(boolean metadataIsKnown) throws Exception {
    try (Silence silence = new Silence();
        Connection connection = connect(silence.after(service.root()));
        Statement statement = connection.createStatement()) {
      if (metadataIsKnown) {
        rows(connection, "SELECT Name FROM Company");
      }
      silence.begin();
      CompletableFuture<Void> execution =
          CompletableFuture.runAsync(
              () -> assertState("57014", () -> statement.executeQuery(MEASUREMENTS)));
      silence.awaitRequest();
      statement.cancel();
      execution.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aServiceThatIsNotThereIsSaidSoAndTheSystemTablesWork() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (Connection connection = connect(URI.create("http://127.0.0.1:" + port + "/"))) {
      assertThat(rows(connection, "SELECT COUNT(*) FROM sys.properties")).hasSize(1);
      assertThat(rows(connection, "SELECT url FROM sys.requests")).isEmpty();
      assertState("08001", () -> rows(connection, "SELECT * FROM Products"));
      assertState("08001", () -> rows(connection, "SELECT * FROM sys.tables"));
      assertState("08001", () -> connection.prepareStatement("SELECT * FROM Products"));
      assertThat(rows(connection, "SELECT url FROM sys.requests")).isNotEmpty();
    }
  }

  private static void assertState(String state, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).as(e.toString()).isEqualTo(state));
  }

  /**
   * A way to a service that passes bytes on until {@link #begin}, and takes requests without an
   * answer then.
   */
  private static final class Silence implements AutoCloseable {
    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch requested = new CountDownLatch(1);
    private volatile boolean silent;
    private URI target;

    Silence() throws IOException {}

    /** The address at which the service can be reached through here. */
    URI after(URI service) {
      target = service;
      Thread acceptor = new Thread(this::accept, "silence");
      acceptor.setDaemon(true);
      acceptor.start();
      return URI.create("http://127.0.0.1:" + entrance.getLocalPort() + service.getPath());
    }

    void begin() {
      silent = true;
    }

    void awaitRequest() throws InterruptedException {
      requested.await();
    }

    private void accept() {
      try {
        while (true) {
          Socket client = entrance.accept();
          Socket server = new Socket(target.getHost(), target.getPort());
          sockets.add(client);
          sockets.add(server);
          pass(client, server, true);
          pass(server, client, false);
        }
      } catch (IOException e) {
        silent = true;
      }
    }

    private void pass(Socket from, Socket to, boolean requests) {
      Thread thread =
          new Thread(
              () -> {
                byte[] buffer = new byte[8192];
                try {
                  for (int n = from.getInputStream().read(buffer);
                      n >= 0;
                      n = from.getInputStream().read(buffer)) {
                    if (silent && requests) {
                      requested.countDown();
                    } else {
                      to.getOutputStream().write(buffer, 0, n);
                      to.getOutputStream().flush();
                    }
                  }
                } catch (IOException e) {
                  silent = true;
                }
              },
              "silence");
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void close() throws IOException {
      entrance.close();
      for (Socket socket : List.copyOf(sockets)) {
        socket.close();
      }
    }
  }
}
