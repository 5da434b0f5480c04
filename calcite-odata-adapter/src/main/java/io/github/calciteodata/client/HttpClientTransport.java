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
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** HTTP/1.1 over a pool of blocking sockets (Apache HttpClient 5). */
public final class HttpClientTransport implements Transport {
  private static final int SMALL = 4096;

  private final PoolingHttpClientConnectionManager pool;
  private final CloseableHttpClient client;

  /**
   * Opens no socket yet.
   *
   * @param timeout to connect, to the first byte and between bytes
   */
  public HttpClientTransport(Duration timeout, int maxConnections, String userAgent) {
    Timeout t = Timeout.of(timeout);
    this.pool =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnPerRoute(maxConnections)
            .setMaxConnTotal(maxConnections)
            .setConnPoolPolicy(PoolReusePolicy.LIFO)
            .setDefaultSocketConfig(
                SocketConfig.custom().setTcpNoDelay(true).setSoTimeout(t).build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(t)
                    .setSocketTimeout(t)
                    .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                    .build())
            .build();
    this.client =
        HttpClients.custom()
            .setConnectionManager(pool)
            .setUserAgent(userAgent)
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(t)
                    .setResponseTimeout(t)
                    // an offer of TLS inside plain HTTP (RFC 2817) confuses more proxies than it
                    // serves
                    .setProtocolUpgradeEnabled(false)
                    .build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();
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
      return new Answer(client.executeOpen(host, message, null), message, call);
    } catch (IOException | RuntimeException e) {
      call.finished();
      throw e;
    }
  }

  @Override
  public void closeIdle() {
    pool.closeIdle(TimeValue.ZERO_MILLISECONDS);
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
    pool.close(CloseMode.IMMEDIATE);
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
        unpacked = new GZIPInputStream(raw, 1 << 16);
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
