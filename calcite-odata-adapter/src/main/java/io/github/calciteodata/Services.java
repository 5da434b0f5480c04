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

import io.github.calciteodata.auth.ApiKeyAuth;
import io.github.calciteodata.auth.Authenticator;
import io.github.calciteodata.auth.BasicAuth;
import io.github.calciteodata.auth.BearerAuth;
import io.github.calciteodata.auth.DigestAuth;
import io.github.calciteodata.auth.Header;
import io.github.calciteodata.auth.NoAuth;
import io.github.calciteodata.auth.oauth.ApacheHttpSender;
import io.github.calciteodata.auth.oauth.OAuthClient;
import io.github.calciteodata.auth.oauth.OAuthConfig;
import io.github.calciteodata.client.ClientOptions;
import io.github.calciteodata.client.RequestLog;
import io.github.calciteodata.client.ServiceClient;
import io.github.calciteodata.client.ServiceLimits;
import io.github.calciteodata.client.Traffic;
import io.github.calciteodata.client.TrafficRegister;
import io.github.calciteodata.net.NetworkSettingsException;
import io.github.calciteodata.runtime.HttpODataService;
import io.github.calciteodata.runtime.ODataService;
import io.github.calciteodata.runtime.ReadOptions;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Opens the service that options describe; nothing is sent yet. */
final class Services {
  private Services() {}

  /** OAuth with the connection's way to the network. */
  static OAuthClient oauth(ODataOptions options) throws SQLException {
    try {
      return OAuthClient.create(
          OAuthConfig.from(options.oauthSettings()),
          new ApacheHttpSender(NetworkOptions.of(options)));
    } catch (NetworkSettingsException e) {
      throw new InvalidOptionException(e.getMessage());
    }
  }

  /** {@code oauth} is asked for its authenticator when the scheme is one of OAuth. */
  static ODataService open(
      ODataOptions options,
      Supplier<OAuthClient> oauth,
      RequestLog log,
      Traffic traffic,
      Consumer<String> warnings) {
    ClientOptions client =
        ClientOptions.of(options.url())
            .withHeaders(headers(options))
            .withUrlOptions(
                Stream.of(options.customUrlParams().split("&")).filter(p -> !p.isEmpty()).toList())
            .withTimeout(options.timeout())
            .withNetwork(NetworkOptions.of(options))
            .withAllowedOrigins(options.allowedOrigins())
            .withRetries(options.retries());
    ReadOptions reading =
        ReadOptions.DEFAULT
            .withPageSize(options.pagesize().orElse(0))
            .withWarnings(
                (column, text) ->
                    warnings.accept(
                        "Column "
                            + column.name()
                            + " has values with more digits than SQL's milliseconds; they are cut"));
    try {
      return new HttpODataService(
          new ServiceClient(
              client, authenticator(options, oauth), log, new ServiceLimits(warnings), traffic),
          reading);
    } catch (NetworkSettingsException e) {
      throw new InvalidOptionException(e.getMessage());
    }
  }

  /** The traffic of all connections to the service by the same user. */
  static Traffic traffic(ODataOptions options, TrafficRegister register) {
    return register.of(
        options.url(),
        Stream.of(
                ConnectionProperty.AUTH_SCHEME,
                ConnectionProperty.USER,
                ConnectionProperty.OAUTH_CLIENT_ID,
                ConnectionProperty.OAUTH_PROFILE)
            .map(options::display)
            .map(String::valueOf)
            .toList());
  }

  private static List<Header> headers(ODataOptions options) {
    return Stream.concat(
            options.customHeaders().entrySet().stream()
                .map(e -> new Header(e.getKey(), e.getValue())),
            options.cookies().stream().map(cookies -> new Header("Cookie", cookies)))
        .toList();
  }

  private static Authenticator authenticator(ODataOptions options, Supplier<OAuthClient> oauth) {
    return switch (options.authScheme()) {
      case NONE -> new NoAuth();
      case BASIC -> new BasicAuth(options.user().orElseThrow(), options.password().orElse(""));
      case DIGEST -> new DigestAuth(options.user().orElseThrow(), options.password().orElse(""));
      case BEARER -> new BearerAuth(options.accessToken().orElseThrow());
      case API_KEY -> new ApiKeyAuth(options.apiKeyHeader(), options.apiKeyValue().orElseThrow());
      case OAUTH, OAUTH_CLIENT, OAUTH_PASSWORD, AZURE_AD -> oauth.get().authenticator();
    };
  }
}
