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
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the connections of one sign-in share in memory: the token, and the work that is under way
 * for it.
 */
final class TokenSlot {
  private static final int MOST_WARNINGS = 20;
  private static final long RENEWAL_PAUSE_NANOS = 5_000_000_000L;

  private final AtomicReference<Flight<TokenOutcome>> quiet = new AtomicReference<>();
  private final AtomicReference<Flight<TokenState>> signIn = new AtomicReference<>();
  private final AtomicReference<CompletableFuture<?>> renewal = new AtomicReference<>();
  private final AtomicReference<CompletableFuture<?>> running = new AtomicReference<>();
  private final AtomicLong lastRenewal = new AtomicLong(Long.MIN_VALUE);
  private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
  private volatile TokenState state;
  private final AtomicReference<StoredGrant> unsaved = new AtomicReference<>();
  private final ReentrantLock withoutStore = new ReentrantLock();
  private volatile StoredGrant last;
  private volatile String rejected;
  private volatile String refusedYoung;
  private volatile String verifier;
  private volatile LastError lastError;

  /** Why the last attempt failed. */
  record LastError(int code, String message, long at) {}

  TokenState state() {
    return state;
  }

  void state(TokenState value) {
    state = value;
  }

  /** Forgets the token in memory. */
  void clear() {
    state = null;
    unsaved.set(null);
    last = null;
  }

  /** Tokens that could not be saved yet, or null. */
  StoredGrant unsaved() {
    return unsaved.get();
  }

  void unsaved(StoredGrant value) {
    unsaved.set(value);
  }

  /** Forgets tokens that were saved, unless there are newer ones by now. */
  void saved(StoredGrant grant) {
    unsaved.compareAndSet(grant, null);
  }

  /** Takes the place of the store's lock while the store cannot be locked. */
  ReentrantLock withoutStore() {
    return withoutStore;
  }

  /** What this sign-in had last, wherever it is kept; or null. */
  StoredGrant last() {
    return last;
  }

  void last(StoredGrant value) {
    last = value;
  }

  /** The fingerprint of the last access token that the data service refused, or null. */
  String rejected() {
    return rejected;
  }

  void rejected(String fingerprint) {
    rejected = fingerprint;
  }

  /**
   * The fingerprint of the last new token that the data service refused, unless it has taken one
   * since; or null.
   */
  String refusedYoung() {
    return refusedYoung;
  }

  void refusedYoung(String fingerprint) {
    refusedYoung = fingerprint;
  }

  /** The fingerprint of the last authorization code that was tried, or null. */
  String verifier() {
    return verifier;
  }

  void verifier(String fingerprint) {
    verifier = fingerprint;
  }

  LastError lastError() {
    return lastError;
  }

  void lastError(LastError value) {
    lastError = value;
  }

  AtomicReference<Flight<TokenOutcome>> quiet() {
    return quiet;
  }

  AtomicReference<Flight<TokenState>> signIn() {
    return signIn;
  }

  /**
   * Whether a renewal ahead of time may begin: one at a time, and not again at once after a
   * failure.
   */
  boolean mayRenew(long nanos) {
    CompletableFuture<?> last = renewal.get();
    long before = lastRenewal.get();
    boolean pausing = before != Long.MIN_VALUE && nanos - before < RENEWAL_PAUSE_NANOS;
    return (last == null || last.isDone()) && !pausing && lastRenewal.compareAndSet(before, nanos);
  }

  /** The renewal that is under way. */
  void renewal(CompletableFuture<?> future) {
    renewal.set(future);
  }

  /** The work that is under way. */
  void running(CompletableFuture<?> future) {
    running.set(future);
  }

  /** Keeps something that the user should know. */
  void warn(String warning) {
    if (warnings.size() < MOST_WARNINGS && !warnings.contains(warning)) {
      warnings.add(warning);
    }
  }

  /** What was kept, once. */
  List<String> takeWarnings() {
    List<String> taken = List.copyOf(warnings);
    warnings.removeAll(taken);
    return taken;
  }

  /**
   * Work that several callers wait for.
   *
   * @param future completes with the result
   * @param waiters who still wants it
   */
  record Flight<T>(CompletableFuture<T> future, Waiters waiters) {}
}
