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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Asks a service over real HTTP; queries are written in clear and encoded here. */
final class DemoClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI root;

  DemoClient(DemoService service) {
    this.root = service.root();
  }

  /** Returns the answer to a request; {@code headers} are names and values in turn. */
  HttpResponse<byte[]> get(String path, String... headers) {
    return get(root.resolve(encode(path)), headers);
  }

  HttpResponse<byte[]> get(URI uri, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  /** Sends a body, which is not encoded here. */
  HttpResponse<byte[]> post(String path, String contentType, String body) {
    return send(
        HttpRequest.newBuilder(root.resolve(encode(path)))
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String text(String path) {
    return new String(get(path).body(), StandardCharsets.UTF_8);
  }

  JsonNode json(String path, String... headers) {
    return json(get(path, headers).body());
  }

  static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns one property of each row of all pages, as text. */
  List<String> column(String path, String property) {
    List<String> values = new ArrayList<>();
    JsonNode page = json(path);
    while (true) {
      if (!page.has("value")) {
        throw new AssertionError(path + " gave " + page);
      }
      StreamSupport.stream(page.get("value").spliterator(), false)
          .forEach(row -> values.add(row.at("/" + property).asText()));
      if (!page.has("@odata.nextLink")) {
        return values;
      }
      page = json(get(URI.create(page.get("@odata.nextLink").asText())).body());
    }
  }

  /** Returns the number of rows that a filter leaves, as {@code /$count} has it. */
  int count(String set, String filter) {
    String text = text(set + "/$count?$filter=" + filter);
    return Integer.parseInt(text);
  }

  /**
   * Encodes all that a URL does not take, leaving its own punctuation and what is encoded already.
   */
  private static String encode(String path) {
    StringBuilder encoded = new StringBuilder();
    path.codePoints()
        .forEach(
            c -> {
              if (c < 128
                  && (Character.isLetterOrDigit(c) || "-._~/?:@!$&'()*+,;=%".indexOf(c) >= 0)) {
                encoded.appendCodePoint(c);
              } else {
                encoded.append(
                    URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8)
                        .replace("+", "%20"));
              }
            });
    return encoded.toString();
  }
}
