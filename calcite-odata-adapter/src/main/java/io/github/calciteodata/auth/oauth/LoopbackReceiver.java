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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A tiny HTTP server on the loopback that waits for one answer. Every connection has its own
 * short-lived daemon thread, so that a stalled one does not keep the browser waiting. It needs no
 * module beyond {@code java.base}.
 */
final class LoopbackReceiver implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 16;
  private static final int MOST_FAILURES = 100;
  private static final int ATTEMPTS_FOR_A_FREE_PORT = 20;

  private final List<ServerSocket> sockets;
  private final String redirectUri;
  private final Semaphore connections = new Semaphore(MOST_CONNECTIONS);
  private final CompletableFuture<CallbackFilter.Verdict> answer = new CompletableFuture<>();
  private final CallbackFilter filter;
  private final AtomicInteger foreign = new AtomicInteger();

  private LoopbackReceiver(
      List<ServerSocket> sockets, CallbackAddress address, String written, String state) {
    this.sockets = sockets;
    this.redirectUri = address.redirectUri(written, port());
    this.filter = new CallbackFilter(address.plainPath(), hosts(), state);
  }

  /**
   * Listens.
   *
   * @param callback the CallbackURL as written
   * @param state what the answer must carry; it may arrive before anybody waits for it
   * @throws SQLException 08004 when it is not the loopback, 08001 when no port is free
   */
  static LoopbackReceiver open(String callback, String state) throws SQLException {
    CallbackAddress address = CallbackAddress.parse(callback);
    for (int port : address.ports()) {
      int attempts = port == 0 ? ATTEMPTS_FOR_A_FREE_PORT : 1;
      for (int i = 0; i < attempts; i++) {
        List<ServerSocket> sockets = bind(address, port);
        if (!sockets.isEmpty()) {
          LoopbackReceiver receiver = new LoopbackReceiver(sockets, address, callback, state);
          receiver.start();
          return receiver;
        }
      }
    }
    throw OAuthError.CALLBACK_PORT.exception(
        "Another program listens on port "
            + address.ports()
            + " of CallbackURL="
            + callback
            + "; close it, or register a list such as http://localhost:33333,33334/");
  }

  /** All addresses or none: whoever holds one of them would get the browser's answer. */
  private static List<ServerSocket> bind(CallbackAddress address, int wanted) {
    List<ServerSocket> bound = new ArrayList<>();
    int port = wanted;
    for (String literal : address.addresses()) {
      try {
        ServerSocket socket = new ServerSocket();
        bound.add(socket);
        // elsewhere a fixed port would stay taken for a minute by closed connections; there it
        // means sharing
        socket.setReuseAddress(!System.getProperty("os.name", "").startsWith("Windows"));
        socket.bind(new InetSocketAddress(InetAddress.getByName(literal), port), MOST_CONNECTIONS);
        port = socket.getLocalPort();
      } catch (IOException e) {
        closeQuietly(bound.remove(bound.size() - 1));
        if (bound.isEmpty() && address.addresses().size() == 1 || isTaken(literal, e)) {
          bound.forEach(LoopbackReceiver::closeQuietly);
          return List.of();
        }
      }
    }
    return bound;
  }

  /** A machine without IPv6 has no such address at all, which is no reason to give up. */
  private static boolean isTaken(String literal, IOException e) {
    if (!literal.contains(":")) {
      return true;
    }
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("in use") || message.contains("denied");
  }

  private void start() {
    for (ServerSocket socket : sockets) {
      OAuthThreads.daemon(() -> accept(socket), "odata-oauth-callback").start();
    }
  }

  private void accept(ServerSocket server) {
    int failures = 0;
    while (!server.isClosed() && failures < MOST_FAILURES) {
      try {
        Socket socket = server.accept();
        if (connections.tryAcquire()) {
          OAuthThreads.daemon(() -> serve(socket), "odata-oauth-callback").start();
        } else {
          closeQuietly(socket);
        }
      } catch (IOException e) {
        // closed, or a client that went away before it was accepted
        failures++;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      CallbackConnection connection = new CallbackConnection(socket);
      CallbackFilter.Request request = connection.read();
      if (request == null) {
        connection.write(400);
        return;
      }
      CallbackFilter.Verdict verdict = filter.judge(request);
      if (verdict.foreignState()) {
        foreign.incrementAndGet();
      }
      boolean late = verdict.isAnswer() && answer.isDone();
      // the page goes out before the wait ends, which closes everything
      connection.write(late ? 409 : verdict.status());
      if (verdict.isAnswer()) {
        answer.complete(verdict);
      }
    } catch (IOException e) {
      // a client that stalls or goes away; the browser comes again
      return;
    } finally {
      connections.release();
    }
  }

  /** As it must be sent to the authorization server. */
  String redirectUri() {
    return redirectUri;
  }

  /** The port that was bound. */
  int port() {
    return sockets.get(0).getLocalPort();
  }

  /**
   * Waits for the answer that carries the state.
   *
   * @throws SQLException 28000 when declined, HYT00 when nobody came, 57014 when nobody waits any
   *     more
   */
  CodeExchange.Callback await(TimeLimit limit, Waiters waiters) throws SQLException {
    try {
      long seconds = (limit.remainingMillis() + 999) / 1_000;
      CompletableFuture<Object> first = CompletableFuture.anyOf(answer, waiters.abandoned());
      try {
        first.get(limit.remainingMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        throw OAuthError.SIGN_IN_TIMEOUT.exception(
            "Nobody signed in within "
                + seconds
                + " s"
                + (foreign.get() == 0
                    ? ""
                    : "; "
                        + foreign.get()
                        + " callbacks with another state were ignored (an old tab?)"));
      }
      if (!answer.isDone()) {
        throw OAuthError.CANCELLED.exception("Nobody waits for the sign-in any more");
      }
      CallbackFilter.Verdict verdict = answer.get();
      if (verdict.failure() != null) {
        throw verdict.failure();
      }
      return verdict.callback();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OAuthError.CANCELLED.exception("Interrupted while waiting for the sign-in");
    } catch (ExecutionException e) {
      throw OAuthError.CANCELLED.exception("The wait for the sign-in ended");
    } finally {
      close();
    }
  }

  private Set<String> hosts() {
    Set<String> hosts = new HashSet<>();
    for (String name : List.of("localhost", "127.0.0.1", "[::1]")) {
      hosts.add(name + ":" + port());
      if (port() == 80) {
        hosts.add(name);
      }
    }
    return hosts;
  }

  @Override
  public void close() {
    sockets.forEach(LoopbackReceiver::closeQuietly);
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // nothing was written that could be lost
      return;
    }
  }

  /** The bytes of a constant page. */
  static byte[] page(int status) {
    String text =
        switch (status) {
          case 200 -> "You may close this window and go back to your program.";
          case 409 -> "This sign-in is already complete.";
          default -> "This is not the answer that the program waits for.";
        };
    String body =
        "<!doctype html><html><head><title>Sign-in</title></head><body><p>"
            + text
            + "</p></body></html>";
    String head =
        "HTTP/1.1 "
            + status
            + " "
            + (status == 200 ? "OK" : "Ignored")
            + "\r\n"
            + "Content-Type: text/html; charset=utf-8\r\n"
            + "Content-Length: "
            + body.length()
            + "\r\n"
            + "Cache-Control: no-store\r\n"
            + "Referrer-Policy: no-referrer\r\n"
            + "X-Content-Type-Options: nosniff\r\n"
            + "Content-Security-Policy: default-src 'none'\r\n"
            + "Connection: close\r\n\r\n";
    return (head + body).getBytes(StandardCharsets.US_ASCII);
  }
}
