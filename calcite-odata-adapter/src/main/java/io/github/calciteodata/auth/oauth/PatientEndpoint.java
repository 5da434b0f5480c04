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
import java.util.concurrent.ThreadLocalRandom;

/** Asks the token endpoint again after a failure that may pass, within one total limit. */
final class PatientEndpoint {
  private static final int RETRIES = 2;
  private static final int RETRIES_AFTER_UNKNOWN = 1;

  private final TokenEndpoint endpoint;
  private final OAuthClock clock;
  private final Duration total;

  PatientEndpoint(TokenEndpoint endpoint, OAuthClock clock, Duration total) {
    this.endpoint = endpoint;
    this.clock = clock;
    this.total = total;
  }

  /** Asks, and asks again where that cannot hurt. */
  TokenAnswer request(GrantRequest request) throws SQLException {
    TimeLimit limit = TimeLimit.in(total);
    for (int attempt = 0; ; attempt++) {
      TokenAnswer answer = endpoint.request(request, limit);
      if (!(answer instanceof TokenAnswer.Failed failed)
          || attempt >= retries(request, failed.outcome())
          || !pause(limit)) {
        return answer;
      }
    }
  }

  private static int retries(GrantRequest request, TokenAnswer.Outcome outcome) {
    if (request instanceof GrantRequest.Code && outcome != TokenAnswer.Outcome.NOT_SENT) {
      // a code that comes twice makes the server revoke what it gave for it
      return 0;
    }
    return outcome == TokenAnswer.Outcome.UNKNOWN ? RETRIES_AFTER_UNKNOWN : RETRIES;
  }

  private boolean pause(TimeLimit limit) {
    long millis = ThreadLocalRandom.current().nextLong(500, 4_000);
    if (millis >= limit.remainingMillis()) {
      return false;
    }
    try {
      clock.pause(Duration.ofMillis(millis));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
