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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which proxy leads to a host. */
class ProxyRoutesTest {
  private static final ProxySettings FOUND =
      new ProxySettings(null, 80, null, null, List.of(), true);

  private static String to(
      ProxySettings settings, ProxySelector java, Map<String, String> environment, String url) {
    URI uri = URI.create(url);
    return new ProxyRoutes(settings, () -> java, environment::get)
        .to(uri.getScheme(), uri.getHost(), 443)
        .map(ProxyRoutes.Hop::toString)
        .orElse("direct");
  }

  private static ProxySelector java(Proxy... proxies) {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return Arrays.asList(proxies);
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException e) {}
    };
  }

  @ParameterizedTest
  @CsvSource({
    "a.example, direct",
    "b.example, p:3128",
    "x.c.example, direct",
    "c.example, p:3128",
    "X.D.EXAMPLE, direct",
    "d.example, p:3128",
    "evil-a.example, p:3128",
    "127.0.0.1, p:3128"
  })
  void exceptionsAreNamesOrAllBelowAName(String host, String way) {
    ProxySettings settings =
        new ProxySettings(
            "p", 3128, null, null, List.of("A.example", "*.c.example", ".d.example"), false);
    assertThat(to(settings, null, Map.of(), "https://" + host)).isEqualTo(way);
  }

  @Test
  void nothingIsFoundUnlessAsked() {
    assertThat(
            to(
                ProxySettings.NONE,
                java(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("j", 1))),
                Map.of("https_proxy", "http://e:2"),
                "https://a.example"))
        .isEqualTo("direct");
  }

  @Test
  void theJavaProcessIsAskedBeforeTheEnvironment() {
    Map<String, String> environment = Map.of("https_proxy", "http://e:2");
    assertThat(
            to(
                FOUND,
                java(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("j", 1))),
                environment,
                "https://a.example"))
        .isEqualTo("j:1");
    assertThat(to(FOUND, java(Proxy.NO_PROXY), environment, "https://a.example")).isEqualTo("e:2");
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, HTTPS_PROXY=http://e:2, e:2",
    "https://a.example, HTTP_PROXY=http://e:2, direct",
    "http://a.example, HTTP_PROXY=e, e:80",
    "http://a.example, HTTP_PROXY=e REQUEST_METHOD=GET, direct",
    "http://a.example, http_proxy=e REQUEST_METHOD=GET, e:80",
    "https://localhost, https_proxy=http://e:2, direct",
    "https://[::1], https_proxy=http://e:2, direct",
    "https://a.example, https_proxy=e:2 no_proxy=b;example, direct",
    "https://a.example, https_proxy=e:2 no_proxy=.example, direct",
    "https://a.example, https_proxy=e:2 no_proxy=a.example:443, direct",
    "https://a.example, https_proxy=e:2 NO_PROXY=*, direct",
    "https://a.example, https_proxy=e:2 NO_PROXY=ample, e:2"
  })
  void theEnvironmentIsReadAsOtherProgramsDo(String url, String variables, String way) {
    Map<String, String> environment = new java.util.HashMap<>();
    for (String variable : variables.split(" ")) {
      String[] parts = variable.split("=", 2);
      environment.put(parts[0], parts[1].replace(';', ','));
    }
    assertThat(to(FOUND, null, environment, url)).isEqualTo(way);
  }

  @Test
  void credentialsOfTheEnvironmentAreForItsProxy() {
    ProxyRoutes routes =
        new ProxyRoutes(FOUND, () -> null, Map.of("https_proxy", "http://u:p%3A@e:2")::get);
    ProxyRoutes.Hop hop = routes.to("https", "a.example", 443).orElseThrow();
    assertThat(hop.user()).isEqualTo("u");
    assertThat(hop.password()).isEqualTo("p:");
    assertThat(hop.toString()).isEqualTo("e:2");
  }

  @ParameterizedTest
  @CsvSource({"socks5://u:secret@e:2", "http://u:secret@e f:2"})
  void aProxyOfAnotherKindIsNotPassedOver(String value) {
    assertThatThrownBy(() -> to(FOUND, null, Map.of("https_proxy", value), "https://a.example"))
        .hasMessageContaining("ProxyAutoDetect")
        .hasMessageNotContaining("secret");
  }
}
