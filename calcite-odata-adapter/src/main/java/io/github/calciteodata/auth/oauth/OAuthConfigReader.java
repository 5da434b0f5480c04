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
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Turns connection properties into a configuration, collecting everything that is wrong with them.
 */
final class OAuthConfigReader {
  private static final String DEFAULT_CALLBACK = "http://127.0.0.1:0/";

  private final Map<String, String> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final List<String> errors = new ArrayList<>();

  OAuthConfigReader(Map<String, String> given) {
    given.forEach(
        (name, value) -> {
          if (value != null && !value.isBlank()) {
            properties.put(name.replaceAll("\\s", ""), value);
          }
        });
  }

  OAuthConfig read() throws SQLException {
    if (text("OAuthVersion", "2.0").startsWith("1")) {
      throw OAuthError.UNSUPPORTED.exception("OAuthVersion=1.0: only OAuth 2.0 is supported");
    }
    String scheme = text("AuthScheme", "OAuth").toLowerCase(Locale.ROOT);
    InitiateOAuth mode = choice("InitiateOAuth", InitiateOAuth.class, InitiateOAuth.OFF);
    GrantType grant = choice("OAuthGrantType", GrantType.class, grantOf(scheme));
    if (scheme.matches("oauthclient|oauthpassword") && grant != grantOf(scheme)) {
      errors.add(
          "OAuthGrantType=" + grant + " does not fit AuthScheme=" + text("AuthScheme", "OAuth"));
    }
    boolean azure = scheme.equals("azuread") || properties.containsKey("AzureTenant");
    String scope = scope(azure);
    ClientIdentity client = client(grant);
    Endpoints endpoints = endpoints(azure);
    OAuthConfig config =
        new OAuthConfig(
            mode,
            grant,
            endpoints,
            client,
            scope,
            azure ? null : text("OAuthResource"),
            text("OAuthRefreshScope"),
            text("AzureTenant"),
            text("OAuthProfile"),
            text("User"),
            grant == GrantType.PASSWORD || properties.containsKey("OAuthClientSecret")
                ? secret("Password")
                : null,
            new Assertion(
                text("OAuthJWTIssuer"), text("OAuthJWTSubject"), text("OAuthJWTAudience")),
            new Seeds(
                secret("OAuthAccessToken"),
                secret("OAuthRefreshToken"),
                number("OAuthExpiresIn"),
                number("OAuthTokenTimestamp"),
                secret("OAuthVerifier"),
                secret("PKCEVerifier"),
                text("State")),
            store(),
            signIn(),
            parameters("OAuthParams"),
            number("OAuthExpiresIn"),
            flag("OAuthTokenTypeFallback", true),
            flag("OAuthExposeTokens", true),
            seconds("OAuthTimeout", 30));
    check(config);
    if (!errors.isEmpty()) {
      throw OAuthError.CONFIGURATION.exception("OAuth properties: " + String.join("; ", errors));
    }
    return config;
  }

  private static GrantType grantOf(String scheme) {
    return switch (scheme) {
      case "oauthclient" -> GrantType.CLIENT;
      case "oauthpassword" -> GrantType.PASSWORD;
      case "oauthjwt" -> GrantType.JWT;
      default -> GrantType.CODE;
    };
  }

  private void check(OAuthConfig config) {
    if (config.mode() == InitiateOAuth.OFF) {
      return;
    }
    Endpoints e = config.endpoints();
    if (e.issuer() == null && e.token() == null) {
      errors.add("OAuthAccessTokenURL or OAuthIssuer is missing");
    }
    if (config.client().id().isEmpty()) {
      errors.add("OAuthClientId is missing");
    }
    if (config.mode() == InitiateOAuth.GETANDREFRESH
        && config.grant() == GrantType.CODE
        && e.issuer() == null
        && e.authorization() == null) {
      errors.add("OAuthAuthorizationURL or OAuthIssuer is missing");
    }
    if (config.grant() == GrantType.CLIENT && !config.client().confidential()) {
      errors.add("OAuthGrantType=CLIENT needs OAuthClientSecret or OAuthJWTCert");
    }
    if (config.grant() == GrantType.JWT && config.client().key() == null) {
      errors.add("OAuthGrantType=JWT needs OAuthJWTCert");
    }
  }

  private ClientIdentity client(GrantType grant) {
    ClientAuthMethod method =
        choice("OAuthClientAuth", ClientAuthMethod.class, ClientAuthMethod.AUTO);
    String passwordMode = text("OAuthPasswordGrantMode", "BASIC").toUpperCase(Locale.ROOT);
    if (grant == GrantType.PASSWORD
        && method == ClientAuthMethod.AUTO
        && properties.containsKey("OAuthPasswordGrantMode")
        && properties.containsKey("OAuthClientSecret")) {
      method = passwordMode.equals("POST") ? ClientAuthMethod.POST : ClientAuthMethod.BASIC;
    }
    String key = text("OAuthJWTCert");
    SecretValue secret = secret("OAuthClientSecret");
    if (secret == null && grant != GrantType.PASSWORD) {
      // JDBC has a place for one secret that is not part of the URL
      secret = secret("Password");
    }
    return new ClientIdentity(
        text("OAuthClientId", ""),
        secret,
        method,
        text("OAuthBasicEncoding", "").equalsIgnoreCase("RAW"),
        key == null ? null : Path.of(key),
        secret("OAuthJWTCertPassword"),
        text("OAuthJWTKeyId"),
        text("OAuthJWTAlgorithm"));
  }

  private String scope(boolean azure) {
    String scope = text("Scope");
    String resource = text("AzureResource");
    if (scope == null && azure && resource != null) {
      return resource.replaceAll("/+$", "") + "/.default offline_access";
    }
    return scope;
  }

  private Endpoints endpoints(boolean azure) {
    String issuer = text("OAuthIssuer");
    if (issuer != null) {
      uri("OAuthIssuer");
    }
    URI authorization = uri("OAuthAuthorizationURL");
    URI token = uri("OAuthAccessTokenURL");
    URI device = uri("OAuthDeviceAuthorizationURL");
    if (azure && issuer == null && token == null) {
      String tenant = text("AzureTenant", "organizations");
      if (!tenant.matches("[A-Za-z0-9.-]+")) {
        errors.add("AzureTenant is a domain name or a GUID");
        tenant = "organizations";
      }
      String base = "https://login.microsoftonline.com/" + tenant + "/oauth2/v2.0/";
      authorization = authorization == null ? URI.create(base + "authorize") : authorization;
      token = URI.create(base + "token");
      device = device == null ? URI.create(base + "devicecode") : device;
    }
    return new Endpoints(
        issuer,
        authorization,
        token,
        uri("OAuthRefreshTokenURL"),
        device,
        uri("OAuthRevocationURL"),
        uri("OAuthPARURL"));
  }

  private StoreSettings store() {
    String keyStore = text("OAuthSettingsKeyStore");
    String protection = text("OAuthSettingsProtection", "AUTO").toUpperCase(Locale.ROOT);
    switch (protection) {
      case "AUTO", "NONE", "PASSPHRASE", "KEYSTORE", "CLIENT_SECRET" -> {
        return new StoreSettings(
            text("OAuthSettingsLocation"),
            protection,
            secret("OAuthSettingsKey"),
            keyStore == null ? null : Path.of(keyStore),
            secret("OAuthSettingsKeyStorePassword"),
            text("OAuthSettingsPermissions", "").equalsIgnoreCase("FIX"),
            text("OAuthOnStoreFailure", "").equalsIgnoreCase("FAIL"),
            text("OAuthLocking", "").equalsIgnoreCase("BEST_EFFORT"));
      }
      default -> {
        errors.add(
            "OAuthSettingsProtection is one of AUTO, NONE, PASSPHRASE, KEYSTORE, CLIENT_SECRET");
        return new StoreSettings(null, "NONE", null, null, null, false, false, false);
      }
    }
  }

  private SignInSettings signIn() {
    String callback = text("CallbackURL", DEFAULT_CALLBACK);
    return new SignInSettings(
        callback,
        seconds("OAuthBrowserTimeout", 120),
        text("OAuthBrowser"),
        choice("OAuthHeadless", SignInSettings.Headless.class, SignInSettings.Headless.FAIL),
        !text("OAuthPKCE", "ON").equalsIgnoreCase("OFF"),
        flag("OAuthPAR", false),
        parameters("OAuthAuthorizationParams"));
  }

  private Map<String, String> parameters(String name) {
    try {
      return formParameters(text(name));
    } catch (IllegalArgumentException e) {
      errors.add(name + " is a list such as name=value&name=value");
      return Map.of();
    }
  }

  /** Reads {@code a=b&c=d}, or {@code a=b,c=d} as CData writes it. */
  static Map<String, String> formParameters(String text) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (text == null) {
      return parameters;
    }
    for (String pair : text.split(text.contains("&") ? "&" : ",", -1)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException("no name=value");
      }
      parameters.put(
          URLDecoder.decode(pair.substring(0, equals).strip(), StandardCharsets.UTF_8),
          URLDecoder.decode(pair.substring(equals + 1).strip(), StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private URI uri(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      URI uri = new URI(text.strip());
      if (!Endpoints.isSafe(uri)) {
        errors.add(name + " must be an https address (http on the loopback only)");
      }
      if (uri.getRawFragment() != null) {
        errors.add(name + " must not have a fragment");
      }
      return uri;
    } catch (URISyntaxException e) {
      errors.add(name + " is not a URL");
      return null;
    }
  }

  private <E extends Enum<E>> E choice(String name, Class<E> type, E fallback) {
    return convert(
        name,
        fallback,
        text -> Enum.valueOf(type, text.strip().toUpperCase(Locale.ROOT)),
        "is one of " + List.of(type.getEnumConstants()));
  }

  private Long number(String name) {
    Long value = convert(name, null, text -> Long.valueOf(text.strip()), "is a number");
    return value == null || value <= 0 ? null : value;
  }

  private Duration seconds(String name, long fallback) {
    long value =
        convert(name, fallback, text -> Long.valueOf(text.strip()), "is a number of seconds");
    if (value <= 0 || value > 86_400) {
      errors.add(name + " is between 1 and 86400 seconds");
      return Duration.ofSeconds(fallback);
    }
    return Duration.ofSeconds(value);
  }

  private boolean flag(String name, boolean fallback) {
    return convert(
        name,
        fallback,
        text ->
            switch (text.strip().toLowerCase(Locale.ROOT)) {
              case "true", "on", "1", "yes" -> true;
              case "false", "off", "0", "no" -> false;
              default -> throw new IllegalArgumentException("neither");
            },
        "is true or false");
  }

  private <T> T convert(String name, T fallback, Function<String, T> conversion, String rule) {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    try {
      return conversion.apply(text);
    } catch (IllegalArgumentException e) {
      errors.add(name + " " + rule);
      return fallback;
    }
  }

  private SecretValue secret(String name) {
    return SecretValue.ofNullable(text(name));
  }

  private String text(String name) {
    return properties.get(name);
  }

  private String text(String name, String fallback) {
    return properties.getOrDefault(name, fallback);
  }
}
