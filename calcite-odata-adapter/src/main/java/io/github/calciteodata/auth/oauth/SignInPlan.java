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

import java.util.Set;

/** What to do for a token in a given situation: the table of the three modes, as a function. */
final class SignInPlan {
  private SignInPlan() {}

  /** What is done next. */
  enum Step {
    /** The token of the connection string is sent as it is. */
    USE_GIVEN,
    /** The token in memory is fresh. */
    USE_MEMORY,
    /** The given authorization code is exchanged. */
    EXCHANGE,
    /** The store has a fresh token. */
    USE_STORED,
    /** The token of the connection string is used until it expires or is refused. */
    USE_SEED,
    /** A refresh token is renewed under the lock. */
    REFRESH,
    /** A token is requested without a person. */
    REQUEST,
    /** A person has to sign in. */
    SIGN_IN,
    /** There is no token, and none is fetched in this mode. */
    FAIL_OFF,
    /** There is no way to a token without a person. */
    FAIL
  }

  /**
   * What is at hand.
   *
   * @param mode of the connection
   * @param accessSeed an access token is given
   * @param memoryFresh memory has a fresh token
   * @param verifierUnseen an authorization code is given that was never exchanged
   * @param storeFresh the store has a fresh token that was not refused
   * @param seedUsable the given access token is not in the store yet, not expired and not refused
   * @param refreshToken there is a refresh token, given or stored
   * @param withoutPerson the grant needs no person, and its inputs are there
   * @param mayInteract this call may ask a person
   */
  record Situation(
      InitiateOAuth mode,
      boolean accessSeed,
      boolean memoryFresh,
      boolean verifierUnseen,
      boolean storeFresh,
      boolean seedUsable,
      boolean refreshToken,
      boolean withoutPerson,
      boolean mayInteract) {}

  /**
   * The first step that fits.
   *
   * @param failed steps that were tried in vain
   */
  static Step next(Situation s, Set<Step> failed) {
    if (s.mode() == InitiateOAuth.OFF) {
      return s.accessSeed() ? Step.USE_GIVEN : Step.FAIL_OFF;
    }
    if (s.memoryFresh()) {
      return Step.USE_MEMORY;
    }
    if (s.verifierUnseen() && !failed.contains(Step.EXCHANGE)) {
      return Step.EXCHANGE;
    }
    if (s.storeFresh()) {
      return Step.USE_STORED;
    }
    if (s.seedUsable()) {
      return Step.USE_SEED;
    }
    if (s.refreshToken() && !failed.contains(Step.REFRESH)) {
      return Step.REFRESH;
    }
    if (s.withoutPerson() && !failed.contains(Step.REQUEST)) {
      return Step.REQUEST;
    }
    return s.mode() == InitiateOAuth.GETANDREFRESH && s.mayInteract() ? Step.SIGN_IN : Step.FAIL;
  }
}
