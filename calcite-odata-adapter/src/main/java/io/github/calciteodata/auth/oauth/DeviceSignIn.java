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

import java.sql.SQLException;
import java.time.Duration;

/**
 * The sign-in on another device (RFC 8628): shows a code, then asks at the server's pace whether it
 * was typed.
 */
final class DeviceSignIn implements PersonSignIn {
  private static final long DEFAULT_INTERVAL_SECONDS = 5;
  private static final long SLOW_DOWN_SECONDS = 5;
  private static final long LONGEST_SECONDS = 1_800;

  private final OAuthConfig config;
  private final TokenVault vault;
  private final CodeExchange exchange;
  private final TokenEndpoint endpoint;
  private final OAuthPrompt prompt;
  private final OAuthClock clock;

  DeviceSignIn(
      OAuthConfig config,
      TokenVault vault,
      CodeExchange exchange,
      TokenEndpoint endpoint,
      OAuthPrompt prompt,
      OAuthClock clock) {
    this.config = config;
    this.vault = vault;
    this.exchange = exchange;
    this.endpoint = endpoint;
    this.prompt = prompt;
    this.clock = clock;
  }

  @Override
  public TokenState signIn(Wish wish, Waiters waiters) throws SQLException {
    if (wish.claims() != null) {
      throw OAuthError.CLAIMS.exception(
          "The service wants a sign-in that meets its conditions, which the device grant cannot ask for: sign in with a"
              + " browser");
    }
    TokenEndpoint.DeviceCode code = endpoint.beginDevice(TimeLimit.in(config.timeout()));
    prompt.show(
        "To sign in, open "
            + code.verificationUri()
            + " on any device and enter the code "
            + code.userCode());
    long deadline = clock.wallMillis() + Math.min(LONGEST_SECONDS, code.expiresInSeconds()) * 1_000;
    long interval = code.intervalSeconds() > 0 ? code.intervalSeconds() : DEFAULT_INTERVAL_SECONDS;
    while (clock.wallMillis() < deadline) {
      pause(interval);
      if (waiters.abandoned().isDone()) {
        throw OAuthError.CANCELLED.exception("Nobody waits for the sign-in any more");
      }
      TokenAnswer answer =
          endpoint.request(
              new GrantRequest.Device(code.deviceCode()), TimeLimit.in(config.timeout()));
      if (answer instanceof TokenAnswer.Granted granted) {
        return save(granted);
      }
      if (answer instanceof TokenAnswer.Failed || answer instanceof TokenAnswer.Busy) {
        interval = Math.min(60, 2 * interval);
        continue;
      }
      String error = answer instanceof TokenAnswer.Refused refused ? refused.error() : "";
      switch (error) {
        case "authorization_pending" -> {}
        case "slow_down" -> interval += SLOW_DOWN_SECONDS;
        case "expired_token" -> throw expired();
        default -> throw CodeExchange.failure(config, answer);
      }
    }
    throw expired();
  }

  private void pause(long seconds) throws SQLException {
    try {
      clock.pause(Duration.ofSeconds(seconds));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OAuthError.CANCELLED.exception("Interrupted while waiting for the sign-in");
    }
  }

  private static SQLException expired() {
    return OAuthError.SIGN_IN_TIMEOUT.exception("Nobody entered the code before it expired");
  }

  private TokenState save(TokenAnswer.Granted granted) throws SQLException {
    return vault.transact(
        locked -> {
          StoredGrant before = vault.grant(locked.document()).withRefreshToken(null);
          StoredGrant grant = exchange.renewed(before, granted, config.scope());
          vault.save(locked, grant);
          return TokenState.of(grant, clock);
        });
  }
}
