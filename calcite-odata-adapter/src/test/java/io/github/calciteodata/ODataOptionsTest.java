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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.calciteodata.client.Origin;
import io.github.calciteodata.net.NetworkSettings;
import io.github.calciteodata.net.ProxySettings;
import io.github.calciteodata.net.TlsSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ODataOptionsTest {
  private static final Map<ConnectionProperty, String> SAMPLES =
      Map.ofEntries(
          entry(ConnectionProperty.URL, "https://host/service/"),
          entry(ConnectionProperty.SCHEMA, "NW"),
          entry(ConnectionProperty.CUSTOM_HEADERS, "X-A: 1\nX-B: two"),
          entry(ConnectionProperty.CUSTOM_URL_PARAMS, "sap-client=100"),
          entry(ConnectionProperty.SERVICE_PROFILE, "unverified"),
          entry(ConnectionProperty.AUTH_SCHEME, "ApiKey"),
          entry(ConnectionProperty.USER, "ann"),
          entry(ConnectionProperty.PASSWORD, "hunter2 "),
          entry(ConnectionProperty.ACCESS_TOKEN, "tok"),
          entry(ConnectionProperty.API_KEY_HEADER, "X-Key"),
          entry(ConnectionProperty.API_KEY_VALUE, "key"),
          entry(ConnectionProperty.COOKIES, "a=1; b=!x"),
          entry(ConnectionProperty.OAUTH_ALLOWED_ORIGINS, "https://a.example, http://[::1]:8080/"),
          entry(ConnectionProperty.SSL_SERVER_CERT, "/ca.pem"),
          entry(ConnectionProperty.SSL_SERVER_CERT_PASSWORD, "open "),
          entry(ConnectionProperty.SSL_CLIENT_CERT, "/client.p12"),
          entry(ConnectionProperty.SSL_CLIENT_CERT_TYPE, "PKCS12"),
          entry(ConnectionProperty.SSL_CLIENT_CERT_PASSWORD, " sesame"),
          entry(ConnectionProperty.PROXY_SERVER, "proxy.example"),
          entry(ConnectionProperty.PROXY_PORT, "3128"),
          entry(ConnectionProperty.PROXY_USER, "pu"),
          entry(ConnectionProperty.PROXY_PASSWORD, "pp"),
          entry(ConnectionProperty.PROXY_EXCEPTIONS, "*.a.example; b"),
          entry(ConnectionProperty.PROXY_AUTO_DETECT, "true"),
          entry(ConnectionProperty.PAGESIZE, "500"),
          entry(ConnectionProperty.MAX_ROWS, "10"),
          entry(ConnectionProperty.TIMEOUT, "5"),
          entry(ConnectionProperty.RETRIES, "0"),
          entry(ConnectionProperty.PARALLELISM, "2"),
          entry(ConnectionProperty.MAX_URL_LENGTH, "2000"),
          entry(ConnectionProperty.PUSHDOWN, "FILTER,COUNT"),
          entry(ConnectionProperty.SUPPORTS_FILTER, "false"),
          entry(ConnectionProperty.SUPPORTS_COUNT, "true"),
          entry(ConnectionProperty.STRING_COMPARISON, "CASE_INSENSITIVE"),
          entry(ConnectionProperty.VERIFY_FILTERS, "ALL"),
          entry(ConnectionProperty.TABLES, "Order*,-OrderHistory"));

  private static Map<String, String> allSamples() {
    Map<String, String> settings = new LinkedHashMap<>();
    Arrays.stream(ConnectionProperty.values())
        .forEach(p -> settings.put(p.propertyName(), sample(p)));
    return settings;
  }

  private static String sample(ConnectionProperty property) {
    if (SAMPLES.containsKey(property)) {
      return SAMPLES.get(property);
    }
    return property.choices().isEmpty()
        ? property.typeName().matches("number|seconds") ? "7" : "https://login.example/x"
        : property.choices().get(0);
  }

  private static ODataOptions options(Object... namesAndValues) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("URL", "http://host/s");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return ODataOptions.of(settings);
  }

  @Test
  void everyPropertyArrivesTyped() {
    ODataOptions options = ODataOptions.of(allSamples());
    assertThat(options.url()).isEqualTo(URI.create("https://host/service/"));
    assertThat(options.schema()).isEqualTo("NW");
    assertThat(options.customHeaders()).containsExactly(entry("X-A", "1"), entry("X-B", "two"));
    assertThat(options.customUrlParams()).isEqualTo("sap-client=100");
    assertThat(options.serviceProfile()).isEqualTo("unverified");
    assertThat(options.authScheme()).isEqualTo(AuthScheme.API_KEY);
    assertThat(options.user()).contains("ann");
    assertThat(options.password()).contains("hunter2 ");
    assertThat(options.accessToken()).contains("tok");
    assertThat(options.apiKeyHeader()).isEqualTo("X-Key");
    assertThat(options.apiKeyValue()).contains("key");
    assertThat(options.cookies()).contains("a=1; b=!x");
    assertThat(options.allowedOrigins())
        .containsExactly(Origin.of("https://a.example"), Origin.of("http://[::1]:8080"));
    assertThat(NetworkOptions.of(options))
        .isEqualTo(
            new NetworkSettings(
                new TlsSettings("/ca.pem", "open ", "/client.p12", "PKCS12", " sesame"),
                new ProxySettings(
                    "proxy.example", 3128, "pu", "pp", List.of("*.a.example", "b"), true)));
    assertThat(NetworkOptions.of(options).toString()).doesNotContain("open", "sesame", "pp\"");
    assertThat(options.pagesize()).isEqualTo(OptionalInt.of(500));
    assertThat(options.maxRows()).isEqualTo(10);
    assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.retries()).isZero();
    assertThat(options.maxUrlLength()).hasValue(2000);
    assertThat(options.parallelism()).hasValue(2);
    assertThat(options.pushdown()).containsExactly(Pushdown.FILTER, Pushdown.COUNT);
    assertThat(options.supportsFilter()).contains(false);
    assertThat(options.supportsCount()).contains(true);
    assertThat(options.stringComparison()).contains(StringComparison.CASE_INSENSITIVE);
    assertThat(options.verifyFilters()).contains(VerifyFilters.ALL);
    assertThat(options.tables().includes("Orders")).isTrue();
  }

  @Test
  void defaultsHoldWhenOnlyTheUrlIsGiven() {
    ODataOptions options = options();
    assertThat(options.url()).isEqualTo(URI.create("http://host/s/"));
    assertThat(options.schema()).isEqualTo("OData");
    assertThat(options.customHeaders()).isEmpty();
    assertThat(options.customUrlParams()).isEmpty();
    assertThat(options.serviceProfile()).isEqualTo("auto");
    assertThat(options.authScheme()).isEqualTo(AuthScheme.NONE);
    assertThat(options.user()).isEmpty();
    assertThat(options.pagesize()).isEmpty();
    assertThat(options.maxRows()).isEqualTo(-1);
    assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(options.retries()).isEqualTo(4);
    assertThat(options.maxUrlLength()).isEmpty();
    assertThat(options.parallelism()).isEmpty();
    assertThat(options.pushdown()).isEqualTo(EnumSet.allOf(Pushdown.class));
    assertThat(options.supportsFilter()).isEmpty();
    assertThat(options.supportsCount()).isEmpty();
    assertThat(options.stringComparison()).isEmpty();
    assertThat(options.verifyFilters()).isEmpty();
    assertThat(options.tables().includes("anything")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://cdn.example",
        "https://cdn.example/path",
        "https://cdn.example?x",
        "https://user@cdn.example",
        "https://*.example",
        "https://cdn.example:https",
        "cdn.example",
        "*",
        "ftp://cdn.example",
        "file:///etc"
      })
  void anOriginIsNamedWholeAndInTls(String text) {
    assertThatThrownBy(() -> options("OAuthAllowedOrigins", "https://ok.example," + text))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("OAuthAllowedOrigins")
        .hasMessageContaining("https://host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"InitiateOAuth=REFRESH", "OAuthClientId=c", "OAuthAccessToken=t"})
  void oauthNeedsNoWordWhenItsPropertiesAreGiven(String setting) {
    String[] pair = setting.split("=", -1);
    ODataOptions options = options(pair[0], pair[1]);
    assertThat(options.authScheme()).isEqualTo(AuthScheme.OAUTH);
    assertThat(options.display(ConnectionProperty.AUTH_SCHEME)).isEqualTo("OAuth");
    assertThat(options(pair[0], pair[1], "AuthScheme", "AzureAD").authScheme())
        .isEqualTo(AuthScheme.AZURE_AD);
  }

  @Test
  void signingInByItselfDoesNotGoWithOtherSchemes() {
    assertThatThrownBy(
            () -> options("AuthScheme", "Basic", "User", "a", "InitiateOAuth", "GetAndRefresh"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("InitiateOAuth")
        .hasMessageContaining("Basic");
    assertThat(options("AuthScheme", "None", "OAuthClientId", "c").authScheme())
        .isEqualTo(AuthScheme.NONE);
  }

  @Test
  void oauthGetsWhatWasGivenAndNothingElse() {
    ODataOptions options =
        options(
            "AuthScheme", "OAuth",
            "OAuthClientSecret", "s",
            "OAuthBrowserTimeout", "7",
            "OAuthPAR", "yes",
            "User", "ann",
            "Pagesize", "10");
    assertThat(options.oauthSettings())
        .containsOnly(
            entry("AuthScheme", "OAuth"),
            entry("OAuthClientSecret", "s"),
            entry("OAuthBrowserTimeout", "7"),
            entry("OAuthPAR", "true"),
            entry("User", "ann"));
  }

  @ParameterizedTest
  @EnumSource(ConnectionProperty.class)
  void everyPropertyIsFoundByItsNameInAnyCaseAndWithBlanks(ConnectionProperty property) {
    String spaced = property.propertyName().toLowerCase(Locale.ROOT).replaceAll("(.)", "$1 ");
    assertThat(ConnectionProperty.find(spaced)).contains(property);
    assertThat(ODataOptions.of(allSamples()).isGiven(property)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(ConnectionProperty.class)
  void everyPropertyIsShownAsGivenUnlessItIsSecret(ConnectionProperty property) {
    ODataOptions options = ODataOptions.of(allSamples());
    String expected = property.secret() ? ODataOptions.MASK : sample(property);
    assertThat(options.display(property)).isEqualTo(expected);
    if (property.secret()) {
      assertThat(options.toString()).doesNotContain(property.propertyName() + "=");
    } else {
      assertThat(ConnectionString.parse(options.toConnectionString()))
          .containsEntry(property.propertyName(), expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"KerberosRealm", "Nonsense"})
  void anUnknownNameThatLooksLikeNoneSuggestedSomethingElse(String name) {
    assertThatThrownBy(() -> options(name, "x"))
        .hasMessage(
            "Unknown connection property "
                + name
                + ". docs/connection-properties.md lists all of them");
  }

  @Test
  void theProfileTeiidWasRefused() {
    assertThat(options("ServiceProfile", "Teiid").serviceProfile()).isEqualTo("teiid");
  }

  @ParameterizedTest
  @CsvSource({
    "UserName, User",
    "Pasword, Password",
    "page_size, Pagesize",
    "SupportFilter, SupportsFilter",
    "URI, URL",
    "Auth-Scheme, AuthScheme"
  })
  void anUnknownNameSuggestsTheNearest(String name, String suggestion) {
    assertThatThrownBy(() -> options(name, "x"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage("Unknown connection property " + name + ". Did you mean " + suggestion + "?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Pagesize|0|a whole number, 1 or more",
        "Retries|many|a whole number from 0 to 100",
        "AuthScheme|Kerberos|one of None, Basic, Bearer, Digest, ApiKey, OAuth, OAuthClient, OAuthPassword, AzureAD",
        "ProxyServer|https://proxy/x|the name or address of a machine; its port goes into ProxyPort",
        "ProxyServer|proxy:3128|the name or address of a machine; its port goes into ProxyPort",
        "Pushdown|FILTER,JOIN|ALL, NONE, or a list of FILTER, PROJECT, SORT, LIMIT, COUNT, AGGREGATE, EXPAND, LOOKUP",
        "SupportsCount|maybe|true or false",
        "StringComparison|X|one of EXACT, CASE_INSENSITIVE, UNKNOWN",
        "Timeout|-1|a whole number, 0 or more",
        "ServiceProfile|odata|one of auto, generic, unverified, dataverse, graph, sap-cap, sap-gateway, successfactors,"
            + " business-central, sharepoint, aspnetcore, olingo, teiid",
      })
  void aWrongValueIsNamedWithWhatIsAllowed(String name, String value, String expected) {
    assertThatThrownBy(() -> options(name, value))
        .hasMessage(name + "=" + value + ": expected " + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "CustomHeaders, hunter2",
    "CustomUrlParams, a=hunter2 b",
    "CustomHeaders, X: a\u0001hunter2"
  })
  void aWrongSecretIsNotShown(String name, String value) {
    assertThatThrownBy(() -> options(name, value))
        .hasMessageStartingWith(name + ": expected ")
        .hasMessageNotContaining("hunter2");
  }

  /** S40, too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://ann:hunter2@host/",
        "ftp://host/s/",
        "host/service",
        "https://host/s/?key=hunter2",
        "https://host/s/?access_token=hunter2",
        "https://ann:hun@hunter2@host/",
        "https://host/with blank?hunter2",
        "file:///etc/passwd",
        "https:///s"
      })
  void aUrlThatIsNoServiceRootIsRefusedWithoutShowingCredentials(String url) {
    assertThatThrownBy(() -> ODataOptions.of(Map.of("URL", url)))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageStartingWith("URL=")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aMissingUrlIsAnError() {
    assertThatThrownBy(() -> ODataOptions.of(Map.of("User", "ann")))
        .hasMessageStartingWith("URL is missing");
  }

  @ParameterizedTest
  @CsvSource({"Basic, User", "Bearer, AccessToken", "ApiKey, ApiKeyValue"})
  void aSchemeWithoutItsCredentialIsAnError(String scheme, String missing) {
    assertThatThrownBy(() -> options("AuthScheme", scheme))
        .hasMessage(missing + " is missing: needed by AuthScheme=" + scheme);
  }

  @Test
  void emptyValuesCountAsNotGiven() {
    assertThat(options("User", "", "Pagesize", " ").pagesize()).isEmpty();
  }

  @Test
  void aNameGivenInTwoSpellingsIsRefused() {
    assertThatThrownBy(() -> options("User", "a", "user", "b")).hasMessage("User is given twice");
  }

  @Test
  void referencesAreResolvedAndNeverShown(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("password"), "hunter2\n");
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("URL", "https://${env:HOST}/s/");
    settings.put("AuthScheme", "Basic");
    settings.put("User", "${env:NAME}");
    settings.put("Password", "${file:" + file + "}");
    ODataOptions options =
        ODataOptions.of(settings, Map.of("HOST", "secret-host", "NAME", "ann${env:HOST}")::get);
    assertThat(options.url()).isEqualTo(URI.create("https://secret-host/s/"));
    assertThat(options.user()).contains("ann${env:HOST}");
    assertThat(options.password()).contains("hunter2");
    assertThat(options.display(ConnectionProperty.USER)).isEqualTo("${env:NAME}");
    assertThat(options.display(ConnectionProperty.PASSWORD)).isEqualTo(ODataOptions.MASK);
    assertThat(options.toString())
        .contains("${env:HOST}")
        .doesNotContain("secret-host", "hunter2", "password");
  }

  @Test
  void aReferenceThatLeadsToAWrongValueIsShownUnresolved() {
    assertThatThrownBy(
            () ->
                ODataOptions.of(
                    Map.of("URL", "http://h/", "Pagesize", "${env:P}"), name -> "hunter2"))
        .hasMessage("Pagesize=${env:P}: expected a whole number, 1 or more")
        .hasNoCause();
  }

  @Test
  void aReferenceThatLeadsNowhereIsAnError() {
    assertThatThrownBy(() -> ODataOptions.of(Map.of("URL", "${env:NOPE}"), name -> null))
        .hasMessage("URL: the environment variable NOPE is not set");
    assertThatThrownBy(() -> options("User", "${file:/no/such/file}"))
        .hasMessage("User: cannot read the file /no/such/file (NoSuchFileException)");
  }

  @Test
  void aModelOperandMayHoldNumbersBooleansListsAndObjects() {
    ODataOptions options =
        options(
            "Pagesize",
            5,
            "SupportsCount",
            true,
            "Tables",
            List.of("A", "B*"),
            "CustomHeaders",
            Map.of("X-A", "1"));
    assertThat(options.pagesize()).hasValue(5);
    assertThat(options.supportsCount()).contains(true);
    assertThat(options.tables().includes("Bx")).isTrue();
    assertThat(options.tables().includes("C")).isFalse();
    assertThat(options.customHeaders()).containsExactly(entry("X-A", "1"));
  }

  @Test
  void whatAModelAddsToAnOperandIsPassedOver() {
    assertThat(
            options("modelUri", "inline:{}", "baseDirectory", Path.of("."), "tables", List.of())
                .tables()
                .includes("A"))
        .isTrue();
  }

  @Test
  void headersOnOneLineAreSeparatedByAWrittenOutLineBreak() {
    assertThat(options("CustomHeaders", "X-A: a:b\\nX-B:c\\r\\n").customHeaders())
        .containsExactly(entry("X-A", "a:b"), entry("X-B", "c"));
  }

  @ParameterizedTest
  @CsvSource({
    "'Customers,Order*', customers, true",
    "'Customers,Order*', OrderItems, true",
    "'Customers,Order*', Products, false",
    "'-*_Old', Orders, true",
    "'!*_Old', Orders_Old, false",
    "'Order*,-Order.s', Orders, true",
  })
  void patternsIncludeAndExcludeTables(String patterns, String table, boolean included) {
    assertThat(TablePatterns.parse(patterns).includes(table)).isEqualTo(included);
  }
}
