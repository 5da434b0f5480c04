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
package io.github.calciteodata;

import io.github.calciteodata.net.NetworkSettings;
import io.github.calciteodata.net.ProxySettings;
import io.github.calciteodata.net.TlsSettings;
import java.util.List;

/** The properties of TLS and proxy as the HTTP connector takes them. */
final class NetworkOptions {
  private NetworkOptions() {}

  /** For data and token requests alike. */
  @SuppressWarnings("unchecked")
  static NetworkSettings of(ODataOptions options) {
    return new NetworkSettings(
        new TlsSettings(
            text(options, ConnectionProperty.SSL_SERVER_CERT),
            text(options, ConnectionProperty.SSL_SERVER_CERT_PASSWORD),
            text(options, ConnectionProperty.SSL_CLIENT_CERT),
            text(options, ConnectionProperty.SSL_CLIENT_CERT_TYPE),
            text(options, ConnectionProperty.SSL_CLIENT_CERT_PASSWORD)),
        new ProxySettings(
            text(options, ConnectionProperty.PROXY_SERVER),
            options.number(ConnectionProperty.PROXY_PORT).orElseThrow(),
            text(options, ConnectionProperty.PROXY_USER),
            text(options, ConnectionProperty.PROXY_PASSWORD),
            options.value(ConnectionProperty.PROXY_EXCEPTIONS, List.class).orElse(List.of()),
            options.value(ConnectionProperty.PROXY_AUTO_DETECT, Boolean.class).orElseThrow()));
  }

  private static String text(ODataOptions options, ConnectionProperty property) {
    return options.value(property, String.class).orElse(null);
  }
}
