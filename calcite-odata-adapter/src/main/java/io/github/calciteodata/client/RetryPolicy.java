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

import io.github.calciteodata.net.ProxyException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** Which failures are worth another try, and how long to wait before it (RFC 9110, 10.2.3). */
final class RetryPolicy {
  private static final long BASE_MILLIS = 1000;
  private static final long CAP_MILLIS = 60_000;
  private static final long IO_BASE_MILLIS = 250;

  private final int retries;
  private final Pauses pauses;

  RetryPolicy(int retries, Pauses pauses) {
    this.retries = retries;
    this.pauses = pauses;
  }

  static boolean isRetryable(int status) {
    return status == 408
        || status == 425
        || status == 429
        || status == 502
        || status == 503
        || status == 504;
  }

  /**
   * Whether a try that ended like this may be repeated. A service that stays silent is asked once
   * more only: it is more likely to be busy with our query than to have lost it.
   */
  static boolean isRetryable(IOException e, int triesBefore) {
    if (e instanceof UnknownHostException
        || e instanceof NoRouteToHostException
        || e instanceof SSLException
        || e instanceof UnpackedBody.TooLargeException) {
      return false;
    }
    if (e instanceof ProxyException proxy) {
      return proxy.mayPass();
    }
    if (e instanceof SocketTimeoutException && !(e instanceof ConnectTimeoutException)) {
      return triesBefore == 0;
    }
    return true;
  }

  boolean mayRepeat(int triesBefore) {
    return triesBefore < retries;
  }

  /**
   * Milliseconds that a {@code Retry-After} header asks for; empty when there is none that can be
   * read.
   */
  Optional<Long> retryAfterMillis(String header) {
    if (header == null || header.isBlank()) {
      return Optional.empty();
    }
    String text = header.trim();
    if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(text.length() > 9 ? Long.MAX_VALUE / 2 : Long.parseLong(text) * 1000);
    }
    try {
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Math.max(0, Duration.between(pauses.now(), at).toMillis()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Exponential from a second, full jitter, at most a minute. */
  long backOffMillis(int triesBefore) {
    return pauses.random(Math.min(CAP_MILLIS, BASE_MILLIS << Math.min(triesBefore, 6)));
  }

  /** The same for sockets and bodies that broke, from a quarter of a second. */
  long ioBackOffMillis(int triesBefore) {
    return pauses.random(Math.min(CAP_MILLIS, IO_BASE_MILLIS << Math.min(triesBefore, 8)));
  }
}
