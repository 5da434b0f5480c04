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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The answer inside a batch of one request (Protocol 11.7.7.3): a multipart body with one part. */
final class BatchPart implements Transport.Response {
  private final Transport.Response batch;
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  private BatchPart(
      Transport.Response batch, int status, Map<String, String> headers, byte[] body) {
    this.batch = batch;
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Takes the first part out of the body. */
  static BatchPart first(Transport.Response batch) throws IOException {
    String boundary = boundary(batch.header("Content-Type"));
    InputStream in = batch.body();
    String line = line(in);
    while (!line.equals("--" + boundary)) {
      line = line(in);
    }
    headers(in);
    String[] statusLine = line(in).split(" ", 3);
    if (statusLine.length < 2 || !statusLine[1].matches("\\d{3}")) {
      throw new IOException("the batch holds no answer but " + statusLine[0]);
    }
    Map<String, String> headers = headers(in);
    byte[] rest = in.readAllBytes();
    int end = indexOf(rest, ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1));
    String length = headers.get("Content-Length");
    if (length != null && length.matches("\\d{1,9}")) {
      end = Math.min(rest.length, Integer.parseInt(length));
    } else if (end < 0) {
      throw new IOException("the batch breaks off");
    }
    return new BatchPart(batch, Integer.parseInt(statusLine[1]), headers, Arrays.copyOf(rest, end));
  }

  private static String boundary(String type) throws IOException {
    int at = type == null ? -1 : type.toLowerCase(Locale.ROOT).indexOf("boundary=");
    if (at < 0) {
      throw new IOException("the answer to a batch is " + type);
    }
    String value = type.substring(at + 9).split(";", 2)[0].trim();
    return value.startsWith("\"") ? value.substring(1, value.lastIndexOf('"')) : value;
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(line.substring(0, colon).trim(), line.substring(colon + 1).trim());
      }
    }
    return headers;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the batch breaks off");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** The last place where the bytes stand, or -1. */
  private static int indexOf(byte[] text, byte[] wanted) {
    for (int i = text.length - wanted.length; i >= 0; i--) {
      int j = 0;
      while (j < wanted.length && text[i + j] == wanted[j]) {
        j++;
      }
      if (j == wanted.length) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String header(String name) {
    return headers.get(name);
  }

  @Override
  public List<String> headers(String name) {
    return Stream.ofNullable(headers.get(name)).toList();
  }

  @Override
  public InputStream body() {
    return new ByteArrayInputStream(body);
  }

  @Override
  public long contentLength() {
    return body.length;
  }

  @Override
  public void close() {
    batch.close();
  }
}
