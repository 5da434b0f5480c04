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

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.auth.AuthCache;
import org.apache.hc.client5.http.auth.AuthSchemeFactory;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.StandardAuthScheme;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicAuthCache;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.auth.BasicSchemeFactory;
import org.apache.hc.client5.http.impl.auth.DigestSchemeFactory;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The one place where Apache HttpClient is set up: TLS with host name verification, proxy, time
 * limits, one pool of sockets. It follows no redirect, repeats nothing, keeps no cookie, unpacks
 * nothing. Thread-safe.
 */
public final class HttpConnector implements Closeable {
  /**
   * Limits of one connector.
   *
   * @param connect time to connect, and to wait for a free socket
   * @param silence time to the first byte and between bytes; zero for ever
   * @param maxConnections sockets at most
   * @param keepAlive whether sockets stay open for the next request, until somebody closes them
   * @param userAgent the header; null for HttpClient's own
   */
  public record Limits(
      java.time.Duration connect,
      java.time.Duration silence,
      int maxConnections,
      boolean keepAlive,
      String userAgent) {}

  private final ProxyRoutes routes;
  private final AuthCache proxyAuth = new BasicAuthCache();
  private final PoolingHttpClientConnectionManager pool;
  private final CloseableHttpClient client;

  /**
   * Opens no socket yet.
   *
   * @throws NetworkSettingsException when a certificate cannot be read
   */
  public HttpConnector(NetworkSettings settings, Limits limits) {
    this(settings, limits, new ProxyRoutes(settings.proxy()));
  }

  HttpConnector(NetworkSettings settings, Limits limits, ProxyRoutes routes) {
    this.routes = routes;
    Timeout connect = Timeout.of(limits.connect);
    Timeout silence = Timeout.of(limits.silence);
    this.pool =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnPerRoute(limits.maxConnections)
            .setMaxConnTotal(limits.maxConnections)
            .setConnPoolPolicy(PoolReusePolicy.LIFO)
            .setConnectionFactory(SilentConnection::of)
            .setTlsSocketStrategy(
                new DefaultClientTlsStrategy(
                    TlsContext.of(settings.tls()),
                    HostnameVerificationPolicy.BOTH,
                    new DefaultHostnameVerifier()))
            .setDefaultSocketConfig(
                SocketConfig.custom().setTcpNoDelay(true).setSoTimeout(silence).build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(connect)
                    .setSocketTimeout(silence)
                    .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                    .build())
            .build();
    this.client =
        HttpClientBuilder.create()
            .setConnectionManager(pool)
            .setUserAgent(limits.userAgent)
            .setRoutePlanner(new Planner())
            .setConnectionReuseStrategy(
                limits.keepAlive ? null : (request, response, context) -> false)
            .setDefaultCredentialsProvider(new BasicCredentialsProvider())
            .setDefaultAuthSchemeRegistry(
                RegistryBuilder.<AuthSchemeFactory>create()
                    .register(StandardAuthScheme.BASIC, BasicSchemeFactory.INSTANCE)
                    .register(StandardAuthScheme.DIGEST, DigestSchemeFactory.INSTANCE)
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(connect)
                    .setResponseTimeout(silence)
                    .setRedirectsEnabled(false)
                    // an offer of TLS inside plain HTTP (RFC 2817) confuses more proxies than it
                    // serves
                    .setProtocolUpgradeEnabled(false)
                    .build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableContentCompression()
            .disableCookieManagement()
            .build();
  }

  /**
   * Sends a request and waits for status and headers. The answer is the server's own, never a
   * proxy's: what a proxy says before there is TLS could come from anybody.
   *
   * @throws ProxyException when a proxy is in the way
   */
  public ClassicHttpResponse open(HttpHost target, HttpUriRequestBase request) throws IOException {
    Optional<ProxyRoutes.Hop> hop =
        routes.to(target.getSchemeName(), target.getHostName(), target.getPort());
    if (hop.isEmpty()) {
      return client.executeOpen(target, request, new HttpClientContext());
    }
    ProxyRoutes.Hop proxy = hop.get();
    HttpClientContext context = context(proxy);
    ClassicHttpResponse response;
    try {
      response = client.executeOpen(target, request, context);
    } catch (UnknownHostException | ConnectException | ConnectTimeoutException e) {
      throw new ProxyException(
          "the proxy "
              + proxy
              + " cannot be reached ("
              + e.getMessage()
              + "). Check ProxyServer and ProxyPort,"
              + " or name the host in ProxyExceptions",
          0,
          e);
    }
    boolean secure = target.getSchemeName().equals("https");
    int status = response.getCode();
    if (secure ? context.getSSLSession() == null : status == 407) {
      request.cancel();
      response.close();
      throw new ProxyException(refusal(proxy, target, status), status, null);
    }
    return response;
  }

  private HttpClientContext context(ProxyRoutes.Hop proxy) {
    HttpClientContext context = HttpClientContext.create();
    ProxyRoutes.Hop known = routes.credentialsFor(proxy);
    if (known.user() != null) {
      BasicCredentialsProvider credentials = new BasicCredentialsProvider();
      credentials.setCredentials(
          new AuthScope(proxy.host(), proxy.port()),
          new UsernamePasswordCredentials(
              known.user(),
              known.password() == null ? new char[0] : known.password().toCharArray()));
      context.setCredentialsProvider(credentials);
      context.setAuthCache(proxyAuth);
    }
    return context;
  }

  private String refusal(ProxyRoutes.Hop proxy, HttpHost target, int status) {
    String what = "the proxy " + proxy + " answered " + status + " instead of leading to " + target;
    if (status != 407) {
      return what + ". Ask who runs it, or name the host in ProxyExceptions";
    }
    return what
        + (routes.credentialsFor(proxy).user() == null
            ? ": it wants to know who asks. Set ProxyUser and ProxyPassword"
            : ": it does not accept ProxyUser and ProxyPassword, or wants a scheme other than Basic and Digest");
  }

  /** Closes the sockets that nobody uses. */
  public void closeIdle() {
    pool.closeIdle(TimeValue.ZERO_MILLISECONDS);
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
    pool.close(CloseMode.IMMEDIATE);
  }

  private final class Planner extends DefaultRoutePlanner {
    Planner() {
      super(null);
    }

    @Override
    protected HttpHost determineProxy(HttpHost target, HttpContext context) {
      return routes
          .to(target.getSchemeName(), target.getHostName(), target.getPort())
          .map(hop -> new HttpHost("http", hop.host(), hop.port()))
          .orElse(null);
    }
  }
}
