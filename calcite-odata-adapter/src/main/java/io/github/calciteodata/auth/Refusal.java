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

import java.util.List;

/**
 * An answer that does not take what a request proved: 401, 403, or a page to log in.
 *
 * @param request method and redacted URL, for messages
 * @param status of the answer
 * @param challenges what the service would accept
 * @param code the service's own error code, or null
 * @param message its words, or null
 */
public record Refusal(
    String request, int status, List<Challenge> challenges, String code, String message) {
  public Refusal {
    challenges = List.copyOf(challenges);
  }

  /** Whether a page for people came in place of data, or the way to one. */
  public boolean isPage() {
    return status < 400;
  }
}
