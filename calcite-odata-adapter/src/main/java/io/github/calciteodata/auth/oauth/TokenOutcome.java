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

import java.sql.SQLException;

/** What an attempt without a person led to. */
sealed interface TokenOutcome {
  /** A token. */
  record Token(TokenState state) implements TokenOutcome {}

  /** None; a person would have to sign in. */
  record NeedsPerson(SQLException reason) implements TokenOutcome {}
}
