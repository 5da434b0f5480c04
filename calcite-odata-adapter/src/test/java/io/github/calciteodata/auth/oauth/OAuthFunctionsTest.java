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
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.calciteodata.auth.Patience;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of the web flow as users take them. */
class OAuthFunctionsTest {
  private static final String CALLBACK = "https://app.example/cb";

  @TempDir private Path folder;
  @RegisterExtension private final OAuthFixture oauth = new OAuthFixture();

  private String file() {
    return folder.resolve("oauth.json").toString();
  }

  /** As another process sees the world: the same file, another memory. */
  private OAuthFunctions process(String... properties) throws SQLException {
    return oauth.client(memory(), properties).functions();
  }

  private SharedTokens memory() {
    return new SharedTokens(n -> n.equals("XDG_STATE_HOME") ? folder.toString() : null);
  }

  private static Map<String, String> args(String... pairs) {
    Map<String, String> args = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      args.put(pairs[i], pairs[i + 1]);
    }
    return args;
  }

  private OAuthRow.AuthorizationUrl url(OAuthFunctions functions, String... more)
      throws SQLException {
    Map<String, String> args = args("AuthMode", "WEB", "CallbackURL", CALLBACK);
    args.putAll(args(more));
    return functions.authorizationUrl(args, Patience.UNLIMITED);
  }

  /** The query that the browser brings back. */
  private Map<String, String> consent(OAuthRow.AuthorizationUrl url) {
    String back = oauth.server.consent(URI.create(url.url()));
    assertThat(back).startsWith(CALLBACK + "?");
    return FakeAuthorizationServer.form(back.substring(back.indexOf('?') + 1));
  }

  private static int code(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(SQLException.class);
    return ((SQLException) thrown).getErrorCode();
  }

  @Test
  void theVerifierInTheCallersHandsNeedsNothingShared() throws Exception {
    OAuthRow.AuthorizationUrl url =
        url(process("OAuthSettingsLocation", null), "Permissions", "read write");
    assertThat(FakeAuthorizationServer.form(URI.create(url.url()).getRawQuery()))
        .containsEntry("scope", "read write");
    Map<String, String> back = consent(url);
    assertThat(back).containsEntry("state", url.state());
    OAuthRow.Tokens tokens =
        process("OAuthSettingsLocation", null)
            .accessToken(
                args(
                    "Verifier",
                    back.get("code"),
                    "PKCEVerifier",
                    url.pkceVerifier().reveal(),
                    "CallbackURL",
                    CALLBACK),
                Patience.UNLIMITED);
    assertThat(oauth.server.isActive(tokens.accessToken().reveal())).isTrue();
    assertThat(tokens.refreshToken()).isNotNull();
    assertThat(tokens.expiresIn()).isEqualTo(3600);
    assertThat(tokens.stored()).isFalse();
  }

  @Test
  void theStateAloneFindsTheVerifierInTheFileOfAnotherProcess() throws Exception {
    String[] properties = {"OAuthSettingsLocation", file(), "OAuthClientSecret", "s3"};
    OAuthRow.AuthorizationUrl url = url(process(properties));
    Map<String, String> back = consent(url);
    Map<String, String> args =
        args("Verifier", back.get("code"), "State", back.get("state"), "Iss", back.get("iss"));
    OAuthRow.Tokens tokens = process(properties).accessToken(args, Patience.UNLIMITED);
    assertThat(oauth.server.isActive(tokens.accessToken().reveal())).isTrue();
    assertThat(tokens.stored()).isTrue();
    assertThat(oauth.server.tokenRequests.get(0)).containsEntry("redirect_uri", CALLBACK);

    assertThat(code(() -> process(properties).accessToken(args, Patience.UNLIMITED)))
        .as("replayed")
        .isEqualTo(OAuthError.STATE_UNKNOWN.code());
    assertThat(oauth.server.tokenRequests).hasSize(1);
  }

  @Test
  void withinOneProcessTheMemoryIsEnough() throws Exception {
    SharedTokens memory = memory();
    OAuthFunctions functions = oauth.client(memory, "OAuthSettingsLocation", null).functions();
    OAuthRow.AuthorizationUrl url = url(functions, "State", "a-state-of-the-app-123");
    Map<String, String> back = consent(url);
    OAuthFunctions other = oauth.client(memory, "OAuthSettingsLocation", null).functions();
    OAuthRow.Tokens tokens =
        other.accessToken(
            args("Verifier", back.get("code"), "State", back.get("state")), Patience.UNLIMITED);
    assertThat(oauth.server.isActive(tokens.accessToken().reveal())).isTrue();
    assertThat(tokens.stored()).isFalse();
  }

  @Test
  void aWholeRedirectUrlMayBePasted() throws Exception {
    OAuthFunctions functions = oauth.client().functions();
    String back = oauth.server.consent(URI.create(url(functions).url()));
    assertThat(functions.accessToken(args("ResponseURL", back), Patience.UNLIMITED).accessToken())
        .isNotNull();
  }

  @Test
  void theOnlyOpenSignInNeedsNoStateAndTwoDo() throws Exception {
    OAuthFunctions functions = oauth.client().functions();
    Map<String, String> first = consent(url(functions));
    Map<String, String> second = consent(url(functions));
    assertThat(
            code(
                () ->
                    functions.accessToken(args("Verifier", first.get("code")), Patience.UNLIMITED)))
        .isEqualTo(OAuthError.STATE_UNKNOWN.code());
    functions.accessToken(
        args("Verifier", second.get("code"), "State", second.get("state")), Patience.UNLIMITED);
    assertThat(
            functions
                .accessToken(args("Verifier", first.get("code")), Patience.UNLIMITED)
                .accessToken())
        .isNotNull();
  }

  @Test
  void aWrongStateAnExpiredSignInAndAWrongIssuerAreRefusedWithoutATokenCall() throws Exception {
    OAuthFunctions functions = oauth.client().functions();
    OAuthRow.AuthorizationUrl url = url(functions);
    Map<String, String> back = consent(url);
    assertThat(
            code(
                () ->
                    functions.accessToken(
                        args("Verifier", back.get("code"), "State", "some-other-state-0123"),
                        Patience.UNLIMITED)))
        .isEqualTo(OAuthError.STATE_UNKNOWN.code());
    oauth.clock.pass(Duration.ofMinutes(11));
    assertThat(
            code(
                () ->
                    functions.accessToken(
                        args("Verifier", back.get("code"), "State", url.state()),
                        Patience.UNLIMITED)))
        .isEqualTo(OAuthError.SIGN_IN_EXPIRED.code());
    OAuthRow.AuthorizationUrl again = url(functions);
    Map<String, String> evil = consent(again);
    assertThat(
            code(
                () ->
                    functions.accessToken(
                        args(
                            "Verifier",
                            evil.get("code"),
                            "State",
                            again.state(),
                            "Iss",
                            "https://evil.example"),
                        Patience.UNLIMITED)))
        .isEqualTo(OAuthError.WRONG_ISSUER.code());
    assertThat(oauth.server.tokenRequests).isEmpty();
  }

  @Test
  void s5ACodeThatTheServerRefusesIsNotTriedAgainAndNotShown() throws Exception {
    OAuthFunctions functions = oauth.client().functions();
    OAuthRow.AuthorizationUrl url = url(functions);
    Throwable e =
        catchThrowable(
            () ->
                functions.accessToken(
                    args("Verifier", "secret-code", "State", url.state()), Patience.UNLIMITED));
    assertThat(((SQLException) e).getErrorCode()).isEqualTo(OAuthError.GRANT_REFUSED.code());
    assertThat(e.getMessage()).doesNotContain("secret-code");
    assertThat(oauth.server.tokenRequests).hasSize(1);
  }

  @Test
  void anotherCallbackUrlThanTheOneAskedWithIsRefused() throws Exception {
    OAuthFunctions functions = oauth.client().functions();
    OAuthRow.AuthorizationUrl url = url(functions);
    Map<String, String> back = consent(url);
    assertThat(
            code(
                () ->
                    functions.accessToken(
                        args(
                            "Verifier",
                            back.get("code"),
                            "State",
                            url.state(),
                            "CallbackURL",
                            "https://app.example/other"),
                        Patience.UNLIMITED)))
        .isEqualTo(OAuthError.CONFIGURATION.code());
  }

  @Test
  void refreshRenewsAGivenTokenOrTheStoredOne() throws Exception {
    String given = oauth.server.newRefreshToken();
    OAuthRow.Tokens direct =
        oauth.client().functions().refresh(args("OAuthRefreshToken", given), Patience.UNLIMITED);
    assertThat(oauth.server.isActive(direct.accessToken().reveal())).isTrue();
    assertThat(direct.stored()).isFalse();

    String[] properties = {"OAuthSettingsLocation", file()};
    OAuthRow.AuthorizationUrl url = url(process(properties));
    Map<String, String> back = consent(url);
    OAuthRow.Tokens first =
        process(properties)
            .accessToken(
                args("Verifier", back.get("code"), "State", url.state()), Patience.UNLIMITED);
    OAuthRow.Tokens second = process(properties).refresh(args(), Patience.UNLIMITED);
    assertThat(second.accessToken()).isNotEqualTo(first.accessToken());
    assertThat(second.stored()).isTrue();
    assertThat(oauth.server.familyRevoked()).isFalse();
  }

  @Test
  void s66AWebSignInOfOneUserDoesNotReplaceTheStoredOneOfAnother() throws Exception {
    String[] properties = {
      "InitiateOAuth", "GETANDREFRESH", "OAuthSettingsLocation", null, "OAuthProfile", null
    };
    OAuthClient client =
        oauth.client(
            new SharedTokens(n -> n.equals("XDG_STATE_HOME") ? folder.toString() : null),
            properties);
    String mine = OAuthFixture.token(client);
    OAuthRow.AuthorizationUrl url = url(client.functions());
    Map<String, String> back = consent(url);
    OAuthRow.Tokens other =
        client
            .functions()
            .accessToken(
                args("Verifier", back.get("code"), "State", url.state()), Patience.UNLIMITED);
    assertThat(other.stored()).isFalse();
    assertThat(OAuthFixture.token(client)).isEqualTo(mine);
  }

  @Test
  void revokingTakesTheTokensBackAndForgetsThem() throws Exception {
    String[] properties = {"InitiateOAuth", "GETANDREFRESH", "OAuthSettingsLocation", file()};
    OAuthClient client = oauth.client(properties);
    String token = OAuthFixture.token(client);
    OAuthRow.Status before = client.functions().status();
    assertThat(before.hasAccessToken()).isTrue();
    assertThat(before.hasRefreshToken()).isTrue();
    OAuthRow.Revocation revocation = client.functions().revoke(args(), Patience.UNLIMITED);
    assertThat(revocation).isEqualTo(new OAuthRow.Revocation(true, true));
    assertThat(oauth.server.isActive(token)).isFalse();
    assertThat(client.functions().status().hasAccessToken()).isFalse();
  }

  @Test
  void anAccessTokenThatCannotBeRevokedDoesNotKeepTheEntry() throws Exception {
    oauth.server.revokesAccess = false;
    OAuthClient client =
        oauth.client("InitiateOAuth", "GETANDREFRESH", "OAuthSettingsLocation", file());
    OAuthFixture.token(client);
    OAuthRow.Revocation revocation = client.functions().revoke(args(), Patience.UNLIMITED);
    assertThat(revocation).isEqualTo(new OAuthRow.Revocation(true, true));
    assertThat(client.functions().status().hasRefreshToken()).isFalse();
  }

  @Test
  void appOpensABrowserAndStores() throws Exception {
    OAuthClient client = oauth.client("OAuthSettingsLocation", file());
    OAuthRow.Tokens tokens =
        client.functions().accessToken(args("AuthMode", "APP"), Patience.UNLIMITED);
    assertThat(oauth.tabs).hasValue(1);
    assertThat(tokens.stored()).isTrue();
  }

  @Test
  void theDeviceGrantShowsItsCodeAndKeepsTheServersPace() throws Exception {
    oauth.server.pollsUntilGranted = 4;
    OAuthClient client = oauth.client("OAuthGrantType", "DEVICE", "InitiateOAuth", "GETANDREFRESH");
    assertThat(oauth.server.isActive(OAuthFixture.token(client))).isTrue();
    assertThat(oauth.prompts)
        .hasSize(1)
        .first()
        .asString()
        .contains("ABCD-EFGH")
        .doesNotContain("dc-secret");
    assertThat(oauth.clock.paused.get()).isEqualTo((5 + 10 + 10 + 10) * 1_000L);
  }

  @Test
  void theStatusShowsNoSecret() throws Exception {
    OAuthClient client =
        oauth.client(
            "OAuthAccessToken",
            "at-secret",
            "OAuthRefreshToken",
            "rt-secret",
            "OAuthClientSecret",
            "cs-secret");
    assertThat(client.functions().status().toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AuthToken", "AuthKey", "AuthSecret", "Sign_Method", "Cert"})
  void argumentsOfVersionOneAreRefusedByName(String name) throws Exception {
    OAuthFunctions functions = oauth.client().functions();
    assertThat(code(() -> functions.authorizationUrl(args(name, "x"), Patience.UNLIMITED)))
        .isEqualTo(OAuthError.UNSUPPORTED.code());
  }
}
