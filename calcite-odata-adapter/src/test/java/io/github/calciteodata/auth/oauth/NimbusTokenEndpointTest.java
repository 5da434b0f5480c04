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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import io.github.calciteodata.auth.oauth.FakeAuthorizationServer.Scripted;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to the authorization server on the wire. */
class NimbusTokenEndpointTest {
  private static final TimeLimit LIMIT = TimeLimit.in(Duration.ofSeconds(60));

  @TempDir private Path folder;
  @RegisterExtension private final OAuthFixture oauth = new OAuthFixture();

  private NimbusTokenEndpoint endpoint(String... properties) throws SQLException {
    return new NimbusTokenEndpoint(
        OAuthConfig.from(oauth.server.properties(properties)), oauth.sender, oauth.clock);
  }

  private static GrantRequest refresh(String token) {
    return new GrantRequest.Refresh(SecretValue.of(token), null);
  }

  @Test
  void s26BasicFormEncodesIdAndSecret() throws Exception {
    endpoint("OAuthClientId", "basic:cli/ent", "OAuthClientSecret", "p@ss:w/ rd+%&=!")
        .request(new GrantRequest.Client(), LIMIT);
    String header = oauth.server.authorizationHeaders.get(0);
    String pair =
        new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
    assertThat(pair).isEqualTo("basic%3Acli%2Fent:p%40ss%3Aw%2F+rd%2B%25%26%3D%21");
  }

  @Test
  void s27RawBasicDoesNotEncode() throws Exception {
    endpoint(
            "OAuthClientId",
            "id",
            "OAuthClientSecret",
            "p@ss w+",
            "OAuthBasicEncoding",
            "RAW",
            "OAuthClientAuth",
            "BASIC")
        .request(refresh("x"), LIMIT);
    String header = oauth.server.authorizationHeaders.get(0);
    assertThat(new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8))
        .isEqualTo("id:p@ss w+");
  }

  @Test
  void s25ASecretThatIsPostedIsNeverInTheAddress() throws Exception {
    endpoint("OAuthClientSecret", "s3cret", "OAuthClientAuth", "POST")
        .request(new GrantRequest.Client(), LIMIT);
    assertThat(oauth.server.rawRequests.get(0))
        .startsWith("/token ")
        .contains("client_secret=s3cret");
    assertThat(oauth.server.authorizationHeaders.get(0)).isEqualTo("null");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void s23ARedirectOfTheTokenEndpointIsNotFollowed(int status) throws Exception {
    try (FakeAuthorizationServer recorder = new FakeAuthorizationServer()) {
      oauth.server.then(
          new Scripted(status, null, "", Map.of("Location", recorder.issuer() + "/token")));
      assertThat(endpoint().request(refresh("rt"), LIMIT)).isInstanceOf(TokenAnswer.Unusable.class);
      assertThat(recorder.rawRequests).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://as.example/token",
        "http://127.0.0.1.evil.example/token",
        "http://localhost@evil.example/token",
        "ftp://127.0.0.1/token",
        "https://user:pw@as.example/token",
        "https:/token"
      })
  void s22AnAddressThatIsNotSafeIsRefusedByConfiguration(String address) {
    assertThatThrownBy(() -> endpoint("OAuthAccessTokenURL", address))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08004"))
        .hasMessageContaining("OAuthAccessTokenURL");
    assertThatThrownBy(
            () ->
                oauth.sender.send(
                    new HttpSender.Call("POST", URI.create(address), Map.of(), "x"), LIMIT))
        .isInstanceOf(HttpSender.Failure.class);
  }

  @Test
  void s28AnEndlessAnswerIsCutOff() throws Exception {
    try (RawServer server =
        new RawServer(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", "x".repeat(8192), 0)) {
      assertThatThrownBy(() -> oauth.sender.send(server.call(), LIMIT))
          .isInstanceOf(HttpSender.Failure.class)
          .hasMessageContaining("1048576");
    }
  }

  @Test
  void r23ADrippingAnswerEndsAtTheTotalLimit() throws Exception {
    try (RawServer server =
        new RawServer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", " ", 50)) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> oauth.sender.send(server.call(), TimeLimit.inMillis(700)))
          .isInstanceOfSatisfying(HttpSender.Failure.class, e -> assertThat(e.sent()).isTrue())
          .hasMessageContaining("no answer in time");
      assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    }
  }

  @Test
  void r23WhatNeverReachedTheServerIsKnownAsSuch() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    HttpSender.Call call =
        new HttpSender.Call(
            "POST",
            URI.create("http://127.0.0.1:" + port + "/token"),
            Map.of(),
            "refresh_token=rt-secret");
    assertThatThrownBy(() -> oauth.sender.send(call, LIMIT))
        .isInstanceOfSatisfying(HttpSender.Failure.class, e -> assertThat(e.sent()).isFalse())
        .hasMessageNotContaining("rt-secret");
  }

  @Test
  void r24ALostAnswerIsAskedForOnceMoreForARefreshAndNeverForACode() throws Exception {
    TokenEndpoint lost =
        new FailingEndpoint(new TokenAnswer.Failed(TokenAnswer.Outcome.UNKNOWN, "reset"));
    PatientEndpoint patient = new PatientEndpoint(lost, oauth.clock, Duration.ofSeconds(30));
    patient.request(refresh("rt"));
    assertThat(((FailingEndpoint) lost).calls).isEqualTo(2);
    patient.request(new GrantRequest.Code(SecretValue.of("c"), "http://127.0.0.1/", null));
    assertThat(((FailingEndpoint) lost).calls).isEqualTo(3);
  }

  @Test
  void s31AnAssertionNamesTheEndpointLivesAMinuteAndIsNewEachTime() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    Path file = Files.writeString(folder.resolve("key.jwk"), key.toJSONString());
    NimbusTokenEndpoint endpoint =
        endpoint(
            "OAuthJWTCert",
            file.toString(),
            "OAuthJWTKeyId",
            "k1",
            "OAuthClientAuth",
            "PRIVATE_KEY_JWT");
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      endpoint.request(new GrantRequest.Client(), LIMIT);
      Map<String, String> form = oauth.server.tokenRequests.get(i);
      SignedJWT jwt = SignedJWT.parse(form.get("client_assertion"));
      assertThat(jwt.getHeader().getKeyID()).isEqualTo("k1");
      assertThat(jwt.getJWTClaimsSet().getAudience())
          .containsExactly(oauth.server.issuer() + "/token");
      assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo("client-1");
      assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo("client-1");
      long life =
          jwt.getJWTClaimsSet().getExpirationTime().getTime()
              - jwt.getJWTClaimsSet().getIssueTime().getTime();
      assertThat(life).isEqualTo(60_000);
      assertThat(ids.add(jwt.getJWTClaimsSet().getJWTID())).isTrue();
    }
  }

  @Test
  void theJwtGrantSignsWithAPemKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
    Path file =
        Files.writeString(
            folder.resolve("key.pem"),
            "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END PRIVATE KEY-----\n");
    TokenAnswer answer =
        endpoint(
                "OAuthGrantType",
                "JWT",
                "OAuthJWTCert",
                file.toString(),
                "OAuthJWTSubject",
                "alice",
                "OAuthClientAuth",
                "NONE")
            .request(new GrantRequest.Jwt(), LIMIT);
    assertThat(answer).isInstanceOf(TokenAnswer.Granted.class);
    SignedJWT jwt = SignedJWT.parse(oauth.server.tokenRequests.get(0).get("assertion"));
    assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo("alice");
  }

  @Test
  void aClockThatIsWrongIsCorrectedByTheServersDate() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).generate();
    Path file = Files.writeString(folder.resolve("key.jwk"), key.toJSONString());
    oauth.server.then(Scripted.json(401, "{\"error\":\"invalid_client\"}"));
    TokenAnswer answer =
        endpoint("OAuthJWTCert", file.toString(), "OAuthClientAuth", "PRIVATE_KEY_JWT")
            .request(new GrantRequest.Client(), LIMIT);
    assertThat(answer).isInstanceOf(TokenAnswer.Granted.class);
    SignedJWT second = SignedJWT.parse(oauth.server.tokenRequests.get(1).get("client_assertion"));
    assertThat(
            Math.abs(
                second.getJWTClaimsSet().getIssueTime().getTime() - System.currentTimeMillis()))
        .isLessThan(60_000);
  }

  @Test
  void s32AMetadataDocumentOfAnotherIssuerIsRefused() {
    oauth.server.metadataIssuer = "https://evil.example";
    assertThatThrownBy(() -> endpoint().request(refresh("rt"), LIMIT))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(61009));
    assertThat(oauth.server.tokenRequests).isEmpty();
  }

  /** S19, too. */
  @Test
  void s18TheChallengeIsS256AndTheVerifierIsNotInTheAddress() throws Exception {
    SecretValue verifier = AuthorizationRequest.newVerifier();
    URI url =
        endpoint()
            .authorizationUrl(
                new AuthorizationRequest(
                    "http://127.0.0.1:1/", "api", "state-1", verifier, Map.of("prompt", "consent")),
                LIMIT);
    Map<String, String> query = FakeAuthorizationServer.form(url.getRawQuery());
    assertThat(query)
        .containsEntry("code_challenge", FakeAuthorizationServer.s256(verifier.reveal()))
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("prompt", "consent")
        .containsEntry("state", "state-1");
    assertThat(verifier.reveal()).hasSizeGreaterThanOrEqualTo(43);
    assertThat(url.toString()).doesNotContain(verifier.reveal());
    assertThat(AuthorizationRequest.newVerifier()).isNotEqualTo(verifier);
  }

  @Test
  void s30APushedRequestLeavesOnlyItsNameInTheAddress() throws Exception {
    URI url =
        endpoint("OAuthPAR", "true")
            .authorizationUrl(
                new AuthorizationRequest("http://127.0.0.1:1/", "api", "state-1", null, Map.of()),
                LIMIT);
    assertThat(FakeAuthorizationServer.form(url.getRawQuery()))
        .containsOnlyKeys("client_id", "request_uri");
    assertThat(oauth.server.consent(url)).contains("state=state-1");
  }

  /** An endpoint that always answers the same. */
  private static final class FailingEndpoint implements TokenEndpoint {
    private final TokenAnswer answer;
    private int calls;

    FailingEndpoint(TokenAnswer answer) {
      this.answer = answer;
    }

    @Override
    public TokenAnswer request(GrantRequest request, TimeLimit limit) {
      calls++;
      return answer;
    }

    @Override
    public boolean revoke(SecretValue token, boolean refreshToken, TimeLimit limit) {
      return false;
    }

    @Override
    public DeviceCode beginDevice(TimeLimit limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public URI authorizationUrl(AuthorizationRequest request, TimeLimit limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ServerMetadata metadata(TimeLimit limit) {
      return ServerMetadata.NONE;
    }
  }

  /** A server that never stops talking. */
  private static final class RawServer implements AutoCloseable {
    private final ServerSocket socket;

    RawServer(String head, String chunk, long pauseMillis) throws IOException {
      socket = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
      OAuthThreads.daemon(
              () -> {
                try (Socket client = socket.accept();
                    OutputStream out = client.getOutputStream()) {
                  client.getInputStream().read(new byte[8192]);
                  out.write(head.getBytes(StandardCharsets.US_ASCII));
                  while (!socket.isClosed()) {
                    out.write(chunk.getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    if (pauseMillis > 0) {
                      Thread.sleep(pauseMillis);
                    }
                  }
                } catch (IOException | InterruptedException e) {
                  // the client has had enough
                  return;
                }
              },
              "raw-server")
          .start();
    }

    HttpSender.Call call() {
      return new HttpSender.Call(
          "POST",
          URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/token"),
          Map.of(),
          "a=b");
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
