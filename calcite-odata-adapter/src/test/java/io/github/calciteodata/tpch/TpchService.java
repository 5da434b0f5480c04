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

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * The tables of TPC-H as far as planning needs them: their metadata, and how many rows they have.
 */
final class TpchService implements AutoCloseable {
  private static final Map<String, Integer> ROWS =
      Map.of(
          "region", 5,
          "nation", 25,
          "supplier", 10_000,
          "customer", 150_000,
          "part", 200_000,
          "partsupp", 800_000,
          "orders", 1_500_000,
          "lineitem", 6_001_215);

  private final HttpServer server;

  TpchService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI root() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tpch/");
  }

  /** The text of a query, with the parameters that its validation uses. */
  static String query(int number) {
    return new String(resource(String.format("q%02d.sql", number)), StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) {
    try (InputStream in = TpchService.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring("/tpch/".length());
      String set = path.replace("/$count", "");
      if (path.equals("$metadata")) {
        send(exchange, "application/xml", resource("metadata.xml"));
      } else if (path.endsWith("/$count") && ROWS.containsKey(set)) {
        send(exchange, "text/plain", ROWS.get(set).toString().getBytes(StandardCharsets.UTF_8));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
