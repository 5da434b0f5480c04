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

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.JWTBearerGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResourceOwnerPasswordCredentialsGrant;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import java.net.URI;
import java.sql.SQLException;

/** Writes grants with Nimbus, by what the connection says of scope and assertions. */
final class GrantWriter {
  private final OAuthConfig config;
  private final AssertionSigner signer;

  GrantWriter(OAuthConfig config, AssertionSigner signer) {
    this.config = config;
    this.signer = signer;
  }

  /**
   * The scope goes out only where the grant begins: repeating it on refresh is the classic
   * invalid_scope.
   */
  String scope(GrantRequest request) {
    if (request instanceof GrantRequest.Extended extended) {
      return extended.scope() != null ? extended.scope() : scope(extended.grant());
    }
    if (request instanceof GrantRequest.Refresh refresh) {
      return refresh.scope() != null ? refresh.scope() : config.refreshScope();
    }
    return request instanceof GrantRequest.Code || request instanceof GrantRequest.Device
        ? null
        : config.scope();
  }

  /** The grant as Nimbus has it. */
  AuthorizationGrant of(GrantRequest request, URI address) throws SQLException {
    if (request instanceof GrantRequest.Code code) {
      CodeVerifier verifier = code.verifier() == null ? null : codeVerifier(code.verifier());
      return new AuthorizationCodeGrant(
          new AuthorizationCode(code.code().reveal()), URI.create(code.redirectUri()), verifier);
    } else if (request instanceof GrantRequest.Refresh refresh) {
      return new RefreshTokenGrant(new RefreshToken(refresh.token().reveal()));
    } else if (request instanceof GrantRequest.Password password) {
      return new ResourceOwnerPasswordCredentialsGrant(
          password.user(), new Secret(password.password().reveal()));
    } else if (request instanceof GrantRequest.Device device) {
      return new DeviceCodeGrant(
          new com.nimbusds.oauth2.sdk.device.DeviceCode(device.deviceCode().reveal()));
    } else if (request instanceof GrantRequest.Jwt) {
      Assertion a = config.assertion();
      return new JWTBearerGrant(
          signer.withKey(
              a.issuer() == null ? config.client().id() : a.issuer(),
              a.subject() == null ? config.client().id() : a.subject(),
              a.audience() == null ? address.toString() : a.audience()));
    }
    return new ClientCredentialsGrant();
  }

  static CodeVerifier codeVerifier(SecretValue verifier) throws SQLException {
    try {
      return new CodeVerifier(verifier.reveal());
    } catch (IllegalArgumentException e) {
      throw OAuthError.CONFIGURATION.exception(
          "PKCEVerifier is not a PKCE verifier (RFC 7636, 4.1)");
    }
  }
}
