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

import io.github.calciteodata.auth.Authenticator;
import java.sql.SQLException;
import java.util.List;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OAuth for one connection: its tokens, and the functions by which users take the steps themselves.
 */
public final class OAuthClient {
  private static final Logger LOGGER = LoggerFactory.getLogger(OAuthClient.class);

  private final OAuthConfig config;
  private final OAuthTokenManager manager;
  private final OAuthFunctions functions;
  private final OAuthClock clock;

  /** Puts the parts together; opens nothing. */
  OAuthClient(
      OAuthConfig config,
      HttpSender sender,
      SharedTokens shared,
      OAuthClock clock,
      AuthorizationUi ui,
      OAuthPrompt prompt) {
    this.config = config;
    this.clock = clock;
    SettingsStore store = shared.store(config);
    TokenSlot slot = shared.slot(config, store);
    TokenVault vault = new TokenVault(config, slot, store, clock);
    TokenEndpoint endpoint = new NimbusTokenEndpoint(config, sender, clock);
    PatientEndpoint patient = new PatientEndpoint(endpoint, clock, config.timeout());
    CodeExchange exchange = new CodeExchange(config, slot, vault, endpoint, patient, clock);
    QuietWork quiet = new QuietWork(config, slot, vault, patient, exchange, clock);
    DeviceSignIn device = new DeviceSignIn(config, vault, exchange, endpoint, prompt, clock);
    BrowserSignIn browser = new BrowserSignIn(config, vault, exchange, ui, device, prompt, clock);
    this.manager =
        new OAuthTokenManager(config, slot, vault, quiet, browser, clock, shared.threads());
    this.functions =
        new OAuthFunctions(
            config,
            slot,
            vault,
            shared.pendings(),
            endpoint,
            patient,
            exchange,
            manager,
            device,
            clock);
  }

  /**
   * OAuth with this machine's clock, files and browser.
   *
   * @param sender sends token requests with the TLS and proxy settings of the connection
   */
  public static OAuthClient create(OAuthConfig config, HttpSender sender) throws SQLException {
    if (config.store().protection().equals("PASSPHRASE") && config.store().key() == null
        || config.store().protection().equals("KEYSTORE") && config.store().keyStore() == null
        || config.store().protection().equals("CLIENT_SECRET")
            && config.client().secret() == null) {
      throw OAuthError.CONFIGURATION.exception(
          "OAuthSettingsProtection="
              + config.store().protection()
              + " needs its key: OAuthSettingsKey,"
              + " OAuthSettingsKeyStore or OAuthClientSecret");
    }
    BrowserLauncher launcher =
        new BrowserLauncher(
            config.signIn().browser(), System.getProperty("os.name", ""), System::getenv);
    return new OAuthClient(
        config,
        sender,
        SharedTokens.INSTANCE,
        OAuthClock.SYSTEM,
        new LoopbackBrowserUi(launcher),
        OAuthClient::show);
  }

  private static void show(String message) {
    boolean shown = false;
    for (OAuthPrompt prompt :
        ServiceLoader.load(OAuthPrompt.class, OAuthPrompt.class.getClassLoader())) {
      prompt.show(message);
      shown = true;
    }
    if (!shown) {
      LOGGER.warn("{}", message);
    }
  }

  /** Where the connection's requests get their token from. */
  TokenSource tokens() {
    return manager;
  }

  /** What the user should know, once each. */
  public List<String> takeWarnings() {
    return manager.takeWarnings();
  }

  /** The same for the HTTP client. */
  public Authenticator authenticator() {
    return new OAuthAuthenticator(manager, clock);
  }

  /** The logic of the table functions. */
  public OAuthFunctions functions() {
    return functions;
  }

  @Override
  public String toString() {
    return "OAuthClient[" + config + "]";
  }
}
