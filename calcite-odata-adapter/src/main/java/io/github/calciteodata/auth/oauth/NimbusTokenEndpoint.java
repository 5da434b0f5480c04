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

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.SerializeException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretJWT;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.Token;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Builds requests with Nimbus, sends them with our own sender, and reads the answers leniently.
 * Nimbus' own sending is never used: it has no timeouts and repeats a refresh token to wherever a
 * redirect points.
 */
final class NimbusTokenEndpoint implements TokenEndpoint {
  private final OAuthConfig config;
  private final HttpSender sender;
  private final OAuthClock clock;
  private final TokenAnswerReader reader;
  private final AssertionSigner signer;
  private final GrantWriter grants;
  private volatile ServerMetadata metadata;
  private volatile long lastDate;

  NimbusTokenEndpoint(OAuthConfig config, HttpSender sender, OAuthClock clock) {
    this.config = config;
    this.sender = sender;
    this.clock = clock;
    this.reader = new TokenAnswerReader(config.lenientTokenType());
    this.signer = new AssertionSigner(config.client(), clock);
    this.grants = new GrantWriter(config, signer);
  }

  @Override
  public ServerMetadata metadata(TimeLimit limit) throws SQLException {
    ServerMetadata known = metadata;
    if (known == null) {
      String issuer = config.endpoints().issuer();
      boolean complete =
          config.endpoints().token() != null && config.endpoints().authorization() != null;
      known =
          issuer == null || complete
              ? ServerMetadata.NONE
              : new Discovery(sender).discover(issuer, limit);
      metadata = known;
    }
    return known;
  }

  private Endpoints endpoints(TimeLimit limit) throws SQLException {
    return config.endpoints().orElse(metadata(limit));
  }

  @Override
  public TokenAnswer request(GrantRequest request, TimeLimit limit) throws SQLException {
    Endpoints endpoints = endpoints(limit);
    boolean refresh =
        request.plain() instanceof GrantRequest.Refresh && endpoints.refresh() != null;
    URI address = need(refresh ? endpoints.refresh() : endpoints.token(), "OAuthAccessTokenURL");
    TokenAnswer answer = ask(request, address, limit);
    if (answer instanceof TokenAnswer.Refused refused
        && refused.error().equals("invalid_client")
        && lastDate != 0
        && usesAssertion(request)
        && signer.correctClock(lastDate)) {
      return ask(request, address, limit);
    }
    return answer;
  }

  private boolean usesAssertion(GrantRequest request) throws SQLException {
    ClientAuthMethod method = config.client().effectiveMethod(metadata);
    return request.plain() instanceof GrantRequest.Jwt
        || method == ClientAuthMethod.PRIVATE_KEY_JWT
        || method == ClientAuthMethod.CLIENT_SECRET_JWT;
  }

  private TokenAnswer ask(GrantRequest request, URI address, TimeLimit limit) throws SQLException {
    HttpSender.Call call = call(tokenRequest(request, address, limit));
    long sentAt = clock.wallMillis();
    try {
      HttpSender.Answer answer = sender.send(call, limit);
      lastDate = date(answer.headers().get("Date"));
      return reader.read(answer, sentAt);
    } catch (HttpSender.Failure e) {
      return new TokenAnswer.Failed(
          e.sent() ? TokenAnswer.Outcome.UNKNOWN : TokenAnswer.Outcome.NOT_SENT, e.getMessage());
    }
  }

  private static long date(String header) {
    try {
      return header == null
          ? 0
          : ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
              .toInstant()
              .toEpochMilli();
    } catch (DateTimeParseException e) {
      // a server without a usable clock
      return 0;
    }
  }

  private HTTPRequest tokenRequest(GrantRequest request, URI address, TimeLimit limit)
      throws SQLException {
    AuthorizationGrant grant = grants.of(request.plain(), address);
    ClientAuthentication authentication = authentication(address, limit);
    TokenRequest.Builder builder;
    if (authentication != null) {
      builder = new TokenRequest.Builder(address, authentication, grant);
    } else if (request.plain() instanceof GrantRequest.Client) {
      throw OAuthError.CONFIGURATION.exception(
          "OAuthGrantType=CLIENT needs OAuthClientSecret or OAuthJWTCert");
    } else {
      builder = new TokenRequest.Builder(address, new ClientID(config.client().id()), grant);
    }
    String scope = grants.scope(request);
    if (scope != null) {
      builder.scope(Scope.parse(scope));
    }
    if (config.resource() != null) {
      builder.customParameter("resource", config.resource());
    }
    config.tokenParameters().forEach(builder::customParameter);
    if (request instanceof GrantRequest.Extended extended) {
      extended.parameters().forEach(builder::customParameter);
    }
    try {
      return withRawBasic(builder.build().toHTTPRequest(), limit);
    } catch (SerializeException | IllegalStateException | IllegalArgumentException e) {
      throw OAuthError.CONFIGURATION.exception(
          "Cannot build the token request for "
              + config.describe()
              + ": "
              + e.getClass().getSimpleName());
    }
  }

  private ClientAuthentication authentication(URI address, TimeLimit limit) throws SQLException {
    ClientIdentity client = config.client();
    ClientID id = new ClientID(client.id());
    ClientAuthMethod method = client.effectiveMethod(metadata(limit));
    return switch (method) {
      case BASIC -> client.rawBasic() ? null : new ClientSecretBasic(id, secret());
      case POST -> new ClientSecretPost(id, secret());
      case PRIVATE_KEY_JWT ->
          new PrivateKeyJWT(signer.withKey(client.id(), client.id(), address.toString()));
      case CLIENT_SECRET_JWT -> new ClientSecretJWT(signer.withSecret(address.toString()));
      case NONE, AUTO -> null;
    };
  }

  private Secret secret() throws SQLException {
    if (config.client().secret() == null) {
      throw OAuthError.CONFIGURATION.exception("OAuthClientAuth needs OAuthClientSecret");
    }
    return new Secret(config.client().secret().reveal());
  }

  /** RFC 6749 wants id and secret form-encoded first; some servers do not decode them. */
  private HTTPRequest withRawBasic(HTTPRequest request, TimeLimit limit) throws SQLException {
    ClientIdentity client = config.client();
    if (client.rawBasic() && client.effectiveMethod(metadata(limit)) == ClientAuthMethod.BASIC) {
      byte[] pair = (client.id() + ":" + secret().getValue()).getBytes(StandardCharsets.UTF_8);
      request.setAuthorization("Basic " + Base64.getEncoder().encodeToString(pair));
    }
    return request;
  }

  private static HttpSender.Call call(HTTPRequest request) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Accept", "application/json");
    request.getHeaderMap().forEach((name, values) -> headers.put(name, String.join(", ", values)));
    return new HttpSender.Call(
        request.getMethod().name(), request.getURI(), headers, request.getBody());
  }

  private URI need(URI address, String property) throws SQLException {
    String issuer = config.endpoints().issuer();
    if (address == null) {
      throw OAuthError.CONFIGURATION.exception(
          property
              + " is missing"
              + (issuer == null
                  ? "; with OAuthIssuer the server's metadata would give it"
                  : ", and the metadata of " + OAuthError.clean(issuer) + " does not give it"));
    }
    if (config.client().id().isEmpty()) {
      throw OAuthError.CONFIGURATION.exception("OAuthClientId is missing");
    }
    return address;
  }

  @Override
  public boolean revoke(SecretValue token, boolean refreshToken, TimeLimit limit)
      throws SQLException {
    URI address = endpoints(limit).revocation();
    if (address == null) {
      return false;
    }
    Token given =
        refreshToken ? new RefreshToken(token.reveal()) : new BearerAccessToken(token.reveal());
    ClientAuthentication authentication = authentication(address, limit);
    HTTPRequest request =
        authentication != null
            ? new TokenRevocationRequest(address, authentication, given).toHTTPRequest()
            : new TokenRevocationRequest(address, new ClientID(config.client().id()), given)
                .toHTTPRequest();
    HttpSender.Answer answer = send(withRawBasic(request, limit), limit);
    if (answer.status() / 100 != 2) {
      ObjectNode body = TokenAnswerReader.json(answer.body());
      if (body != null && body.path("error").asText().equals("unsupported_token_type")) {
        // signed access tokens cannot be taken back; they end by themselves (RFC 7009, section
        // 2.2.1)
        return false;
      }
      throw OAuthError.BAD_ANSWER.exception(
          "The revocation endpoint refused: " + answer.describe());
    }
    return true;
  }

  private HttpSender.Answer send(HTTPRequest request, TimeLimit limit) throws SQLException {
    try {
      return sender.send(call(request), limit);
    } catch (HttpSender.Failure e) {
      throw OAuthError.UNREACHABLE.exception(e.getMessage());
    }
  }

  @Override
  public DeviceCode beginDevice(TimeLimit limit) throws SQLException {
    URI address = need(endpoints(limit).device(), "OAuthDeviceAuthorizationURL");
    ClientAuthentication authentication = authentication(address, limit);
    Scope scope = config.scope() == null ? null : Scope.parse(config.scope());
    DeviceAuthorizationRequest request =
        authentication != null
            ? new DeviceAuthorizationRequest(address, authentication, scope, null)
            : new DeviceAuthorizationRequest(address, new ClientID(config.client().id()), scope);
    HttpSender.Answer answer = send(withRawBasic(request.toHTTPRequest(), limit), limit);
    ObjectNode body = TokenAnswerReader.json(answer.body());
    if (answer.status() / 100 != 2 || body == null || !body.path("device_code").isTextual()) {
      String error = body == null ? "" : OAuthError.clean(body.path("error").asText());
      throw OAuthError.CLIENT_REFUSED.exception(
          "The device authorization endpoint refused: " + answer.describe() + " " + error);
    }
    String uri = body.path("verification_uri").asText(body.path("verification_url").asText(""));
    return new DeviceCode(
        SecretValue.of(body.path("device_code").asText()),
        OAuthError.clean(body.path("user_code").asText()),
        OAuthError.clean(uri),
        body.path("verification_uri_complete").asText(null),
        body.path("expires_in").asLong(600),
        body.path("interval").asLong(5));
  }

  @Override
  public URI authorizationUrl(AuthorizationRequest wanted, TimeLimit limit) throws SQLException {
    Endpoints endpoints = endpoints(limit);
    URI address = need(endpoints.authorization(), "OAuthAuthorizationURL");
    ClientID id = new ClientID(config.client().id());
    com.nimbusds.oauth2.sdk.AuthorizationRequest.Builder builder =
        new com.nimbusds.oauth2.sdk.AuthorizationRequest.Builder(ResponseType.CODE, id)
            .endpointURI(address)
            .redirectionURI(URI.create(wanted.redirectUri()))
            .state(new State(wanted.state()));
    if (wanted.scope() != null) {
      builder.scope(Scope.parse(wanted.scope()));
    }
    if (wanted.verifier() != null) {
      builder.codeChallenge(GrantWriter.codeVerifier(wanted.verifier()), CodeChallengeMethod.S256);
    }
    if (config.resource() != null) {
      builder.customParameter("resource", config.resource());
    }
    Map<String, String> parameters = new LinkedHashMap<>(config.signIn().parameters());
    parameters.putAll(wanted.parameters());
    parameters.forEach(builder::customParameter);
    try {
      com.nimbusds.oauth2.sdk.AuthorizationRequest request = builder.build();
      boolean pushed = config.signIn().pushed() || metadata(limit).parRequired();
      return pushed ? push(request, endpoints, limit) : request.toURI();
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw OAuthError.CONFIGURATION.exception(
          "Cannot build the authorization request: " + e.getClass().getSimpleName());
    }
  }

  private URI push(
      com.nimbusds.oauth2.sdk.AuthorizationRequest request, Endpoints endpoints, TimeLimit limit)
      throws SQLException {
    URI address = need(endpoints.par(), "OAuthPARURL");
    ClientAuthentication authentication = authentication(address, limit);
    PushedAuthorizationRequest push =
        authentication != null
            ? new PushedAuthorizationRequest(address, authentication, request)
            : new PushedAuthorizationRequest(address, request);
    HttpSender.Answer answer = send(withRawBasic(push.toHTTPRequest(), limit), limit);
    ObjectNode body = TokenAnswerReader.json(answer.body());
    if (answer.status() / 100 != 2 || body == null || !body.path("request_uri").isTextual()) {
      String error = body == null ? "" : OAuthError.clean(body.path("error").asText());
      throw OAuthError.CLIENT_REFUSED.exception(
          "The server refused the pushed authorization request: "
              + answer.describe()
              + " "
              + error);
    }
    return new com.nimbusds.oauth2.sdk.AuthorizationRequest.Builder(
            URI.create(body.path("request_uri").asText()), request.getClientID())
        .endpointURI(endpoints.authorization())
        .build()
        .toURI();
  }

  @Override
  public String toString() {
    return "NimbusTokenEndpoint[" + config.label() + ", " + List.of(config.grant()) + "]";
  }
}
