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

import io.github.calciteodata.client.ODataServiceException;
import io.github.calciteodata.client.PageBuffer;
import io.github.calciteodata.client.ServiceClient;
import io.github.calciteodata.client.ServiceError;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The rows of a chain of pages: decoded a whole page at a time, so that none comes from a page that
 * broke off.
 */
final class PageCursor implements RowCursor {
  private static final int REMEMBERED_LINKS = 4096;

  /** Opens the rest of a collection inside an entity. */
  interface Nested {
    RowCursor open(String url, Continuation rest);
  }

  private final ServiceClient client;
  private final PageFetcher fetcher;
  private final RowDecoder decoder;
  private final Nested nested;
  private final long limit;
  private final Deadline deadline;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Set<String> seen = new LinkedHashSet<>();

  private int at;
  private int count;
  private String pageUrl;
  private Continuation continuation;
  private boolean continued;
  private volatile RowCursor rest;
  private long delivered;
  private boolean last;
  private int broken;

  PageCursor(
      ServiceClient client,
      PageFetcher fetcher,
      RowDecoder decoder,
      Nested nested,
      long limit,
      Deadline deadline,
      Runnable onClose) {
    this.client = client;
    this.fetcher = fetcher;
    this.decoder = decoder;
    this.nested = nested;
    this.limit = limit;
    this.deadline = deadline;
    this.onClose = onClose;
  }

  @Override
  public Object[] next() throws SQLException {
    if (at < count && delivered != limit && rest == null && decoder.continuation(at) == null) {
      if ((at & 63) == 0) {
        checked();
      }
      delivered++;
      return decoder.take(at++);
    }
    while (true) {
      if (delivered == limit || (last && at == count && rest == null)) {
        close();
        return null;
      }
      try {
        Object[] row = rest != null ? nextOfCollection() : at < count ? nextOfPage() : null;
        if (row != null) {
          delivered++;
          return row;
        }
        if (rest == null && at == count && !last) {
          page();
        }
      } catch (SQLException | RuntimeException e) {
        close();
        throw e;
      }
    }
  }

  @Override
  public void begin() {
    fetcher.begin();
  }

  /** Null when more of a collection comes there. */
  private Object[] nextOfPage() throws SQLException {
    continuation = decoder.continuation(at);
    Object[] row = decoder.take(at++);
    if (continuation == null) {
      return row;
    }
    String link = PageFetcher.absolute(client, pageUrl, decoder.context(), continuation.link());
    client.requireAllowed(pageUrl, link);
    continued = false;
    rest = nested.open(link, continuation);
    if (closed.get()) {
      rest.close();
    }
    return null;
  }

  /** Null when the collection is at its end. */
  private Object[] nextOfCollection() throws SQLException {
    Object[] row = rest.next();
    if (row != null) {
      continuation.complete(row);
      continued = true;
      return row;
    }
    rest.close();
    rest = null;
    return continuation.keepsRow() && !continued ? continuation.row() : null;
  }

  private void checked() throws SQLException {
    try {
      if (closed.get()) {
        throw closedException();
      }
      deadline.check();
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  private static SQLException closedException() {
    return new SQLException("The cursor has been closed", "24000");
  }

  private void page() throws SQLException {
    if (closed.get()) {
      throw closedException();
    }
    PageFetcher.Page page = fetcher.take();
    if (page == null) {
      throw closedException();
    }
    at = 0;
    count = 0;
    pageUrl = page.answer().url();
    PageBuffer body = page.answer().body();
    if (body == null) {
      last = true;
      fetcher.close();
      return;
    }
    try {
      decoder.decode(body.bytes(), body.length(), "GET " + client.redact(page.requested()));
    } catch (IOException e) {
      again(page, e);
      return;
    } finally {
      client.release(body);
    }
    broken = 0;
    ServiceError error = decoder.error();
    if (error != null) {
      throw new ODataServiceException(
          "GET "
              + client.redact(page.requested())
              + ": an error inside the answer: "
              + (error.code() == null ? "" : "[" + error.code() + "] ")
              + (error.message() == null ? "without a message" : error.message())
              + ". The rows before it are not complete; run the query again",
          "HY000",
          page.answer().status(),
          error.code());
    }
    count = decoder.rowCount();
    client.log().rows(page.answer().requestId(), count);
    follow(page);
  }

  private void again(PageFetcher.Page page, IOException e) throws SQLException {
    if (!client.mayRepeat(broken)) {
      throw new SQLException(
          "GET "
              + client.redact(page.requested())
              + ": the answer broke off or is no JSON (read "
              + (broken + 1)
              + " times): "
              + firstLine(e)
              + ". The service's own log may say why",
          "HY000",
          e);
    }
    broken++;
    fetcher.goTo(page.requested(), page.number(), wanted(0), broken);
  }

  private static String firstLine(IOException e) {
    String m =
        e instanceof com.fasterxml.jackson.core.JsonProcessingException j
            ? j.getOriginalMessage()
            : e.getMessage();
    return m == null ? e.getClass().getSimpleName() : m.lines().findFirst().orElse("");
  }

  private void follow(PageFetcher.Page page) throws SQLException {
    String link = decoder.nextLink();
    if (link == null || (limit >= 0 && delivered + count >= limit)) {
      last = true;
      fetcher.close();
      return;
    }
    String next = PageFetcher.absolute(client, page.answer().url(), decoder.context(), link);
    client.requireAllowed(page.requested(), next);
    seen.add(page.requested());
    if (seen.contains(next)) {
      throw new SQLException(
          "GET "
              + client.redact(page.requested())
              + ": the next link leads back to a page that was read already, "
              + client.redact(next)
              + ". The service would never end; report it to its owner",
          "HY000");
    }
    if (seen.size() > REMEMBERED_LINKS) {
      Iterator<String> oldest = seen.iterator();
      oldest.next();
      oldest.remove();
    }
    if (!next.equals(page.next())) {
      fetcher.goTo(next, page.number() + 1, wanted(count), 0);
    }
  }

  /** Rows wanted after so many of this page, or -1 for all. */
  private long wanted(int ofThisPage) {
    return limit < 0 ? -1 : Math.max(0, limit - delivered - ofThisPage);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      fetcher.close();
      RowCursor open = rest;
      if (open != null) {
        open.close();
      }
      onClose.run();
    }
  }
}
