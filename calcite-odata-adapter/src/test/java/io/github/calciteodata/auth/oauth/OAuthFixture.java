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

import io.github.calciteodata.auth.Patience;
import io.github.calciteodata.net.NetworkSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Everything around one or more OAuth clients: server, clock, and a person who consents. */
final class OAuthFixture implements AfterEachCallback {
  final FakeAuthorizationServer server;
  final FakeClock clock = new FakeClock();
  final ApacheHttpSender sender = new ApacheHttpSender(NetworkSettings.DEFAULT);
  final SharedTokens shared = new SharedTokens(name -> "/dev/null");
  final AtomicInteger tabs = new AtomicInteger();
  final List<String> prompts = new CopyOnWriteArrayList<>();
  volatile boolean browser = true;
  volatile Function<URI, String> person;

  OAuthFixture() {
    try {
      server = new FakeAuthorizationServer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    person = url -> server.consent(url);
  }

  OAuthClient client(String... properties) throws SQLException {
    return client(shared, properties);
  }

  OAuthClient client(SharedTokens memory, String... properties) throws SQLException {
    return client(memory, server.properties(properties));
  }

  OAuthClient client(SharedTokens memory, Map<String, String> properties) throws SQLException {
    return new OAuthClient(
        OAuthConfig.from(properties), sender, memory, clock, new Ui(), prompts::add);
  }

  static String token(OAuthClient client) throws SQLException {
    return token(client, Interaction.ALLOWED);
  }

  static String token(OAuthClient client, Interaction interaction) throws SQLException {
    return client.tokens().current(interaction, Patience.UNLIMITED).value().reveal();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    sender.close();
    server.close();
    shared.threads().close();
  }

  /** A browser whose person answers at once. */
  private final class Ui implements AuthorizationUi {
    @Override
    public Session open(String callbackUrl, String state) {
      return new Session() {
        private volatile URI shown;

        @Override
        public String redirectUri() {
          return callbackUrl.replace(":0/", ":33333/");
        }

        @Override
        public boolean show(URI url) {
          tabs.incrementAndGet();
          shown = url;
          return true;
        }

        @Override
        public CodeExchange.Callback await(TimeLimit limit, Waiters waiters) throws SQLException {
          String back = person.apply(shown);
          if (back == null) {
            throw OAuthError.SIGN_IN_TIMEOUT.exception("Nobody signed in");
          }
          String target = back.substring(back.indexOf('/', "http://".length()));
          CallbackFilter.Verdict verdict =
              new CallbackFilter("/", java.util.Set.of("h"), state)
                  .judge(new CallbackFilter.Request("GET", target, "h", null, null));
          if (verdict.failure() != null) {
            throw verdict.failure();
          }
          return verdict.callback();
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public Availability browser() {
      return new Availability(browser, "a test without a display");
    }
  }
}
