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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One HTTP/1.1 exchange on the loopback, with small limits on everything. */
final class CallbackConnection {
  private static final int READ_MILLIS = 5_000;
  private static final int DRAIN_MILLIS = 50;
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int MOST_HEADERS = 100;
  private static final int LONGEST_BODY = 16 * 1024;

  private final Socket socket;

  CallbackConnection(Socket socket) {
    this.socket = socket;
  }

  /** The request, or null when it is none or too long. */
  CallbackFilter.Request read() throws IOException {
    socket.setSoTimeout(READ_MILLIS);
    InputStream in = socket.getInputStream();
    String first = line(in);
    String[] parts = first == null ? new String[0] : first.split(" ", -1);
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.") || !parts[1].startsWith("/")) {
      return null;
    }
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; ; i++) {
      String header = line(in);
      if (header == null || i > MOST_HEADERS) {
        return null;
      }
      if (header.isEmpty()) {
        break;
      }
      int colon = header.indexOf(':');
      if (colon <= 0) {
        return null;
      }
      String name = header.substring(0, colon).toLowerCase(Locale.ROOT);
      if (headers.put(name, header.substring(colon + 1).strip()) != null && name.equals("host")) {
        return null;
      }
    }
    String body = parts[0].equals("POST") ? body(in, headers.get("content-length")) : null;
    return new CallbackFilter.Request(
        parts[0], parts[1], headers.get("host"), headers.get("content-type"), body);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      }
      line.write(b);
      if (line.size() > LONGEST_LINE) {
        return null;
      }
    }
    return null;
  }

  private static String body(InputStream in, String length) throws IOException {
    if (length == null || !length.matches("\\d{1,5}") || Integer.parseInt(length) > LONGEST_BODY) {
      return null;
    }
    return new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.ISO_8859_1);
  }

  /** Answers with a constant page. */
  void write(int status) throws IOException {
    socket.getOutputStream().write(LoopbackReceiver.page(status));
    socket.getOutputStream().flush();
    socket.shutdownOutput();
    drain();
  }

  /**
   * Reads what the client still sends: closing a socket with unread input would reset it and lose
   * the page.
   */
  private void drain() throws IOException {
    socket.setSoTimeout(DRAIN_MILLIS);
    InputStream in = socket.getInputStream();
    int left = 8 * LONGEST_BODY;
    try {
      while (left > 0 && in.read() >= 0) {
        left--;
      }
    } catch (SocketTimeoutException e) {
      // the page is out, and the client says no more
      return;
    }
  }
}
