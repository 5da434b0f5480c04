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

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An authorization server for tests: PKCE, rotation that revokes the whole family when a refresh
 * token comes twice, discovery, device grant, revocation, pushed requests; and answers to order.
 */
final class FakeAuthorizationServer implements AutoCloseable {
  private static final Set<String> SECRET_PARAMETERS =
      Set.of(
          "code",
          "code_verifier",
          "refresh_token",
          "client_secret",
          "password",
          "assertion",
          "client_assertion",
          "device_code",
          "token");

  /** A code and what it was given for. */
  private record Code(String redirectUri, String challenge, String scope) {}

  /** An answer to order. */
  record Scripted(int status, String contentType, String body, Map<String, String> headers) {
    static Scripted json(int status, String body) {
      return new Scripted(status, "application/json", body, Map.of());
    }
  }

  final List<Map<String, String>> tokenRequests = Collections.synchronizedList(new ArrayList<>());
  final List<String> authorizationHeaders = Collections.synchronizedList(new ArrayList<>());
  final List<String> rawRequests = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Code> codes = new HashMap<>();
  private final Map<String, String> familyOfRefresh = new HashMap<>();
  private final Map<String, String> familyOfAccess = new HashMap<>();
  private final Map<String, Map<String, String>> pushed = new HashMap<>();
  private final Map<String, Long> endOfAccess = new HashMap<>();
  private final Set<String> secrets = new HashSet<>();
  private final Set<String> usedRefresh = new HashSet<>();
  private final Set<String> deadFamilies = new HashSet<>();
  private final Deque<Scripted> script = new ArrayDeque<>();
  private int refreshes;
  private int devicePolls;
  volatile int lifetime = 3600;
  volatile long delayMillis;
  volatile boolean rotate = true;
  volatile boolean issuerInCallback = true;
  volatile String issuerToSend;
  volatile String metadataIssuer;
  volatile String deny;
  volatile int pollsUntilGranted = 2;
  volatile boolean revokesAccess = true;
  volatile int deviceInterval = 5;
  volatile boolean slowDown = true;

  FakeAuthorizationServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setExecutor(threads);
    server.createContext("/.well-known/openid-configuration", this::metadata);
    server.createContext("/authorize", this::authorize);
    server.createContext("/token", this::token);
    server.createContext("/revoke", this::revoke);
    server.createContext("/device", this::device);
    server.createContext("/par", this::push);
    server.start();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Properties of a connection to it. */
  Map<String, String> properties(String... more) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("OAuthIssuer", issuer());
    properties.put("OAuthClientId", "client-1");
    properties.put("OAuthSettingsLocation", "memory://");
    properties.put("Scope", "api");
    for (int i = 0; i < more.length; i += 2) {
      if (more[i + 1] == null) {
        properties.remove(more[i]);
      } else {
        properties.put(more[i], more[i + 1]);
      }
    }
    return properties;
  }

  /** The next answer of the token endpoint. */
  synchronized FakeAuthorizationServer then(Scripted answer) {
    script.add(answer);
    return this;
  }

  /** A refresh token of a new family. */
  synchronized String newRefreshToken() {
    String token = "rt-" + UUID.randomUUID();
    familyOfRefresh.put(token, token);
    secrets.add(token);
    return token;
  }

  synchronized boolean isActive(String access) {
    String family = familyOfAccess.get(access);
    return family != null && !deadFamilies.contains(family);
  }

  /** Whether a resource server would take it now: active, and not older than its life. */
  synchronized boolean accepts(String access) {
    Long end = endOfAccess.get(access);
    return isActive(access) && end != null && System.nanoTime() < end;
  }

  /** Everything secret that it has handed out or received so far. */
  synchronized Set<String> secrets() {
    return Set.copyOf(secrets);
  }

  synchronized int refreshes() {
    return refreshes;
  }

  synchronized boolean familyRevoked() {
    return !deadFamilies.isEmpty();
  }

  private void metadata(HttpExchange exchange) throws IOException {
    String base = issuer();
    String body =
        "{\"issuer\":\""
            + (metadataIssuer == null ? base : metadataIssuer)
            + "\",\"authorization_endpoint\":\""
            + base
            + "/authorize\",\"token_endpoint\":\""
            + base
            + "/token\",\"revocation_endpoint\":\""
            + base
            + "/revoke\",\"device_authorization_endpoint\":\""
            + base
            + "/device\",\"pushed_authorization_request_endpoint\":\""
            + base
            + "/par\",\"authorization_response_iss_parameter_supported\":"
            + issuerInCallback
            + "}";
    send(exchange, Scripted.json(200, body));
  }

  /** What a person's consent leads to: the address that the browser is sent back to. */
  String consent(URI url) {
    Map<String, String> query = form(url.getRawQuery());
    if (query.containsKey("request_uri")) {
      query = pushed.get(query.get("request_uri"));
    }
    String redirect = query.get("redirect_uri");
    StringBuilder back = new StringBuilder(redirect).append(redirect.contains("?") ? "&" : "?");
    if (deny != null) {
      back.append("error=")
          .append(deny)
          .append("&error_description=")
          .append(encode("<script>no\u00e9</script>"));
    } else {
      // characters that a decoder must not touch twice
      String code = "c+/=&%" + UUID.randomUUID();
      synchronized (this) {
        codes.put(code, new Code(redirect, query.get("code_challenge"), query.get("scope")));
      }
      back.append("code=").append(encode(code));
    }
    back.append("&state=").append(encode(query.get("state")));
    if (issuerInCallback) {
      back.append("&iss=").append(encode(issuerToSend == null ? issuer() : issuerToSend));
    }
    return back.toString();
  }

  private void authorize(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Location", consent(exchange.getRequestURI()));
    send(exchange, new Scripted(302, "text/html", "", Map.of()));
  }

  private void token(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> form = form(body);
    rawRequests.add(exchange.getRequestURI() + " " + body);
    tokenRequests.add(form);
    synchronized (this) {
      form.forEach(
          (name, value) -> {
            if (SECRET_PARAMETERS.contains(name)) {
              secrets.add(value);
            }
          });
    }
    authorizationHeaders.add(
        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    Scripted scripted;
    synchronized (this) {
      scripted = script.poll();
    }
    if (scripted == null) {
      scripted = grant(form);
    }
    if (delayMillis > 0) {
      try {
        Thread.sleep(delayMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    send(exchange, scripted);
  }

  private synchronized Scripted grant(Map<String, String> form) {
    return switch (form.getOrDefault("grant_type", "")) {
      case "authorization_code" -> {
        Code code = codes.remove(form.get("code"));
        boolean good =
            code != null
                && code.redirectUri().equals(form.get("redirect_uri"))
                && (code.challenge() == null
                    || code.challenge().equals(s256(form.get("code_verifier"))));
        yield good ? tokens(newRefreshToken()) : error("invalid_grant");
      }
      case "refresh_token" -> {
        String token = form.get("refresh_token");
        String family = familyOfRefresh.get(token);
        if (family != null && rotate && usedRefresh.contains(token)) {
          deadFamilies.add(family);
        }
        if (family == null || deadFamilies.contains(family)) {
          yield error("invalid_grant");
        }
        refreshes++;
        if (rotate) {
          usedRefresh.add(token);
          String next = "rt-" + UUID.randomUUID();
          familyOfRefresh.put(next, family);
          secrets.add(next);
          yield tokens(next);
        }
        yield access(family, null);
      }
      case "client_credentials", "password", "urn:ietf:params:oauth:grant-type:jwt-bearer" ->
          access("machine-" + UUID.randomUUID(), null);
      case "urn:ietf:params:oauth:grant-type:device_code" -> {
        devicePolls++;
        if (devicePolls == 1 && slowDown) {
          yield error("slow_down");
        }
        yield devicePolls < pollsUntilGranted
            ? error("authorization_pending")
            : tokens(newRefreshToken());
      }
      default -> error("unsupported_grant_type");
    };
  }

  private Scripted tokens(String refresh) {
    return access(familyOfRefresh.get(refresh), refresh);
  }

  private Scripted access(String family, String refresh) {
    String access = "at-" + UUID.randomUUID();
    familyOfAccess.put(access, family);
    endOfAccess.put(access, System.nanoTime() + lifetime * 1_000_000_000L);
    secrets.add(access);
    String rotated = refresh == null ? "" : ",\"refresh_token\":\"" + refresh + "\"";
    return Scripted.json(
        200,
        "{\"access_token\":\""
            + access
            + "\",\"token_type\":\"Bearer\",\"expires_in\":"
            + lifetime
            + rotated
            + "}");
  }

  private static Scripted error(String code) {
    return Scripted.json(400, "{\"error\":\"" + code + "\"}");
  }

  private void revoke(HttpExchange exchange) throws IOException {
    Map<String, String> form =
        form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    if ("access_token".equals(form.get("token_type_hint")) && !revokesAccess
        || !revokesAccess && form.get("token").startsWith("at-")) {
      send(exchange, error("unsupported_token_type"));
      return;
    }
    synchronized (this) {
      String token = form.get("token");
      String family = familyOfRefresh.getOrDefault(token, familyOfAccess.get(token));
      if (family != null) {
        deadFamilies.add(family);
      }
    }
    send(exchange, Scripted.json(200, ""));
  }

  private void device(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    send(
        exchange,
        Scripted.json(
            200,
            "{\"device_code\":\"dc-secret\",\"user_code\":\"ABCD-EFGH\",\"verification_uri\":\""
                + issuer()
                + "/enter\",\"expires_in\":600,\"interval\":"
                + deviceInterval
                + "}"));
  }

  private void push(HttpExchange exchange) throws IOException {
    String uri = "urn:ietf:params:oauth:request_uri:" + UUID.randomUUID();
    pushed.put(
        uri, form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    send(exchange, Scripted.json(201, "{\"request_uri\":\"" + uri + "\",\"expires_in\":60}"));
  }

  private static void send(HttpExchange exchange, Scripted answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    if (answer.contentType() != null) {
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    }
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    } catch (IOException e) {
      // the client may have given up, as some tests want it to
      return;
    }
  }

  static String s256(String verifier) {
    if (verifier == null) {
      return "";
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<String, String> form(String text) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String pair : text == null ? new String[0] : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return form;
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
