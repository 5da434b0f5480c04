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
package io.github.calciteodata.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.calciteodata.demo.data.DemoModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A read-only OData V4 service with sample trade data, on the loopback interface.
 *
 * <p>Its threads are daemons: it ends with the program that started it, or by {@link #close()}.
 */
public final class DemoService implements AutoCloseable {
  private static final String BASE = "/odata";

  private final HttpServer server;
  private final ExecutorService threads;
  private final URI root;

  /** Ways to send a request that is too long for a URL. */
  public enum LongRequests {
    /** {@code POST Products/$query} with the query as body. */
    QUERY,
    /** GET requests in the parts of {@code POST $batch}. */
    BATCH
  }

  /** How the service runs; each method that changes something gives a copy. */
  public static final class Options {
    /** A free port, pages of 1,000 and up to 10,000 rows, 200,000 measurements, no refusals. */
    public static final Options DEFAULT = new Options();

    private int port;
    private int pageSize = 1_000;
    private int maxPageSize = 10_000;
    private int nestedPageSize = Integer.MAX_VALUE;
    private int measurements = 200_000;
    private int maxUrlLength = Integer.MAX_VALUE;
    private int maxComparisons = Integer.MAX_VALUE;
    private Set<LongRequests> longRequests = Set.of(LongRequests.values());
    private Map<String, Integer> refused = Map.of();

    private Options() {}

    private Options with(Consumer<Options> change) {
      Options copy = new Options();
      copy.port = port;
      copy.pageSize = pageSize;
      copy.maxPageSize = maxPageSize;
      copy.nestedPageSize = nestedPageSize;
      copy.measurements = measurements;
      copy.maxUrlLength = maxUrlLength;
      copy.maxComparisons = maxComparisons;
      copy.longRequests = longRequests;
      copy.refused = refused;
      change.accept(copy);
      return copy;
    }

    /** Sets the port to listen on, 0 for a free one. */
    public Options withPort(int number) {
      return with(copy -> copy.port = number);
    }

    /** Sets the rows of a page when the client says nothing. */
    public Options withPageSize(int rows) {
      return with(copy -> copy.pageSize = rows);
    }

    /** Sets the most rows of a page, whatever the client prefers. */
    public Options withMaxPageSize(int rows) {
      return with(copy -> copy.maxPageSize = rows);
    }

    /** Sets the most rows of a collection inside of a row. */
    public Options withNestedPageSize(int rows) {
      return with(copy -> copy.nestedPageSize = rows);
    }

    /** Sets the rows of {@code Measurements}. */
    public Options withMeasurements(int rows) {
      return with(copy -> copy.measurements = rows);
    }

    /** Refuses URLs with more characters, with status 414. */
    public Options withMaxUrlLength(int characters) {
      return with(copy -> copy.maxUrlLength = characters);
    }

    /**
     * Refuses conditions of more comparisons, with status 400; each value of an {@code in} is one.
     */
    public Options withMaxComparisons(int comparisons) {
      return with(copy -> copy.maxComparisons = comparisons);
    }

    /** Sets what is taken in place of long URLs. */
    public Options withLongRequests(LongRequests... ways) {
      return with(copy -> copy.longRequests = Set.of(ways));
    }

    /**
     * Refuses queries that contain a text, such as {@code $apply=} or {@code in (}, with a status,
     * in addition to those that are refused already.
     */
    public Options refusing(String text, int status) {
      Map<String, Integer> all = new HashMap<>(refused);
      all.put(text, status);
      return with(copy -> copy.refused = Map.copyOf(all));
    }

    int pageSize() {
      return pageSize;
    }

    int maxPageSize() {
      return maxPageSize;
    }

    int nestedPageSize() {
      return nestedPageSize;
    }

    int maxUrlLength() {
      return maxUrlLength;
    }

    int maxComparisons() {
      return maxComparisons;
    }

    Set<LongRequests> longRequests() {
      return longRequests;
    }

    /** Returns the texts that a query must not contain, and the status that tells so. */
    Map<String, Integer> refused() {
      return refused;
    }
  }

  private DemoService(HttpServer server, ExecutorService threads, URI root) {
    this.server = server;
    this.threads = threads;
    this.root = root;
  }

  /** Starts a service on a port of 127.0.0.1, 0 for a free one. */
  public static DemoService start(int port) throws IOException {
    return start(Options.DEFAULT.withPort(port));
  }

  /** Starts a service with the sample data on 127.0.0.1. */
  public static DemoService start(Options options) throws IOException {
    return start(options, DemoModel.sample(options.measurements));
  }

  /** Starts a service with any model and data on 127.0.0.1. */
  public static DemoService start(Options options, DemoModel model) throws IOException {
    // The JDK's server reads this once; without it each answer on a kept connection waits for an
    // acknowledgement.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, options.port), 0);
    URI root = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + BASE + "/");
    AtomicInteger number = new AtomicInteger();
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "demo-service-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    Gate gate = gate(model, options, root.toString());
    server.createContext(BASE, exchange -> answer(exchange, gate));
    server.setExecutor(threads);
    startAsDaemon(server);
    return new DemoService(server, threads, root);
  }

  private static Gate gate(DemoModel model, Options options, String root) {
    JsonBodies bodies = new JsonBodies(root);
    LongLinks links = new LongLinks(root, options.maxUrlLength());
    Collections collections = new Collections(model, options, bodies, links);
    RequestHandler handler = new RequestHandler(model, options, root, bodies, collections);
    return new Gate(handler, options, bodies, links, root);
  }

  /** The server's dispatcher inherits from the thread that starts it whether it is a daemon. */
  private static void startAsDaemon(HttpServer server) {
    FutureTask<Void> start = new FutureTask<>(server::start, null);
    Thread starter = new Thread(start, "demo-service-start");
    starter.setDaemon(true);
    starter.start();
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, Gate gate) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath().substring(BASE.length());
      Request request =
          new Request(
              exchange.getRequestMethod(),
              path.isEmpty() ? "/" : path,
              exchange.getRequestURI().getRawQuery(),
              exchange.getRequestHeaders()::getFirst,
              exchange.getRequestBody().readAllBytes());
      Response response = gate.answer(request);
      response.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = response.body();
      if (body.length > 0 && request.acceptsGzip()) {
        body = gzip(body);
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      }
      exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream(body.length / 4 + 64);
    try (OutputStream out = new FastGzip(zipped)) {
      out.write(body);
    }
    return zipped.toByteArray();
  }

  /** Compression that favours speed: the client is on the same machine. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /** Returns the root URL, which ends with a slash. */
  public URI root() {
    return root;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /**
   * Serves until standard input ends; prints {@code READY} and the root URL when it is ready.
   *
   * @param args the port, a free one when absent
   */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    try (DemoService service = start(args.length > 0 ? Integer.parseInt(args[0]) : 0)) {
      out.println("READY " + service.root());
      out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
