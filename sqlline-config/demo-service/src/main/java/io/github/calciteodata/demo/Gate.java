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

import io.github.calciteodata.demo.DemoService.LongRequests;
import io.github.calciteodata.demo.query.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Decides what becomes of a request: refuses what the options say, takes apart requests that carry
 * others in their body, and has the rest answered.
 */
final class Gate {
  private static final String QUERY = "/$query";
  private static final String BATCH = "/$batch";

  private final RequestHandler handler;
  private final DemoService.Options options;
  private final JsonBodies bodies;
  private final LongLinks links;
  private final String root;

  Gate(
      RequestHandler handler,
      DemoService.Options options,
      JsonBodies bodies,
      LongLinks links,
      String root) {
    this.handler = handler;
    this.options = options;
    this.bodies = bodies;
    this.links = links;
    this.root = root;
  }

  /** Returns the answer to a request; what goes wrong is an answer, too. */
  Response answer(Request request) {
    try {
      int length = root.length() - 1 + request.path().length() + lengthOf(request.query());
      if (length > options.maxUrlLength()) {
        throw Problem.of(
            414, "The URL has " + length + " characters, more than " + options.maxUrlLength());
      }
      if ("POST".equals(request.method())) {
        return posted(request);
      }
      return get(links.resolve(request));
    } catch (Problem e) {
      return bodies.error(e.status(), e.getMessage());
    } catch (RuntimeException e) {
      return bodies.error(500, "The demo service failed: " + e);
    }
  }

  private static int lengthOf(String query) {
    return query == null ? 0 : 1 + query.length();
  }

  private Response posted(Request request) {
    String path = request.path();
    if (path.endsWith(QUERY) && options.longRequests().contains(LongRequests.QUERY)) {
      // URL conventions, 5.1: the body has the query as the URL would have it
      String query = new String(request.body(), StandardCharsets.UTF_8);
      String shorter = path.substring(0, path.length() - QUERY.length());
      return get(request.withQuery(query).with("GET", shorter));
    } else if (path.equals(BATCH) && options.longRequests().contains(LongRequests.BATCH)) {
      return new Batch(root, inner -> get(links.resolve(inner))).answer(request);
    }
    throw Problem.of(405, "This service is read-only: POST is not allowed");
  }

  private Response get(Request request) {
    try {
      if (request.query() != null && !options.refused().isEmpty()) {
        refuse(URLDecoder.decode(request.query(), StandardCharsets.UTF_8));
      }
      return handler.handle(request);
    } catch (Problem e) {
      return bodies.error(e.status(), e.getMessage());
    }
  }

  private void refuse(String query) {
    for (Map.Entry<String, Integer> refused : options.refused().entrySet()) {
      if (query.contains(refused.getKey())) {
        throw Problem.of(
            refused.getValue(), "This service does not take '" + refused.getKey() + "'");
      }
    }
  }
}
