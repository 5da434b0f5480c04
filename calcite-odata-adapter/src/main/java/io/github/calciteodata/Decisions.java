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

import io.github.calciteodata.Decision.Source;
import io.github.calciteodata.edm.Capabilities;
import io.github.calciteodata.edm.ProtocolVersion;
import io.github.calciteodata.edm.ServiceModel;
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.query.Expression.Function;
import io.github.calciteodata.runtime.LearnedOptions;
import io.github.calciteodata.runtime.LearnedOptions.Option;
import io.github.calciteodata.runtime.Verification;
import java.util.Arrays;
import java.util.Optional;

/**
 * Decides what may be asked of a set: connection property, annotation, profile, and what the
 * service answered before, in this order.
 */
final class Decisions {
  private static final String LESSONS = "sys.warnings";

  private final ODataOptions options;
  private final ServiceModel model;
  private final ServiceProfile profile;
  private final LearnedOptions learned;

  Decisions(
      ODataOptions options, ServiceModel model, ServiceProfile profile, LearnedOptions learned) {
    this.options = options;
    this.model = model;
    this.profile = profile;
    this.learned = learned;
  }

  /** The service is asked all the same: it says best why not. */
  Decision read(TableModel table) {
    return first(
        annotated(
            table,
            table.capabilities().read().readable(),
            "ReadRestrictions/Readable",
            "sap:addressable"));
  }

  Decision filter(TableModel table) {
    return unlessLearned(
        table,
        Option.FILTER,
        first(
            unwanted(Pushdown.FILTER),
            given(ConnectionProperty.SUPPORTS_FILTER, options.supportsFilter()),
            annotated(
                table,
                table.capabilities().filter().filterable(),
                "FilterRestrictions/Filterable",
                "sap:filterable")));
  }

  Decision select(TableModel table) {
    return first(
        unwanted(Pushdown.PROJECT),
        annotated(table, table.capabilities().selectSupported(), "SelectSupport/Supported"));
  }

  Decision sort(TableModel table) {
    return unlessLearned(
        table,
        Option.SORT,
        first(
            unwanted(Pushdown.SORT),
            annotated(
                table,
                table.capabilities().sort().sortable(),
                "SortRestrictions/Sortable",
                "sap:sortable"),
            profiled(ProfileKey.SORT)));
  }

  Decision top(TableModel table) {
    return unlessLearned(
        table,
        Option.LIMIT,
        first(
            unwanted(Pushdown.LIMIT),
            annotated(
                table,
                table.capabilities().topSupported(),
                "TopSupported",
                "sap:topable",
                "sap:pageable")));
  }

  Decision skip(TableModel table) {
    return unlessLearned(
        table,
        Option.LIMIT,
        first(
            unwanted(Pushdown.LIMIT),
            annotated(table, table.capabilities().skipSupported(), "SkipSupported", "sap:pageable"),
            profiled(ProfileKey.SKIP),
            unchecked(table)));
  }

  /** Rows that the service passed over, or did not, cannot be checked. */
  private Optional<Decision> unchecked(TableModel table) {
    return verification(table.capabilities()) == Verification.OFF
        ? Optional.empty()
        : Optional.of(
            new Decision(false, Source.DEFAULT, ConnectionProperty.VERIFY_FILTERS.propertyName()));
  }

  Decision count(TableModel table) {
    return unlessLearned(
        table,
        Option.COUNT,
        first(
            unwanted(Pushdown.COUNT),
            given(ConnectionProperty.SUPPORTS_COUNT, options.supportsCount()),
            annotated(
                table,
                table.capabilities().countable(),
                "CountRestrictions/Countable",
                "sap:countable"),
            profiled(ProfileKey.COUNT)));
  }

  Decision apply(TableModel table) {
    String term = "ApplySupported";
    return unlessLearned(
        table,
        Option.APPLY,
        first(
            unwanted(Pushdown.AGGREGATE),
            given(ConnectionProperty.SUPPORTS_APPLY, options.supportsApply()),
            table.capabilities().apply().supported()
                ? Optional.of(new Decision(true, Source.ANNOTATION, term))
                : Optional.empty(),
            profiled(ProfileKey.APPLY),
            Optional.of(new Decision(false, Source.DEFAULT, term))));
  }

  Decision expand(TableModel table) {
    return unlessLearned(
        table,
        Option.EXPAND,
        first(
            unwanted(Pushdown.EXPAND),
            given(ConnectionProperty.SUPPORTS_EXPAND, options.supportsExpand()),
            annotated(
                table, table.capabilities().expand().expandable(), "ExpandRestrictions/Expandable"),
            profiled(ProfileKey.EXPAND)));
  }

  Decision navigationPaths(TableModel table) {
    return unlessLearned(
        table, Option.NAVIGATION_PATH, first(profiled(ProfileKey.NAVIGATION_PATHS)));
  }

  Decision any(TableModel table) {
    return unlessLearned(
        table,
        Option.ANY,
        first(unwanted(Pushdown.EXPAND), allowed(table, "any"), profiled(ProfileKey.ANY)));
  }

  Decision lookup(TableModel table) {
    return unwanted(Pushdown.LOOKUP).orElseGet(() -> filter(table));
  }

  Decision in(TableModel table) {
    return unlessLearned(
        table,
        Option.IN,
        first(
            allowed(table, "in"),
            profiled(ProfileKey.IN),
            Optional.of(
                new Decision(
                    model.version() == ProtocolVersion.V4_01,
                    Source.DEFAULT,
                    "OData " + model.version()))));
  }

  Decision arithmetic(TableModel table) {
    return unlessLearned(table, Option.ARITHMETIC, operator(table, "add"));
  }

  /** Whether the function may be sent in a filter. */
  Decision function(TableModel table, Function function) {
    Decision decision = operator(table, function.symbol());
    return decision.allowed() && !learned.allows(table.resource(), function)
        ? new Decision(false, Source.LEARNED, LESSONS)
        : decision;
  }

  /** Whether a function or operator may be sent. */
  Decision operator(TableModel table, String symbol) {
    return first(
        allowed(table, symbol),
        profile.words(ProfileKey.DENIED).contains(symbol)
            ? Optional.of(profile(false, ProfileKey.DENIED))
            : Optional.empty());
  }

  private static Optional<Decision> allowed(TableModel table, String symbol) {
    return annotated(table, table.capabilities().filter().allows(symbol), "FilterFunctions");
  }

  /** Conditions that are larger than they may be: not sent, by the profile or since a refusal. */
  Decision larger(ProfileKey key, int most) {
    return profile.number(key).orElse(0) == most
        ? profile(false, key)
        : new Decision(false, Source.LEARNED, LESSONS);
  }

  StringComparison stringComparison() {
    return options
        .stringComparison()
        .orElseGet(() -> profile.choice(ProfileKey.STRING_COMPARISON, StringComparison.class));
  }

  Verification verification(Capabilities capabilities) {
    return options
        .verifyFilters()
        .map(v -> Verification.valueOf(v.name()))
        .orElseGet(
            () ->
                isConforming(capabilities)
                    ? Verification.OFF
                    : profile.choice(ProfileKey.VERIFY, Verification.class));
  }

  /**
   * A service that declares a conformance level has to refuse what it does not support (Protocol
   * 13.1).
   */
  static boolean isConforming(Capabilities capabilities) {
    return capabilities.conformance() != null;
  }

  /** The first that says something. */
  @SafeVarargs
  private static Decision first(Optional<Decision>... decisions) {
    return Arrays.stream(decisions).flatMap(Optional::stream).findFirst().orElse(Decision.DEFAULT);
  }

  private Optional<Decision> unwanted(Pushdown part) {
    return options.pushdown().contains(part)
        ? Optional.empty()
        : Optional.of(
            new Decision(false, Source.PROPERTY, ConnectionProperty.PUSHDOWN.propertyName()));
  }

  private static Optional<Decision> given(ConnectionProperty property, Optional<Boolean> value) {
    return value.map(v -> new Decision(v, Source.PROPERTY, property.propertyName()));
  }

  /** What the metadata says, when it says one of the terms. */
  private static Optional<Decision> annotated(TableModel table, boolean allowed, String... terms) {
    return Arrays.stream(terms)
        .filter(table.capabilities().declared()::contains)
        .findFirst()
        .map(term -> new Decision(allowed, Source.ANNOTATION, term));
  }

  private Optional<Decision> profiled(ProfileKey key) {
    return profile.says(key) ? Optional.of(profile(profile.flag(key), key)) : Optional.empty();
  }

  private Decision profile(boolean allowed, ProfileKey key) {
    return new Decision(allowed, Source.PROFILE, profile.name() + ": " + key.key());
  }

  private Decision unlessLearned(TableModel table, Option option, Decision decision) {
    return decision.allowed() && !learned.allows(table.resource(), option)
        ? new Decision(false, Source.LEARNED, LESSONS)
        : decision;
  }
}
