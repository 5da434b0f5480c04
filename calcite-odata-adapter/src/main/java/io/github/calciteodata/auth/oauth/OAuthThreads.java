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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The daemon threads on which tokens are had and saved. Callers only wait for them: interrupting a
 * caller must not close a file while a rotated token is being written to it.
 */
final class OAuthThreads implements AutoCloseable {
  private static final int MOST = 8;
  private static final Duration LAST_WRITE = Duration.ofSeconds(2);

  private final AtomicInteger count = new AtomicInteger();
  private final Phaser running = new Phaser(1);
  private final ThreadPoolExecutor pool;
  private final Thread hook;

  OAuthThreads() {
    pool =
        new ThreadPoolExecutor(
            MOST,
            MOST,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> daemon(work, "odata-oauth-" + count.incrementAndGet()));
    pool.allowCoreThreadTimeOut(true);
    hook = daemon(this::awaitWork, "odata-oauth-exit");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** A daemon thread that keeps no class loader of an application alive. */
  static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }

  /** Runs work; the future completes however it ends. */
  <T> CompletableFuture<T> submit(Work<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    running.register();
    try {
      pool.execute(
          () -> {
            try {
              result.complete(work.run());
            } catch (Throwable e) {
              result.completeExceptionally(e);
            } finally {
              running.arriveAndDeregister();
            }
          });
    } catch (RuntimeException e) {
      running.arriveAndDeregister();
      result.completeExceptionally(e);
    }
    return result;
  }

  /**
   * Runs work that may take minutes, on a thread of its own; the end of the process does not wait
   * for it.
   */
  static <T> CompletableFuture<T> submitLong(Work<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    daemon(
            () -> {
              try {
                result.complete(work.run());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            },
            "odata-oauth-sign-in")
        .start();
    return result;
  }

  private void awaitWork() {
    try {
      int phase = running.arriveAndDeregister();
      running.awaitAdvanceInterruptibly(phase, LAST_WRITE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      // a server that does not answer must not keep the process from ending
      return;
    }
  }

  @Override
  public void close() {
    pool.shutdown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending: the hook runs or has run
      return;
    }
  }

  /** What a thread does. */
  interface Work<T> {
    T run() throws Exception;
  }
}
