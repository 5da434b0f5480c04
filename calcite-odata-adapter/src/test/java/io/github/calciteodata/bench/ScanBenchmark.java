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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.olingo.client.api.ODataClient;
import org.apache.olingo.client.api.domain.ClientEntity;
import org.apache.olingo.client.api.domain.ClientEntitySet;
import org.apache.olingo.client.api.domain.ClientProperty;
import org.apache.olingo.client.core.ODataClientFactory;
import org.apache.olingo.commons.api.format.ContentType;

/**
 * Measures a full JDBC scan beside the plain download, a reader that does the least, and Olingo's
 * client, on the same pages in one run: {@code ScanBenchmark [rows]}. Each client has a JVM of its
 * own and reads everything three times; the last pass counts. Also planning: cold, warm, and from
 * the plan cache.
 */
public final class ScanBenchmark {
  private static final int PASSES = 3;
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private ScanBenchmark() {}

  /** Runs everything, or with a client's name and a service root that client alone. */
  public static void main(String[] args) throws Exception {
    if (args.length == 3) {
      client(args[0], args[1], Integer.parseInt(args[2]));
      return;
    }
    int rows = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    OUT.println("client\trows\twall s\tCPU s\tbytes/row\tpeak heap MB");
    try (BenchServer server = new BenchServer(rows)) {
      for (String client : List.of("download", "reference", "jdbc", "jdbc-96m")) {
        fork(client, server.root(), rows);
      }
      // a tenth of the rows: its figures are multiplied when compared
      try (BenchServer small = new BenchServer(rows / 10)) {
        fork("olingo", small.root(), rows / 10);
        fork("planning", small.root(), rows / 10);
      }
    }
  }

  private static void fork(String client, String root, int rows)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add(client.endsWith("96m") ? "-Xmx96m" : "-Xmx1g");
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ScanBenchmark.class.getName()));
    command.addAll(List.of(client, root, String.valueOf(rows)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      lines.lines().forEach(OUT::println);
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(client + " failed");
    }
  }

  private static void client(String client, String root, int rows) throws Exception {
    if (client.equals("planning")) {
      planning(root);
      return;
    }
    String line = null;
    for (int pass = 0; pass < PASSES; pass++) {
      try (Meter meter = new Meter()) {
        long read = pass(client, root, rows);
        if (read != rows) {
          throw new IllegalStateException(client + " read " + read + " rows instead of " + rows);
        }
        line = meter.report(client, rows);
      }
    }
    OUT.println(line);
  }

  private static long pass(String client, String root, int rows) throws Exception {
    return switch (client) {
      case "download" -> {
        try (ReferenceReader reader = new ReferenceReader()) {
          // rows are not looked at; what arrived is at least their size
          yield reader.download(root + "Rows") > rows * 200L ? rows : 0;
        }
      }
      case "reference" -> {
        long[] count = new long[1];
        try (ReferenceReader reader = new ReferenceReader()) {
          reader.read(root + "Rows", row -> count[0]++);
        }
        yield count[0];
      }
      case "olingo" -> olingo(root);
      default -> jdbc(root);
    };
  }

  private static long jdbc(String root) throws SQLException {
    long rows = 0;
    double sum = 0;
    try (Connection connection = DriverManager.getConnection("jdbc:odata:URL=" + root);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT * FROM \"Rows\"")) {
      while (result.next()) {
        rows++;
        sum += result.getLong(1);
        sum += result.getString(2).length();
        sum += result.getString(3).length();
        sum += result.getBigDecimal(4).scale();
        sum += result.getBoolean(5) ? 1 : 0;
        sum += result.getDate(6).getTime();
        sum += result.getTimestamp(7).getTime();
        sum += result.getString(8).length();
        sum += result.getDouble(9);
        sum += result.getInt(10);
        sum += result.getString(11) == null ? 0 : 1;
        sum += result.getInt(12);
      }
    }
    if (Double.isNaN(sum)) {
      throw new IllegalStateException("not a number");
    }
    return rows;
  }

  private static long olingo(String root) {
    ODataClient client = ODataClientFactory.getClient();
    client.getConfiguration().setDefaultPubFormat(ContentType.JSON);
    long rows = 0;
    long values = 0;
    for (URI next = URI.create(root + "Rows"); next != null; ) {
      ClientEntitySet page =
          client.getRetrieveRequestFactory().getEntitySetRequest(next).execute().getBody();
      for (ClientEntity entity : page.getEntities()) {
        for (ClientProperty property : entity.getProperties()) {
          values += property.hasNullValue() ? 0 : property.getPrimitiveValue().toValue().hashCode();
        }
        rows++;
      }
      next = page.getNext();
    }
    // a number that no sum of hash codes is, so that none is left out
    return values == Long.MIN_VALUE ? -1 : rows;
  }

  /** Milliseconds by the clock, and of the processor. */
  private record Cost(double wall, double cpu) {}

  private static void planning(String root) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:odata:URL=" + root)) {
      String sql = "SELECT Name, Amount FROM \"Rows\" WHERE Qty > %d ORDER BY Amount DESC LIMIT 10";
      OUT.println("planning\twall ms\tCPU ms");
      report(
          "cold, with $metadata",
          List.of(prepare(connection, String.format(Locale.ROOT, sql, -1))));
      List<Cost> warm = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        warm.add(prepare(connection, String.format(Locale.ROOT, sql, i)));
      }
      report("warm, median", warm.subList(200, 300));
      List<Cost> cached = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        cached.add(prepare(connection, String.format(Locale.ROOT, sql, 299)));
      }
      report("from the plan cache, median", cached);
    }
  }

  private static void report(String what, List<Cost> costs) {
    OUT.printf(
        Locale.ROOT,
        "%s\t%.3f\t%.3f%n",
        what,
        median(costs.stream().map(Cost::wall).toList()),
        median(costs.stream().map(Cost::cpu).toList()));
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static Cost prepare(Connection connection, String sql) throws SQLException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.getParameterMetaData();
    }
    return new Cost(
        (System.nanoTime() - start) / 1e6, (threads.getCurrentThreadCpuTime() - cpu) / 1e6);
  }
}
