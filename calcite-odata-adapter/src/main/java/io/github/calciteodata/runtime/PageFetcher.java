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
package io.github.calciteodata.runtime;

import io.github.calciteodata.client.Call;
import io.github.calciteodata.client.ServiceClient;
import io.github.calciteodata.client.Urls;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The thread of a cursor that fetches its pages, some ahead of the one being decoded: it follows
 * the links that it finds by {@link LinkHint}, and the cursor corrects it when the page says
 * otherwise. It ends with the last page that it knows of.
 */
final class PageFetcher implements AutoCloseable {
  private static final AtomicLong NUMBER = new AtomicLong();
  private static final long SLICE_MILLIS = 20;

  /**
   * A page as it came.
   *
   * @param requested the URL it was asked for by
   * @param next the URL that is being fetched after it already, or null
   */
  record Page(String requested, int number, ServiceClient.Answer answer, String next) {}

  private final ServiceClient client;
  private final Map<String, String> headers;
  private final ServiceClient.Wanted wanted;
  private final boolean sendPageSize;
  private final PageSizes sizes;
  private final int ahead;
  private final Deadline deadline;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Page> ready = new ArrayDeque<>();
  private String url;
  private int number;
  private int pauseBefore;
  private SQLException failure;
  private boolean closed;
  private boolean started;
  private Call call;

  PageFetcher(
      ServiceClient client,
      String url,
      Map<String, String> headers,
      ServiceClient.Wanted wanted,
      PageSizes sizes,
      boolean sendPageSize,
      int ahead,
      Deadline deadline) {
    this.client = client;
    this.url = url;
    this.headers = headers;
    this.wanted = wanted;
    this.sizes = sizes;
    this.sendPageSize = sendPageSize;
    this.ahead = ahead;
    this.deadline = deadline;
    this.call = newCall();
  }

  private Call newCall() {
    return new Call(deadline::check, deadline::remainingMillis, deadline.maySignIn());
  }

  /** Fetches the first page before anybody waits for it. */
  void begin() {
    lock.lock();
    try {
      start();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next page; null when closed meanwhile. */
  Page take() throws SQLException {
    lock.lock();
    try {
      start();
      while (true) {
        Page page = ready.pollFirst();
        if (page != null) {
          changed.signalAll();
          return page;
        }
        if (closed) {
          return null;
        }
        if (failure != null) {
          throw failure;
        }
        deadline.check();
        changed.await(
            Math.min(SLICE_MILLIS, Math.max(1, deadline.remainingMillis())), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("Interrupted while waiting for a page", "57014", e);
    } finally {
      lock.unlock();
    }
  }

  private void start() {
    if (!started && !closed && url != null) {
      started = true;
      Thread thread = new Thread(this::run, "odata-fetch-" + NUMBER.incrementAndGet());
      thread.setDaemon(true);
      thread.start();
    }
  }

  /**
   * Drops what was fetched ahead and goes on here instead.
   *
   * @param page number of the page
   * @param stillWanted rows, or -1 for all
   * @param triesBefore 0 for a new page; else how often it was read before, and broken
   */
  void goTo(String next, int page, long stillWanted, int triesBefore) {
    Call old;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      dropReady();
      old = call;
      call = newCall();
      failure = null;
      url = next;
      number = page - 1;
      pauseBefore = triesBefore;
      sizes.stillWanted(stillWanted);
      start();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    old.abort();
  }

  private void dropReady() {
    for (Page page : ready) {
      client.release(page.answer.body());
    }
    ready.clear();
  }

  /** Ends the thread and the request that runs. */
  @Override
  public void close() {
    Call old;
    lock.lock();
    try {
      closed = true;
      dropReady();
      old = call;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    old.abort();
  }

  private void run() {
    while (true) {
      String target;
      Call mine;
      int pause;
      int page;
      int size;
      lock.lock();
      try {
        while (!closed && url != null && ready.size() >= Math.max(1, ahead)) {
          changed.awaitUninterruptibly();
        }
        if (closed || url == null) {
          started = false;
          return;
        }
        target = url;
        mine = call;
        pause = pauseBefore;
        pauseBefore = 0;
        page = ++number;
        size = sizes.next();
      } finally {
        lock.unlock();
      }
      fetch(target, mine, pause, page, size);
    }
  }

  private void fetch(String target, Call mine, int pause, int page, int size) {
    ServiceClient.Answer answer = null;
    SQLException broken = null;
    String next = null;
    try {
      if (pause > 0) {
        client.backOff(pause - 1, mine);
      }
      answer = client.get(new ServiceClient.Get(target, headers(size), wanted, page), mine);
      next = answer.body() == null ? null : hint(answer);
    } catch (SQLException e) {
      broken = e;
    } catch (RuntimeException | Error e) {
      broken = new SQLException("Reading a page failed: " + e, "HY000", e);
    }
    lock.lock();
    try {
      if (closed || mine != call) {
        // nobody waits for it any more
        if (answer != null) {
          client.release(answer.body());
        }
        return;
      }
      if (broken != null) {
        failure = broken;
        url = null;
      } else {
        sizes.arrived(size, answer.body() == null ? 0 : answer.body().length());
        String follow = ahead > 0 && sizes.wantsMore() ? next : null;
        url = follow;
        ready.addLast(new Page(target, page, answer, follow));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private String hint(ServiceClient.Answer answer) {
    byte[] bytes = answer.body().bytes();
    int length = answer.body().length();
    if (wanted != ServiceClient.Wanted.JSON) {
      return null;
    }
    String link = LinkHint.nextLink(bytes, length).orElse(null);
    if (link == null) {
      return null;
    }
    String next =
        absolute(client, answer.url(), LinkHint.context(bytes, length).orElse(null), link);
    return client.isAllowed(next) ? next : null;
  }

  /** A next link is relative to the context URL, and that to the request (JSON Format 4.3). */
  static String absolute(ServiceClient client, String requested, String context, String link) {
    return client.resolve(context == null ? requested : Urls.resolve(requested, context), link);
  }

  private Map<String, String> headers(int size) {
    if (!sendPageSize) {
      return headers;
    }
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Prefer", "odata.maxpagesize=" + size);
    return all;
  }
}
