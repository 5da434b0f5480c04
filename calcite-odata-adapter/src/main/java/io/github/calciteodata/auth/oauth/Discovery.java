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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks an authorization server for its addresses, by the name of the issuer. */
final class Discovery {
  private final HttpSender sender;

  Discovery(HttpSender sender) {
    this.sender = sender;
  }

  /**
   * Reads the metadata of an issuer: OpenID Connect's document first, then that of RFC 8414.
   *
   * @throws SQLException when there is none, or one that is not this issuer's
   */
  ServerMetadata discover(String issuer, TimeLimit limit) throws SQLException {
    String trimmed = issuer.replaceAll("/+$", "");
    URI base = URI.create(trimmed);
    String root = base.getScheme() + "://" + base.getRawAuthority();
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    List<String> places =
        List.of(
            trimmed + "/.well-known/openid-configuration",
            root + "/.well-known/oauth-authorization-server" + path);
    String last = "";
    for (String place : places) {
      try {
        HttpSender.Answer answer =
            sender.send(
                new HttpSender.Call(
                    "GET", URI.create(place), Map.of("Accept", "application/json"), null),
                limit);
        ObjectNode document = answer.status() == 200 ? TokenAnswerReader.json(answer.body()) : null;
        if (document != null) {
          return metadata(issuer, document);
        }
        last = answer.describe();
      } catch (HttpSender.Failure e) {
        throw OAuthError.UNREACHABLE.exception(
            "Cannot read the metadata of OAuthIssuer: " + e.getMessage());
      }
    }
    throw OAuthError.CONFIGURATION.exception(
        "OAuthIssuer="
            + OAuthError.clean(issuer)
            + " has no metadata document ("
            + last
            + "); set OAuthAuthorizationURL and OAuthAccessTokenURL instead");
  }

  private static ServerMetadata metadata(String issuer, ObjectNode document) throws SQLException {
    String named = document.path("issuer").asText("");
    if (!named.equals(issuer)) {
      throw OAuthError.WRONG_ISSUER.exception(
          "The metadata document of OAuthIssuer="
              + OAuthError.clean(issuer)
              + " names another issuer: "
              + OAuthError.clean(named));
    }
    Set<String> methods = new HashSet<>();
    for (JsonNode method : document.path("token_endpoint_auth_methods_supported")) {
      methods.add(method.asText());
    }
    return new ServerMetadata(
        named,
        endpoint(document, "authorization_endpoint"),
        endpoint(document, "token_endpoint"),
        endpoint(document, "device_authorization_endpoint"),
        endpoint(document, "revocation_endpoint"),
        endpoint(document, "pushed_authorization_request_endpoint"),
        Set.copyOf(methods),
        document.path("authorization_response_iss_parameter_supported").asBoolean(),
        document.path("require_pushed_authorization_requests").asBoolean());
  }

  private static URI endpoint(ObjectNode document, String name) throws SQLException {
    String text = document.path(name).asText("");
    if (text.isEmpty()) {
      return null;
    }
    try {
      URI uri = URI.create(text);
      if (Endpoints.isSafe(uri)) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw OAuthError.UNSAFE_ADDRESS.exception("The server's " + name + " is not a URL");
    }
    throw OAuthError.UNSAFE_ADDRESS.exception("The server's " + name + " is not an https address");
  }
}
