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
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends with Apache HttpClient: no redirects, no retries, no cookies, no decompression, and a limit
 * on the time that the whole exchange may take, which no socket timeout gives.
 */
public final class ApacheHttpSender implements HttpSender, AutoCloseable {
  private static final Timeout CONNECT = Timeout.ofSeconds(15);

  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor watch;

  /**
   * Opens a client.
   *
   * @param transport adds what the data requests use too: connection manager with its TLS settings,
   *     proxy
   */
  public ApacheHttpSender(UnaryOperator<HttpClientBuilder> transport) {
    this.client =
        transport
            .apply(HttpClientBuilder.create().setConnectionManager(connections()))
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableContentCompression()
            .disableAuthCaching()
            // token requests are rare; an open socket would have to be closed by somebody
            .setConnectionReuseStrategy((request, response, context) -> false)
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setRedirectsEnabled(false)
                    .setConnectionRequestTimeout(CONNECT)
                    .build())
            .build();
    this.watch =
        new ScheduledThreadPoolExecutor(1, work -> OAuthThreads.daemon(work, "odata-oauth-watch"));
    watch.setRemoveOnCancelPolicy(true);
    watch.setKeepAliveTime(30, TimeUnit.SECONDS);
    watch.allowCoreThreadTimeOut(true);
  }

  private static HttpClientConnectionManager connections() {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(CONNECT).build())
        .build();
  }

  @Override
  public Answer send(Call call, TimeLimit limit) throws Failure {
    if (!Endpoints.isSafe(call.uri())) {
      throw new Failure("Refused to send to " + call + ": not https", false);
    }
    if (limit.over()) {
      throw new Failure("No time left for " + call, false);
    }
    HttpUriRequestBase request = new HttpUriRequestBase(call.method(), call.uri());
    call.headers().forEach(request::setHeader);
    AtomicBoolean sent = new AtomicBoolean(call.body() == null);
    if (call.body() != null) {
      request.setEntity(new Watched(call.body(), sent));
    }
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> alarm =
        watch.schedule(
            () -> {
              late.set(true);
              request.abort();
            },
            limit.remainingMillis(),
            TimeUnit.MILLISECONDS);
    try {
      return client.execute(request, ApacheHttpSender::answer);
    } catch (IOException e) {
      if (e instanceof TooLarge) {
        throw new Failure(call + " answered more than " + LARGEST_BODY + " bytes", true);
      }
      String reason = late.get() ? "no answer in time" : e.getClass().getSimpleName();
      throw new Failure(call + ": " + reason, sent.get());
    } finally {
      alarm.cancel(false);
    }
  }

  private static Answer answer(ClassicHttpResponse response) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (Header header : response.getHeaders()) {
      headers.put(header.getName(), header.getValue());
    }
    return new Answer(response.getCode(), headers, body(response));
  }

  private static byte[] body(ClassicHttpResponse response) throws IOException {
    if (response.getEntity() == null) {
      return new byte[0];
    }
    // not closed on failure: closing would read the rest of an endless body
    InputStream in = response.getEntity().getContent();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      if (out.size() > LARGEST_BODY) {
        throw new TooLarge();
      }
    }
    return out.toByteArray();
  }

  @Override
  public void close() throws IOException {
    watch.shutdownNow();
    client.close();
  }

  /** Notes when the first byte of the body goes out: from then on the server may have acted. */
  private static final class Watched extends HttpEntityWrapper {
    private final AtomicBoolean sent;

    Watched(String body, AtomicBoolean sent) {
      super(
          new StringEntity(
              body, ContentType.APPLICATION_FORM_URLENCODED.withCharset(StandardCharsets.UTF_8)));
      this.sent = sent;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      sent.set(true);
      super.writeTo(out);
    }
  }

  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
