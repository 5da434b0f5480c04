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
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns an authorization code into tokens: finds the sign-in that it belongs to, checks state and
 * issuer before any request, and uses every code once.
 */
final class CodeExchange {
  private final OAuthConfig config;
  private final TokenSlot slot;
  private final TokenVault vault;
  private final TokenEndpoint endpoint;
  private final PatientEndpoint patient;
  private final OAuthClock clock;

  CodeExchange(
      OAuthConfig config,
      TokenSlot slot,
      TokenVault vault,
      TokenEndpoint endpoint,
      PatientEndpoint patient,
      OAuthClock clock) {
    this.config = config;
    this.slot = slot;
    this.vault = vault;
    this.endpoint = endpoint;
    this.patient = patient;
    this.clock = clock;
  }

  /**
   * What came back from the browser.
   *
   * @param code never null
   * @param state or null
   * @param issuer the {@code iss} parameter, or null
   */
  record Callback(SecretValue code, String state, String issuer) {
    /** Takes a code, or the whole redirect URL that somebody copied from the browser. */
    static Callback parse(SecretValue given, String state, String issuer) throws SQLException {
      String text = given.reveal().strip();
      if (!text.startsWith("http://") && !text.startsWith("https://")) {
        return new Callback(given, state, issuer);
      }
      int query = text.indexOf('?');
      Map<String, String> parameters;
      try {
        int fragment = text.indexOf('#');
        parameters =
            OAuthConfigReader.formParameters(
                query < 0
                    ? null
                    : text.substring(query + 1, fragment < 0 ? text.length() : fragment));
      } catch (IllegalArgumentException e) {
        throw OAuthError.CONFIGURATION.exception("The pasted redirect URL cannot be read");
      }
      if (parameters.containsKey("error")) {
        throw OAuthError.DECLINED.exception(
            "The user or an administrator declined: " + OAuthError.clean(parameters.get("error")));
      }
      if (!parameters.containsKey("code")) {
        throw OAuthError.CONFIGURATION.exception("The pasted redirect URL has no code");
      }
      String pasted = parameters.get("state");
      if (state != null && !state.equals(pasted)) {
        throw OAuthError.STATE_UNKNOWN.exception(
            "The State given and the one in the redirect URL differ");
      }
      return new Callback(SecretValue.of(parameters.get("code")), pasted, parameters.get("iss"));
    }

    @Override
    public String toString() {
      return "Callback[***]";
    }
  }

  /**
   * Exchanges a code that came back by hand: the verifier is given, or the sign-in is found by its
   * state, or it is the only one that is open.
   *
   * @param pkceVerifier or null
   * @param callbackUrl as sent with the request, or null
   * @param verifierFingerprint what to remember as used
   */
  TokenState exchange(
      SettingsStore.Locked locked,
      Callback callback,
      SecretValue pkceVerifier,
      String callbackUrl,
      String verifierFingerprint)
      throws SQLException, SettingsException {
    Begun begun = begun(locked, callback, pkceVerifier, callbackUrl);
    return redeem(
        locked, callback.code(), begun.redirectUri(), begun.verifier(), verifierFingerprint);
  }

  /**
   * The sign-in that a code belongs to.
   *
   * @param redirectUri as sent
   * @param verifier the PKCE verifier, or null
   * @param pendingKey of the entry that was taken out, or null
   */
  record Begun(String redirectUri, SecretValue verifier, String pendingKey) {}

  /** Finds the sign-in of a code, takes it out of the store, and checks the issuer. */
  Begun begun(
      SettingsStore.Locked locked, Callback callback, SecretValue pkceVerifier, String callbackUrl)
      throws SQLException, SettingsException {
    PendingSignIn pending = pkceVerifier != null ? null : takePending(locked, callback.state());
    String expected =
        pending != null && pending.issuer() != null
            ? pending.issuer()
            : config.endpoints().issuer();
    if (pending != null && callbackUrl != null && !callbackUrl.equals(pending.redirectUri())) {
      throw OAuthError.CONFIGURATION.exception(
          "CallbackURL differs from the one of GetOAuthAuthorizationUrl, " + pending.redirectUri());
    }
    String redirect =
        pending != null
            ? pending.redirectUri()
            : callbackUrl != null ? callbackUrl : config.signIn().callback();
    SecretValue verifier = pending != null ? pending.verifier() : pkceVerifier;
    if (verifier == null && pending == null && config.signIn().pkce()) {
      throw OAuthError.STATE_UNKNOWN.exception(
          "No open sign-in belongs to this code: give the State or the PKCEVerifier that GetOAuthAuthorizationUrl"
              + " returned (or set OAuthPKCE=OFF for servers without PKCE)");
    }
    checkIssuer(callback.issuer(), expected, false);
    String taken =
        pending == null || callback.state() == null
            ? null
            : SettingsDocument.pendingKey(vault.key(), callback.state());
    return new Begun(redirect, verifier, taken);
  }

  /**
   * Refuses the answer of another authorization server (RFC 9207).
   *
   * @param required whether the server says that its answers carry its name
   */
  static void checkIssuer(String received, String expected, boolean required) throws SQLException {
    if (expected == null || received == null && !required) {
      return;
    }
    if (!expected.equals(received)) {
      throw OAuthError.WRONG_ISSUER.exception(
          "The answer comes from "
              + (received == null ? "an unnamed issuer" : OAuthError.clean(received))
              + ", not from "
              + OAuthError.clean(expected)
              + " (mix-up); nothing was sent to the token endpoint");
    }
  }

  private PendingSignIn takePending(SettingsStore.Locked locked, String state)
      throws SQLException, SettingsException {
    SettingsDocument document = locked.document();
    long now = clock.wallMillis();
    String key = vault.key();
    Map<String, PendingSignIn> open = document.pendings(key, now);
    String found;
    if (state != null) {
      found = SettingsDocument.pendingKey(key, state);
      if (document.pendingExpired(key, state, now)) {
        throw OAuthError.SIGN_IN_EXPIRED.exception(
            "The sign-in with this State is more than 10 minutes old: call GetOAuthAuthorizationUrl again");
      }
      if (!open.containsKey(found)) {
        if (!config.signIn().pkce()) {
          return null;
        }
        throw OAuthError.STATE_UNKNOWN.exception(
            document.pendingUsed(key, state)
                ? "The sign-in with this State was used before, and its code works once: call GetOAuthAuthorizationUrl"
                    + " again"
                : "No sign-in was begun with this State here: it belongs to another client, settings file or process");
      }
    } else if (open.size() > 1) {
      throw OAuthError.STATE_UNKNOWN.exception(
          open.size()
              + " sign-ins are open: give the State or the PKCEVerifier of the one that this code belongs to");
    } else if (open.isEmpty()) {
      return null;
    } else {
      found = open.keySet().iterator().next();
    }
    PendingSignIn pending = open.get(found);
    // gone before the request: a code that is tried twice would make the server revoke its tokens
    document.usePending(found);
    locked.commit();
    return pending;
  }

  /** Sends a code to the token endpoint and saves what comes back. */
  TokenState redeem(
      SettingsStore.Locked locked,
      SecretValue code,
      String redirectUri,
      SecretValue verifier,
      String verifierFingerprint)
      throws SQLException {
    TokenAnswer answer = patient.request(new GrantRequest.Code(code, redirectUri, verifier));
    StoredGrant before = vault.grant(locked.document()).withRefreshToken(null);
    if (verifierFingerprint != null && wasUsed(answer)) {
      slot.verifier(verifierFingerprint);
      before = before.withVerifier(verifierFingerprint);
    }
    if (answer instanceof TokenAnswer.Granted granted) {
      StoredGrant grant = renewed(before, granted, config.scope());
      vault.save(locked, grant);
      return TokenState.of(grant, clock);
    }
    if (verifierFingerprint != null && wasUsed(answer)) {
      vault.save(locked, vault.grant(locked.document()).withVerifier(verifierFingerprint));
    }
    throw failure(config, answer);
  }

  private static boolean wasUsed(TokenAnswer answer) {
    boolean notSent =
        answer instanceof TokenAnswer.Failed failed
            && failed.outcome() == TokenAnswer.Outcome.NOT_SENT;
    return !notSent && !(answer instanceof TokenAnswer.Busy);
  }

  /**
   * Sends a code to the token endpoint and keeps nothing, for applications that keep the tokens of
   * their users themselves.
   */
  StoredGrant redeemForCaller(OAuthArguments args, Callback callback, Begun begun)
      throws SQLException {
    GrantRequest code =
        new GrantRequest.Code(callback.code(), begun.redirectUri(), begun.verifier());
    TokenAnswer answer = patient.request(args.extended(code, null));
    if (answer instanceof TokenAnswer.Granted granted) {
      return renewed(StoredGrant.EMPTY, granted, config.scope());
    }
    throw failure(config, answer);
  }

  /** The entry after an answer; warns about what it did not say and about a narrower scope. */
  StoredGrant renewed(StoredGrant before, TokenAnswer.Granted granted, String requested) {
    granted.warnings().forEach(slot::warn);
    GrantedToken token = granted.token();
    if (token.expiresAt() == null && config.expiresIn() != null) {
      token =
          new GrantedToken(
              token.accessToken(),
              token.tokenType(),
              token.obtainedAt(),
              token.obtainedAt() + config.expiresIn() * 1_000,
              token.refreshToken(),
              token.refreshExpiresAt(),
              token.scope(),
              token.extras());
    }
    if (requested != null
        && token.scope() != null
        && !split(token.scope()).containsAll(asked(requested))) {
      slot.warn(
          "The authorization server granted a narrower Scope: " + OAuthError.clean(token.scope()));
    }
    return before.withTokens(token, requested);
  }

  private static Set<String> split(String scope) {
    return new TreeSet<>(Arrays.asList(scope.strip().split("[ ,]+", -1)));
  }

  private static Set<String> asked(String scope) {
    Set<String> asked = new TreeSet<>();
    for (String one : scope.strip().split("[ ,]+", -1)) {
      // these ask for a refresh token or an identity; servers do not repeat them
      if (!one.equals("offline_access") && !one.equals("openid") && !one.endsWith("/.default")) {
        asked.add(one);
      }
    }
    return asked;
  }

  /** What to tell about an answer without tokens. */
  static SQLException failure(OAuthConfig config, TokenAnswer answer) {
    String who = "The token endpoint for " + config.describe();
    if (answer instanceof TokenAnswer.Refused refused) {
      return switch (refused.error()) {
        case "invalid_grant" ->
            OAuthError.GRANT_REFUSED.exception(
                who
                    + " refuses the grant: "
                    + refused.text()
                    + ". A code works once and for minutes only");
        case "access_denied", "consent_required", "interaction_required", "login_required" ->
            OAuthError.DECLINED.exception(
                "The user or an administrator declined: " + refused.text());
        default ->
            OAuthError.CLIENT_REFUSED.exception(
                who
                    + " refuses with HTTP "
                    + refused.status()
                    + ": "
                    + refused.text()
                    + ". Check OAuthClientId, OAuthClientSecret, OAuthClientAuth and Scope");
      };
    }
    if (answer instanceof TokenAnswer.Busy busy) {
      return OAuthError.THROTTLED.exception(
          who + " asked to wait " + (busy.retryAfterMillis() + 999) / 1_000 + " s");
    }
    if (answer instanceof TokenAnswer.Failed failed) {
      return OAuthError.UNREACHABLE.exception(
          who + " does not work at present: " + failed.detail());
    }
    String detail =
        answer instanceof TokenAnswer.Unusable unusable ? unusable.detail() : "no answer";
    return OAuthError.BAD_ANSWER.exception(who + " gave no OAuth answer: " + detail);
  }

  /** Whether the server promises that every callback names it. */
  boolean issuerRequired(TimeLimit limit) throws SQLException {
    return endpoint.metadata(limit).issuerInCallback();
  }

  /** The issuer whose answers are expected, or null. */
  String expectedIssuer(TimeLimit limit) throws SQLException {
    String configured = config.endpoints().issuer();
    return configured != null ? configured : endpoint.metadata(limit).issuer();
  }

  /** The address that a browser is sent to. */
  URI authorizationUrl(AuthorizationRequest request, TimeLimit limit) throws SQLException {
    return endpoint.authorizationUrl(request, limit);
  }
}
