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

/**
 * How the last interactive sign-in of a profile failed.
 *
 * @param outcome {@code denied} or {@code timeout}
 * @param at wall clock, milliseconds
 * @param failures how many in a row
 */
record LoginOutcome(String outcome, long at, int failures) {
  private static final long FIRST_COOL_DOWN = 60_000;
  private static final long LONGEST_COOL_DOWN = 15 * 60_000;

  /** The wall clock until which no browser is opened again by itself. */
  long coolDownUntil() {
    return at
        + Math.min(LONGEST_COOL_DOWN, FIRST_COOL_DOWN << Math.min(10, Math.max(0, failures - 1)));
  }
}
