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
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One request while it is repeated: with other credentials after a refusal, at another place after
 * a redirect, later after a failure that may pass.
 */
final class Attempt {
  private static final int MAX_REDIRECTS = 5;

  /** One for a token that another thread has renewed already, one for a new token. */
  private static final int MAX_RENEWALS = 2;

  /** For what expired or stopped working on its way, which takes the time that it was good for. */
  private static final int MAX_OUTLIVED = 10;

  private final ServiceClient client;
  private final Parts parts;
  private final ClientOptions options;
  private final ServiceClient.Get get;
  private final Call call;
  private final long start = System.nanoTime();
  private String url;
  private int tries;
  private int redirects;
  private int renewals;
  private int outlived;
  private int lastStatus;
  private boolean logged;
  private Traffic.Ticket ticket;
  private long pauseMillis;
  private Refused refused;
  private SQLException pausesAfter;
  private Envelope envelope;

  /**
   * What attempts of one client share.
   *
   * @param traffic of all connections to the service
   * @param lane of this one
   * @param buffers for bodies
   */
  record Parts(
      Authenticator authenticator,
      Transport transport,
      RequestLog log,
      ServiceLimits limits,
      RetryPolicy retryPolicy,
      Traffic traffic,
      Traffic.Lane lane,
      Pauses pauses,
      BufferPool buffers) {}

  Attempt(
      ServiceClient client, Parts parts, ClientOptions options, ServiceClient.Get get, Call call) {
    this.client = client;
    this.parts = parts;
    this.options = options;
    this.get = get;
    this.call = call;
    this.url = get.url();
    this.envelope = new Envelope(null, url, options);
  }

  ServiceClient.Answer run() throws SQLException {
    while (true) {
      call.check();
      boolean own = client.isOwn(url);
      envelope = new Envelope(own ? parts.limits().way(url) : null, url, options);
      Transport.Request request =
          envelope.request(get.headers(), own ? options.headers() : List.of());
      if (own) {
        parts.authenticator().prepare(call);
      }
      ServiceClient.Answer answer = null;
      ticket = parts.traffic().enter(parts.lane(), call);
      try {
        // as late as possible: they may be good for seconds only
        Optional<Header> credentials = own ? credentials(request) : Optional.empty();
        answer = sent(request, credentials);
      } catch (IOException e) {
        afterBreak(e);
      } catch (IllegalStateException e) {
        // the pool has been closed under us
        call.check();
        throw new SQLException("The service's connection has been closed", "08003", e);
      } finally {
        parts.traffic().leave(ticket);
      }
      if (answer != null) {
        return answer;
      }
      // the rest may take long: not while others could be sent
      if (refused != null) {
        Refused last = refused;
        refused = null;
        renew(last);
      }
      if (pauseMillis > 0) {
        client.pause(pauseMillis, call, pausesAfter);
        pauseMillis = 0;
        tries++;
      }
    }
  }

  /**
   * What was sent, and what came of it.
   *
   * @param failure to throw when nothing better can be said
   */
  private record Refused(Optional<Header> credentials, Refusal refusal, SQLException failure) {}

  private void pauseFor(long millis, SQLException failure) {
    // at least for a moment: a service may say that it may be asked again at once
    pauseMillis = Math.max(1, millis);
    pausesAfter = failure;
  }

  private ServiceClient.Answer sent(Transport.Request request, Optional<Header> credentials)
      throws SQLException, IOException {
    try (Transport.Response response = parts.transport().send(with(request, credentials), call)) {
      return opened(response, credentials);
    }
  }

  private Optional<Header> credentials(Transport.Request request) throws SQLException {
    return parts.authenticator().header(request.method(), Urls.requestTarget(request.url()), call);
  }

  private static Transport.Request with(Transport.Request request, Optional<Header> credentials) {
    List<Header> headers = new ArrayList<>(request.headers());
    credentials.ifPresent(headers::add);
    return new Transport.Request(request.method(), request.url(), headers, request.body());
  }

  /** The answer to the GET, wherever it was put; null to try again. */
  private ServiceClient.Answer opened(Transport.Response response, Optional<Header> credentials)
      throws SQLException, IOException {
    lastStatus = response.status();
    try (Transport.Response inner = envelope.open(response)) {
      if (envelope.isRefusedBy(inner.status(), inner != response)
          && parts.limits().refuse(envelope.way())) {
        return null;
      }
      lastStatus = inner.status();
      parts.traffic().answered(ticket, lastStatus);
      ServiceClient.Answer answer = answer(inner, credentials);
      if (answer != null && envelope.way() != null) {
        parts.limits().prove(envelope.way());
      }
      return answer;
    }
  }

  /** The answer, or null to try again. */
  private ServiceClient.Answer answer(Transport.Response response, Optional<Header> credentials)
      throws SQLException, IOException {
    int status = response.status();
    if (status == 204) {
      credentials.ifPresent(parts.authenticator()::accepted);
      return new ServiceClient.Answer(status, url, null, done(0));
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
    ServiceError error = error(response, credentials);
    SQLException failure =
        Failures.status("GET", options.redact(url), status, Failures.reason(status), error);
    response.close();
    if (status == 401 || status == 403) {
      afterRefusal(credentials, status, challenges, error, failure);
      return null;
    }
    if (!RetryPolicy.isRetryable(status) || !parts.retryPolicy().mayRepeat(tries)) {
      throw failure;
    }
    Optional<Long> asked = parts.retryPolicy().retryAfterMillis(retryAfter);
    if (asked.isPresent() && (status == 429 || status == 503)) {
      parts.traffic().hold(parts.pauses().now().plusMillis(asked.get()));
    }
    pauseFor(asked.isPresent() ? asked.get() : parts.retryPolicy().backOffMillis(tries), failure);
    return null;
  }

  /** Has another try prepared with other credentials; throws where none were sent. */
  private void afterRefusal(
      Optional<Header> credentials,
      int status,
      List<Challenge> challenges,
      ServiceError error,
      SQLException failure)
      throws SQLException {
    if (!client.isOwn(url)) {
      // it got none, so it says nothing about ours
      throw Failures.withoutCredentials(failure);
    }
    Refusal refusal =
        new Refusal(
            "GET " + options.redact(url), status, challenges, error.code(), error.message());
    refused = new Refused(credentials, refusal, failure);
  }

  private void renew(Refused last) throws SQLException {
    if (!isRenewed(last.credentials(), last.refusal())) {
      throw parts.authenticator().failure(last.refusal()).orElse(last.failure());
    }
    // a redirect may have led to a page to log in
    url = get.url();
    redirects = 0;
  }

  private boolean isRenewed(Optional<Header> credentials, Refusal refusal) throws SQLException {
    if (renewals >= MAX_RENEWALS || outlived >= MAX_OUTLIVED) {
      return false;
    }
    Authenticator.Renewal renewal =
        parts.authenticator().renew(credentials.orElse(null), refusal, call);
    renewals += renewal == Authenticator.Renewal.RENEWED ? 1 : 0;
    outlived += renewal == Authenticator.Renewal.OUTLIVED ? 1 : 0;
    return renewal != Authenticator.Renewal.NONE;
  }

  private ServiceClient.Answer body(Transport.Response response, Optional<Header> credentials)
      throws SQLException, IOException {
    String type = response.header("Content-Type");
    if (!fits(type)) {
      ServiceError text = error(response, credentials);
      SQLException failure =
          Failures.contentType(
              options.redact(url), response.status(), type, get.wanted().name(), text);
      response.close();
      if (!isHtml(type)) {
        throw failure;
      }
      afterRefusal(credentials, response.status(), List.of(), text, failure);
      return null;
    }
    credentials.ifPresent(parts.authenticator()::accepted);
    PageBuffer buffer = parts.buffers().take();
    boolean complete = false;
    try {
      InputStream in = response.body();
      boolean packed = response.header("Content-Encoding") != null;
      buffer.fill(in, packed ? response.contentLength() * 4 : response.contentLength());
      complete = true;
      return new ServiceClient.Answer(response.status(), url, buffer, done(buffer.length()));
    } finally {
      if (!complete) {
        parts.buffers().give(buffer);
      }
    }
  }

  private boolean fits(String type) {
    if (type == null) {
      return true;
    }
    String t = type.toLowerCase(Locale.ROOT);
    return switch (get.wanted()) {
      // some call their JSON text; the decoder sees what it is
      case JSON -> t.contains("json") || !t.contains("html") && !t.contains("xml");
      case XML -> !t.contains("html") && !t.contains("json");
      case TEXT -> !t.contains("html");
    };
  }

  private static boolean isHtml(String type) {
    return type != null && type.toLowerCase(Locale.ROOT).contains("html");
  }

  private ServiceError error(Transport.Response response, Optional<Header> credentials) {
    try {
      byte[] bytes = response.body().readNBytes(1 << 16);
      ServiceError error = ServiceError.parse(bytes, bytes.length);
      if (error.message() == null) {
        return error;
      }
      // some repeat what they refuse
      String text = options.hide(error.message());
      return new ServiceError(error.code(), credentials.map(c -> c.hide(text)).orElse(text));
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
          Failures.reason(lastStatus),
          new ServiceError(null, "a redirect without Location"));
    }
    String target = client.resolve(url, location.trim());
    if (!client.isAllowed(target)) {
      SQLException failure =
          Failures.otherOrigin(
              "a redirect (" + lastStatus + ")", options.redact(url), target, client.origin());
      response.close();
      afterRefusal(credentials, lastStatus, List.of(), new ServiceError(null, null), failure);
      return;
    }
    if (++redirects > MAX_REDIRECTS) {
      throw Failures.status(
          "GET",
          options.redact(url),
          lastStatus,
          Failures.reason(lastStatus),
          new ServiceError(null, "too many redirects in a row"));
    }
    url = target;
  }

  private void afterBreak(IOException e) throws SQLException {
    call.check();
    SQLException failure = Failures.io("GET", options.redact(url), e, options.timeout(), tries + 1);
    if (!RetryPolicy.isRetryable(e, tries) || !parts.retryPolicy().mayRepeat(tries)) {
      throw failure;
    }
    // a redirect may have led to the broken place
    url = get.url();
    redirects = 0;
    pauseFor(parts.retryPolicy().ioBackOffMillis(tries), failure);
  }

  private long done(long bytes) {
    logged = true;
    return parts
        .log()
        .add(
            envelope.method(),
            options.redact(get.url()),
            lastStatus,
            bytes,
            millis(),
            tries,
            get.page());
  }

  void logFailure() {
    if (!logged) {
      parts
          .log()
          .add(
              envelope.method(),
              options.redact(get.url()),
              lastStatus,
              0,
              millis(),
              tries,
              get.page());
    }
  }

  private long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
