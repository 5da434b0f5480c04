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

import io.github.calciteodata.auth.oauth.SignInPlan.Step;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a token without a person: from the store, by refreshing, by exchanging a given code, by a
 * machine's grant.
 */
final class QuietWork {
  private static final Logger LOGGER = LoggerFactory.getLogger(QuietWork.class);
  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  private final OAuthConfig config;
  private final TokenSlot slot;
  private final TokenVault vault;
  private final PatientEndpoint endpoint;
  private final CodeExchange exchange;
  private final OAuthClock clock;

  QuietWork(
      OAuthConfig config,
      TokenSlot slot,
      TokenVault vault,
      PatientEndpoint endpoint,
      CodeExchange exchange,
      OAuthClock clock) {
    this.config = config;
    this.slot = slot;
    this.vault = vault;
    this.endpoint = endpoint;
    this.exchange = exchange;
    this.clock = clock;
  }

  /** The first way that leads to a token; without a lock as long as nothing is burnt. */
  TokenOutcome obtain() throws SQLException {
    SettingsDocument document = vault.read();
    Set<Step> failed = EnumSet.noneOf(Step.class);
    Step step = next(document, failed);
    return switch (step) {
      case EXCHANGE, REFRESH, REQUEST -> vault.transact(locked -> underLock(locked, failed));
      default -> use(step, document, null);
    };
  }

  private TokenOutcome underLock(SettingsStore.Locked locked, Set<Step> failed)
      throws SQLException, SettingsException {
    SQLException reason = null;
    while (true) {
      Step step = next(locked.document(), failed);
      try {
        switch (step) {
          case EXCHANGE -> {
            return new TokenOutcome.Token(exchangeSeed(locked));
          }
          case REFRESH -> {
            Optional<TokenState> state = refresh(locked);
            if (state.isPresent()) {
              return new TokenOutcome.Token(state.get());
            }
          }
          case REQUEST -> {
            return new TokenOutcome.Token(request(locked));
          }
          default -> {
            return use(step, locked.document(), reason);
          }
        }
      } catch (SQLException e) {
        if (step == Step.REQUEST || step == Step.REFRESH) {
          throw e;
        }
        slot.warn(e.getMessage());
        reason = e;
      }
      failed.add(step);
      if (step == Step.REFRESH) {
        reason =
            OAuthError.GRANT_REFUSED.exception(
                "The authorization server refuses the refresh token of "
                    + config.describe()
                    + ": it expired, was revoked, or was used by another program");
      }
    }
  }

  /**
   * Renews under the lock whatever the token's age.
   *
   * @throws SQLException when there is nothing to renew with
   */
  void renew(SettingsStore.Locked locked) throws SQLException {
    boolean possible = vault.grant(locked.document()).refreshToken() != null;
    if (possible && refresh(locked).isPresent()) {
      return;
    }
    if (!grantWithoutPerson()) {
      throw OAuthError.NO_TOKEN.exception(
          possible
              ? "The authorization server refuses the refresh token of " + config.describe()
              : "No refresh token for " + config.describe());
    }
    request(locked);
  }

  /** Renews ahead of time when nobody else does; answers whether there is a newer token now. */
  boolean renewEarly() throws SQLException {
    TokenState before = slot.state();
    return vault.transact(
        TimeLimit.inMillis(0),
        locked -> {
          StoredGrant stored = vault.grant(locked.document());
          if (stored.accessToken() != null) {
            TokenState state = TokenState.of(stored, clock);
            boolean newer =
                before == null || !stored.accessToken().equals(before.grant().accessToken());
            if (newer && state.fresh(clock) && !state.soft(clock)) {
              slot.state(state);
              return true;
            }
          }
          if (stored.refreshToken() != null) {
            return refresh(locked).isPresent();
          }
          if (grantWithoutPerson()) {
            request(locked);
            return true;
          }
          return false;
        });
  }

  private Step next(SettingsDocument document, Set<Step> failed) throws SQLException {
    StoredGrant grant = vault.grant(document);
    Seeds seeds = config.seeds();
    String code = SecretValue.fingerprint(seeds.verifier());
    boolean storeFresh =
        grant.accessToken() != null
            && TokenState.of(grant, clock).fresh(clock)
            && !vault.rejected(grant);
    boolean seedUsable =
        vault.accessSeedIsNew(document)
            && TokenState.of(seed(), clock).fresh(clock)
            && !vault.rejected(seed());
    return SignInPlan.next(
        new SignInPlan.Situation(
            config.mode(),
            seeds.access() != null,
            false,
            code != null && !code.equals(grant.verifier()) && !code.equals(slot.verifier()),
            storeFresh,
            seedUsable,
            grant.refreshToken() != null,
            grantWithoutPerson(),
            false),
        failed);
  }

  private boolean grantWithoutPerson() {
    return config.grant().withoutPerson()
        && (config.grant() != GrantType.PASSWORD
            || config.user() != null && config.password() != null);
  }

  /** The given access token as if it had been granted. */
  private StoredGrant seed() {
    Seeds seeds = config.seeds();
    long obtained = seeds.timestamp() == null ? 0 : seeds.timestamp();
    return StoredGrant.EMPTY.withTokens(
        new GrantedToken(
            seeds.access(), "Bearer", obtained, seeds.expiresAt(), null, null, null, Map.of()),
        null);
  }

  private TokenOutcome use(Step step, SettingsDocument document, SQLException reason)
      throws SQLException {
    return switch (step) {
      case USE_STORED -> adopt(vault.grant(document));
      case USE_SEED -> adopt(seed());
      default -> new TokenOutcome.NeedsPerson(reason != null ? reason : nothing());
    };
  }

  private SQLException nothing() {
    String hint =
        switch (config.grant()) {
          case PASSWORD -> "set User and Password";
          case CODE, DEVICE ->
              config.mode() == InitiateOAuth.GETANDREFRESH
                  ? "a person has to sign in, which this call may not ask for"
                  : "set OAuthRefreshToken or OAuthVerifier, or let a person sign in with InitiateOAuth=GETANDREFRESH";
          case CLIENT, JWT -> "check the client";
        };
    return OAuthError.NO_TOKEN.exception("No token for " + config.describe() + ": " + hint);
  }

  private TokenOutcome adopt(StoredGrant grant) {
    TokenState state = TokenState.of(grant, clock);
    slot.state(state);
    return new TokenOutcome.Token(state);
  }

  private TokenState exchangeSeed(SettingsStore.Locked locked)
      throws SQLException, SettingsException {
    Seeds seeds = config.seeds();
    CodeExchange.Callback callback =
        CodeExchange.Callback.parse(seeds.verifier(), seeds.state(), null);
    vault.reserve(locked);
    TokenState state =
        exchange.exchange(
            locked, callback, seeds.pkceVerifier(), null, seeds.verifier().fingerprint());
    slot.state(state);
    return state;
  }

  /** Renews under the lock; empty when the server refuses the refresh token for good. */
  private Optional<TokenState> refresh(SettingsStore.Locked locked) throws SQLException {
    StoredGrant grant = vault.grant(locked.document());
    checkPause(grant);
    vault.reserve(locked);
    SecretValue token = grant.refreshToken();
    TokenAnswer answer = endpoint.request(new GrantRequest.Refresh(token, null));
    if (isDead(answer)) {
      // somebody who does not see our lock, on another host perhaps, may have renewed it first
      StoredGrant now = vault.grant(vault.read());
      if (now.refreshToken() != null && !now.refreshToken().equals(token)) {
        if (now.accessToken() != null
            && !vault.rejected(now)
            && TokenState.of(now, clock).fresh(clock)) {
          adopt(now);
          return Optional.of(slot.state());
        }
        grant = now;
        token = now.refreshToken();
        answer = endpoint.request(new GrantRequest.Refresh(token, null));
      }
    }
    if (isDead(answer)) {
      LOGGER.debug("The refresh token of {} is refused", config.label());
      vault.save(locked, grant.withDeadRefresh(token.fingerprint()));
      return Optional.empty();
    }
    return Optional.of(finish(locked, grant, answer));
  }

  private static boolean isDead(TokenAnswer answer) {
    return answer instanceof TokenAnswer.Refused refused && refused.error().equals("invalid_grant");
  }

  private TokenState request(SettingsStore.Locked locked) throws SQLException {
    StoredGrant grant = vault.grant(locked.document());
    checkPause(grant);
    vault.reserve(locked);
    GrantRequest request =
        switch (config.grant()) {
          case PASSWORD -> new GrantRequest.Password(config.user(), config.password());
          case JWT -> new GrantRequest.Jwt();
          default -> new GrantRequest.Client();
        };
    if (config.grant() == GrantType.PASSWORD) {
      slot.warn(
          "OAuthGrantType=PASSWORD sends the user's password to the authorization server (RFC 9700, 2.4)");
    }
    return finish(locked, grant, endpoint.request(request));
  }

  private void checkPause(StoredGrant grant) throws SQLException {
    long wait = grant.notBefore() - clock.wallMillis();
    if (wait > 0 && wait <= LONGEST_PAUSE_MILLIS) {
      throw throttled(wait);
    }
  }

  private SQLException throttled(long wait) {
    return OAuthError.THROTTLED.exception(
        "The token endpoint of "
            + config.describe()
            + " asked to wait "
            + (wait + 999) / 1_000
            + " s");
  }

  private TokenState finish(SettingsStore.Locked locked, StoredGrant grant, TokenAnswer answer)
      throws SQLException {
    if (answer instanceof TokenAnswer.Granted granted) {
      StoredGrant renewed = exchange.renewed(grant, granted, config.scope());
      vault.save(locked, renewed);
      TokenState state = TokenState.of(renewed, clock);
      slot.state(state);
      return state;
    }
    if (answer instanceof TokenAnswer.Busy busy) {
      vault.save(locked, grant.withNotBefore(clock.wallMillis() + busy.retryAfterMillis()));
      throw throttled(busy.retryAfterMillis());
    }
    throw CodeExchange.failure(config, answer);
  }
}
