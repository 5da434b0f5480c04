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
import java.util.ArrayList;
import java.util.List;

/** Time that passes only when somebody waits; chance that always takes the longest wait. */
final class FakePauses implements Pauses {
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final List<Long> waited = new ArrayList<>();

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public long random(long bound) {
    return bound;
  }

  @Override
  public synchronized void pause(long millis, Call call) throws SQLException {
    call.check();
    waited.add(millis);
    now = now.plusMillis(millis);
  }

  synchronized List<Long> waited() {
    return List.copyOf(waited);
  }
}
