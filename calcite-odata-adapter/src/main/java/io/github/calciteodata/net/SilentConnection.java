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
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/**
 * A connection of HttpClient's pool that logs nothing of what it carries: the library's own prints
 * headers and bodies, with every secret in them, at level DEBUG.
 */
final class SilentConnection extends DefaultManagedHttpClientConnection {
  private SilentConnection() {
    super("odata-http", null, null, null, null, null, null, new DefaultHttpResponseParserFactory());
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
    bind(new SocketHolder(socket));
  }

  @Override
  public void bind(SSLSocket secured, Socket base) throws IOException {
    bind(new SocketHolder(secured, base));
  }

  @Override
  protected void onRequestSubmitted(ClassicHttpRequest request) {
    // the library's log of headers
  }

  @Override
  protected void onResponseReceived(ClassicHttpResponse response) {
    // the same
  }
}
