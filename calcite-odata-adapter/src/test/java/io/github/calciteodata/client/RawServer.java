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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that answers one prepared text after another, one socket each, so that answers can be as
 * broken as wanted.
 */
public final class RawServer implements AutoCloseable {
  private final ServerSocket socket;
  private final List<String> requestLines = new CopyOnWriteArrayList<>();
  private final List<IOException> failures = new CopyOnWriteArrayList<>();

  /** The answers: headers after the status and the content type, an empty line, the body. */
  public RawServer(String... answers) throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread thread = new Thread(() -> serve(answers), "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(String[] answers) {
    for (String answer : answers) {
      try (Socket s = socket.accept()) {
        BufferedReader in =
            new BufferedReader(new InputStreamReader(s.getInputStream(), StandardCharsets.UTF_8));
        requestLines.add(in.readLine());
        for (String line; (line = in.readLine()) != null && !line.isEmpty(); ) {
          // the headers are of no interest
        }
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n";
        s.getOutputStream().write((head + answer).getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        failures.add(e);
      }
    }
  }

  public String url() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/";
  }

  public List<String> requestLines() {
    return requestLines;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
