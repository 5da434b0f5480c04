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
package io.github.calciteodata.auth;

import java.sql.SQLException;
import java.util.Optional;

/**
 * Proves to a service who asks. What it gives is sent to the service's own origin only.
 * Thread-safe.
 */
public interface Authenticator {

  /**
   * Waits for what {@link #header} would have to wait for, such as a person who signs in.
   *
   * @throws SQLException as {@link #header}
   */
  default void prepare(Patience patience) throws SQLException {}

  /**
   * The header to send with the next request; empty for none. It may fetch a token first.
   *
   * @throws SQLException SQLState 28000 when there is no way to get one, 57014 or HYT00 when the
   *     caller gave up
   */
  Optional<Header> header(Patience patience) throws SQLException;

  /**
   * The header for this request; only schemes that sign a request look at it.
   *
   * @param method of HTTP
   * @param target path and query, as they are sent
   */
  default Optional<Header> header(String method, String target, Patience patience)
      throws SQLException {
    return header(patience);
  }

  /** What came of {@link #renew}. */
  enum Renewal {
    /** Another try would end the same. */
    NONE,
    /** There is something new to try; what was sent should have been good. */
    RENEWED,
    /** There is something new to try; what was sent had its time, so the refusal says little. */
    OUTLIVED
  }

  /**
   * Called after 401, 403 or a page to log in: whether another try with {@link #header} makes
   * sense.
   *
   * @param refused what was sent, so that a value renewed meanwhile by another thread is not
   *     renewed again; null when nothing was sent
   * @param refusal the answer
   */
  default Renewal renew(Header refused, Refusal refusal, Patience patience) throws SQLException {
    return Renewal.NONE;
  }

  /** Called when the service has taken what was sent. */
  default void accepted(Header header) {}

  /** What to tell when it does not; empty when there is nothing to add to the answer itself. */
  default Optional<SQLException> failure(Refusal refusal) {
    return Optional.empty();
  }
}
