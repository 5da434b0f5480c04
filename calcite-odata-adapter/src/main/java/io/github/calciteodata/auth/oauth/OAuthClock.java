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

import java.time.Duration;

/** Time as the token manager sees it. */
public interface OAuthClock {
  /** The machine's clock. */
  OAuthClock SYSTEM =
      new OAuthClock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public long wallMillis() {
          return System.currentTimeMillis();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
          Thread.sleep(duration.toMillis());
        }
      };

  /** A monotonic count, which may stand still while the machine sleeps. */
  long nanos();

  /** Milliseconds since 1970, which may jump. */
  long wallMillis();

  /** Waits between two attempts. */
  void pause(Duration duration) throws InterruptedException;
}
