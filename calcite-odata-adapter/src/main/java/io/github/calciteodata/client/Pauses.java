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
package io.github.calciteodata.client;

import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Time and chance, so that tests of waiting take no time. */
interface Pauses {
  Instant now();

  /** A number from 0 to the bound, both included. */
  long random(long bound);

  /** Waits; ends early, by an exception, when the call is aborted or out of patience. */
  void pause(long millis, Call call) throws SQLException;

  /** The real ones. */
  Pauses REAL =
      new Pauses() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public long random(long bound) {
          return ThreadLocalRandom.current().nextLong(bound + 1);
        }

        @Override
        public void pause(long millis, Call call) throws SQLException {
          call.pause(millis);
        }
      };
}
