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

import io.github.calciteodata.client.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * The type of a connection property: how its text becomes a value.
 *
 * @param name for documents: {@code text}, {@code number}, ...
 * @param choices the texts it may have; empty when there are too many to list
 * @param parser throws {@link IllegalArgumentException} whose message says what was expected,
 *     without the value
 */
record PropertyType(String name, List<String> choices, Function<String, Object> parser) {
  private static final String ORIGIN_EXPECTED =
      "https://host or https://host:port, without a path, separated by commas (http on the loopback only)";

  /** Any text. */
  static final PropertyType TEXT = new PropertyType("text", List.of(), text -> text);

  /** An address, checked by who uses it. */
  static final PropertyType ADDRESS = new PropertyType("URL", List.of(), text -> text);

  /** A whole number that is not negative and may be long. */
  static final PropertyType LONG = new PropertyType("number", List.of(), PropertyType::whole);

  /** {@code true} or {@code false}. */
  static final PropertyType FLAG =
      new PropertyType("boolean", List.of("true", "false"), PropertyType::flag);

  /** A length of time in seconds. */
  static final PropertyType SECONDS =
      new PropertyType(
          "seconds", List.of(), text -> Duration.ofSeconds(number(text, 0, Integer.MAX_VALUE)));

  /** The root of a service, as {@link URI} that ends with a slash. */
  static final PropertyType SERVICE_ROOT =
      new PropertyType("URL", List.of(), PropertyType::serviceRoot);

  /** HTTP headers, one {@code Name: Value} per line, as {@link Map}. */
  static final PropertyType HEADERS = new PropertyType("headers", List.of(), PropertyType::headers);

  /** {@code name=value&name=value}, percent-encoded. */
  static final PropertyType URL_PARAMETERS =
      new PropertyType("URL parameters", List.of(), PropertyType::urlParameters);

  /** {@code name=value; name=value}. */
  static final PropertyType COOKIES = new PropertyType("cookies", List.of(), PropertyType::cookies);

  /** The name or address of a machine. */
  static final PropertyType HOST = new PropertyType("host", List.of(), PropertyType::host);

  /** Names of machines, as {@link List}. */
  static final PropertyType HOST_PATTERNS =
      new PropertyType("hosts", List.of(), PropertyType::hostPatterns);

  /** Origins in TLS or of this machine, as {@link List} of {@link Origin}. */
  static final PropertyType ORIGINS = new PropertyType("origins", List.of(), PropertyType::origins);

  /** Patterns of {@link TablePatterns}. */
  static final PropertyType TABLE_PATTERNS =
      new PropertyType("patterns", List.of(), TablePatterns::parse);

  /** A whole number in these bounds. */
  static PropertyType number(int from, int to) {
    return new PropertyType("number", List.of(), text -> number(text, from, to));
  }

  /** A whole number in these bounds, or {@code auto}, as {@link OptionalInt}. */
  static PropertyType numberOrAuto(int from, int to) {
    return new PropertyType(
        "number or auto",
        List.of(),
        text ->
            text.equalsIgnoreCase("auto")
                ? OptionalInt.empty()
                : OptionalInt.of(number(text, from, to)));
  }

  /**
   * One constant of an enumeration, written as its {@code toString}; case and {@code _} do not
   * matter.
   */
  static <E extends Enum<E>> PropertyType choice(Class<E> type) {
    List<String> labels = Arrays.stream(type.getEnumConstants()).map(Enum::toString).toList();
    return new PropertyType("choice", labels, text -> constant(type, text, labels));
  }

  /** One of these texts, whatever its case. */
  static PropertyType choice(String... labels) {
    List<String> choices = List.of(labels);
    return new PropertyType(
        "choice",
        choices,
        text ->
            choices.stream()
                .filter(choice -> choice.equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(
                    () -> new IllegalArgumentException("one of " + String.join(", ", choices))));
  }

  /** {@code ALL}, {@code NONE}, or some of the constants separated by commas, as {@link Set}. */
  static <E extends Enum<E>> PropertyType subset(Class<E> type) {
    List<String> labels = Arrays.stream(type.getEnumConstants()).map(Enum::toString).toList();
    return new PropertyType("list", labels, text -> subset(type, text, labels));
  }

  private static <E extends Enum<E>> Set<E> subset(
      Class<E> type, String text, List<String> labels) {
    EnumSet<E> result = EnumSet.noneOf(type);
    if (text.equalsIgnoreCase("ALL")) {
      result.addAll(EnumSet.allOf(type));
    } else if (!text.equalsIgnoreCase("NONE")) {
      try {
        for (String part : text.split(",")) {
          result.add(constant(type, part.strip(), labels));
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "ALL, NONE, or a list of " + String.join(", ", labels), e);
      }
    }
    return Collections.unmodifiableSet(result);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String text, List<String> labels) {
    String wanted = bare(text);
    for (E constant : type.getEnumConstants()) {
      if (bare(constant.toString()).equals(wanted)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("one of " + String.join(", ", labels));
  }

  private static String bare(String text) {
    return text.replaceAll("[_\\s-]", "").toLowerCase(Locale.ROOT);
  }

  private static Boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1" -> true;
      case "false", "no", "0" -> false;
      default -> throw new IllegalArgumentException("true or false");
    };
  }

  private static Integer number(String text, int from, int to) {
    try {
      int value = Integer.parseInt(text);
      if (value >= from && value <= to) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Not as cause: its message holds the text, which may come from a secret place.
      throw new IllegalArgumentException(range(from, to));
    }
    throw new IllegalArgumentException(range(from, to));
  }

  private static Long whole(String text) {
    if (text.matches("\\d{1,18}")) {
      return Long.valueOf(text);
    }
    throw new IllegalArgumentException("a whole number, 0 or more");
  }

  private static String range(int from, int to) {
    return to == Integer.MAX_VALUE
        ? "a whole number, " + from + " or more"
        : "a whole number from " + from + " to " + to;
  }

  private static URI serviceRoot(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      // Not as cause: its message holds the whole text, which may have a password in it.
      throw new IllegalArgumentException(
          "an absolute http or https URL, with other characters percent-encoded");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "a URL without user and password; these go into User and Password");
    }
    if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException("an absolute http or https URL of the service root");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the service root without ? and #; parameters for every request go into CustomUrlParams");
    }
    String root = uri.toString();
    return root.endsWith("/") ? uri : URI.create(root + "/");
  }

  private static Map<String, String> headers(String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : text.split("\\r?\\n|(?:\\\\r)?\\\\n")) {
      if (line.isBlank()) {
        continue;
      }
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip();
      if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
          || line.chars().anyMatch(c -> c < ' ' && c != '\t')) {
        throw new IllegalArgumentException(
            "one 'Name: Value' per line, lines separated by a line break or \\n");
      }
      headers.put(name, line.substring(colon + 1).strip());
    }
    return Collections.unmodifiableMap(headers);
  }

  private static String cookies(String text) {
    for (String cookie : text.split(";")) {
      // RFC 6265, section 4.1.1
      if (!cookie.strip().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+=[!-+\\--:<-~ ]*")) {
        throw new IllegalArgumentException("name=value; name=value");
      }
    }
    return text;
  }

  private static String host(String text) {
    String host = text.regionMatches(true, 0, "http://", 0, 7) ? text.substring(7) : text;
    host = host.endsWith("/") ? host.substring(0, host.length() - 1) : host;
    if (host.matches("[A-Za-z0-9._-]+")) {
      return host;
    }
    if (host.matches("\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]?")) {
      return host.replaceAll("[\\[\\]]", "");
    }
    throw new IllegalArgumentException(
        "the name or address of a machine; its port goes into ProxyPort");
  }

  private static List<String> hostPatterns(String text) {
    return Arrays.stream(text.split("[;,\\s]+")).filter(p -> !p.isEmpty()).toList();
  }

  private static List<Origin> origins(String text) {
    return Arrays.stream(text.split("[;,\\s]+"))
        .filter(o -> !o.isEmpty())
        .map(PropertyType::origin)
        .toList();
  }

  private static Origin origin(String text) {
    try {
      Origin origin = Origin.of(text);
      String rest = text.substring(text.indexOf("://") + 3).replaceFirst("/$", "");
      if (rest.matches("[A-Za-z0-9._:\\[\\]-]+")
          && (origin.scheme().equals("https") || origin.isLoopback())) {
        return origin;
      }
    } catch (IllegalArgumentException e) {
      // the message below says it for all of them
      throw new IllegalArgumentException(ORIGIN_EXPECTED);
    }
    throw new IllegalArgumentException(ORIGIN_EXPECTED);
  }

  private static String urlParameters(String text) {
    String parameters = text.startsWith("?") || text.startsWith("&") ? text.substring(1) : text;
    try {
      if (new URI("http://x/?" + parameters).getRawFragment() == null) {
        return parameters;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("name=value&name=value, percent-encoded");
    }
    throw new IllegalArgumentException("name=value&name=value, percent-encoded");
  }
}
