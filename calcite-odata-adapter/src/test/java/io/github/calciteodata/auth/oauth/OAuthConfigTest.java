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

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From connection properties to a configuration. */
class OAuthConfigTest {
  private static OAuthConfig config(String... pairs) throws SQLException {
    Map<String, String> properties = new HashMap<>();
    properties.put("OAuthIssuer", "https://as.example");
    properties.put("OAuthClientId", "client");
    properties.put("InitiateOAuth", "REFRESH");
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i + 1] == null) {
        properties.remove(pairs[i]);
      } else {
        properties.put(pairs[i], pairs[i + 1]);
      }
    }
    return OAuthConfig.from(properties);
  }

  @Test
  void defaultsAreThoseOfTheManual() throws Exception {
    OAuthConfig config = OAuthConfig.from(Map.of());
    assertThat(config.mode()).isEqualTo(InitiateOAuth.OFF);
    assertThat(config.grant()).isEqualTo(GrantType.CODE);
    assertThat(config.signIn().callback()).isEqualTo("http://127.0.0.1:0/");
    assertThat(config.signIn().timeout()).hasSeconds(120);
    assertThat(config.signIn().pkce()).isTrue();
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    assertThatThrownBy(
            () ->
                config(
                    "OAuthIssuer", null,
                    "OAuthClientId", null,
                    "OAuthGrantType", "MAGIC",
                    "OAuthExpiresIn", "soon",
                    "OAuthRefreshTokenURL", "http://as.example/"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(61010))
        .hasMessageContainingAll(
            "OAuthAccessTokenURL",
            "OAuthClientId",
            "OAuthGrantType",
            "OAuthExpiresIn",
            "OAuthRefreshTokenURL");
  }

  @Test
  void versionOneIsRefusedByName() {
    assertThatThrownBy(() -> config("OAuthVersion", "1.0"))
        .isInstanceOf(SQLFeatureNotSupportedException.class);
  }

  @Test
  void s42NoSecretIsInATextOrAnError() throws Exception {
    OAuthConfig config =
        config(
            "OAuthClientSecret",
            "cs-hush",
            "OAuthRefreshToken",
            "rt-hush",
            "OAuthAccessToken",
            "at-hush",
            "OAuthVerifier",
            "code-hush",
            "PKCEVerifier",
            "pkce-hush",
            "Password",
            "pw-hush",
            "OAuthSettingsKey",
            "key-hush");
    String all =
        config
            + " "
            + config.client()
            + config.seeds()
            + config.store()
            + config.signIn()
            + config.password();
    assertThat(all).doesNotContain("hush");
    assertThatThrownBy(() -> config("OAuthClientSecret", "cs-hush", "OAuthPAR", "perhaps"))
        .hasMessageNotContaining("hush");
  }

  @ParameterizedTest
  @CsvSource({
    "OAuthClientId,other",
    "Scope,x y",
    "OAuthProfile,second",
    "OAuthIssuer,https://other.example",
    "OAuthResource,api://r",
    "OAuthAccessTokenURL,https://as.example/t",
    "OAuthClientAuth,POST",
    "AzureTenant,contoso.com"
  })
  void s63WhateverChangesWhoseTokenItIsChangesTheProfile(String name, String value)
      throws Exception {
    assertThat(config(name, value).profileKey()).isNotEqualTo(config().profileKey());
  }

  @Test
  void theOrderOfScopesDoesNotChangeTheProfile() throws Exception {
    assertThat(config("Scope", "a b").profileKey()).isEqualTo(config("Scope", "b a").profileKey());
    assertThat(config("Scope", "ab").profileKey())
        .isNotEqualTo(config("Scope", "a b").profileKey());
  }

  @Test
  void s64AProfileIsANameAndNeverAPath() throws Exception {
    assertThat(config("OAuthProfile", "../../x").profileKey()).matches("[A-Za-z0-9_-]{43}");
  }

  @Test
  void azureFillsInItsAddressesAndScope() throws Exception {
    OAuthConfig config =
        config(
            "OAuthIssuer", null,
            "AuthScheme", "AzureAD",
            "AzureTenant", "contoso.com",
            "AzureResource", "https://org.crm.dynamics.com/");
    assertThat(config.endpoints().token())
        .hasToString("https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token");
    assertThat(config.scope()).isEqualTo("https://org.crm.dynamics.com/.default offline_access");
    assertThatThrownBy(() -> config("OAuthIssuer", null, "AzureTenant", "../evil"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void theClientProvesItselfAsTheServerWants() throws Exception {
    ServerMetadata post =
        new ServerMetadata(
            null,
            null,
            null,
            null,
            null,
            null,
            java.util.Set.of("client_secret_post"),
            false,
            false);
    ClientIdentity confidential = config("OAuthClientSecret", "s").client();
    assertThat(confidential.effectiveMethod(ServerMetadata.NONE)).isEqualTo(ClientAuthMethod.BASIC);
    assertThat(confidential.effectiveMethod(post)).isEqualTo(ClientAuthMethod.POST);
    assertThat(config().client().effectiveMethod(post)).isEqualTo(ClientAuthMethod.NONE);
  }
}
