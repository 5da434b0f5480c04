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
import io.github.calciteodata.net.NetworkSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How to talk to one service.
 *
 * @param serviceRoot absolute, with a slash at the end
 * @param headers sent with every request to the service's origin, cookies too; never to another one
 * @param urlOptions {@code name=value} pairs, encoded, added to each URL that we write (not to next
 *     links); may be empty
 * @param timeout to the first byte, and between bytes
 * @param retries how often a request is repeated at most
 * @param userAgent the {@code User-Agent} header
 * @param maxConnections sockets to the service at most
 * @param network TLS and proxy
 * @param allowedOrigins where links may lead besides the service's own origin, without credentials
 */
public record ClientOptions(
    URI serviceRoot,
    List<Header> headers,
    List<String> urlOptions,
    Duration timeout,
    int retries,
    String userAgent,
    int maxConnections,
    NetworkSettings network,
    List<Origin> allowedOrigins) {
  private static final int SHORT = 6;

  public ClientOptions {
    headers = List.copyOf(headers);
    urlOptions = List.copyOf(urlOptions);
    allowedOrigins = List.copyOf(allowedOrigins);
    if (serviceRoot.getRawQuery() == null && !serviceRoot.toString().endsWith("/")) {
      serviceRoot = URI.create(serviceRoot + "/");
    }
  }

  /** The defaults: no extra headers, 60 s, 4 retries. */
  public static ClientOptions of(URI serviceRoot) {
    return new ClientOptions(
        serviceRoot,
        List.of(),
        List.of(),
        Duration.ofSeconds(60),
        4,
        "calcite-odata",
        32,
        NetworkSettings.DEFAULT,
        List.of());
  }

  public ClientOptions withHeaders(List<Header> extra) {
    return new ClientOptions(
        serviceRoot,
        extra,
        urlOptions,
        timeout,
        retries,
        userAgent,
        maxConnections,
        network,
        allowedOrigins);
  }

  public ClientOptions withUrlOptions(List<String> extra) {
    return new ClientOptions(
        serviceRoot,
        headers,
        extra,
        timeout,
        retries,
        userAgent,
        maxConnections,
        network,
        allowedOrigins);
  }

  public ClientOptions withTimeout(Duration other) {
    return new ClientOptions(
        serviceRoot,
        headers,
        urlOptions,
        other,
        retries,
        userAgent,
        maxConnections,
        network,
        allowedOrigins);
  }

  public ClientOptions withRetries(int other) {
    return new ClientOptions(
        serviceRoot,
        headers,
        urlOptions,
        timeout,
        other,
        userAgent,
        maxConnections,
        network,
        allowedOrigins);
  }

  public ClientOptions withNetwork(NetworkSettings other) {
    return new ClientOptions(
        serviceRoot,
        headers,
        urlOptions,
        timeout,
        retries,
        userAgent,
        maxConnections,
        other,
        allowedOrigins);
  }

  public ClientOptions withAllowedOrigins(List<Origin> other) {
    return new ClientOptions(
        serviceRoot,
        headers,
        urlOptions,
        timeout,
        retries,
        userAgent,
        maxConnections,
        network,
        other);
  }

  /** What the sockets to the service need to know. */
  HttpConnector connector() {
    return new HttpConnector(
        network, new HttpConnector.Limits(timeout, timeout, maxConnections, true, userAgent));
  }

  /** The URL of a resource below the service root. */
  String url(String relative) {
    StringBuilder url = new StringBuilder(serviceRoot.toString()).append(relative);
    for (String option : urlOptions) {
      url.append(url.indexOf("?") < 0 ? '?' : '&').append(option);
    }
    return url.toString();
  }

  /** The URL for messages and logs, without the values of the URL options either. */
  String redact(String url) {
    return hide(Urls.redact(url, name -> isUrlOption(name)));
  }

  private boolean isUrlOption(String name) {
    String wanted = Urls.decode(name);
    return urlOptions.stream()
        .map(option -> Urls.decode(option.substring(0, Math.max(0, option.indexOf('=')))))
        .anyMatch(wanted::equalsIgnoreCase);
  }

  /** The text without values of the URL options that are too long to stand in it by chance. */
  String hide(String text) {
    String shown = text;
    for (String option : urlOptions) {
      String value = option.substring(option.indexOf('=') + 1);
      for (String form : List.of(value, Urls.decode(value))) {
        shown = form.length() < SHORT ? shown : shown.replace(form, "***");
      }
    }
    return shown;
  }

  @Override
  public String toString() {
    return "ClientOptions[" + Urls.redact(serviceRoot.toString()) + "]";
  }
}
