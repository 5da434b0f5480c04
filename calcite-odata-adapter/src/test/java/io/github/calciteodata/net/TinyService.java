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
package io.github.calciteodata.net;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A service with one set of two rows, and a token endpoint, over HTTP or HTTPS. */
public final class TinyService implements AutoCloseable {
  private static final String METADATA =
      "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices>"
          + "<Schema Namespace=\"T\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">"
          + "<EntityType Name=\"Thing\"><Key><PropertyRef Name=\"Id\"/></Key>"
          + "<Property Name=\"Id\" Type=\"Edm.Int32\" Nullable=\"false\"/></EntityType>"
          + "<EntityContainer Name=\"C\"><EntitySet Name=\"Things\" EntityType=\"T.Thing\"/></EntityContainer>"
          + "</Schema></edmx:DataServices></edmx:Edmx>";

  /** A request as it came. */
  public record Seen(String method, String target, Headers headers) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String scheme;

  /** What came, in order. */
  public final List<Seen> seen = new CopyOnWriteArrayList<>();

  /** Answers an exchange before the service does, and says so. */
  public volatile Predicate<HttpExchange> guard = exchange -> false;

  /** Over HTTP, on the loopback. */
  public TinyService() throws IOException {
    this(HttpServer.create(address(), 0), "http");
  }

  /** Over HTTPS. */
  TinyService(SSLContext tls, boolean clientCertificate) throws IOException {
    this(https(tls, clientCertificate), "https");
  }

  private TinyService(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  private static InetSocketAddress address() throws IOException {
    return new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
  }

  private static HttpServer https(SSLContext tls, boolean clientCertificate) throws IOException {
    HttpsServer server = HttpsServer.create(address(), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = tls.getDefaultSSLParameters();
            ssl.setNeedClientAuth(clientCertificate);
            parameters.setSSLParameters(ssl);
          }
        });
    return server;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String target = exchange.getRequestURI().toString();
      seen.add(new Seen(exchange.getRequestMethod(), target, exchange.getRequestHeaders()));
      if (guard.test(exchange)) {
        return;
      }
      if (target.contains("$metadata")) {
        answer(exchange, 200, "application/xml", METADATA);
      } else if (target.contains("/token")) {
        answer(exchange, 200, "application/json", "{\"access_token\":\"t\"}");
      } else {
        answer(exchange, 200, "application/json", "{\"value\":[{\"Id\":1},{\"Id\":2}]}");
      }
    }
  }

  /** Sends an answer; the connection stays open. */
  public static void answer(HttpExchange exchange, int status, String type, String body) {
    try {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.getResponseBody().close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The port. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** The address of the service by this name of the host. */
  public String root(String host) {
    return scheme + "://" + host + ":" + port() + "/svc/";
  }

  /** How many rows SQL reads from it; properties as name, value, name, value. */
  public int rows(String host, String... properties) throws SQLException {
    return rowsOf(root(host), properties);
  }

  /** How many rows SQL reads from a service like this. */
  static int rowsOf(String root, String... properties) throws SQLException {
    Properties info = new Properties();
    info.setProperty("Retries", "0");
    for (int i = 0; i < properties.length; i += 2) {
      info.setProperty(properties[i], properties[i + 1]);
    }
    try (Connection connection = DriverManager.getConnection("jdbc:odata:URL=" + root, info);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT \"Id\" FROM \"Things\"")) {
      int n = 0;
      while (rows.next()) {
        n++;
      }
      return n;
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
