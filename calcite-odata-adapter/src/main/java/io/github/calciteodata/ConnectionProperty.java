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

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
  SERVICE_PROFILE(
      Group.SERVICE,
      "ServiceProfile",
      PropertyType.choice("auto", "generic", "unverified", "teiid"),
      "auto",
      "What is known about the service: unverified checks every pushed condition again, generic trusts the"
          + " specification, teiid names the server, auto decides by what the service says of itself."),

  AUTH_SCHEME(
      Group.AUTHENTICATION,
      "AuthScheme",
      PropertyType.choice(AuthScheme.class),
      "None",
      "How requests are authenticated."),
  USER(Group.AUTHENTICATION, "User", PropertyType.TEXT, null, "User name for Basic."),
  PASSWORD(
      Group.AUTHENTICATION,
      "Password",
      PropertyType.TEXT,
      null,
      "Password for Basic.",
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
  MAX_URL_LENGTH(
      Group.READING,
      "MaxUrlLength",
      PropertyType.number(256, Integer.MAX_VALUE),
      "6000",
      "Characters of a request's URL below the service root at most; a longer filter is evaluated locally."),

  PUSHDOWN(
      Group.PUSH_DOWN,
      "Pushdown",
      PropertyType.subset(Pushdown.class),
      "ALL",
      "What the service is asked to do: ALL, NONE, or a list of FILTER, PROJECT, SORT, LIMIT, COUNT."),
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
  STRING_COMPARISON(
      Group.PUSH_DOWN,
      "StringComparison",
      PropertyType.choice(StringComparison.class),
      "EXACT",
      "How the service compares texts; anything but EXACT is checked again, or not pushed."),
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
