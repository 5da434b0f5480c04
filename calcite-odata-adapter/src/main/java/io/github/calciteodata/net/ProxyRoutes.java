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

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Which proxy leads to a host: the one of the settings, or the one that the Java process or the
 * environment names.
 */
final class ProxyRoutes {
  /** A proxy, and as whom to use it; user and password may be null. */
  record Hop(String host, int port, String user, String password) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  private final ProxySettings settings;
  private final Supplier<ProxySelector> selector;
  private final UnaryOperator<String> environment;

  ProxyRoutes(ProxySettings settings) {
    this(settings, ProxySelector::getDefault, System::getenv);
  }

  ProxyRoutes(
      ProxySettings settings, Supplier<ProxySelector> selector, UnaryOperator<String> environment) {
    this.settings = settings;
    this.selector = selector;
    this.environment = environment;
  }

  /** The proxy on the way to a host; empty for the direct way. */
  Optional<Hop> to(String scheme, String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    if (matches(name, settings.exceptions())) {
      return Optional.empty();
    }
    if (settings.server() != null) {
      return Optional.of(
          new Hop(settings.server(), settings.port(), settings.user(), settings.password()));
    }
    if (!settings.autoDetect() || Loopback.is(host)) {
      return Optional.empty();
    }
    Optional<Hop> ofJava = ofJava(scheme, host, port);
    return ofJava.isPresent() ? ofJava : ofEnvironment(scheme, name);
  }

  /** Every host that may be one, with the credentials of the settings. */
  Hop credentialsFor(Hop hop) {
    return hop.user() != null
        ? hop
        : new Hop(hop.host(), hop.port(), settings.user(), settings.password());
  }

  private Optional<Hop> ofJava(String scheme, String host, int port) {
    ProxySelector java = selector.get();
    if (java == null) {
      return Optional.empty();
    }
    String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return java.select(URI.create(scheme + "://" + bracketed + ":" + port + "/")).stream()
        .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
        .map(proxy -> (InetSocketAddress) proxy.address())
        .map(address -> new Hop(address.getHostString(), address.getPort(), null, null))
        .findFirst();
  }

  private Optional<Hop> ofEnvironment(String scheme, String name) {
    String direct = variable("no_proxy", "NO_PROXY");
    if (direct != null && noProxy(name, direct)) {
      return Optional.empty();
    }
    String value;
    if (scheme.equals("https")) {
      value = variable("https_proxy", "HTTPS_PROXY");
    } else {
      // a web server puts a client's header Proxy into the variable HTTP_PROXY of a CGI program
      boolean cgi = environment.apply("REQUEST_METHOD") != null;
      value = cgi ? variable("http_proxy") : variable("http_proxy", "HTTP_PROXY");
    }
    return value == null ? Optional.empty() : Optional.of(hop(value));
  }

  private String variable(String... names) {
    return Arrays.stream(names)
        .map(environment)
        .filter(value -> value != null && !value.isBlank())
        .map(String::strip)
        .findFirst()
        .orElse(null);
  }

  private static boolean noProxy(String name, String list) {
    List<String> entries =
        Arrays.stream(list.split("[,\\s]+"))
            .filter(entry -> !entry.isEmpty())
            .map(entry -> entry.replaceFirst(":\\d+$", ""))
            .toList();
    return matches(name, entries)
        || entries.stream()
            .map(entry -> entry.toLowerCase(Locale.ROOT))
            .anyMatch(entry -> !entry.startsWith(".") && name.endsWith("." + entry));
  }

  /** The usual way to write hosts: a name, {@code *.name} or {@code .name} for all below it. */
  private static boolean matches(String name, List<String> patterns) {
    for (String pattern : patterns) {
      String wanted = pattern.toLowerCase(Locale.ROOT);
      if (wanted.startsWith(".")) {
        wanted = "*" + wanted;
      }
      boolean matches =
          wanted.startsWith("*")
              ? name.endsWith(wanted.substring(1))
              : wanted.equals(name) || wanted.equals("[" + name + "]");
      if (matches) {
        return true;
      }
    }
    return false;
  }

  private static Hop hop(String value) {
    try {
      URI uri = new URI(value.contains("://") ? value : "http://" + value);
      if (uri.getHost() != null && "http".equalsIgnoreCase(uri.getScheme())) {
        String userInfo = uri.getUserInfo();
        int colon = userInfo == null ? -1 : userInfo.indexOf(':');
        return new Hop(
            uri.getHost(),
            uri.getPort() < 0 ? 80 : uri.getPort(),
            colon < 0 ? userInfo : userInfo.substring(0, colon),
            colon < 0 ? null : userInfo.substring(colon + 1));
      }
    } catch (URISyntaxException e) {
      // not as cause: its message may hold a password
      throw unusable();
    }
    throw unusable();
  }

  private static NetworkSettingsException unusable() {
    return new NetworkSettingsException(
        "ProxyAutoDetect: the environment names a proxy that is no http://host:port; set ProxyServer"
            + " and ProxyPort instead");
  }
}
