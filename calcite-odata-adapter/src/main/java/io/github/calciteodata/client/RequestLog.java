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
package io.github.calciteodata.client;

import java.util.ArrayList;
import java.util.List;

/** The last requests of a connection: what {@code sys.requests} shows. Thread-safe. */
public final class RequestLog {
  private static final int CAPACITY = 1000;

  /**
   * One request with its retries.
   *
   * @param url absolute, redacted
   * @param status of the last answer; 0 when there was none
   * @param rowCount rows decoded from the answer; -1 when it has none, or they are not known yet
   * @param byteCount bytes of the body, unpacked
   * @param millis from the first try to the end of the body, waiting included
   * @param page 1 for the first page of a collection
   */
  public record Entry(
      long requestId,
      String method,
      String url,
      int status,
      long rowCount,
      long byteCount,
      long millis,
      int retries,
      int page) {}

  private final Entry[] ring = new Entry[CAPACITY];
  private long last;

  synchronized long add(
      String method, String url, int status, long byteCount, long millis, int retries, int page) {
    long id = ++last;
    ring[(int) (id % CAPACITY)] =
        new Entry(id, method, url, status, -1, byteCount, millis, retries, page);
    return id;
  }

  /** Notes how many rows an answer had, once they have been decoded. */
  public synchronized void rows(long requestId, long rowCount) {
    Entry e = requestId <= 0 ? null : ring[(int) (requestId % CAPACITY)];
    if (e != null && e.requestId == requestId) {
      ring[(int) (requestId % CAPACITY)] =
          new Entry(
              e.requestId,
              e.method,
              e.url,
              e.status,
              rowCount,
              e.byteCount,
              e.millis,
              e.retries,
              e.page);
    }
  }

  /** The requests, oldest first. */
  public synchronized List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (long id = Math.max(1, last - CAPACITY + 1); id <= last; id++) {
      entries.add(ring[(int) (id % CAPACITY)]);
    }
    return entries;
  }
}
