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
import io.github.calciteodata.auth.Challenge;
import io.github.calciteodata.auth.Header;
import io.github.calciteodata.auth.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reads from one service: credentials inside its origin only, redirects followed by hand, failures
 * repeated, the body complete or not at all. One for all connections to the service. Thread-safe.
 */
public final class ServiceClient implements AutoCloseable {
  private static final int MAX_REDIRECTS = 5;

  /** One for a token that another thread has renewed already, one for a new token. */
  private static final int MAX_RENEWALS = 2;

  private static final long MAX_PAUSE_MILLIS = TimeUnit.MINUTES.toMillis(10);

  private final ClientOptions options;
  private final Authenticator authenticator;
  private final Transport transport;
  private final RequestLog log;
  private final ServiceLimits limits;
  private final Pauses pauses;
  private final RetryPolicy retryPolicy;
  private final Throttle throttle;
  private final Origin origin;
  private final BufferPool buffers = new BufferPool();

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
    this(
        options,
        authenticator,
        log,
        limits,
        new HttpClientTransport(options.connector()),
        Pauses.REAL);
  }

  ServiceClient(
      ClientOptions options,
      Authenticator authenticator,
      RequestLog log,
      ServiceLimits limits,
      Transport transport,
      Pauses pauses) {
    this.options = options;
    this.authenticator = authenticator;
    this.log = log;
    this.limits = limits;
    this.transport = transport;
    this.pauses = pauses;
    this.retryPolicy = new RetryPolicy(options.retries(), pauses);
    this.throttle = new Throttle(pauses);
    this.origin = Origin.of(options.serviceRoot());
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

  /** Whether a link stays inside the service's origin, so that it may be requested. */
  public boolean isOwn(String url) {
    try {
      return Origin.of(url).equals(origin);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Checks a link before it is requested.
   *
   * @throws SQLException SQLState 08004, naming both origins
   */
  public void requireOwn(String url, String link) throws SQLException {
    if (!isOwn(link)) {
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
    Attempt attempt = new Attempt(get, call);
    try {
      return attempt.run();
    } finally {
      attempt.logFailure();
    }
  }

  private void pause(long millis, Call call, SQLException otherwise) throws SQLException {
    if (millis >= call.remainingMillis() || millis > MAX_PAUSE_MILLIS) {
      call.check();
      if (otherwise != null) {
        throw otherwise;
      }
    }
    pauses.pause(millis, call);
  }

  /** The state of one request while it is repeated. */
  private final class Attempt {
    private final Get get;
    private final Call call;
    private final long start = System.nanoTime();
    private String url;
    private int tries;
    private int redirects;
    private int renewals;
    private int lastStatus;
    private boolean logged;
    private Envelope envelope;

    Attempt(Get get, Call call) {
      this.get = get;
      this.call = call;
      this.url = get.url;
      this.envelope = new Envelope(null, url, options);
    }

    Answer run() throws SQLException {
      while (true) {
        call.check();
        throttle.await(call);
        envelope = new Envelope(limits.way(url), url, options);
        Transport.Request request = envelope.request(get.headers, options.headers());
        Optional<Header> credentials =
            authenticator.header(request.method(), Urls.requestTarget(request.url()), call);
        Answer answer;
        limits.enter(call);
        try (Transport.Response response = transport.send(with(request, credentials), call)) {
          answer = opened(response, credentials);
        } catch (IOException e) {
          afterBreak(e);
          continue;
        } catch (IllegalStateException e) {
          // the pool has been closed under us
          call.check();
          throw new SQLException("The service's connection has been closed", "08003", e);
        } finally {
          limits.leave();
        }
        if (answer != null) {
          return answer;
        }
      }
    }

    private Transport.Request with(Transport.Request request, Optional<Header> credentials) {
      List<Header> headers = new ArrayList<>(request.headers());
      credentials.filter(c -> isOwn(request.url())).ifPresent(headers::add);
      return new Transport.Request(request.method(), request.url(), headers, request.body());
    }

    /** The answer to the GET, wherever it was put; null to try again. */
    private Answer opened(Transport.Response response, Optional<Header> credentials)
        throws SQLException, IOException {
      lastStatus = response.status();
      try (Transport.Response inner = envelope.open(response)) {
        if (envelope.isRefusedBy(inner.status(), inner != response)
            && limits.refuse(envelope.way())) {
          return null;
        }
        lastStatus = inner.status();
        Answer answer = answer(inner, credentials);
        if (answer != null && envelope.way() != null) {
          limits.prove(envelope.way());
        }
        return answer;
      }
    }

    /** The answer, or null to try again. */
    private Answer answer(Transport.Response response, Optional<Header> credentials)
        throws SQLException, IOException {
      int status = response.status();
      if (status == 204) {
        credentials.ifPresent(authenticator::accepted);
        return new Answer(status, url, null, done(0));
      }
      if (status / 100 == 2) {
        return body(response, credentials);
      }
      if (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) {
        redirect(response, credentials);
        return null;
      }
      List<Challenge> challenges = Challenge.parse(response.headers("WWW-Authenticate"));
      String retryAfter = response.header("Retry-After");
      ServiceError error = error(response);
      SQLException failure =
          Failures.status("GET", options.redact(url), status, reason(status), error);
      response.close();
      if (status == 401 || status == 403) {
        afterRefusal(credentials, status, challenges, error, failure);
        return null;
      }
      if (!RetryPolicy.isRetryable(status) || !retryPolicy.mayRepeat(tries)) {
        throw failure;
      }
      Optional<Long> asked = retryPolicy.retryAfterMillis(retryAfter);
      if (asked.isPresent() && (status == 429 || status == 503)) {
        throttle.hold(pauses.now().plusMillis(asked.get()));
      }
      pause(asked.isPresent() ? asked.get() : retryPolicy.backOffMillis(tries), call, failure);
      tries++;
      return null;
    }

    /** Prepares another try with other credentials, or throws. */
    private void afterRefusal(
        Optional<Header> credentials,
        int status,
        List<Challenge> challenges,
        ServiceError error,
        SQLException failure)
        throws SQLException {
      Refusal refusal =
          new Refusal(
              "GET " + options.redact(url), status, challenges, error.code(), error.message());
      if (renewals < MAX_RENEWALS && authenticator.renew(credentials.orElse(null), refusal, call)) {
        renewals++;
        // a redirect may have led to a page to log in
        url = get.url;
        redirects = 0;
        return;
      }
      throw authenticator.failure(refusal).orElse(failure);
    }

    private Answer body(Transport.Response response, Optional<Header> credentials)
        throws SQLException, IOException {
      String type = response.header("Content-Type");
      if (!fits(type)) {
        ServiceError text = error(response);
        SQLException failure =
            Failures.contentType(
                options.redact(url), response.status(), type, get.wanted.name(), text);
        response.close();
        if (!isHtml(type)) {
          throw failure;
        }
        afterRefusal(credentials, response.status(), List.of(), text, failure);
        return null;
      }
      credentials.ifPresent(authenticator::accepted);
      PageBuffer buffer = buffers.take();
      boolean complete = false;
      try {
        InputStream in = response.body();
        boolean packed = response.header("Content-Encoding") != null;
        buffer.fill(in, packed ? response.contentLength() * 4 : response.contentLength());
        complete = true;
        return new Answer(response.status(), url, buffer, done(buffer.length()));
      } finally {
        if (!complete) {
          buffers.give(buffer);
        }
      }
    }

    private boolean fits(String type) {
      if (type == null) {
        return true;
      }
      String t = type.toLowerCase(Locale.ROOT);
      return switch (get.wanted) {
        // some call their JSON text; the decoder sees what it is
        case JSON -> t.contains("json") || !t.contains("html") && !t.contains("xml");
        case XML -> !t.contains("html") && !t.contains("json");
        case TEXT -> !t.contains("html");
      };
    }

    private static boolean isHtml(String type) {
      return type != null && type.toLowerCase(Locale.ROOT).contains("html");
    }

    private ServiceError error(Transport.Response response) {
      try {
        byte[] bytes = response.body().readNBytes(1 << 16);
        ServiceError error = ServiceError.parse(bytes, bytes.length);
        return error.message() == null
            ? error
            : new ServiceError(error.code(), options.hide(error.message()));
      } catch (IOException e) {
        return new ServiceError(null, null); // the status says enough
      }
    }

    private void redirect(Transport.Response response, Optional<Header> credentials)
        throws SQLException {
      String location = response.header("Location");
      if (location == null) {
        throw Failures.status(
            "GET",
            options.redact(url),
            lastStatus,
            reason(lastStatus),
            new ServiceError(null, "a redirect without Location"));
      }
      String target = resolve(url, location.trim());
      if (!isOwn(target)) {
        SQLException failure =
            Failures.otherOrigin(
                "a redirect (" + lastStatus + ")", options.redact(url), target, origin);
        response.close();
        afterRefusal(credentials, lastStatus, List.of(), new ServiceError(null, null), failure);
        return;
      }
      if (++redirects > MAX_REDIRECTS) {
        throw Failures.status(
            "GET",
            options.redact(url),
            lastStatus,
            reason(lastStatus),
            new ServiceError(null, "too many redirects in a row"));
      }
      url = target;
    }

    private void afterBreak(IOException e) throws SQLException {
      call.check();
      SQLException failure =
          Failures.io("GET", options.redact(url), e, options.timeout(), tries + 1);
      if (!RetryPolicy.isRetryable(e, tries) || !retryPolicy.mayRepeat(tries)) {
        throw failure;
      }
      // a redirect may have led to the broken place
      url = get.url;
      redirects = 0;
      pause(retryPolicy.ioBackOffMillis(tries), call, failure);
      tries++;
    }

    private long done(long bytes) {
      logged = true;
      return log.add(
          envelope.method(), options.redact(get.url), lastStatus, bytes, millis(), tries, get.page);
    }

    void logFailure() {
      if (!logged) {
        log.add(
            envelope.method(), options.redact(get.url), lastStatus, 0, millis(), tries, get.page);
      }
    }

    private long millis() {
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
  }

  private static String reason(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 410 -> "Gone";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      default -> "";
    };
  }
}
