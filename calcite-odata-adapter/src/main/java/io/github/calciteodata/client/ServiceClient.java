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

import io.github.calciteodata.auth.Authenticator;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Reads from one service: credentials inside its origin only, redirects followed by hand, failures
 * repeated, the body complete or not at all. One for all connections to the service. Thread-safe.
 */
public final class ServiceClient implements AutoCloseable {
  private static final long MAX_PAUSE_MILLIS = TimeUnit.MINUTES.toMillis(10);

  private final ClientOptions options;
  private final Transport transport;
  private final RequestLog log;
  private final ServiceLimits limits;
  private final Pauses pauses;
  private final RetryPolicy retryPolicy;
  private final Origin origin;
  private final BufferPool buffers = new BufferPool();
  private final Attempt.Parts parts;

  /** What a reader wants: the media type to ask for, and whether the answer may be of this one. */
  public enum Wanted {
    JSON,
    XML,
    TEXT
  }

  /**
   * A GET.
   *
   * @param url absolute
   * @param headers besides those of the options and the credentials
   * @param page number for the log
   */
  public record Get(String url, Map<String, String> headers, Wanted wanted, int page) {}

  /**
   * A complete answer.
   *
   * @param url where it came from, after redirects
   * @param body null for 204; to be given back by {@link #release}
   * @param requestId of its entry in the log
   */
  public record Answer(int status, String url, PageBuffer body, long requestId) {}

  /** A client without limits. */
  public ServiceClient(ClientOptions options, Authenticator authenticator, RequestLog log) {
    this(options, authenticator, log, new ServiceLimits(warning -> {}));
  }

  public ServiceClient(
      ClientOptions options, Authenticator authenticator, RequestLog log, ServiceLimits limits) {
    this(options, authenticator, log, limits, new Traffic());
  }

  /** A client that shares the service with others. */
  public ServiceClient(
      ClientOptions options,
      Authenticator authenticator,
      RequestLog log,
      ServiceLimits limits,
      Traffic traffic) {
    this(
        options,
        authenticator,
        log,
        limits,
        traffic,
        new HttpClientTransport(options.connector()),
        Pauses.REAL);
  }

  ServiceClient(
      ClientOptions options,
      Authenticator authenticator,
      RequestLog log,
      ServiceLimits limits,
      Traffic traffic,
      Transport transport,
      Pauses pauses) {
    this.options = options;
    this.log = log;
    this.limits = limits;
    this.transport = transport;
    this.pauses = pauses;
    this.retryPolicy = new RetryPolicy(options.retries(), pauses);
    this.origin = Origin.of(options.serviceRoot());
    this.parts =
        new Attempt.Parts(
            authenticator,
            transport,
            log,
            limits,
            retryPolicy,
            traffic,
            new Traffic.Lane(limits),
            pauses,
            buffers);
  }

  /** The absolute URL of a resource, with the options that every URL of ours gets. */
  public String url(String relative) {
    return options.url(relative);
  }

  /** The URL for messages and logs: secrets and configured parameters hidden. */
  public String redact(String url) {
    return options.redact(url);
  }

  public RequestLog log() {
    return log;
  }

  /** How much the service takes at once. */
  public ServiceLimits limits() {
    return limits;
  }

  /** The absolute form of a link, in TLS where the service is. */
  public String resolve(String base, String link) {
    return origin.secure(Urls.resolve(base, link));
  }

  /** Where credentials may be sent. */
  Origin origin() {
    return origin;
  }

  /** Whether a link stays inside the service's origin, so that credentials may go there. */
  boolean isOwn(String url) {
    return isOf(url, List.of(origin));
  }

  /** Whether a link may be requested: within the service's origin, or one that the user named. */
  public boolean isAllowed(String url) {
    return isOwn(url) || isOf(url, options.allowedOrigins());
  }

  private static boolean isOf(String url, List<Origin> origins) {
    try {
      return origins.contains(Origin.of(url));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Checks a link before it is requested.
   *
   * @throws SQLException SQLState 08004, naming both origins
   */
  public void requireAllowed(String url, String link) throws SQLException {
    if (!isAllowed(link)) {
      throw Failures.otherOrigin("the next link", options.redact(url), link, origin);
    }
  }

  /** Gives a body back. */
  public void release(PageBuffer body) {
    if (body != null) {
      buffers.give(body);
    }
  }

  /** Closes sockets and memory that nobody uses at the moment. */
  public void closeIdle() {
    transport.closeIdle();
    buffers.clear();
  }

  @Override
  public void close() {
    transport.close();
    buffers.clear();
  }

  /**
   * Waits before a page is read again whose body was complete for HTTP but broken for its reader.
   */
  public void backOff(int triesBefore, Call call) throws SQLException {
    pause(retryPolicy.ioBackOffMillis(triesBefore), call, null);
  }

  /** Whether a request may be repeated after so many tries before the one that failed. */
  public boolean mayRepeat(int triesBefore) {
    return retryPolicy.mayRepeat(triesBefore);
  }

  /** Sends the request and reads its answer, as often as it takes. */
  public Answer get(Get get, Call call) throws SQLException {
    Attempt attempt = new Attempt(this, parts, options, get, call);
    try {
      return attempt.run();
    } finally {
      attempt.logFailure();
    }
  }

  /** Pauses, unless nobody waits that long: then what went wrong is thrown. */
  void pause(long millis, Call call, SQLException otherwise) throws SQLException {
    if (millis >= call.remainingMillis() || millis > MAX_PAUSE_MILLIS) {
      call.check();
      if (otherwise != null) {
        throw otherwise;
      }
    }
    pauses.pause(millis, call);
  }
}
