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
import io.github.calciteodata.net.HttpConnector;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** HTTP/1.1 over a pool of blocking sockets (Apache HttpClient 5). */
public final class HttpClientTransport implements Transport {
  private static final int SMALL = 4096;

  private final HttpConnector connector;

  /** Sends with this connector, and closes it. */
  public HttpClientTransport(HttpConnector connector) {
    this.connector = connector;
  }

  @Override
  public Response send(Request request, Call call) throws IOException {
    Origin origin = Origin.of(request.url());
    HttpHost host = new HttpHost(origin.scheme(), origin.hostName(), origin.port());
    HttpUriRequestBase message = new HttpUriRequestBase(request.method(), URI.create(origin + "/"));
    message.setPath(Urls.requestTarget(request.url()));
    for (Header header : request.headers()) {
      message.addHeader(header.name(), header.value());
    }
    if (!origin.isLoopback()) {
      message.addHeader("Accept-Encoding", "gzip");
    }
    if (request.body() != null) {
      message.setEntity(new ByteArrayEntity(request.body(), (ContentType) null));
    }
    call.running(message::cancel);
    try {
      return new Answer(connector.open(host, message), message, call);
    } catch (IOException | RuntimeException e) {
      call.finished();
      throw e;
    }
  }

  @Override
  public void closeIdle() {
    connector.closeIdle();
  }

  @Override
  public void close() {
    connector.close();
  }

  private static final class Answer implements Response {
    private final ClassicHttpResponse response;
    private final HttpUriRequestBase request;
    private final Call call;
    private InputStream raw;
    private InputStream unpacked;

    Answer(ClassicHttpResponse response, HttpUriRequestBase request, Call call) {
      this.response = response;
      this.request = request;
      this.call = call;
    }

    @Override
    public int status() {
      return response.getCode();
    }

    @Override
    public String header(String name) {
      var header = response.getFirstHeader(name);
      return header == null ? null : header.getValue();
    }

    @Override
    public List<String> headers(String name) {
      return Arrays.stream(response.getHeaders(name)).map(NameValuePair::getValue).toList();
    }

    @Override
    public long contentLength() {
      HttpEntity entity = response.getEntity();
      return entity == null ? 0 : entity.getContentLength();
    }

    @Override
    public InputStream body() throws IOException {
      HttpEntity entity = response.getEntity();
      if (entity == null) {
        return InputStream.nullInputStream();
      }
      raw = entity.getContent();
      String encoding = header("Content-Encoding");
      if (encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity")) {
        return raw;
      }
      if (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip")) {
        unpacked = new UnpackedBody(raw);
        return unpacked;
      }
      throw new IOException("the body has a Content-Encoding that was not asked for: " + encoding);
    }

    @Override
    public void close() {
      call.finished();
      try (ClassicHttpResponse closing = response;
          InputStream packed = unpacked) {
        if (!ended()) {
          // the rest is not wanted: closing the socket is cheaper than reading it
          request.cancel();
        }
      } catch (IOException e) {
        // what was wanted has been read, or its reader has seen the failure; this socket is of no
        // use any more
        request.cancel();
      }
    }

    /** Reads what is left when that is little, so that the socket can be used again. */
    private boolean ended() throws IOException {
      HttpEntity entity = response.getEntity();
      if (entity == null) {
        return true;
      }
      if (raw == null) {
        raw = entity.getContent();
      }
      if (entity.getContentLength() >= 0 && entity.getContentLength() <= SMALL) {
        raw.readNBytes(SMALL);
      }
      // the end of a chunked body has to be read too
      return raw.read() < 0;
    }
  }
}
