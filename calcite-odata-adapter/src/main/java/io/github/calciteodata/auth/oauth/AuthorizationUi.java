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

import java.net.URI;
import java.sql.SQLException;

/** The browser, and the place where its answer arrives. */
interface AuthorizationUi {
  /**
   * Prepares to receive an answer.
   *
   * @param callbackUrl as registered; port 0 and lists of ports are allowed
   * @param state what the answer must carry; it may arrive before anybody waits for it
   * @throws SQLException 08004 for an address that is not the loopback, 08001 when no port is free
   */
  Session open(String callbackUrl, String state) throws SQLException;

  /** Whether a browser can be opened here; otherwise why not. */
  Availability browser();

  /**
   * Whether there is a browser.
   *
   * @param available whether there is one
   * @param reason why not, for a message
   */
  record Availability(boolean available, String reason) {}

  /** One attempt. */
  interface Session extends AutoCloseable {
    /** The address that the server sends the browser back to, byte for byte as it must be sent. */
    String redirectUri();

    /** Opens a browser; answers whether that was possible. */
    boolean show(URI url);

    /**
     * Waits for the answer that carries the state; everything else is answered and ignored.
     *
     * @throws SQLException 28000 when declined, HYT00 when nobody came, 57014 when nobody waits any
     *     more
     */
    CodeExchange.Callback await(TimeLimit limit, Waiters waiters) throws SQLException;

    @Override
    void close();
  }
}
