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

import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Named arguments of a table function. */
final class OAuthArguments {
  private static final List<String> VERSION_ONE =
      List.of("AuthToken", "AuthKey", "AuthSecret", "Sign_Method", "Cert", "Cert_Password");

  private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  OAuthArguments(Map<String, String> given) {
    given.forEach(
        (name, value) -> {
          if (value != null && !value.isBlank()) {
            values.put(name, value);
          }
        });
  }

  String text(String name, String fallback) {
    return values.getOrDefault(name, fallback);
  }

  SecretValue secret(String name) {
    return SecretValue.ofNullable(values.get(name));
  }

  boolean app() throws SQLException {
    String mode = text("AuthMode", "WEB").toUpperCase(Locale.ROOT);
    if (!mode.equals("APP") && !mode.equals("WEB")) {
      throw OAuthError.CONFIGURATION.exception("AuthMode is APP or WEB");
    }
    return mode.equals("APP");
  }

  void refuseVersionOne() throws SQLException {
    List<String> given = new ArrayList<>(VERSION_ONE);
    given.retainAll(values.keySet());
    if (!given.isEmpty()) {
      throw OAuthError.UNSUPPORTED.exception(
          given + " belong to OAuth 1.0; only OAuth 2.0 is supported");
    }
  }

  String scope(String fallback) throws SQLException {
    String scope = values.get("Scope");
    String permissions = values.get("Permissions");
    if (scope != null && permissions != null && !scope.equals(permissions)) {
      throw OAuthError.CONFIGURATION.exception("Scope and Permissions mean the same and differ");
    }
    return scope != null ? scope : permissions != null ? permissions : fallback;
  }

  String callback(String text) throws SQLException {
    try {
      URI uri = URI.create(text);
      if (uri.isAbsolute() && uri.getRawFragment() == null) {
        return text;
      }
    } catch (IllegalArgumentException e) {
      throw OAuthError.CONFIGURATION.exception("CallbackURL is not a URL");
    }
    throw OAuthError.CONFIGURATION.exception("CallbackURL is an absolute URL without a fragment");
  }

  /** A token request with what was given for it. */
  GrantRequest extended(GrantRequest grant, String scope) throws SQLException {
    Map<String, String> parameters = list("Other_Options");
    parameters.putAll(list("Post_Data"));
    return scope == null && parameters.isEmpty()
        ? grant
        : new GrantRequest.Extended(grant, scope, parameters);
  }

  /** Refuses arguments that would have no effect. */
  void refuse(String where, String... names) throws SQLException {
    List<String> given = new ArrayList<>(List.of(names));
    given.retainAll(values.keySet());
    if (!given.isEmpty()) {
      throw OAuthError.CONFIGURATION.exception(given + " cannot be given " + where);
    }
  }

  private Map<String, String> list(String name) throws SQLException {
    try {
      return OAuthConfigReader.formParameters(values.get(name));
    } catch (IllegalArgumentException e) {
      throw OAuthError.CONFIGURATION.exception(name + " is a list such as name=value,name=value");
    }
  }

  Map<String, String> authorizationParameters() throws SQLException {
    Map<String, String> parameters = new LinkedHashMap<>(list("Other_Options"));
    put(parameters, "prompt", "Prompt");
    put(parameters, "access_type", "AccessType");
    if (values.containsKey("LoginHint")) {
      parameters.put("login_hint", values.get("LoginHint"));
    }
    if (values.containsKey("Resource")) {
      parameters.put("resource", values.get("Resource"));
    }
    return parameters;
  }

  private void put(Map<String, String> parameters, String parameter, String argument) {
    if (values.containsKey(argument)) {
      parameters.put(parameter, values.get(argument).toLowerCase(Locale.ROOT));
    }
  }
}
