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

/** How much the driver does by itself to get a token. */
public enum InitiateOAuth {
  /** Nothing: the given token is used until it expires. */
  OFF,
  /** Whatever needs no person: refreshing, exchanging a given code, grants between machines. */
  REFRESH,
  /** Everything, with a browser if need be. */
  GETANDREFRESH
}
