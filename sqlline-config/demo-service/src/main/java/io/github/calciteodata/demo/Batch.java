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

import io.github.calciteodata.demo.query.Problem;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers a {@code multipart/mixed} batch of GET requests (OData protocol, 11.7). */
final class Batch {
  private static final Pattern BOUNDARY =
      Pattern.compile("multipart/mixed;.*boundary=\"?([^\";]+)\"?.*", Pattern.CASE_INSENSITIVE);
  private static final String LINE = "\r\n";

  private final String root;
  private final Function<Request, Response> answers;

  Batch(String root, Function<Request, Response> answers) {
    this.root = root;
    this.answers = answers;
  }

  Response answer(Request batch) {
    String type = String.valueOf(batch.header().apply("Content-Type"));
    Matcher boundary = BOUNDARY.matcher(type);
    if (!boundary.matches()) {
      throw Problem.of(415, "A batch has to be multipart/mixed with a boundary, not " + type);
    }
    String own = "batchresponse_" + UUID.randomUUID();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String text = LINE + new String(batch.body(), StandardCharsets.UTF_8);
    String[] parts = text.split("\r?\n--" + Pattern.quote(boundary.group(1)), -1);
    if (parts.length < 3 || !parts[parts.length - 1].startsWith("--")) {
      throw Problem.badRequest("The batch has no part, or does not end");
    }
    for (int i = 1; i < parts.length - 1; i++) {
      append(body, "--" + own + LINE + "Content-Type: application/http" + LINE);
      append(body, "Content-Transfer-Encoding: binary" + LINE + LINE);
      append(body, answers.apply(request(parts[i])));
    }
    append(body, "--" + own + "--" + LINE);
    return Response.of(200, "multipart/mixed; boundary=" + own, body.toByteArray());
  }

  /** A part has headers of its own, an empty line, and the request as HTTP writes it. */
  private Request request(String part) {
    String[] sections = part.strip().split("\r?\n\r?\n", 3);
    Map<String, String> outer = headers(sections[0].lines().toList(), 0);
    if (sections.length < 2 || !"application/http".equalsIgnoreCase(outer.get("content-type"))) {
      throw Problem.badRequest("A part of a batch has to be one request as application/http");
    }
    var lines = sections[1].strip().lines().toList();
    String[] start = lines.get(0).split(" ");
    if (start.length != 3 || !"GET".equals(start[0])) {
      throw Problem.notImplemented("'" + lines.get(0) + "' in a batch");
    }
    String local = local(start[1]);
    int query = local.indexOf('?');
    Map<String, String> headers = headers(lines, 1);
    return new Request(
        "GET",
        query < 0 ? local : local.substring(0, query),
        query < 0 ? null : local.substring(query + 1),
        name -> headers.get(name.toLowerCase(Locale.ROOT)),
        new byte[0]);
  }

  /**
   * Addresses may be whole, or relative to the server or to the service (OData protocol, 11.7.2).
   */
  private String local(String address) {
    try {
      String url = URI.create(root).resolve(address).toString();
      if (url.startsWith(root)) {
        return url.substring(root.length() - 1);
      }
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("'" + address + "' is no URL");
    }
    throw Problem.notFound("'" + address + "' is not of this service");
  }

  private static Map<String, String> headers(Iterable<String> lines, int skip) {
    Map<String, String> headers = new TreeMap<>();
    int line = 0;
    for (String header : lines) {
      int colon = header.indexOf(':');
      if (line++ >= skip && colon > 0) {
        headers.put(
            header.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            header.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  private static void append(ByteArrayOutputStream out, Response response) {
    append(out, "HTTP/1.1 " + response.status() + " " + reason(response.status()) + LINE);
    response.headers().forEach((name, value) -> append(out, name + ": " + value + LINE));
    append(out, "Content-Length: " + response.body().length + LINE + LINE);
    out.writeBytes(response.body());
    append(out, LINE);
  }

  private static String reason(int status) {
    return status < 300 ? "OK" : "Error";
  }

  private static void append(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
