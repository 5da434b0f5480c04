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
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only when a test says so, and while somebody pauses. */
final class FakeClock implements OAuthClock {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong wall = new AtomicLong(1_800_000_000_000L);
  final AtomicLong paused = new AtomicLong();

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public long wallMillis() {
    return wall.get();
  }

  @Override
  public void pause(Duration duration) {
    paused.addAndGet(duration.toMillis());
    pass(duration);
  }

  void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
    wall.addAndGet(duration.toMillis());
  }

  /** The wall clock is set, or runs on while the machine sleeps. */
  void jump(Duration duration) {
    wall.addAndGet(duration.toMillis());
  }
}
