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

import java.util.concurrent.CompletableFuture;

/** Counts the callers that wait for something, and tells when the last of them has given up. */
final class Waiters {
  private final CompletableFuture<Void> abandoned = new CompletableFuture<>();
  private int count;

  synchronized void join() {
    count++;
  }

  synchronized void leave() {
    count--;
    if (count == 0) {
      abandoned.complete(null);
    }
  }

  /** Completes when nobody waits any more. */
  CompletableFuture<Void> abandoned() {
    return abandoned;
  }
}
