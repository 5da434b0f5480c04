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
package io.github.calciteodata.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The demo service behind something that changes questions and answers on the way. */
final class MisbehavingService implements AutoCloseable {
  private static final int NO_BODY = -1;

  /** What it does otherwise. */
  interface Habit {
    /**
     * Changes the options of a request; a status under {@code ""} refuses it, 429 for a second; a
     * number under {@code "Prefer"} is the size of its pages.
     */
    default void ask(Map<String, String> options) {}

    /** The same by what is asked for. */
    default void ask(String path, Map<String, String> options) {
      ask(options);
    }

    /** Changes the text of an answer. */
    default String answer(String path, Map<String, String> options, String text) {
      return text;
    }
  }

  /** A service that does not take such requests. */
  static Habit refusing(Predicate<Map<String, String>> refused, int status) {
    return asking(
        options -> {
          if (refused.test(options)) {
            refuse(options, status);
          }
        });
  }

  /** A service that passes over an option. */
  static Habit ignoring(String name) {
    return asking(options -> options.remove(name));
  }

  /** A service that takes options for others. */
  static Habit asking(Consumer<Map<String, String>> change) {
    return new Habit() {
      @Override
      public void ask(Map<String, String> options) {
        change.accept(options);
      }
    };
  }

  /** A service that answers something else. */
  static Habit answering(UnaryOperator<String> change) {
    return new Habit() {
      @Override
      public String answer(String path, Map<String, String> options, String text) {
        return change.apply(text);
      }
    };
  }

  private final HttpServer server;
  private final URI behind;
  private final Habit habit;
  private final UnaryOperator<String> metadata;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  MisbehavingService(URI behind, UnaryOperator<String> metadata, Habit habit) throws IOException {
    this.behind = behind;
    this.metadata = metadata;
    this.habit = habit;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  URI root() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + behind.getPath());
  }

  static void refuse(Map<String, String> options, int status) {
    options.put("", Integer.toString(status));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> options = options(exchange.getRequestURI().getRawQuery());
      habit.ask(exchange.getRequestURI().getPath(), options);
      if (options.containsKey("")) {
        int status = Integer.parseInt(options.get(""));
        if (status == 429) {
          exchange.getResponseHeaders().set("Retry-After", "1");
        }
        answer(exchange, status, "application/json", "{}");
        return;
      }
      String pages = options.remove("Prefer");
      String path = exchange.getRequestURI().getRawPath();
      String query =
          options.entrySet().stream()
              .map(e -> e.getKey() + "=" + encode(e.getValue()))
              .collect(Collectors.joining("&"));
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
              URI.create(
                  "http://127.0.0.1:"
                      + behind.getPort()
                      + path
                      + (query.isEmpty() ? "" : "?" + query)));
      for (String name : new String[] {"Accept", "Prefer", "OData-MaxVersion"}) {
        String value = exchange.getRequestHeaders().getFirst(name);
        if (name.equals("Prefer") && pages != null) {
          request.header(name, "odata.maxpagesize=" + pages);
        } else if (value != null) {
          request.header(name, value);
        }
      }
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String text =
          path.endsWith("/$metadata")
              ? metadata.apply(response.body())
              : habit.answer(path, options, response.body());
      answer(
          exchange,
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse("application/json"),
          text.replace(behind.toString(), root().toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? NO_BODY : body.length);
    exchange.getResponseBody().write(body);
  }

  private static Map<String, String> options(String query) {
    Map<String, String> options = new LinkedHashMap<>();
    if (query != null) {
      for (String option : query.split("&", -1)) {
        int equals = option.indexOf('=');
        options.put(
            URLDecoder.decode(option.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(option.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return options;
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
