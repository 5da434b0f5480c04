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
package io.github.calciteodata.sqlline;

import io.github.calciteodata.auth.oauth.OAuthPrompt;

/** Shows on the terminal where to sign in, and with which code. */
public final class TerminalPrompt implements OAuthPrompt {
  /** Called by {@link java.util.ServiceLoader}. */
  public TerminalPrompt() {}

  @Override
  public void show(String message) {
    System.err.println(message);
  }
}
