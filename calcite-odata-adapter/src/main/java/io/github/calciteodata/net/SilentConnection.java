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
import java.io.InterruptedIOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestWriterFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection of HttpClient's pool that logs nothing of what it carries: the library's own prints
 * headers and bodies, with every secret in them, at level DEBUG.
 */
final class SilentConnection extends DefaultBHttpClientConnection
    implements ManagedHttpClientConnection {
  private final AtomicBoolean closed = new AtomicBoolean();
  private Timeout socketTimeout;

  SilentConnection() {
    super(
        Http1Config.DEFAULT,
        null,
        null,
        null,
        null,
        DefaultHttpRequestWriterFactory.INSTANCE,
        DefaultHttpResponseParserFactory.INSTANCE);
  }

  /** Takes over a socket; null for none yet. */
  static ManagedHttpClientConnection of(Socket socket) throws IOException {
    SilentConnection connection = new SilentConnection();
    if (socket != null) {
      connection.bind(socket);
    }
    return connection;
  }

  @Override
  public void bind(Socket socket) throws IOException {
    refuseWhenClosed(socket);
    super.bind(socket);
    socketTimeout = Timeout.ofMilliseconds(socket.getSoTimeout());
  }

  @Override
  public void bind(SSLSocket secured, Socket base) throws IOException {
    refuseWhenClosed(secured);
    super.bind(secured, base);
    socketTimeout = Timeout.ofMilliseconds(secured.getSoTimeout());
  }

  /** A request that was cancelled while its socket was opened has closed this connection. */
  private void refuseWhenClosed(Socket socket) throws IOException {
    if (closed.get()) {
      socket.close();
      throw new InterruptedIOException("Connection already shutdown");
    }
  }

  @Override
  public Socket getSocket() {
    SocketHolder holder = getSocketHolder();
    return holder == null ? null : holder.getSocket();
  }

  @Override
  public void passivate() {
    super.setSocketTimeout(Timeout.ZERO_MILLISECONDS);
  }

  @Override
  public void activate() {
    super.setSocketTimeout(socketTimeout);
  }

  @Override
  public void setSocketTimeout(Timeout timeout) {
    socketTimeout = timeout;
    super.setSocketTimeout(timeout);
  }

  @Override
  public void close() throws IOException {
    closed.set(true);
    super.close();
  }

  @Override
  public void close(CloseMode mode) {
    closed.set(true);
    super.close(mode);
  }
}
