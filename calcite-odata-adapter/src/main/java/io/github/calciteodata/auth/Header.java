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

/** One header of a request. Its value may be a secret, so it never shows. */
public record Header(String name, String value) {
  /** Shorter ones may stand in a text by chance. */
  private static final int SHORTEST = 6;

  /** A text without the value, and without what follows the scheme in it. */
  public String hide(String text) {
    String secret = value.substring(value.indexOf(' ') + 1);
    return secret.length() < SHORTEST ? text : text.replace(secret, "***");
  }

  @Override
  public String toString() {
    return name + ": ***";
  }
}
