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
import java.util.Optional;

/**
 * What a profile may say about a family of services: the one declaration from which the reader of
 * the profile files and the documents' table come. Each key is honoured somewhere; its default is
 * what holds for a service that nobody knows.
 */
enum ProfileKey {
  TITLE("title", "", "What the family is called."),
  SIGN_HOST(
      "sign-host", "", "Patterns of the service root without its scheme that tell the family."),
  SIGN_NAMESPACE("sign-namespace", "", "Patterns of namespaces in the metadata that tell it."),
  SIGN_TERM("sign-term", "", "Patterns of annotation terms in the metadata that tell it."),

  RECHECK("recheck", "false", "Whether the engine checks every pushed condition again."),
  VERIFY(
      "verify",
      "FIRST_PAGE",
      "Which rows are checked for options that the service ignored: OFF, FIRST_PAGE, ALL."),
  SORT("sort", "true", "Whether orders are sent."),
  MAX_TOP("max-top", "", "The greatest $top that is sent; more rows are read without one."),
  SKIP("skip", "true", "Whether offsets are sent."),
  COUNT("count", "true", "Whether /$count is asked for: only where it counts exactly."),
  APPLY("apply", "false", "Whether aggregates are sent to sets that do not announce $apply."),
  APPLY_ORDER("apply-order", "true", "Whether the result of $apply is ordered and limited."),
  APPLY_NULLS(
      "apply-nulls", "true", "Whether $apply answers null for the sum or the least of nothing."),
  APPLY_DENIED(
      "apply-denied",
      "",
      "Methods of $apply that are not sent, such as $count, or for one type: min(Edm.Decimal)."),
  EXPAND("expand", "true", "Whether related entities are asked for by $expand."),
  NAVIGATION_PATHS(
      "navigation-paths",
      "true",
      "Whether conditions and orders may reach through navigation properties, as in Category/Name."),
  ANY("any", "true", "Whether conditions may ask for related entities by any."),
  SELECT_PATHS(
      "select-paths",
      "false",
      "Whether a part of a complex property can be selected, as in Address/City."),
  IN("in", "false", "Whether the in operator is sent to an OData 4.0 service."),
  ENUM_IN("enum-in", "true", "Whether in is sent for enumerations, too."),
  DENIED("denied", "", "Functions and operators that are not sent, such as substring or add."),
  MAX_PAGE_SIZE("max-page-size", "", "Rows of a page that are asked for at most."),
  MAX_URL_LENGTH("max-url-length", "6000", "Characters of a URL at most."),
  MAX_COMPARISONS(
      "max-comparisons", "", "Comparisons of a condition, joined by and and or, at most."),
  MAX_IN("max-in", "", "Values of an in at most."),
  PARALLELISM("parallelism", "4", "Requests in flight at once."),
  BATCH("batch", "true", "Whether the service takes a GET inside of POST $batch."),
  STRING_COMPARISON(
      "string-comparison", "EXACT", "How texts are compared: EXACT, CASE_INSENSITIVE, UNKNOWN."),
  WILDCARDS(
      "wildcards", "", "Characters that mean more than themselves in the texts of a condition."),
  OR_ACROSS_PROPERTIES(
      "or-across-properties", "true", "Whether or may join conditions on different properties."),
  NULLS_LOW("nulls-low", "true", "Whether an order has nulls first ascending and last descending.");

  private final String key;
  private final String defaultValue;
  private final String description;

  ProfileKey(String key, String defaultValue, String description) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.description = description;
  }

  /** As written in a profile file. */
  String key() {
    return key;
  }

  /** The text it has in a profile that does not say. */
  String defaultValue() {
    return defaultValue;
  }

  /** One sentence. */
  String description() {
    return description;
  }

  static Optional<ProfileKey> find(String key) {
    return Arrays.stream(values()).filter(k -> k.key.equals(key)).findFirst();
  }
}
