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

/** The system's browser, and a listener on the loopback. */
final class LoopbackBrowserUi implements AuthorizationUi {
  private final BrowserLauncher launcher;

  LoopbackBrowserUi(BrowserLauncher launcher) {
    this.launcher = launcher;
  }

  @Override
  public Session open(String callbackUrl, String state) throws SQLException {
    LoopbackReceiver receiver = LoopbackReceiver.open(callbackUrl, state);
    return new Session() {
      @Override
      public String redirectUri() {
        return receiver.redirectUri();
      }

      @Override
      public boolean show(URI url) {
        return launcher.open(url);
      }

      @Override
      public CodeExchange.Callback await(TimeLimit limit, Waiters waiters) throws SQLException {
        return receiver.await(limit, waiters);
      }

      @Override
      public void close() {
        receiver.close();
      }
    };
  }

  @Override
  public Availability browser() {
    return launcher.availability();
  }
}
