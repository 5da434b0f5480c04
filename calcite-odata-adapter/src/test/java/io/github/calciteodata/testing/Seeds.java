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
package io.github.calciteodata.testing;

/** The seeds of random runs: {@code -Dodata.seed=} sets another, to look for more. */
public final class Seeds {
  private static final long FIXED = 20_240_229;
  private static final long SECOND = 968_368;

  private Seeds() {}

  /** The same in every build, so that a failure is somebody's change. */
  public static long fixed() {
    return Long.getLong("odata.seed", FIXED);
  }

  /** A second one: also the same in every build, where chance must decide nothing. */
  public static long second() {
    return Long.getLong("odata.seed", SECOND);
  }
}
