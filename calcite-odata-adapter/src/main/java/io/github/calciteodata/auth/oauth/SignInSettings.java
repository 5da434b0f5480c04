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
import java.util.Map;

/**
 * How a person signs in.
 *
 * @param callback the CallbackURL as registered, byte for byte
 * @param timeout how long to wait for the person
 * @param browser NONE, a command, or null for the system's browser
 * @param headless what to do without a browser
 * @param pkce whether PKCE is used
 * @param pushed whether the request is pushed first (RFC 9126)
 * @param parameters further parameters of the authorization request
 */
public record SignInSettings(
    String callback,
    Duration timeout,
    String browser,
    Headless headless,
    boolean pkce,
    boolean pushed,
    Map<String, String> parameters) {

  /** What to do without a browser. */
  public enum Headless {
    /** An error with the URL and a recipe. */
    FAIL,
    /** The device grant. */
    DEVICE,
    /** Show the URL and wait for the callback, for a forwarded port. */
    LISTEN
  }

  public SignInSettings {
    parameters = Map.copyOf(parameters);
  }
}
