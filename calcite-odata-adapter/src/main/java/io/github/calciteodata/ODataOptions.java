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

import io.github.calciteodata.auth.oauth.InitiateOAuth;
import io.github.calciteodata.client.Origin;
import io.github.calciteodata.net.Loopback;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The settings of one service, checked and typed. Immutable; its text never shows a secret. */
public final class ODataOptions {
  /** What stands for a secret wherever settings are shown. */
  public static final String MASK = "********";

  /**
   * What Calcite adds to the operand of a model's schema; {@code tables} is a list of its own
   * objects.
   */
  private static final Set<String> ADDED_BY_MODEL = Set.of("modelUri", "baseDirectory");

  /** Blanks at their ends may be meant. */
  private static final Set<ConnectionProperty> VERBATIM =
      EnumSet.of(
          ConnectionProperty.PASSWORD,
          ConnectionProperty.PROXY_PASSWORD,
          ConnectionProperty.SSL_SERVER_CERT_PASSWORD,
          ConnectionProperty.SSL_CLIENT_CERT_PASSWORD);

  private final Map<ConnectionProperty, String> texts;
  private final Map<ConnectionProperty, Object> values;

  private ODataOptions(Map<ConnectionProperty, String> texts, UnaryOperator<String> environment) {
    this.texts = texts;
    this.values = new EnumMap<>(ConnectionProperty.class);
    References references = new References(environment);
    for (ConnectionProperty property : ConnectionProperty.values()) {
      String text = texts.getOrDefault(property, property.defaultValue());
      if (text != null) {
        values.put(property, parse(property, text, references.resolve(property, text)));
      }
    }
    check();
  }

  /**
   * Settings by name, whatever the names' case and blanks; empty values count as not given.
   *
   * @param settings texts, numbers, booleans, or lists of them, as they stand in properties or in a
   *     model's operand
   * @throws InvalidOptionException for an unknown name, a value that does not fit, or a missing one
   */
  public static ODataOptions of(Map<?, ?> settings) {
    return of(settings, System::getenv);
  }

  /** The same, with variables from {@code environment}. */
  static ODataOptions of(Map<?, ?> settings, UnaryOperator<String> environment) {
    Map<ConnectionProperty, String> texts = new EnumMap<>(ConnectionProperty.class);
    settings.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          if (value == null || isAddedByModel(name, value)) {
            return;
          }
          ConnectionProperty property = find(name);
          String text = text(property, value);
          if (!text.isBlank() && texts.put(property, text) != null) {
            throw new InvalidOptionException(property.propertyName() + " is given twice");
          }
        });
    return new ODataOptions(texts, environment);
  }

  /** The property of this name; the error for an unknown one suggests a similar one. */
  static ConnectionProperty find(String name) {
    return ConnectionProperty.find(name)
        .orElseThrow(
            () ->
                new InvalidOptionException(
                    "Unknown connection property "
                        + name
                        + ". "
                        + ConnectionProperty.nearest(name)
                            .map(near -> "Did you mean " + near.propertyName() + "?")
                            .orElse("docs/connection-properties.md lists all of them")));
  }

  private static boolean isAddedByModel(String name, Object value) {
    return ADDED_BY_MODEL.contains(name)
        || name.equals("tables")
            && value instanceof Collection<?> list
            && list.stream().noneMatch(String.class::isInstance);
  }

  private static String text(ConnectionProperty property, Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(e -> e.getKey() + ": " + e.getValue())
          .collect(Collectors.joining("\n"));
    }
    if (value instanceof Collection<?> list) {
      String separator = property == ConnectionProperty.CUSTOM_HEADERS ? "\n" : ",";
      return list.stream().map(String::valueOf).collect(Collectors.joining(separator));
    }
    return value.toString();
  }

  private static Object parse(ConnectionProperty property, String text, String resolved) {
    try {
      return property.parse(VERBATIM.contains(property) ? resolved : resolved.strip());
    } catch (IllegalArgumentException e) {
      String shown = property.secret() ? "" : "=" + withoutCredentials(property, text);
      throw new InvalidOptionException(
          property.propertyName() + shown + ": expected " + e.getMessage());
    }
  }

  private static String withoutCredentials(ConnectionProperty property, String text) {
    return property == ConnectionProperty.URL
        ? text.replaceAll("[?#].*", "").replaceAll("//.*@", "//" + MASK + "@")
        : text;
  }

  private void check() {
    require(ConnectionProperty.URL, "the root of the service, such as URL=https://host/service/");
    switch (authScheme()) {
      case BASIC, DIGEST ->
          require(ConnectionProperty.USER, "needed by AuthScheme=" + authScheme());
      case BEARER -> require(ConnectionProperty.ACCESS_TOKEN, "needed by AuthScheme=Bearer");
      case API_KEY -> require(ConnectionProperty.API_KEY_VALUE, "needed by AuthScheme=ApiKey");
      case NONE, OAUTH, OAUTH_CLIENT, OAUTH_PASSWORD, AZURE_AD -> {}
    }
    if (!authScheme().isOAuth()
        && values.get(ConnectionProperty.INITIATE_OAUTH) != InitiateOAuth.OFF) {
      throw new InvalidOptionException(
          "InitiateOAuth is for OAuth: AuthScheme must be OAuth, OAuthClient, OAuthPassword or AzureAD, not "
              + authScheme());
    }
    if (value(ConnectionProperty.SSL_SERVER_CERT, String.class).orElse("").equals("*")
        && !Loopback.is(url().getHost())) {
      throw new InvalidOptionException(
          "SSLServerCert=* would trust whoever answers in place of "
              + url().getHost()
              + "; it is for services on this machine only. Set SSLServerCert to the PEM file of the certificate"
              + " that signed the service's");
    }
  }

  private void require(ConnectionProperty property, String why) {
    if (!values.containsKey(property)) {
      throw new InvalidOptionException(property.propertyName() + " is missing: " + why);
    }
  }

  /** The root of the service; ends with a slash. */
  public URI url() {
    return value(ConnectionProperty.URL, URI.class).orElseThrow();
  }

  /** The name of the schema that holds the service's tables. */
  public String schema() {
    return value(ConnectionProperty.SCHEMA, String.class).orElseThrow();
  }

  /** Headers for every request to the service; empty when there are none. */
  @SuppressWarnings("unchecked")
  public Map<String, String> customHeaders() {
    return (Map<String, String>) values.getOrDefault(ConnectionProperty.CUSTOM_HEADERS, Map.of());
  }

  /**
   * {@code name=value&name=value} for the URL of every request to the service, encoded; empty when
   * there is none.
   */
  public String customUrlParams() {
    return value(ConnectionProperty.CUSTOM_URL_PARAMS, String.class).orElse("");
  }

  /** {@code auto}, or the name of a profile, in lower case. */
  public String serviceProfile() {
    return value(ConnectionProperty.SERVICE_PROFILE, String.class).orElseThrow();
  }

  /** How requests are authenticated; what the scheme needs is there. */
  public AuthScheme authScheme() {
    boolean oauth =
        !isGiven(ConnectionProperty.AUTH_SCHEME)
            && (values.get(ConnectionProperty.INITIATE_OAUTH) != InitiateOAuth.OFF
                || isGiven(ConnectionProperty.OAUTH_CLIENT_ID)
                || isGiven(ConnectionProperty.OAUTH_ACCESS_TOKEN));
    return oauth
        ? AuthScheme.OAUTH
        : value(ConnectionProperty.AUTH_SCHEME, AuthScheme.class).orElseThrow();
  }

  /**
   * What was given of the properties that OAuth knows, by name, with references resolved: it holds
   * secrets.
   */
  public Map<String, String> oauthSettings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(ConnectionProperty.AUTH_SCHEME.propertyName(), authScheme().toString());
    for (ConnectionProperty property : texts.keySet()) {
      if (property.group() == ConnectionProperty.Group.OAUTH
          || property == ConnectionProperty.USER
          || property == ConnectionProperty.PASSWORD) {
        Object value = values.get(property);
        settings.put(
            property.propertyName(),
            value instanceof Duration time ? String.valueOf(time.toSeconds()) : value.toString());
      }
    }
    return settings;
  }

  /** The user's name. */
  public Optional<String> user() {
    return value(ConnectionProperty.USER, String.class);
  }

  /** The user's password. */
  public Optional<String> password() {
    return value(ConnectionProperty.PASSWORD, String.class);
  }

  /** The token for {@link AuthScheme#BEARER}. */
  public Optional<String> accessToken() {
    return value(ConnectionProperty.ACCESS_TOKEN, String.class);
  }

  /** The header that carries the key for {@link AuthScheme#API_KEY}. */
  public String apiKeyHeader() {
    return value(ConnectionProperty.API_KEY_HEADER, String.class).orElseThrow();
  }

  /** The key for {@link AuthScheme#API_KEY}. */
  public Optional<String> apiKeyValue() {
    return value(ConnectionProperty.API_KEY_VALUE, String.class);
  }

  /** {@code name=value; name=value} for every request to the service. */
  public Optional<String> cookies() {
    return value(ConnectionProperty.COOKIES, String.class);
  }

  /** Where links of the service may lead besides its own origin. */
  @SuppressWarnings("unchecked")
  public List<Origin> allowedOrigins() {
    return (List<Origin>) values.getOrDefault(ConnectionProperty.OAUTH_ALLOWED_ORIGINS, List.of());
  }

  /** Rows per page to ask for; empty when the service decides. */
  public OptionalInt pagesize() {
    return number(ConnectionProperty.PAGESIZE);
  }

  /** Rows that one read of a table yields at most, or -1. */
  public int maxRows() {
    return number(ConnectionProperty.MAX_ROWS).orElseThrow();
  }

  /** How long to wait for the first byte and between bytes; zero for ever. */
  public Duration timeout() {
    return value(ConnectionProperty.TIMEOUT, Duration.class).orElseThrow();
  }

  /** How often a failed request is repeated. */
  public int retries() {
    return number(ConnectionProperty.RETRIES).orElseThrow();
  }

  /** Characters of a whole URL at most; empty when the profile decides. */
  public OptionalInt maxUrlLength() {
    return number(ConnectionProperty.MAX_URL_LENGTH);
  }

  /** Requests in flight at once; empty when the profile decides. */
  public OptionalInt parallelism() {
    return (OptionalInt) values.get(ConnectionProperty.PARALLELISM);
  }

  /** What the service is asked to do. */
  @SuppressWarnings("unchecked")
  public Set<Pushdown> pushdown() {
    return (Set<Pushdown>) values.get(ConnectionProperty.PUSHDOWN);
  }

  /** Whether the service evaluates {@code $filter}; empty when its metadata decides. */
  public Optional<Boolean> supportsFilter() {
    return value(ConnectionProperty.SUPPORTS_FILTER, Boolean.class);
  }

  /** Whether the service answers {@code /$count}; empty when its metadata decides. */
  public Optional<Boolean> supportsCount() {
    return value(ConnectionProperty.SUPPORTS_COUNT, Boolean.class);
  }

  /** Whether the user says that the service aggregates with {@code $apply}. */
  public Optional<Boolean> supportsApply() {
    return value(ConnectionProperty.SUPPORTS_APPLY, Boolean.class);
  }

  /** How the service compares texts; empty when the profile decides. */
  public Optional<StringComparison> stringComparison() {
    return value(ConnectionProperty.STRING_COMPARISON, StringComparison.class);
  }

  /** Whether the service answers {@code $expand}; empty when its metadata decides. */
  public Optional<Boolean> supportsExpand() {
    return value(ConnectionProperty.SUPPORTS_EXPAND, Boolean.class);
  }

  /** Which rows are checked again; empty when the profile decides. */
  public Optional<VerifyFilters> verifyFilters() {
    return value(ConnectionProperty.VERIFY_FILTERS, VerifyFilters.class);
  }

  /** Which tables are shown. */
  public TablePatterns tables() {
    return value(ConnectionProperty.TABLES, TablePatterns.class)
        .orElseGet(() -> TablePatterns.parse(""));
  }

  /**
   * The text of a property as it may be shown: as given or the default, a mask for a secret; null
   * without value.
   */
  public String display(ConnectionProperty property) {
    if (property == ConnectionProperty.AUTH_SCHEME) {
      return authScheme().toString();
    }
    String text = texts.getOrDefault(property, property.defaultValue());
    return text != null && property.secret() ? MASK : text;
  }

  /** Whether the property was given, rather than left to its default. */
  public boolean isGiven(ConnectionProperty property) {
    return texts.containsKey(property);
  }

  /** A connection string of what was given, without secrets. */
  public String toConnectionString() {
    Map<String, String> shown = new LinkedHashMap<>();
    texts.forEach(
        (property, text) -> {
          if (!property.secret()) {
            shown.put(property.propertyName(), text);
          }
        });
    return ConnectionString.format(shown);
  }

  OptionalInt number(ConnectionProperty property) {
    Object value = values.get(property);
    return value == null ? OptionalInt.empty() : OptionalInt.of((Integer) value);
  }

  <T> Optional<T> value(ConnectionProperty property, Class<T> type) {
    return Optional.ofNullable(type.cast(values.get(property)));
  }

  @Override
  public String toString() {
    return "ODataOptions[" + toConnectionString() + "]";
  }
}
