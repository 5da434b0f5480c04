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

import java.util.List;

/** What the token endpoint said, sorted by what to do about it. */
sealed interface TokenAnswer {
  /**
   * Tokens.
   *
   * @param token what was granted
   * @param warnings what the answer did not say properly
   */
  record Granted(GrantedToken token, List<String> warnings) implements TokenAnswer {}

  /**
   * A refusal.
   *
   * @param status the HTTP status
   * @param error the registered code; for answers without one what the status means
   * @param description cleaned, may be empty
   */
  record Refused(int status, String error, String description) implements TokenAnswer {
    /** For a message. */
    String text() {
      return error + (description.isEmpty() ? "" : " (" + description + ")");
    }
  }

  /**
   * The request to come back later.
   *
   * @param status 429 or 503
   * @param retryAfterMillis how long to wait
   */
  record Busy(int status, long retryAfterMillis) implements TokenAnswer {}

  /**
   * A failure that may pass.
   *
   * @param outcome what is known about what the server did
   * @param detail for a message
   */
  record Failed(Outcome outcome, String detail) implements TokenAnswer {}

  /** What is known about what the server did with a request that failed. */
  enum Outcome {
    /** It never got it. */
    NOT_SENT,
    /** It answered that it could not. */
    ANSWERED,
    /** It may have acted on it. */
    UNKNOWN
  }

  /**
   * Something else than an OAuth answer.
   *
   * @param detail for a message; never the body
   */
  record Unusable(String detail) implements TokenAnswer {}
}
