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
package io.github.calciteodata.demo;

import io.github.calciteodata.demo.json.JsonFormat;
import io.github.calciteodata.demo.json.JsonFormat.Metadata;
import io.github.calciteodata.demo.query.Problem;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A request as it came in.
 *
 * @param path the path after the service root, not decoded
 * @param query the query without question mark, not decoded, or null
 * @param header gives the first value of a header by name, or null
 * @param body what was sent along, empty when nothing was
 */
record Request(
    String method, String path, String query, UnaryOperator<String> header, byte[] body) {
  private static final String PAGE_SIZE = "maxpagesize=";

  Request withQuery(String newQuery) {
    return new Request(method, path, newQuery, header, body);
  }

  Request with(String newMethod, String newPath) {
    return new Request(newMethod, newPath, query, header, body);
  }

  /** Returns the page size of the {@code Prefer} header (OData protocol, 8.2.8.5). */
  OptionalInt preferredPageSize() {
    String prefer = header.apply("Prefer");
    if (prefer == null) {
      return OptionalInt.empty();
    }
    return Arrays.stream(prefer.split("[,;]"))
        .map(String::strip)
        .map(
            preference ->
                preference.startsWith("odata.")
                    ? preference.substring("odata.".length())
                    : preference)
        .filter(preference -> preference.matches(PAGE_SIZE + "\\d{1,9}"))
        .mapToInt(preference -> Integer.parseInt(preference.substring(PAGE_SIZE.length())))
        .filter(size -> size > 0)
        .findFirst();
  }

  boolean acceptsGzip() {
    String encodings = header.apply("Accept-Encoding");
    return encodings != null
        && Arrays.stream(encodings.toLowerCase(Locale.ROOT).split(","))
            .map(encoding -> encoding.replace(" ", ""))
            .anyMatch(
                encoding ->
                    encoding.matches("(gzip|x-gzip|\\*)(;q=(0?\\.\\d*[1-9]\\d*|1(\\.0*)?))?"));
  }

  /**
   * Returns the JSON format that is asked for.
   *
   * @param option value of {@code $format}, which goes before the {@code Accept} header, or null
   */
  JsonFormat format(String option) {
    String accept = option != null ? option : header.apply("Accept");
    if (accept == null) {
      return new JsonFormat(Metadata.MINIMAL, false);
    }
    String wanted =
        Arrays.stream(accept.toLowerCase(Locale.ROOT).replace(" ", "").split(","))
            .filter(type -> type.matches("(json|application/json|application/\\*|\\*/\\*)(;.*)?"))
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.of(
                        option != null ? 415 : 406,
                        "Only application/json can be had, not " + accept));
    Metadata metadata =
        wanted.contains("metadata=full")
            ? Metadata.FULL
            : wanted.contains("metadata=none") ? Metadata.NONE : Metadata.MINIMAL;
    return new JsonFormat(metadata, wanted.contains("ieee754compatible=true"));
  }

  /** Returns the query without the place where a page begins, for the next link. */
  String queryWithoutSkipToken() {
    if (query == null) {
      return "";
    }
    return Arrays.stream(query.split("&"))
        .filter(option -> !option.isEmpty() && !option.matches("(?i)(\\$|%24)skiptoken=.*"))
        .map(option -> option + "&")
        .collect(Collectors.joining());
  }
}
