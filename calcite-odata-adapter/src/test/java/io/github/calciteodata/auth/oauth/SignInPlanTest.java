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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.calciteodata.auth.oauth.SignInPlan.Step;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of the three modes, cell by cell. */
class SignInPlanTest {
  /**
   * Letters say what is at hand: A access token given, M memory fresh, V code never seen, S store
   * fresh, U the given access token usable, R refresh token, G grant without a person, I may
   * interact; lower case letters are steps that failed: v exchange, r refresh, g request.
   */
  @ParameterizedTest
  @CsvSource({
    // row 1
    "A,        USE_GIVEN, USE_GIVEN-not, USE_GIVEN-not",
    "AMVSURGI, USE_GIVEN, USE_MEMORY,    USE_MEMORY",
    "M,        FAIL_OFF,  USE_MEMORY,    USE_MEMORY",
    // row 2
    "VSURGI,   FAIL_OFF,  EXCHANGE,      EXCHANGE",
    "V,        FAIL_OFF,  EXCHANGE,      EXCHANGE",
    "VSv,      FAIL_OFF,  USE_STORED,    USE_STORED",
    // row 3
    "SURGI,    FAIL_OFF,  USE_STORED,    USE_STORED",
    "S,        FAIL_OFF,  USE_STORED,    USE_STORED",
    // row 4
    "AURGI,    USE_GIVEN, USE_SEED,      USE_SEED",
    "AU,       USE_GIVEN, USE_SEED,      USE_SEED",
    // row 5
    "RGI,      FAIL_OFF,  REFRESH,       REFRESH",
    "AR,       USE_GIVEN, REFRESH,       REFRESH",
    "VRv,      FAIL_OFF,  REFRESH,       REFRESH",
    // row 6
    "GI,       FAIL_OFF,  REQUEST,       REQUEST",
    "RGr,      FAIL_OFF,  REQUEST,       REQUEST",
    // row 7
    "I,        FAIL_OFF,  FAIL,          SIGN_IN",
    "-,        FAIL_OFF,  FAIL,          FAIL",
    "RrI,      FAIL_OFF,  FAIL,          SIGN_IN",
    "Rr,       FAIL_OFF,  FAIL,          FAIL",
    "RGrg,     FAIL_OFF,  FAIL,          FAIL",
    "VvI,      FAIL_OFF,  FAIL,          SIGN_IN"
  })
  void firstMatchWins(String letters, Step off, String refresh, String getAndRefresh) {
    assertThat(next(InitiateOAuth.OFF, letters)).as("OFF").isEqualTo(off);
    check(InitiateOAuth.REFRESH, letters, refresh);
    check(InitiateOAuth.GETANDREFRESH, letters, getAndRefresh);
  }

  private static void check(InitiateOAuth mode, String letters, String expected) {
    Step step = next(mode, letters);
    if (expected.endsWith("-not")) {
      assertThat(step).as(mode.name()).isNotEqualTo(Step.valueOf(expected.replace("-not", "")));
    } else {
      assertThat(step).as(mode.name()).isEqualTo(Step.valueOf(expected));
    }
  }

  private static Step next(InitiateOAuth mode, String letters) {
    Set<Step> failed = EnumSet.noneOf(Step.class);
    if (letters.contains("v")) {
      failed.add(Step.EXCHANGE);
    }
    if (letters.contains("r")) {
      failed.add(Step.REFRESH);
    }
    if (letters.contains("g")) {
      failed.add(Step.REQUEST);
    }
    return SignInPlan.next(
        new SignInPlan.Situation(
            mode,
            letters.contains("A"),
            letters.contains("M"),
            letters.contains("V"),
            letters.contains("S"),
            letters.contains("U"),
            letters.contains("R"),
            letters.contains("G"),
            letters.contains("I")),
        failed);
  }

  @Test
  void offNeverDoesAnythingByItselfAndRefreshNeverAsksAPerson() {
    for (int bits = 0; bits < 256; bits++) {
      for (InitiateOAuth mode : InitiateOAuth.values()) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 8; i++) {
          letters.append((bits >> i & 1) == 1 ? "AMVSURGI".charAt(i) : '-');
        }
        Step step = next(mode, letters.toString());
        switch (mode) {
          case OFF -> assertThat(step).isIn(Step.USE_GIVEN, Step.FAIL_OFF);
          case REFRESH -> assertThat(step).isNotIn(Step.SIGN_IN, Step.USE_GIVEN, Step.FAIL_OFF);
          case GETANDREFRESH -> {
            assertThat(step).isNotIn(Step.USE_GIVEN, Step.FAIL_OFF);
            assertThat(step == Step.SIGN_IN && letters.indexOf("I") < 0).isFalse();
          }
        }
      }
    }
  }
}
