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
package io.github.calciteodata;

import io.github.calciteodata.auth.oauth.ClientAuthMethod;
import io.github.calciteodata.auth.oauth.GrantType;
import io.github.calciteodata.auth.oauth.InitiateOAuth;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every property of a connection: the one declaration from which the documents' table, {@code
 * DriverPropertyInfo}, {@code sys.properties} and validation come.
 */
public enum ConnectionProperty {
  URL(Group.SERVICE, "URL", PropertyType.SERVICE_ROOT, null, "Root of the service, http or https."),
  SCHEMA(
      Group.SERVICE,
      "Schema",
      PropertyType.TEXT,
      "OData",
      "Name of the schema that holds the service's tables."),
  CUSTOM_HEADERS(
      Group.SERVICE,
      "CustomHeaders",
      PropertyType.HEADERS,
      null,
      "HTTP headers for every request to the service: one Name: Value per line, lines separated by a line break or"
          + " \\n.",
      Secrecy.SECRET),
  CUSTOM_URL_PARAMS(
      Group.SERVICE,
      "CustomUrlParams",
      PropertyType.URL_PARAMETERS,
      null,
      "Parameters for the URL of every request to the service, percent-encoded: sap-client=100&sap-language=EN.",
      Secrecy.SECRET),
  COOKIES(
      Group.SERVICE,
      "Cookies",
      PropertyType.COOKIES,
      null,
      "Cookies for every request to the service: name=value; name=value.",
      Secrecy.SECRET),
  SERVICE_PROFILE(
      Group.SERVICE,
      "ServiceProfile",
      PropertyType.choice(
          Stream.concat(Stream.of(ServiceProfile.AUTO), ServiceProfile.NAMES.stream())
              .toArray(String[]::new)),
      ServiceProfile.AUTO,
      "What is known about the service beyond its metadata: unverified checks every pushed condition again, generic"
          + " trusts the specification, the others name a family of services, auto recognises it by its address and"
          + " metadata."),

  AUTH_SCHEME(
      Group.AUTHENTICATION,
      "AuthScheme",
      PropertyType.choice(AuthScheme.class),
      "None",
      "How requests are authenticated; OAuth when it is not given and InitiateOAuth, OAuthClientId or"
          + " OAuthAccessToken is."),
  USER(
      Group.AUTHENTICATION,
      "User",
      PropertyType.TEXT,
      null,
      "User name for Basic, Digest and OAuthPassword."),
  PASSWORD(
      Group.AUTHENTICATION,
      "Password",
      PropertyType.TEXT,
      null,
      "Password for Basic, Digest and OAuthPassword; with the other OAuth schemes OAuthClientSecret.",
      Secrecy.SECRET),
  ACCESS_TOKEN(
      Group.AUTHENTICATION,
      "AccessToken",
      PropertyType.TEXT,
      null,
      "Token for Bearer.",
      Secrecy.SECRET),
  API_KEY_HEADER(
      Group.AUTHENTICATION,
      "ApiKeyHeader",
      PropertyType.TEXT,
      "X-API-Key",
      "Name of the HTTP header that carries the key for ApiKey."),
  API_KEY_VALUE(
      Group.AUTHENTICATION,
      "ApiKeyValue",
      PropertyType.TEXT,
      null,
      "The key for ApiKey.",
      Secrecy.SECRET),

  INITIATE_OAUTH(
      Group.OAUTH,
      "InitiateOAuth",
      PropertyType.choice(InitiateOAuth.class),
      "OFF",
      "How much is done without being asked to get an access token: OFF sends OAuthAccessToken,"
          + " REFRESH does what needs no person, GETANDREFRESH opens a browser too."),
  OAUTH_VERSION(
      Group.OAUTH, "OAuthVersion", PropertyType.TEXT, "2.0", "Version of OAuth; 1.0 is refused."),
  OAUTH_GRANT_TYPE(
      Group.OAUTH,
      "OAuthGrantType",
      PropertyType.choice(GrantType.class),
      null,
      "How the first token is had; without it what AuthScheme says: CLIENT for OAuthClient, PASSWORD"
          + " for OAuthPassword, else CODE."),
  OAUTH_ISSUER(
      Group.OAUTH,
      "OAuthIssuer",
      PropertyType.ADDRESS,
      null,
      "Name of the authorization server: its metadata gives the addresses, and callbacks of another"
          + " issuer are refused."),
  OAUTH_AUTHORIZATION_URL(
      Group.OAUTH,
      "OAuthAuthorizationURL",
      PropertyType.ADDRESS,
      null,
      "Where the user signs in; without it from the metadata. https, or http on the loopback, as all"
          + " of these addresses."),
  OAUTH_ACCESS_TOKEN_URL(
      Group.OAUTH,
      "OAuthAccessTokenURL",
      PropertyType.ADDRESS,
      null,
      "Token endpoint; without it from the metadata."),
  OAUTH_REFRESH_TOKEN_URL(
      Group.OAUTH,
      "OAuthRefreshTokenURL",
      PropertyType.ADDRESS,
      null,
      "Token endpoint for renewals; without it OAuthAccessTokenURL."),
  OAUTH_DEVICE_AUTHORIZATION_URL(
      Group.OAUTH,
      "OAuthDeviceAuthorizationURL",
      PropertyType.ADDRESS,
      null,
      "Endpoint of the device grant; without it from the metadata."),
  OAUTH_REVOCATION_URL(
      Group.OAUTH,
      "OAuthRevocationURL",
      PropertyType.ADDRESS,
      null,
      "Where tokens are given back; without it from the metadata."),
  OAUTH_PAR_URL(
      Group.OAUTH,
      "OAuthPARURL",
      PropertyType.ADDRESS,
      null,
      "Where authorization requests are pushed; without it from the metadata."),
  OAUTH_CLIENT_ID(
      Group.OAUTH,
      "OAuthClientId",
      PropertyType.TEXT,
      null,
      "Id of the client at the authorization server."),
  OAUTH_CLIENT_SECRET(
      Group.OAUTH,
      "OAuthClientSecret",
      PropertyType.TEXT,
      null,
      "Secret of the client; without it Password, except in password grants; a client without secret"
          + " is a public one.",
      Secrecy.SECRET),
  OAUTH_CLIENT_AUTH(
      Group.OAUTH,
      "OAuthClientAuth",
      PropertyType.choice(ClientAuthMethod.class),
      "AUTO",
      "How the client proves who it is; AUTO goes by what there is and what the server takes."),
  OAUTH_BASIC_ENCODING(
      Group.OAUTH,
      "OAuthBasicEncoding",
      PropertyType.choice("FORM", "RAW"),
      "FORM",
      "RAW leaves id and secret unencoded in the Basic header, for servers that do not decode them."),
  OAUTH_PASSWORD_GRANT_MODE(
      Group.OAUTH,
      "OAuthPasswordGrantMode",
      PropertyType.choice("BASIC", "POST"),
      "BASIC",
      "Where the client secret goes in password grants: header or body."),
  OAUTH_JWT_CERT(
      Group.OAUTH,
      "OAuthJWTCert",
      PropertyType.TEXT,
      null,
      "File with the key that signs assertions: PKCS#8 PEM, JWK or PKCS#12."),
  OAUTH_JWT_CERT_PASSWORD(
      Group.OAUTH,
      "OAuthJWTCertPassword",
      PropertyType.TEXT,
      null,
      "Password of that file.",
      Secrecy.SECRET),
  OAUTH_JWT_KEY_ID(
      Group.OAUTH,
      "OAuthJWTKeyId",
      PropertyType.TEXT,
      null,
      "Id of the key, for the header of assertions."),
  OAUTH_JWT_ALGORITHM(
      Group.OAUTH,
      "OAuthJWTAlgorithm",
      PropertyType.TEXT,
      null,
      "Signature algorithm, such as PS256; without it what fits the key."),
  OAUTH_JWT_ISSUER(
      Group.OAUTH,
      "OAuthJWTIssuer",
      PropertyType.TEXT,
      null,
      "Issuer of the assertion of JWT grants; without it OAuthClientId."),
  OAUTH_JWT_SUBJECT(
      Group.OAUTH,
      "OAuthJWTSubject",
      PropertyType.TEXT,
      null,
      "Whom the assertion of JWT grants is about; without it OAuthClientId."),
  OAUTH_JWT_AUDIENCE(
      Group.OAUTH,
      "OAuthJWTAudience",
      PropertyType.TEXT,
      null,
      "Audience of the assertion of JWT grants; without it the token endpoint."),
  SCOPE(
      Group.OAUTH,
      "Scope",
      PropertyType.TEXT,
      null,
      "What the token is to allow, separated by blanks; another Scope means another sign-in."),
  OAUTH_RESOURCE(
      Group.OAUTH,
      "OAuthResource",
      PropertyType.TEXT,
      null,
      "The resource parameter of requests (RFC 8707, Entra v1)."),
  OAUTH_REFRESH_SCOPE(
      Group.OAUTH,
      "OAuthRefreshScope",
      PropertyType.TEXT,
      null,
      "Scope to repeat in renewals, for servers that demand it."),
  AZURE_TENANT(
      Group.OAUTH,
      "AzureTenant",
      PropertyType.TEXT,
      null,
      "Entra ID tenant: a domain or a GUID; without it any organization."),
  AZURE_RESOURCE(
      Group.OAUTH,
      "AzureResource",
      PropertyType.TEXT,
      null,
      "API at Entra ID, such as https://org.crm.dynamics.com; makes Scope when that is not given."),
  CALLBACK_URL(
      Group.OAUTH,
      "CallbackURL",
      PropertyType.TEXT,
      "http://127.0.0.1:0/",
      "Where the browser comes back to, as registered for the client; port 0 takes a free one, a list"
          + " of ports the first free one."),
  OAUTH_ACCESS_TOKEN(
      Group.OAUTH,
      "OAuthAccessToken",
      PropertyType.TEXT,
      null,
      "An access token that is there already.",
      Secrecy.SECRET),
  OAUTH_REFRESH_TOKEN(
      Group.OAUTH,
      "OAuthRefreshToken",
      PropertyType.TEXT,
      null,
      "A refresh token that is there already; what grew from it since is kept at OAuthSettingsLocation"
          + " and used in its place.",
      Secrecy.SECRET),
  OAUTH_EXPIRES_IN(
      Group.OAUTH,
      "OAuthExpiresIn",
      PropertyType.LONG,
      null,
      "Seconds that OAuthAccessToken lives, and every token whose server does not say."),
  OAUTH_TOKEN_TIMESTAMP(
      Group.OAUTH,
      "OAuthTokenTimestamp",
      PropertyType.LONG,
      null,
      "When OAuthAccessToken was had, in milliseconds since 1970."),
  OAUTH_VERIFIER(
      Group.OAUTH,
      "OAuthVerifier",
      PropertyType.TEXT,
      null,
      "An authorization code to exchange, or the whole address it came back with.",
      Secrecy.SECRET),
  PKCE_VERIFIER(
      Group.OAUTH,
      "PKCEVerifier",
      PropertyType.TEXT,
      null,
      "The PKCEVerifier of the sign-in that OAuthVerifier ends; without it the sign-in is found by"
          + " State.",
      Secrecy.SECRET),
  STATE(
      Group.OAUTH,
      "State",
      PropertyType.TEXT,
      null,
      "The State of the sign-in that OAuthVerifier ends.",
      Secrecy.SECRET),
  OAUTH_PROFILE(
      Group.OAUTH,
      "OAuthProfile",
      PropertyType.TEXT,
      null,
      "A name that keeps sign-ins of several users of one client apart."),
  OAUTH_PKCE(
      Group.OAUTH,
      "OAuthPKCE",
      PropertyType.choice("ON", "OFF"),
      "ON",
      "OFF for servers that refuse PKCE (RFC 7636)."),
  OAUTH_PAR(
      Group.OAUTH,
      "OAuthPAR",
      PropertyType.FLAG,
      "false",
      "Whether authorization requests are pushed to the server first (RFC 9126)."),
  OAUTH_PARAMS(
      Group.OAUTH,
      "OAuthParams",
      PropertyType.TEXT,
      null,
      "More parameters for token requests: name=value&name=value.",
      Secrecy.SECRET),
  OAUTH_AUTHORIZATION_PARAMS(
      Group.OAUTH,
      "OAuthAuthorizationParams",
      PropertyType.TEXT,
      null,
      "More parameters for authorization requests: name=value&name=value."),
  OAUTH_BROWSER(
      Group.OAUTH,
      "OAuthBrowser",
      PropertyType.TEXT,
      null,
      "A command that gets the address as its one argument, or NONE; without it the system's browser."),
  OAUTH_BROWSER_TIMEOUT(
      Group.OAUTH,
      "OAuthBrowserTimeout",
      PropertyType.SECONDS,
      "120",
      "Seconds to wait for the user."),
  OAUTH_HEADLESS(
      Group.OAUTH,
      "OAuthHeadless",
      PropertyType.choice("FAIL", "DEVICE", "LISTEN"),
      "FAIL",
      "What to do without a browser: fail with a recipe, use the device grant, or show the address and"
          + " wait."),
  OAUTH_TIMEOUT(
      Group.OAUTH,
      "OAuthTimeout",
      PropertyType.SECONDS,
      "30",
      "Seconds that a token request may take, repetitions included."),
  OAUTH_TOKEN_TYPE_FALLBACK(
      Group.OAUTH,
      "OAuthTokenTypeFallback",
      PropertyType.FLAG,
      "true",
      "Whether token types such as BearerToken count as Bearer."),
  OAUTH_SETTINGS_LOCATION(
      Group.OAUTH,
      "OAuthSettingsLocation",
      PropertyType.TEXT,
      null,
      "Where tokens are kept: a file, or memory://name; without it a file in the user's own folder."),
  OAUTH_SETTINGS_PROTECTION(
      Group.OAUTH,
      "OAuthSettingsProtection",
      PropertyType.choice("AUTO", "PASSPHRASE", "KEYSTORE", "CLIENT_SECRET", "NONE"),
      "AUTO",
      "What encrypts that file; AUTO takes the first that has its key."),
  OAUTH_SETTINGS_KEY(
      Group.OAUTH,
      "OAuthSettingsKey",
      PropertyType.TEXT,
      null,
      "The passphrase, or 32 bytes in base64.",
      Secrecy.SECRET),
  OAUTH_SETTINGS_KEY_STORE(
      Group.OAUTH,
      "OAuthSettingsKeyStore",
      PropertyType.TEXT,
      null,
      "PKCS#12 file with the AES key."),
  OAUTH_SETTINGS_KEY_STORE_PASSWORD(
      Group.OAUTH,
      "OAuthSettingsKeyStorePassword",
      PropertyType.TEXT,
      null,
      "Password of that file.",
      Secrecy.SECRET),
  OAUTH_SETTINGS_PERMISSIONS(
      Group.OAUTH,
      "OAuthSettingsPermissions",
      PropertyType.choice("REFUSE", "FIX"),
      "REFUSE",
      "What to do about a settings file that others can read."),
  OAUTH_ON_STORE_FAILURE(
      Group.OAUTH,
      "OAuthOnStoreFailure",
      PropertyType.choice("MEMORY", "FAIL"),
      "MEMORY",
      "What to do when tokens cannot be saved: keep them in memory, or ask for none."),
  OAUTH_LOCKING(
      Group.OAUTH,
      "OAuthLocking",
      PropertyType.choice("STRICT", "BEST_EFFORT"),
      "STRICT",
      "BEST_EFFORT renews without a lock where the settings file cannot be locked."),
  OAUTH_EXPOSE_TOKENS(
      Group.OAUTH,
      "OAuthExposeTokens",
      PropertyType.FLAG,
      "true",
      "Whether the OAuth functions show tokens and the PKCEVerifier; false shows *** in their place."),
  OAUTH_ALLOWED_ORIGINS(
      Group.OAUTH,
      "OAuthAllowedOrigins",
      PropertyType.ORIGINS,
      null,
      "Other origins, such as https://host:port, that links and redirects of the service may lead to, whatever the"
          + " AuthScheme; requests there carry no credentials, cookies or CustomHeaders."),
  SSL_SERVER_CERT(
      Group.TLS_AND_PROXY,
      "SSLServerCert",
      PropertyType.TEXT,
      null,
      "Certificates to trust besides those of the Java process: a PEM file, its text, or a PKCS#12 or JKS key store;"
          + " * trusts any certificate of a service on this machine."),
  SSL_SERVER_CERT_PASSWORD(
      Group.TLS_AND_PROXY,
      "SSLServerCertPassword",
      PropertyType.TEXT,
      null,
      "Password of SSLServerCert, when that is a key store.",
      Secrecy.SECRET),
  SSL_CLIENT_CERT(
      Group.TLS_AND_PROXY,
      "SSLClientCert",
      PropertyType.TEXT,
      null,
      "File with the client's certificate and private key, for servers that ask for one (mutual TLS)."),
  SSL_CLIENT_CERT_TYPE(
      Group.TLS_AND_PROXY,
      "SSLClientCertType",
      PropertyType.choice("auto", "PEM", "PKCS12", "JKS", "PEMKEY_FILE", "PFXFILE", "JKSFILE"),
      "auto",
      "Format of SSLClientCert; auto looks at the file, the last three are other names of PEM, PKCS12 and JKS."),
  SSL_CLIENT_CERT_PASSWORD(
      Group.TLS_AND_PROXY,
      "SSLClientCertPassword",
      PropertyType.TEXT,
      null,
      "Password of SSLClientCert, or of the key in it.",
      Secrecy.SECRET),
  PROXY_SERVER(
      Group.TLS_AND_PROXY,
      "ProxyServer",
      PropertyType.HOST,
      null,
      "Host of the HTTP proxy that all requests go through."),
  PROXY_PORT(
      Group.TLS_AND_PROXY,
      "ProxyPort",
      PropertyType.number(1, 65535),
      "80",
      "Port of ProxyServer."),
  PROXY_USER(
      Group.TLS_AND_PROXY,
      "ProxyUser",
      PropertyType.TEXT,
      null,
      "User name for the proxy (Basic or Digest, as it asks)."),
  PROXY_PASSWORD(
      Group.TLS_AND_PROXY,
      "ProxyPassword",
      PropertyType.TEXT,
      null,
      "Password for the proxy.",
      Secrecy.SECRET),
  PROXY_EXCEPTIONS(
      Group.TLS_AND_PROXY,
      "ProxyExceptions",
      PropertyType.HOST_PATTERNS,
      null,
      "Hosts that are reached without the proxy, separated by semicolons; *.example.com for all below a name."),
  PROXY_AUTO_DETECT(
      Group.TLS_AND_PROXY,
      "ProxyAutoDetect",
      PropertyType.FLAG,
      "false",
      "Whether, without ProxyServer, the proxy is found in the Java process (https.proxyHost and its like) or in the"
          + " environment (HTTPS_PROXY, HTTP_PROXY, NO_PROXY)."),

  PAGESIZE(
      Group.READING,
      "Pagesize",
      PropertyType.number(1, Integer.MAX_VALUE),
      null,
      "Rows per page to ask the service for; without it the service decides."),
  MAX_ROWS(
      Group.READING,
      "MaxRows",
      PropertyType.number(-1, Integer.MAX_VALUE),
      "-1",
      "Rows that one read of a table yields at most; -1 for all."),
  TIMEOUT(
      Group.READING,
      "Timeout",
      PropertyType.SECONDS,
      "60",
      "Seconds to wait for the first byte of an answer and between bytes; 0 waits for ever."),
  RETRIES(
      Group.READING,
      "Retries",
      PropertyType.number(0, 100),
      "4",
      "How often a request is repeated after a failure that may pass."),
  PARALLELISM(
      Group.READING,
      "Parallelism",
      PropertyType.numberOrAuto(1, 32),
      "auto",
      "Requests to the service in flight at once; auto for what the profile says, else 4, and fewer while the service"
          + " answers that there are too many."),
  MAX_URL_LENGTH(
      Group.READING,
      "MaxUrlLength",
      PropertyType.number(256, Integer.MAX_VALUE),
      null,
      "Characters of a request's URL at most; a request that would be longer is sent in parts or in a body. Without it"
          + " what the profile says, else 6000; less once the service has refused longer ones."),

  PUSHDOWN(
      Group.PUSH_DOWN,
      "Pushdown",
      PropertyType.subset(Pushdown.class),
      "ALL",
      "What the service is asked to do: ALL, NONE, or a list of FILTER, PROJECT, SORT, LIMIT, COUNT, AGGREGATE, EXPAND, LOOKUP."),
  SUPPORTS_FILTER(
      Group.PUSH_DOWN,
      "SupportsFilter",
      PropertyType.FLAG,
      null,
      "Whether the service evaluates $filter; without it what its metadata says."),
  SUPPORTS_COUNT(
      Group.PUSH_DOWN,
      "SupportsCount",
      PropertyType.FLAG,
      null,
      "Whether the service answers /$count; without it what its metadata says."),
  SUPPORTS_APPLY(
      Group.PUSH_DOWN,
      "SupportsApply",
      PropertyType.FLAG,
      null,
      "Whether the service aggregates with $apply; without it what its metadata says."),
  SUPPORTS_EXPAND(
      Group.PUSH_DOWN,
      "SupportsExpand",
      PropertyType.FLAG,
      null,
      "Whether the service answers $expand; without it what its metadata says."),
  STRING_COMPARISON(
      Group.PUSH_DOWN,
      "StringComparison",
      PropertyType.choice(StringComparison.class),
      null,
      "How the service compares texts; anything but EXACT is checked again, or not pushed. Without it what the profile"
          + " says."),
  VERIFY_FILTERS(
      Group.PUSH_DOWN,
      "VerifyFilters",
      PropertyType.choice(VerifyFilters.class),
      null,
      "Which rows are checked again against a pushed condition; without it FIRST_PAGE for services without a known"
          + " profile."),

  TABLES(
      Group.DATA_MODEL,
      "Tables",
      PropertyType.TABLE_PATTERNS,
      null,
      "Tables to show: names with * for any text, separated by commas; a leading - excludes.");

  /** Groups of properties, in the order of the documents. */
  public enum Group {
    SERVICE("Service"),
    AUTHENTICATION("Authentication"),
    OAUTH("OAuth"),
    TLS_AND_PROXY("TLS and proxy"),
    READING("Reading"),
    PUSH_DOWN("Push-down"),
    DATA_MODEL("Data model");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    /** For people. */
    public String title() {
      return title;
    }
  }

  private enum Secrecy {
    SECRET,
    OPEN
  }

  private final Group group;
  private final String propertyName;
  private final PropertyType type;
  private final String defaultValue;
  private final String description;
  private final Secrecy secrecy;

  ConnectionProperty(
      Group group,
      String propertyName,
      PropertyType type,
      String defaultValue,
      String description) {
    this(group, propertyName, type, defaultValue, description, Secrecy.OPEN);
  }

  ConnectionProperty(
      Group group,
      String propertyName,
      PropertyType type,
      String defaultValue,
      String description,
      Secrecy secrecy) {
    this.group = group;
    this.propertyName = propertyName;
    this.type = type;
    this.defaultValue = defaultValue;
    this.description = description;
    this.secrecy = secrecy;
  }

  /** The property of this name, whatever its case and blanks. */
  public static Optional<ConnectionProperty> find(String name) {
    String wanted = normalize(name);
    return Arrays.stream(values())
        .filter(p -> normalize(p.propertyName).equals(wanted))
        .findFirst();
  }

  /** The property whose name looks most like this one; empty when none looks like it. */
  public static Optional<ConnectionProperty> nearest(String name) {
    String wanted = normalize(name);
    int most = Math.max(2, wanted.length() / 3);
    ConnectionProperty best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (ConnectionProperty property : values()) {
      String known = normalize(property.propertyName);
      int distance = editDistance(wanted, known);
      if (distance < bestDistance && (distance <= most || wanted.startsWith(known))) {
        best = property;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** As written in a connection string. */
  public String propertyName() {
    return propertyName;
  }

  /** The group it is documented in. */
  public Group group() {
    return group;
  }

  /** The name of its type, for documents. */
  public String typeName() {
    return type.name();
  }

  /** The texts it may have; empty when any text of its type will do. */
  public List<String> choices() {
    return type.choices();
  }

  /** The text it has when it is not given, or null. */
  public String defaultValue() {
    return defaultValue;
  }

  /** Whether its value must never be shown. */
  public boolean secret() {
    return secrecy == Secrecy.SECRET;
  }

  /** One sentence. */
  public String description() {
    return description;
  }

  /** The value that a text means; the type depends on the property. */
  Object parse(String text) {
    return type.parser().apply(text);
  }

  private static String normalize(String name) {
    return name.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
  }

  private static int editDistance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substituted, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
