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

import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The interactive sign-in: one browser tab per profile and machine. Who waited for another process
 * adopts its token, or its failure.
 */
final class BrowserSignIn implements PersonSignIn {
  static final Duration PENDING_LIFE = Duration.ofMinutes(10);
  private static final Duration PATIENCE_WITH_OTHERS = Duration.ofSeconds(30);

  private final OAuthConfig config;
  private final TokenVault vault;
  private final CodeExchange exchange;
  private final AuthorizationUi ui;
  private final DeviceSignIn device;
  private final OAuthPrompt prompt;
  private final OAuthClock clock;

  BrowserSignIn(
      OAuthConfig config,
      TokenVault vault,
      CodeExchange exchange,
      AuthorizationUi ui,
      DeviceSignIn device,
      OAuthPrompt prompt,
      OAuthClock clock) {
    this.config = config;
    this.vault = vault;
    this.exchange = exchange;
    this.ui = ui;
    this.device = device;
    this.prompt = prompt;
    this.clock = clock;
  }

  @Override
  public TokenState signIn(Wish wish, Waiters waiters) throws SQLException {
    long started = clock.wallMillis();
    Optional<LoginOutcome> before = vault.read().login(vault.key());
    TimeLimit limit = TimeLimit.in(config.signIn().timeout().plus(PATIENCE_WITH_OTHERS));
    try (SettingsStore.Lock held = vault.store().lockLogin(vault.key(), limit)) {
      Optional<TokenState> adopted = recheck(started, before, wish.explicit());
      return adopted.isPresent() ? adopted.get() : attempt(wish, waiters);
    } catch (SettingsException e) {
      if (e.reason() == SettingsException.Reason.UNWRITABLE) {
        return attempt(wish, waiters);
      }
      throw e.reason() == SettingsException.Reason.BUSY
          ? OAuthError.BUSY.exception("Another process is signing in for " + config.describe())
          : TokenVault.failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OAuthError.CANCELLED.exception("Interrupted while another process was signing in");
    }
  }

  private Optional<TokenState> recheck(
      long started, Optional<LoginOutcome> before, boolean explicit) throws SQLException {
    SettingsDocument document = vault.read();
    StoredGrant grant = vault.grant(document);
    boolean newer = grant.obtainedAt() > started || !explicit;
    if (newer && grant.accessToken() != null) {
      TokenState state = TokenState.of(grant, clock);
      if (state.fresh(clock) && !vault.rejected(grant)) {
        return Optional.of(state);
      }
    }
    Optional<LoginOutcome> failure = document.login(vault.key());
    if (failure.isPresent()) {
      LoginOutcome last = failure.get();
      boolean whileWaiting = !failure.equals(before);
      boolean coolingDown = !explicit && clock.wallMillis() < last.coolDownUntil();
      if (whileWaiting || coolingDown) {
        throw repeated(last);
      }
    }
    return Optional.empty();
  }

  private SQLException repeated(LoginOutcome last) {
    String again =
        ". No browser is opened again for "
            + Math.max(1, (last.coolDownUntil() - clock.wallMillis()) / 1_000)
            + " s; GetOAuthAccessToken(AuthMode => 'APP') tries at once";
    return last.outcome().equals("denied")
        ? OAuthError.DECLINED.exception("The user or an administrator declined the sign-in" + again)
        : OAuthError.SIGN_IN_TIMEOUT.exception(
            "Nobody signed in when a browser was opened" + again);
  }

  private TokenState attempt(Wish wish, Waiters waiters) throws SQLException {
    if (config.grant() == GrantType.DEVICE) {
      return device.signIn(wish, waiters);
    }
    AuthorizationUi.Availability browser = ui.browser();
    if (!browser.available() && config.signIn().headless() == SignInSettings.Headless.DEVICE) {
      return device.signIn(wish, waiters);
    }
    TimeLimit limit = TimeLimit.in(config.timeout());
    String state = AuthorizationRequest.newState();
    try (AuthorizationUi.Session session = ui.open(config.signIn().callback(), state)) {
      AuthorizationRequest request =
          new AuthorizationRequest(
              session.redirectUri(),
              config.scope(),
              state,
              config.signIn().pkce() ? AuthorizationRequest.newVerifier() : null,
              wish.claims() == null
                  ? Map.of()
                  : wish.claims().parameter(config.signIn().parameters()));
      URI url = exchange.authorizationUrl(request, limit);
      if (!browser.available() && config.signIn().headless() == SignInSettings.Headless.FAIL) {
        throw headless(request, url, browser.reason());
      }
      return listen(session, request, url, waiters);
    }
  }

  private TokenState listen(
      AuthorizationUi.Session session, AuthorizationRequest request, URI url, Waiters waiters)
      throws SQLException {
    if (!session.show(url)) {
      prompt.show("To sign in, open " + url);
    }
    CodeExchange.Callback callback;
    try {
      callback = session.await(TimeLimit.in(config.signIn().timeout()), waiters);
    } catch (SQLException e) {
      remember(e);
      throw e;
    }
    TimeLimit limit = TimeLimit.in(config.timeout());
    CodeExchange.checkIssuer(
        callback.issuer(), exchange.expectedIssuer(limit), exchange.issuerRequired(limit));
    return vault.transact(
        locked -> {
          vault.reserve(locked);
          locked.document().putLogin(vault.key(), null);
          return exchange.redeem(
              locked, callback.code(), request.redirectUri(), request.verifier(), null);
        });
  }

  private void remember(SQLException e) throws SQLException {
    boolean denied = e.getErrorCode() == OAuthError.DECLINED.code();
    if (!denied && e.getErrorCode() != OAuthError.SIGN_IN_TIMEOUT.code()) {
      return;
    }
    vault.transact(
        locked -> {
          int failures =
              locked.document().login(vault.key()).map(LoginOutcome::failures).orElse(0) + 1;
          locked
              .document()
              .putLogin(
                  vault.key(),
                  new LoginOutcome(denied ? "denied" : "timeout", clock.wallMillis(), failures));
          vault.commit(locked);
          return null;
        });
  }

  private SQLException headless(AuthorizationRequest request, URI url, String reason)
      throws SQLException {
    keepPending(request);
    return OAuthError.NO_BROWSER.exception(
        "A person has to sign in, and no browser can be opened here ("
            + reason
            + "). Within 10 minutes open this address on any machine: "
            + url
            + " . At the end the browser goes to "
            + request.redirectUri()
            + "..., which may show an error; copy that whole address and connect again with OAuthVerifier='<the address>'."
            + " Other ways: OAuthHeadless=DEVICE, or OAuthHeadless=LISTEN with a forwarded port");
  }

  /** Keeps a begun sign-in for whoever brings its code. */
  void keepPending(AuthorizationRequest request) throws SQLException {
    long now = clock.wallMillis();
    PendingSignIn pending =
        new PendingSignIn(
            request.verifier(),
            request.redirectUri(),
            request.scope(),
            config.endpoints().issuer(),
            now + PENDING_LIFE.toMillis());
    vault.transact(
        locked -> {
          locked.document().putPending(vault.key(), request.state(), pending, now);
          vault.commit(locked);
          return null;
        });
  }
}
