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

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;

/**
 * How one connection gets its tokens: checked, immutable, without a secret in its text.
 *
 * @param mode how much is done without being asked
 * @param grant how the first token is had
 * @param endpoints of the authorization server, before discovery
 * @param client who asks
 * @param scope blank-separated, or null
 * @param resource the API for servers that want its name in requests (RFC 8707, Entra v1), or null
 * @param refreshScope to be sent with refresh requests, normally null
 * @param tenant or null
 * @param profile the user's name for this sign-in, or null
 * @param user for the password grant, or null
 * @param password for the password grant, or null
 * @param assertion for the JWT grant
 * @param seeds tokens of the connection string
 * @param store where tokens are kept
 * @param signIn how a person signs in
 * @param tokenParameters further parameters of token requests
 * @param expiresIn seconds to assume when the server does not say, or null
 * @param lenientTokenType whether unknown token types count as Bearer
 * @param exposeTokens whether functions show tokens
 * @param timeout for everything that one call of the token endpoint may take, retries included
 */
public record OAuthConfig(
    InitiateOAuth mode,
    GrantType grant,
    Endpoints endpoints,
    ClientIdentity client,
    String scope,
    String resource,
    String refreshScope,
    String tenant,
    String profile,
    String user,
    SecretValue password,
    Assertion assertion,
    Seeds seeds,
    StoreSettings store,
    SignInSettings signIn,
    Map<String, String> tokenParameters,
    Long expiresIn,
    boolean lenientTokenType,
    boolean exposeTokens,
    Duration timeout) {

  public OAuthConfig {
    tokenParameters = Map.copyOf(tokenParameters);
  }

  /**
   * Reads connection properties, whatever the case of their names; unknown names are not looked at.
   *
   * @throws SQLException 08004 with everything that is wrong, 0A000 for OAuth 1.0
   */
  public static OAuthConfig from(Map<String, String> properties) throws SQLException {
    return new OAuthConfigReader(properties).read();
  }

  /**
   * Tells this sign-in from every other one: two connections with the same key share their tokens.
   */
  String profileKey() {
    return Digests.sha256OfList(
        endpoints.token() == null ? null : endpoints.token().normalize().toString(),
        endpoints.issuer(),
        client.id(),
        grant.name(),
        client.method().name(),
        scope == null
            ? null
            : String.join(" ", new TreeSet<>(java.util.List.of(scope.split(" +", -1)))),
        resource,
        tenant,
        grant == GrantType.PASSWORD ? user : grant == GrantType.JWT ? assertion.subject() : null,
        profile);
  }

  /** What the settings file shows of it. */
  String label() {
    String host =
        endpoints.token() != null
            ? endpoints.token().getHost()
            : endpoints.issuer() != null ? endpoints.issuer() : "?";
    return host + " / " + client.id() + (scope == null ? "" : " / " + scope);
  }

  /** The text of a message that says which sign-in it is about. */
  String describe() {
    return "OAuth client " + client.id() + " at " + label().split(" / ", 2)[0];
  }

  @Override
  public String toString() {
    return "OAuthConfig[" + mode + ", " + grant + ", " + label() + "]";
  }
}
