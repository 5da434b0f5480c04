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
import io.github.calciteodata.auth.oauth.TokenSlot.Flight;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state machine of the three modes: serves the token in memory, and lets one thread at a time
 * get another one while everybody else waits for it. It knows neither HTTP nor files nor browsers.
 */
final class OAuthTokenManager implements TokenSource {
  private static final Logger LOGGER = LoggerFactory.getLogger(OAuthTokenManager.class);
  private static final long POLL_MILLIS = 50;
  private static final long FRESH_MILLIS = 30_000;

  private final OAuthConfig config;
  private final TokenSlot slot;
  private final TokenVault vault;
  private final QuietWork quietWork;
  private final PersonSignIn signIn;
  private final OAuthClock clock;
  private final OAuthThreads threads;

  OAuthTokenManager(
      OAuthConfig config,
      TokenSlot slot,
      TokenVault vault,
      QuietWork quietWork,
      PersonSignIn signIn,
      OAuthClock clock,
      OAuthThreads threads) {
    this.config = config;
    this.slot = slot;
    this.vault = vault;
    this.quietWork = quietWork;
    this.signIn = signIn;
    this.clock = clock;
    this.threads = threads;
  }

  @Override
  public AccessToken current(Interaction interaction, Patience patience) throws SQLException {
    if (config.mode() == InitiateOAuth.OFF) {
      return given();
    }
    TokenState state = slot.state();
    if (state != null && state.fresh(clock)) {
      if (state.soft(clock) || slot.unsaved() != null) {
        renewInBackground(state);
      }
      return AccessToken.of(state.grant());
    }
    return obtain(interaction, patience);
  }

  private AccessToken given() throws SQLException {
    Seeds seeds = config.seeds();
    if (seeds.refresh() != null || seeds.verifier() != null) {
      slot.warn("InitiateOAuth=OFF ignores OAuthRefreshToken and OAuthVerifier");
    }
    if (seeds.access() == null) {
      throw OAuthError.NO_TOKEN_OFF.exception(
          "No access token, and InitiateOAuth=OFF gets none: set OAuthAccessToken, or InitiateOAuth=GETANDREFRESH, or"
              + " call GetOAuthAccessToken");
    }
    return new AccessToken(
        seeds.access(), seeds.timestamp() == null ? 0 : seeds.timestamp(), seeds.expiresAt());
  }

  @Override
  public AccessToken afterRejection(AccessToken used, Interaction interaction, Patience patience)
      throws SQLException {
    if (config.mode() == InitiateOAuth.OFF) {
      throw OAuthError.NO_TOKEN_OFF.exception(
          "The service refuses OAuthAccessToken, and InitiateOAuth=OFF gets no other: call RefreshOAuthAccessToken, or"
              + " set InitiateOAuth=REFRESH with OAuthRefreshToken");
    }
    TokenState state = slot.state();
    if (state != null && !state.grant().accessToken().equals(used.value()) && state.fresh(clock)) {
      return AccessToken.of(state.grant());
    }
    long now = clock.wallMillis();
    boolean young = !used.outlived(now) && now - used.obtainedAt() < FRESH_MILLIS;
    String fingerprint = used.value().fingerprint();
    String before = slot.refusedYoung();
    // one may have been revoked, as all are when a process dies before it has saved a rotated
    // refresh token
    if (young && before != null && !before.equals(fingerprint)) {
      throw OAuthError.TOKEN_NOT_ACCEPTED.exception(
          "The authorization server gave a token that the service refuses: check the audience (resource), Scope and"
              + " tenant of "
              + config.describe());
    }
    if (young) {
      slot.refusedYoung(fingerprint);
    }
    slot.rejected(fingerprint);
    if (state != null && state.grant().accessToken().equals(used.value())) {
      slot.state(null);
    }
    return obtain(interaction, patience);
  }

  @Override
  public AccessToken afterChallenge(
      AccessToken used, ClaimsChallenge claims, Interaction interaction, Patience patience)
      throws SQLException {
    TokenState state = slot.state();
    if (state != null && !state.grant().accessToken().equals(used.value()) && state.fresh(clock)) {
      return AccessToken.of(state.grant());
    }
    if (!maySignIn(interaction)) {
      throw OAuthError.CLAIMS.exception(
          "The service wants the user of "
              + config.describe()
              + " to sign in again, as its conditions are not met any more. InitiateOAuth=GETANDREFRESH opens a browser"
              + " for that; a web application begins with GetOAuthAuthorizationUrl(Other_Options => '"
              + claims.option()
              + "')");
    }
    slot.rejected(used.value().fingerprint());
    return AccessToken.of(signInNow(new PersonSignIn.Wish(false, claims), patience).grant());
  }

  @Override
  public void accepted() {
    slot.refusedYoung(null);
  }

  @Override
  public List<String> takeWarnings() {
    return slot.takeWarnings();
  }

  private AccessToken obtain(Interaction interaction, Patience patience) throws SQLException {
    TokenState before = slot.state();
    try {
      return AccessToken.of(newState(interaction, patience).grant());
    } catch (SQLException e) {
      slot.lastError(new TokenSlot.LastError(e.getErrorCode(), e.getMessage(), clock.wallMillis()));
      boolean passing = "08001".equals(e.getSQLState());
      if (passing && before != null && before.stillValid(clock) && !rejected(before)) {
        slot.warn("The token is used until it expires: " + e.getMessage());
        return AccessToken.of(before.grant());
      }
      throw e;
    }
  }

  private boolean rejected(TokenState state) {
    return state.fingerprint().equals(slot.rejected());
  }

  private TokenState newState(Interaction interaction, Patience patience) throws SQLException {
    TokenOutcome outcome = quiet(patience);
    if (outcome instanceof TokenOutcome.Token token && rejected(token.state())) {
      // the work began before the token was refused
      outcome = quiet(patience);
    }
    if (outcome instanceof TokenOutcome.Token token) {
      return token.state();
    }
    if (!maySignIn(interaction)) {
      throw ((TokenOutcome.NeedsPerson) outcome).reason();
    }
    return signInNow(PersonSignIn.Wish.TOKEN, patience);
  }

  private boolean maySignIn(Interaction interaction) {
    return config.mode() == InitiateOAuth.GETANDREFRESH
        && interaction == Interaction.ALLOWED
        && !config.grant().withoutPerson();
  }

  private TokenOutcome quiet(Patience patience) throws SQLException {
    return await(join(slot.quiet(), waiters -> threads.submit(quietWork::obtain)), patience);
  }

  /** Lets a person sign in, whatever tokens there are. */
  TokenState signInNow(PersonSignIn.Wish wish, Patience patience) throws SQLException {
    TokenState state =
        await(
            join(
                slot.signIn(),
                waiters -> OAuthThreads.submitLong(() -> signIn.signIn(wish, waiters))),
            patience);
    slot.state(state);
    return state;
  }

  /** Renews now, whatever the token's age; for the function that a user calls. */
  TokenState renewNow(Patience patience) throws SQLException {
    onThread(
        () ->
            vault.transact(
                locked -> {
                  quietWork.renew(locked);
                  return null;
                }),
        patience);
    return slot.state();
  }

  /** Runs work where no interruption reaches it. */
  <T> T onThread(OAuthThreads.Work<T> work, Patience patience) throws SQLException {
    return await(new Flight<>(threads.submit(work), new Waiters()), patience);
  }

  /** Runs work that waits for a person, and takes a thread of its own for as long. */
  static <T> T onOwnThread(Function<Waiters, OAuthThreads.Work<T>> work, Patience patience)
      throws SQLException {
    Waiters waiters = new Waiters();
    return await(new Flight<>(OAuthThreads.submitLong(work.apply(waiters)), waiters), patience);
  }

  private void renewInBackground(TokenState state) {
    if (!slot.mayRenew(clock.nanos())) {
      return;
    }
    CompletableFuture<Boolean> renewal =
        threads.submit(
            () -> {
              vault.saveUnsaved();
              return state.soft(clock) && quietWork.renewEarly();
            });
    slot.renewal(
        renewal.whenComplete(
            (renewed, e) -> {
              if (e != null) {
                LOGGER.debug("Renewing ahead of time failed: {}", e.getMessage());
              }
            }));
  }

  private <T> Flight<T> join(
      AtomicReference<Flight<T>> current, Function<Waiters, CompletableFuture<T>> work) {
    while (true) {
      Flight<T> flight = current.get();
      if (flight != null && !flight.future().isDone() && !flight.waiters().abandoned().isDone()) {
        return flight;
      }
      Flight<T> mine = new Flight<>(new CompletableFuture<>(), new Waiters());
      if (current.compareAndSet(flight, mine)) {
        CompletableFuture<T> done = work.apply(mine.waiters());
        slot.running(
            done.whenComplete(
                (value, e) -> {
                  if (e == null) {
                    mine.future().complete(value);
                  } else {
                    mine.future().completeExceptionally(e);
                  }
                }));
        return mine;
      }
    }
  }

  private static <T> T await(Flight<T> flight, Patience patience) throws SQLException {
    flight.waiters().join();
    try {
      while (true) {
        patience.check();
        try {
          return flight
              .future()
              .get(
                  Math.min(POLL_MILLIS, Math.max(1, patience.remainingMillis())),
                  TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          // time to ask again whether the caller still wants to wait
          continue;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OAuthError.CANCELLED.exception("Interrupted while waiting for an access token");
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } finally {
      flight.waiters().leave();
    }
  }

  /** An exception of its own for every caller. */
  private static SQLException failure(Throwable cause) {
    if (cause instanceof SQLException sql) {
      return OAuthError.like(sql);
    }
    if (cause instanceof SettingsException settings) {
      return TokenVault.failure(settings);
    }
    LOGGER.error("Unexpected failure while getting a token: {}", cause.getClass().getName());
    return new SQLException(
        "Unexpected failure while getting a token: " + cause.getClass().getSimpleName(), "HY000");
  }

  @Override
  public String toString() {
    return "OAuthTokenManager[" + config + "]";
  }
}
