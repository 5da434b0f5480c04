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

import io.github.calciteodata.net.HttpConnector;
import io.github.calciteodata.net.NetworkSettings;
import io.github.calciteodata.net.ProxyException;
import io.github.calciteodata.net.TlsProblems;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * Sends with Apache HttpClient: no redirects, no retries, no cookies, no decompression, and a limit
 * on the time that the whole exchange may take, which no socket timeout gives.
 */
public final class ApacheHttpSender implements HttpSender, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(15);
  private static final int MAX_CONNECTIONS = 8;

  private final HttpConnector connector;
  private final ScheduledThreadPoolExecutor watch;

  /** Opens no socket yet; token requests go the way that the data requests go. */
  public ApacheHttpSender(NetworkSettings network) {
    this.connector =
        new HttpConnector(
            network,
            // token requests are rare; an open socket would have to be closed by somebody
            new HttpConnector.Limits(CONNECT, Duration.ZERO, MAX_CONNECTIONS, false, null));
    this.watch =
        new ScheduledThreadPoolExecutor(1, work -> OAuthThreads.daemon(work, "odata-oauth-watch"));
    watch.setRemoveOnCancelPolicy(true);
    watch.setKeepAliveTime(30, TimeUnit.SECONDS);
    watch.allowCoreThreadTimeOut(true);
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
    try (ClassicHttpResponse response = connector.open(target(call.uri()), request)) {
      return answer(response, request);
    } catch (IOException e) {
      if (e instanceof TooLarge) {
        throw new Failure(call + " answered more than " + LARGEST_BODY + " bytes", true);
      }
      String reason = late.get() ? "no answer in time" : reason(call.uri(), e);
      throw new Failure(call + ": " + reason, sent.get());
    } finally {
      alarm.cancel(false);
    }
  }

  private static HttpHost target(URI uri) {
    int standard = uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    String host = uri.getHost();
    return new HttpHost(
        uri.getScheme().toLowerCase(Locale.ROOT),
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        uri.getPort() < 0 ? standard : uri.getPort());
  }

  private static String reason(URI uri, IOException e) {
    if (e instanceof SSLException tls) {
      return TlsProblems.explain(tls);
    }
    return e instanceof ProxyException
        ? e.getMessage()
        : e.getClass().getSimpleName() + TlsProblems.hint(uri.toString(), e);
  }

  private static Answer answer(ClassicHttpResponse response, HttpUriRequestBase request)
      throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (Header header : response.getHeaders()) {
      headers.put(header.getName(), header.getValue());
    }
    return new Answer(response.getCode(), headers, body(response, request));
  }

  private static byte[] body(ClassicHttpResponse response, HttpUriRequestBase request)
      throws IOException {
    if (response.getEntity() == null) {
      return new byte[0];
    }
    InputStream in = response.getEntity().getContent();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      if (out.size() > LARGEST_BODY) {
        // closing alone would read the rest of an endless body
        request.cancel();
        throw new TooLarge();
      }
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    watch.shutdownNow();
    connector.close();
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
