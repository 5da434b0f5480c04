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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.calciteodata.client.ODataServiceException;
import io.github.calciteodata.client.PageBuffer;
import io.github.calciteodata.client.ServiceClient;
import io.github.calciteodata.client.ServiceLimits;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.query.Expansion;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A service over HTTP: one pool of sockets, one back-off, pages decoded by Jackson. Thread-safe.
 */
public final class HttpODataService implements ODataService {
  private static final long IDLE_MILLIS = 5000;

  private final ServiceClient client;
  private final ReadOptions options;
  private final JsonFactory factory;
  private final long idleMillis;
  private int openCursors;
  private long uses;
  private boolean closed;

  /** Takes the client over: {@link #close} closes it. */
  public HttpODataService(ServiceClient client, ReadOptions options) {
    this(client, options, IDLE_MILLIS);
  }

  HttpODataService(ServiceClient client, ReadOptions options, long idleMillis) {
    this.idleMillis = idleMillis;
    this.client = client;
    this.options = options;
    this.factory =
        new JsonFactoryBuilder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
            // texts and binaries may be large; what we hold is bounded by the page that holds them
            // anyway
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(10_000)
                    .build())
            .build();
  }

  @Override
  public byte[] metadata(Deadline deadline) throws SQLException {
    try (PageFetcher fetcher =
        whole("$metadata", "application/xml", ServiceClient.Wanted.XML, deadline)) {
      return bytes(fetcher);
    } finally {
      closedCursor();
    }
  }

  @Override
  public ServiceLimits limits() {
    return client.limits();
  }

  @Override
  public int length(String url) {
    return client.url(url).length();
  }

  @Override
  public long count(String url, Deadline deadline) throws SQLException {
    try (RowCursor count = counting(url, deadline)) {
      return (Long) count.next()[0];
    }
  }

  @Override
  public RowCursor counting(String url, Deadline deadline) {
    PageFetcher fetcher = whole(url, "text/plain", ServiceClient.Wanted.TEXT, deadline);
    RowCursor count = Cursors.once(() -> new Object[] {number(url, bytes(fetcher))});
    return new RowCursor() {
      private boolean closed;

      @Override
      public void begin() {
        fetcher.begin();
      }

      @Override
      public Object[] next() throws SQLException {
        return count.next();
      }

      @Override
      public void close() {
        if (!closed) {
          closed = true;
          fetcher.close();
          closedCursor();
        }
      }
    };
  }

  private long number(String url, byte[] answer) throws SQLException {
    String text = new String(answer, StandardCharsets.UTF_8).replace("\uFEFF", "").trim();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notANumber) {
      throw new ODataServiceException(
          "GET "
              + client.redact(client.url(url))
              + ": the answer is no number but '"
              + (text.length() > 100 ? text.substring(0, 100) + "…" : text)
              + "'. Set SupportsCount=false to count in the engine",
          "HY000",
          200,
          null);
    }
  }

  /** Fetches an answer of one page; counts as open until {@link #closedCursor}. */
  private PageFetcher whole(
      String url, String accept, ServiceClient.Wanted wanted, Deadline deadline) {
    Map<String, String> headers = new LinkedHashMap<>(options.headers());
    headers.put("Accept", accept);
    headers.put("OData-MaxVersion", options.maxVersion());
    opened();
    return new PageFetcher(
        client,
        client.url(url),
        headers,
        wanted,
        new PageSizes(0, Integer.MAX_VALUE, -1),
        false,
        0,
        deadline);
  }

  private byte[] bytes(PageFetcher fetcher) throws SQLException {
    PageBuffer body = fetcher.take().answer().body();
    if (body == null) {
      return new byte[0];
    }
    byte[] bytes = Arrays.copyOf(body.bytes(), body.length());
    client.release(body);
    return bytes;
  }

  @Override
  public RowCursor open(
      String url, List<Column> columns, List<Expansion> expansions, long limit, Deadline deadline) {
    boolean exactNumbers =
        columns.stream().anyMatch(c -> c.type() == EdmType.INT64 || c.type() == EdmType.DECIMAL);
    Map<String, String> headers = new LinkedHashMap<>(options.headers());
    headers.put(
        "Accept",
        "application/json;odata.metadata=minimal"
            + (exactNumbers ? ";IEEE754Compatible=true" : ""));
    headers.put("OData-MaxVersion", options.maxVersion());
    RowDecoder decoder = new RowDecoder(factory, columns, expansions, options.warnings());
    opened();
    return cursor(client.url(url), headers, decoder, limit, deadline, this::closedCursor);
  }

  private PageCursor cursor(
      String url,
      Map<String, String> headers,
      RowDecoder decoder,
      long limit,
      Deadline deadline,
      Runnable onClose) {
    PageFetcher fetcher =
        new PageFetcher(
            client,
            url,
            headers,
            ServiceClient.Wanted.JSON,
            new PageSizes(options.pageSize(), client.limits().maxPageSize(), limit),
            true,
            options.prefetch(),
            deadline);
    return new PageCursor(
        client,
        fetcher,
        decoder,
        (link, rest) -> cursor(link, headers, decoder.of(rest), rest.limit(), deadline, () -> {}),
        limit,
        deadline,
        onClose);
  }

  private synchronized void opened() {
    openCursors++;
    uses++;
  }

  private synchronized void closedCursor() {
    if (--openCursors > 0 || closed) {
      return;
    }
    long use = uses;
    Executor later = CompletableFuture.delayedExecutor(idleMillis, TimeUnit.MILLISECONDS);
    later.execute(() -> closeIdle(use));
  }

  private void closeIdle(long use) {
    synchronized (this) {
      if (closed || uses != use) {
        return;
      }
    }
    client.closeIdle();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    client.close();
  }
}
