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

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A proxy that forwards plain requests and opens tunnels; whatever the host's name is, it goes to
 * this machine.
 */
final class TinyProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** First lines of the requests that came, in order. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** What a client has to say of itself, {@code user:password}; null for nothing. */
  volatile String credentials;

  /** Answers in place of leading anywhere; null to lead. */
  volatile String refusal;

  TinyProxy() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    threads.execute(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      OutputStream out = client.getOutputStream();
      for (List<String> head = head(in); !head.isEmpty(); head = head(in)) {
        requests.add(head.get(0));
        String[] line = head.get(0).split(" ");
        if (refusal != null) {
          write(out, refusal);
        } else if (!allowed(head)) {
          write(
              out,
              "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n");
        } else if (line[0].equals("CONNECT")) {
          tunnel(Integer.parseInt(line[1].substring(line[1].lastIndexOf(':') + 1)), in, out);
          return;
        } else {
          forward(line, head, out);
        }
      }
    } catch (IOException e) {
      // the client, or the test, has gone
    }
  }

  private boolean allowed(List<String> head) {
    if (credentials == null) {
      return true;
    }
    String wanted =
        "Proxy-Authorization: Basic "
            + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return head.stream().anyMatch(wanted::equalsIgnoreCase);
  }

  private static List<String> head(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c != '\n') {
        line.append((char) c);
        continue;
      }
      String text = line.toString().strip();
      if (text.isEmpty()) {
        return lines;
      }
      lines.add(text);
      line.setLength(0);
    }
    return List.of();
  }

  private void tunnel(int port, InputStream in, OutputStream out) throws IOException {
    try (Socket server = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
      open.add(server);
      write(out, "HTTP/1.1 200 OK\r\n\r\n");
      threads.execute(() -> copy(in, server));
      server.getInputStream().transferTo(out);
    }
  }

  private static void copy(InputStream in, Socket server) {
    try {
      in.transferTo(server.getOutputStream());
    } catch (IOException e) {
      // one of them has gone
    }
  }

  /** Requests without a body only; the answer ends with the connection. */
  private void forward(String[] line, List<String> head, OutputStream out) throws IOException {
    URI uri = URI.create(line[1]);
    try (Socket server = new Socket(InetAddress.getByName("127.0.0.1"), uri.getPort())) {
      StringBuilder request = new StringBuilder();
      request.append(line[0]).append(' ').append(uri.getRawPath());
      if (uri.getRawQuery() != null) {
        request.append('?').append(uri.getRawQuery());
      }
      request.append(" HTTP/1.1\r\nConnection: close\r\n");
      head.stream()
          .skip(1)
          .filter(h -> !h.toLowerCase(Locale.ROOT).matches("(proxy-|connection).*"))
          .forEach(h -> request.append(h).append("\r\n"));
      write(server.getOutputStream(), request.append("\r\n").toString());
      StringBuilder answer = new StringBuilder();
      head(server.getInputStream()).forEach(h -> answer.append(h).append("\r\n"));
      write(out, answer.append("Connection: close\r\n\r\n").toString());
      server.getInputStream().transferTo(out);
    }
    out.close();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
