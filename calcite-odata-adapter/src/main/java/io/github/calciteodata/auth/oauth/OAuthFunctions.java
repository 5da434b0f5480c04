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
import java.net.URI;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;

/**
 * The steps of OAuth as a user takes them, one method per table function. They need neither a token
 * nor the data service, and work in every mode. Arguments are texts by name, whatever the case;
 * null and empty ones count as not given.
 */
public final class OAuthFunctions {
  private static final int SHORTEST_STATE = 16;
  private static final SecretValue HIDDEN = SecretValue.of("***");

  private final OAuthConfig config;
  private final TokenSlot slot;
  private final TokenVault vault;
  private final SettingsStore pendings;
  private final TokenEndpoint endpoint;
  private final PatientEndpoint patient;
  private final CodeExchange exchange;
  private final OAuthTokenManager manager;
  private final DeviceSignIn device;
  private final OAuthClock clock;

  OAuthFunctions(
      OAuthConfig config,
      TokenSlot slot,
      TokenVault vault,
      SettingsStore pendings,
      TokenEndpoint endpoint,
      PatientEndpoint patient,
      CodeExchange exchange,
      OAuthTokenManager manager,
      DeviceSignIn device,
      OAuthClock clock) {
    this.config = config;
    this.slot = slot;
    this.vault = vault;
    this.pendings = pendings;
    this.endpoint = endpoint;
    this.patient = patient;
    this.exchange = exchange;
    this.manager = manager;
    this.device = device;
    this.clock = clock;
  }

  /** Begins a sign-in whose browser is elsewhere. */
  public OAuthRow.AuthorizationUrl authorizationUrl(
      Map<String, String> arguments, Patience patience) throws SQLException {
    OAuthArguments args = new OAuthArguments(arguments);
    args.refuseVersionOne();
    String state = args.text("State", null);
    if (state == null) {
      state = AuthorizationRequest.newState();
    } else if (state.length() < SHORTEST_STATE) {
      slot.warn("State should be a random text of at least " + SHORTEST_STATE + " characters");
    }
    String callback = args.text("CallbackURL", config.signIn().callback());
    if (callback.contains(":0/") || callback.endsWith(":0")) {
      throw OAuthError.CONFIGURATION.exception(
          "GetOAuthAuthorizationUrl needs the CallbackURL that is registered for the client");
    }
    AuthorizationRequest request =
        new AuthorizationRequest(
            args.callback(callback),
            args.scope(config.scope()),
            state,
            config.signIn().pkce() ? AuthorizationRequest.newVerifier() : null,
            args.authorizationParameters());
    boolean file = persists(args);
    PendingSignIn pending =
        new PendingSignIn(
            request.verifier(),
            request.redirectUri(),
            request.scope(),
            config.endpoints().issuer(),
            clock.wallMillis() + BrowserSignIn.PENDING_LIFE.toMillis());
    return manager.onThread(
        () -> {
          URI url = exchange.authorizationUrl(request, TimeLimit.in(config.timeout()));
          keep(pendings, request.state(), pending);
          if (file) {
            keep(vault.store(), request.state(), pending);
          }
          return new OAuthRow.AuthorizationUrl(
              url.toString(),
              shown(request.verifier()),
              request.state(),
              request.redirectUri(),
              BrowserSignIn.PENDING_LIFE.toSeconds());
        },
        patience);
  }

  private void keep(SettingsStore store, String state, PendingSignIn pending)
      throws SQLException, SettingsException {
    store.transact(
        TimeLimit.in(config.timeout()),
        locked -> {
          locked.document().putPending(vault.key(), state, pending, clock.wallMillis());
          vault.commit(locked);
          return null;
        });
  }

  /** Whether this call's results go to the settings. */
  private boolean persists(OAuthArguments args) throws SQLException {
    return args.app() || config.store().explicit() || config.profile() != null;
  }

  private SecretValue shown(SecretValue secret) {
    return secret == null || config.exposeTokens() ? secret : HIDDEN;
  }

  /**
   * Refuses a step whose tokens nobody would see or keep: it would use up a code or refresh token
   * for nothing.
   */
  private void requireSomeUse(boolean kept) throws SQLException {
    if (!kept && !config.exposeTokens()) {
      throw OAuthError.CONFIGURATION.exception(
          "OAuthExposeTokens=false shows no tokens, and this call would not keep them either: nothing was asked for."
              + " Set OAuthSettingsLocation or OAuthProfile and exchange a code, or let InitiateOAuth=REFRESH get"
              + " tokens by itself");
    }
  }

  /**
   * Gets tokens: by a code that came back, by a browser of this machine, or by a grant between
   * machines.
   */
  public OAuthRow.Tokens accessToken(Map<String, String> arguments, Patience patience)
      throws SQLException {
    OAuthArguments args = new OAuthArguments(arguments);
    args.refuseVersionOne();
    String grant = args.text("GrantType", config.grant().name()).toUpperCase(Locale.ROOT);
    SecretValue code = args.secret("ResponseURL");
    if (code == null) {
      code = args.secret("Verifier");
    }
    if (code != null) {
      return exchange(args, code, patience);
    }
    return switch (grant) {
      case "CODE" -> {
        if (!args.app()) {
          throw OAuthError.CONFIGURATION.exception(
              "GetOAuthAccessToken(AuthMode => 'WEB') needs the Verifier: the code that came back to the CallbackURL");
        }
        args.refuse(
            "with AuthMode APP: the connection's properties Scope, CallbackURL and OAuthAuthorizationParams say it",
            "Scope",
            "Permissions",
            "CallbackURL",
            "Prompt",
            "AccessType",
            "Other_Options",
            "Post_Data");
        yield row(manager.signInNow(PersonSignIn.Wish.EXPLICIT, patience).grant());
      }
      case "DEVICE" -> {
        TokenState state =
            OAuthTokenManager.onOwnThread(
                waiters -> () -> device.signIn(PersonSignIn.Wish.EXPLICIT, waiters), patience);
        slot.state(state);
        yield row(state.grant());
      }
      case "REFRESH" -> refresh(arguments, patience);
      case "CLIENT" -> direct(new GrantRequest.Client(), args, patience);
      case "JWT" -> direct(new GrantRequest.Jwt(), args, patience);
      case "PASSWORD" -> {
        if (config.user() == null || config.password() == null) {
          throw OAuthError.CONFIGURATION.exception("GrantType PASSWORD needs User and Password");
        }
        yield direct(new GrantRequest.Password(config.user(), config.password()), args, patience);
      }
      default ->
          throw OAuthError.CONFIGURATION.exception(
              "GrantType is one of CODE, CLIENT, PASSWORD, DEVICE, JWT, REFRESH");
    };
  }

  private OAuthRow.Tokens exchange(OAuthArguments args, SecretValue code, Patience patience)
      throws SQLException {
    CodeExchange.Callback callback =
        CodeExchange.Callback.parse(
            code, args.text("State", config.seeds().state()), args.text("Iss", null));
    SecretValue given = args.secret("PKCEVerifier");
    SecretValue verifier = given != null ? given : config.seeds().pkceVerifier();
    String callbackUrl = args.text("CallbackURL", null);
    boolean keep = persists(args);
    requireSomeUse(keep);
    return manager.onThread(
        () -> {
          // a verifier that the caller kept needs no entry; else the memory of this process has it,
          // or the file
          boolean memory = verifier != null || isOpen(callback.state());
          SettingsStore source = memory ? pendings : vault.store();
          CodeExchange.Begun begun =
              source.transact(
                  TimeLimit.in(config.timeout()),
                  locked -> exchange.begun(locked, callback, verifier, callbackUrl));
          if (keep && begun.pendingKey() != null) {
            forget(begun.pendingKey());
          }
          StoredGrant grant = exchange.redeemForCaller(args, callback, begun);
          if (keep) {
            vault.transact(
                locked -> {
                  vault.save(locked, grant);
                  return null;
                });
            slot.state(TokenState.of(grant, clock));
          }
          return row(grant);
        },
        patience);
  }

  /** Takes a sign-in out of the settings as well: its code must not be tried by another process. */
  private void forget(String pendingKey) throws SQLException {
    vault.transact(
        locked -> {
          locked.document().usePending(pendingKey);
          vault.commit(locked);
          return null;
        });
  }

  private boolean isOpen(String state) throws SettingsException {
    SettingsDocument document = pendings.read();
    long now = clock.wallMillis();
    return state == null
        ? !document.pendings(vault.key(), now).isEmpty()
        : document.pending(vault.key(), state, now).isPresent()
            || document.pendingExpired(vault.key(), state, now)
            || document.pendingUsed(vault.key(), state);
  }

  private OAuthRow.Tokens direct(GrantRequest grant, OAuthArguments args, Patience patience)
      throws SQLException {
    requireSomeUse(false);
    String scope = args.scope(null);
    GrantRequest request = args.extended(grant, scope);
    return manager.onThread(
        () -> {
          TokenAnswer answer = patient.request(request);
          if (answer instanceof TokenAnswer.Granted granted) {
            return row(
                exchange.renewed(
                    StoredGrant.EMPTY, granted, scope == null ? config.scope() : scope));
          }
          throw CodeExchange.failure(config, answer);
        },
        patience);
  }

  /** Renews a given refresh token, or the stored one. */
  public OAuthRow.Tokens refresh(Map<String, String> arguments, Patience patience)
      throws SQLException {
    OAuthArguments args = new OAuthArguments(arguments);
    SecretValue given = args.secret("OAuthRefreshToken");
    if (given == null) {
      return row(manager.renewNow(patience).grant());
    }
    boolean stored =
        manager.onThread(() -> given.equals(vault.grant(vault.read()).refreshToken()), patience);
    if (stored) {
      return row(manager.renewNow(patience).grant());
    }
    requireSomeUse(false);
    return manager.onThread(
        () -> {
          TokenAnswer answer =
              patient.request(new GrantRequest.Refresh(given, args.text("Scope", null)));
          if (answer instanceof TokenAnswer.Granted granted) {
            StoredGrant before = StoredGrant.EMPTY.withRefreshToken(given);
            return row(exchange.renewed(before, granted, null));
          }
          throw CodeExchange.failure(config, answer);
        },
        patience);
  }

  /** Gives tokens back to the server, and forgets them here. */
  public OAuthRow.Revocation revoke(Map<String, String> arguments, Patience patience)
      throws SQLException {
    OAuthArguments args = new OAuthArguments(arguments);
    SecretValue given = args.secret("Token");
    boolean refreshHint =
        !"access_token".equalsIgnoreCase(args.text("TokenTypeHint", "refresh_token"));
    TimeLimit limit = TimeLimit.in(config.timeout());
    return manager.onThread(
        () -> {
          if (given != null) {
            return new OAuthRow.Revocation(endpoint.revoke(given, refreshHint, limit), false);
          }
          return vault.transact(
              locked -> {
                StoredGrant grant = vault.grant(locked.document());
                boolean revoked = false;
                if (grant.refreshToken() != null) {
                  revoked = endpoint.revoke(grant.refreshToken(), true, limit);
                }
                if (grant.accessToken() != null) {
                  revoked |= endpoint.revoke(grant.accessToken(), false, limit);
                }
                boolean removed = locked.document().removeGrant(vault.key());
                vault.commit(locked);
                slot.clear();
                return new OAuthRow.Revocation(revoked, removed);
              });
        },
        patience);
  }

  /** What is known about the tokens of this connection; never calls the server. */
  public OAuthRow.Status status() throws SQLException {
    boolean off = config.mode() == InitiateOAuth.OFF;
    StoredGrant grant = StoredGrant.EMPTY;
    String trouble = null;
    try {
      TokenState state = slot.state();
      grant = state != null ? state.grant() : off ? grant : vault.grant(vault.read());
    } catch (SQLException e) {
      trouble = e.getMessage();
    }
    TokenSlot.LastError last = slot.lastError();
    Seeds seeds = config.seeds();
    return new OAuthRow.Status(
        config.label(),
        config.mode().name(),
        config.grant().name(),
        grant.accessToken() != null || seeds.access() != null,
        grant.refreshToken() != null || seeds.refresh() != null && !off,
        grant.accessToken() != null ? grant.expiresAt() : seeds.expiresAt(),
        grant.refreshExpiresAt(),
        grant.scope(),
        vault.store().location(),
        vault.store().protection(),
        trouble != null ? trouble : last == null ? null : last.message(),
        trouble != null ? Long.valueOf(clock.wallMillis()) : last == null ? null : last.at());
  }

  private OAuthRow.Tokens row(StoredGrant grant) throws SQLException {
    boolean stored;
    try {
      stored =
          vault
              .store()
              .read()
              .grant(vault.key())
              .map(kept -> grant.accessToken().equals(kept.accessToken()))
              .orElse(false);
    } catch (SettingsException e) {
      // a store that cannot be read does not hold it; the token itself is here
      stored = false;
    }
    Long expiresAt = grant.expiresAt();
    return new OAuthRow.Tokens(
        shown(grant.accessToken()),
        shown(grant.refreshToken()),
        expiresAt == null ? -1 : (expiresAt - grant.obtainedAt()) / 1_000,
        grant.tokenType(),
        grant.scope(),
        grant.obtainedAt(),
        stored);
  }
}
