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

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An OData service that answers only to access tokens of a {@link FakeAuthorizationServer}. */
final class ProtectedService implements AutoCloseable {
  final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
  final AtomicInteger refusals = new AtomicInteger();
  private final FakeAuthorizationServer authorization;
  private final URI upstream;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  volatile Refusing refusing;
  volatile int usesPerToken = Integer.MAX_VALUE;
  private final Map<String, AtomicInteger> uses = new ConcurrentHashMap<>();

  /** Answers instead of the service; false to let the request pass. */
  interface Refusing {
    boolean answer(HttpExchange exchange) throws IOException;
  }

  ProtectedService(FakeAuthorizationServer authorization, URI upstream) throws IOException {
    this.authorization = authorization;
    this.upstream = upstream;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  URI root() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + upstream.getPath());
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestURI().toString());
      String header = exchange.getRequestHeaders().getFirst("Authorization");
      authorizations.add(String.valueOf(header));
      Refusing special = refusing;
      if (special != null && special.answer(exchange)) {
        return;
      }
      String token = header != null && header.startsWith("Bearer ") ? header.substring(7) : "";
      int use = uses.computeIfAbsent(token, t -> new AtomicInteger()).incrementAndGet();
      if (!authorization.accepts(token) || use > usesPerToken) {
        refusals.incrementAndGet();
        exchange
            .getResponseHeaders()
            .set(
                "WWW-Authenticate",
                "Basic realm=\"x\", Bearer realm=\"api\", error=\"invalid_token\"");
        answer(
            exchange, 401, "application/json", "{\"error\":{\"code\":\"401\",\"message\":\"no\"}}");
        return;
      }
      pass(exchange);
    }
  }

  private void pass(HttpExchange exchange) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(upstream.resolve(exchange.getRequestURI().toString()));
    for (String name : List.of("Accept", "Prefer", "OData-MaxVersion")) {
      List<String> values = exchange.getRequestHeaders().get(name);
      if (values != null) {
        values.forEach(value -> request.header(name, value));
      }
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      answer(
          exchange,
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse("text/plain"),
          // next links are absolute
          response.body().replace(upstream.toString(), root().toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends an answer. */
  static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
