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
package io.github.calciteodata.client;

import io.github.calciteodata.auth.Header;
import io.github.calciteodata.client.ServiceLimits.Way;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts a GET into the body of a POST, and takes its answer out again. */
final class Envelope {
  private static final String BOUNDARY = "batch_calcite_odata";

  private final Way way;
  private final String url;
  private final ClientOptions options;

  /** {@code way} may be null: then the request is sent as it is. */
  Envelope(Way way, String url, ClientOptions options) {
    this.way = way;
    this.url = url;
    this.options = options;
  }

  Way way() {
    return way;
  }

  /** As it stands in messages and logs. */
  String method() {
    return way == null ? "GET" : way.symbol();
  }

  /** The request; {@code outer} are headers that no part of a batch carries. */
  Transport.Request request(Map<String, String> headers, List<Header> outer) {
    List<Header> own = new ArrayList<>();
    headers.forEach((name, value) -> own.add(new Header(name, value)));
    if (way == null) {
      own.addAll(outer);
      return new Transport.Request("GET", url, own, null);
    }
    return way == Way.QUERY ? query(own, outer) : batch(own, outer);
  }

  /** Options of the service's own stay in the URL: something on the way may look at them. */
  private Transport.Request query(List<Header> headers, List<Header> outer) {
    int mark = url.indexOf('?');
    String path = mark < 0 ? url : url.substring(0, mark);
    List<String> given = mark < 0 ? List.of() : List.of(url.substring(mark + 1).split("&"));
    Map<Boolean, String> parts =
        given.stream()
            .collect(
                Collectors.partitioningBy(
                    option -> option.startsWith("$") || option.startsWith("%24"),
                    Collectors.joining("&")));
    String rest = parts.getOrDefault(false, "");
    List<Header> all = new ArrayList<>(headers);
    all.add(new Header("Content-Type", "text/plain"));
    all.addAll(outer);
    return new Transport.Request(
        "POST",
        path + "/$query" + (rest.isEmpty() ? "" : "?" + rest),
        all,
        parts.getOrDefault(true, "").getBytes(StandardCharsets.UTF_8));
  }

  private Transport.Request batch(List<Header> headers, List<Header> outer) {
    String root = options.serviceRoot().toString();
    String target = url.startsWith(root) ? url.substring(root.length()) : url;
    String body =
        "--"
            + BOUNDARY
            + "\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET "
            + target
            + " HTTP/1.1\r\n"
            + headers.stream()
                .map(h -> h.name() + ": " + h.value() + "\r\n")
                .collect(Collectors.joining())
            + "\r\n\r\n--"
            + BOUNDARY
            + "--\r\n";
    List<Header> all =
        Stream.concat(
                Stream.of(
                    new Header("Content-Type", "multipart/mixed;boundary=" + BOUNDARY),
                    new Header("Accept", "multipart/mixed")),
                Stream.concat(
                    headers.stream().filter(h -> h.name().equals("OData-MaxVersion")),
                    outer.stream()))
            .toList();
    return new Transport.Request(
        "POST", options.url("$batch"), all, body.getBytes(StandardCharsets.UTF_8));
  }

  /** The answer to what was put in; that to the batch itself when it failed as a whole. */
  Transport.Response open(Transport.Response response) throws IOException {
    return way == Way.BATCH && response.status() / 100 == 2 ? BatchPart.first(response) : response;
  }

  /** Whether the answer means that the service does not take requests sent this way. */
  boolean isRefusedBy(int status, boolean opened) {
    boolean refusal =
        status / 100 == 3
            || status == 400
            || status == 404
            || status == 405
            || status == 415
            || status == 501;
    return way == Way.QUERY ? refusal : way == Way.BATCH && !opened && refusal;
  }
}
