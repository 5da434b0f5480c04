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

import io.github.calciteodata.edm.Annotation;
import io.github.calciteodata.edm.ServiceModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known about a family of services beyond its metadata, as its file {@code
 * profiles/NAME.properties} says.
 */
final class ServiceProfile {
  /** Recognises the service by its address and metadata. */
  static final String AUTO = "auto";

  /**
   * Every profile there is a file for; {@link #AUTO} tries them in this order, so those whose signs
   * are surest come first.
   */
  static final List<String> NAMES =
      List.of(
          "generic",
          "unverified",
          "dataverse",
          "graph",
          "sap-cap",
          "sap-gateway",
          "successfactors",
          "business-central",
          "sharepoint",
          "aspnetcore",
          "olingo",
          "teiid");

  private final String name;
  private final Map<ProfileKey, String> values;

  private ServiceProfile(String name, Map<ProfileKey, String> values) {
    this.name = name;
    this.values = values;
  }

  /** The profile of this name; {@link #AUTO} looks for signs. */
  static ServiceProfile of(String name, URI root, ServiceModel model) {
    String wanted = name.toLowerCase(Locale.ROOT);
    if (!wanted.equals(AUTO)) {
      return read(wanted);
    }
    return NAMES.stream()
        .map(ServiceProfile::read)
        .filter(profile -> profile.isTold(root, model))
        .findFirst()
        .orElseGet(() -> read("generic"));
  }

  /** Reads the file of a profile. */
  static ServiceProfile read(String name) {
    Properties file = new Properties();
    try (InputStream in =
        ServiceProfile.class.getResourceAsStream("profiles/" + name + ".properties")) {
      file.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("profile " + name, e);
    }
    Map<ProfileKey, String> values = new EnumMap<>(ProfileKey.class);
    file.forEach(
        (key, value) ->
            values.put(
                ProfileKey.find(key.toString())
                    .orElseThrow(
                        () -> new IllegalStateException("profile " + name + ": no key " + key)),
                value.toString().trim()));
    return new ServiceProfile(name, values);
  }

  /** As in the property {@code ServiceProfile}. */
  String name() {
    return name;
  }

  /** Whether the profile decides the key, rather than leave it to its default. */
  boolean says(ProfileKey key) {
    return values.containsKey(key);
  }

  String text(ProfileKey key) {
    return values.getOrDefault(key, key.defaultValue());
  }

  boolean flag(ProfileKey key) {
    return Boolean.parseBoolean(text(key));
  }

  /** Empty when the text is. */
  OptionalInt number(ProfileKey key) {
    String text = text(key);
    return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
  }

  <E extends Enum<E>> E choice(ProfileKey key, Class<E> type) {
    return Enum.valueOf(type, text(key));
  }

  /** The words of a list separated by commas. */
  Set<String> words(ProfileKey key) {
    return Arrays.stream(text(key).split(","))
        .map(String::trim)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private boolean isTold(URI root, ServiceModel model) {
    String address = root.getRawAuthority() + root.getRawPath();
    return matches(ProfileKey.SIGN_HOST, Stream.of(address.toLowerCase(Locale.ROOT)))
        || matches(ProfileKey.SIGN_NAMESPACE, namespaces(model))
        || matches(
            ProfileKey.SIGN_TERM,
            model.annotations().values().stream()
                .flatMap(Collection::stream)
                .map(Annotation::term));
  }

  private static Stream<String> namespaces(ServiceModel model) {
    return Stream.concat(
            model.structuredTypes().keySet().stream(), Stream.ofNullable(model.containerName()))
        .map(qualified -> qualified.substring(0, Math.max(0, qualified.lastIndexOf('.'))))
        .distinct();
  }

  private boolean matches(ProfileKey key, Stream<String> texts) {
    if (!says(key)) {
      return false;
    }
    List<Predicate<String>> patterns =
        words(key).stream().map(ServiceProfile::pattern).map(Pattern::asMatchPredicate).toList();
    return texts.anyMatch(text -> patterns.stream().anyMatch(p -> p.test(text)));
  }

  /** {@code *} stands for any text. */
  private static Pattern pattern(String words) {
    return Pattern.compile(
        Arrays.stream(words.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }
}
