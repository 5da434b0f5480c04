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
import io.github.calciteodata.client.ServiceLimits;
import io.github.calciteodata.client.ServiceLimits.Way;
import io.github.calciteodata.edm.ApplyCapabilities;
import io.github.calciteodata.edm.Capabilities;
import io.github.calciteodata.edm.ProtocolVersion;
import io.github.calciteodata.edm.ServiceModel;
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.query.Dialect;
import io.github.calciteodata.query.Expression.Function;
import io.github.calciteodata.rel.AggregationRules;
import io.github.calciteodata.rel.PushdownRules;
import io.github.calciteodata.rel.ServiceHabits;
import io.github.calciteodata.runtime.LearnedOptions;
import io.github.calciteodata.runtime.LearnedOptions.Option;
import io.github.calciteodata.runtime.Verification;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what may be pushed to a set: connection property, annotation, profile, and what the
 * service answered before, in this order.
 */
final class PushdownPolicy {
  private static final long MOST_CHECKED_ROWS = 1_000;

  private final ODataOptions options;
  private final ServiceModel model;
  private final ServiceProfile profile;
  private final LearnedOptions learned;

  PushdownPolicy(
      ODataOptions options, ServiceModel model, ServiceProfile profile, LearnedOptions learned) {
    this.options = options;
    this.model = model;
    this.profile = profile;
    this.learned = learned;
  }

  /** What may be pushed to the table right now. */
  PushdownRules rules(TableModel table) {
    Capabilities capabilities = table.capabilities();
    // filters, orders and limits are for collections (Protocol 11.2.6)
    boolean collection = !table.singleton();
    return new PushdownRules(
        collection && filter(table).allowed(),
        select(table).allowed(),
        collection && sort(table).allowed(),
        collection && top(table).allowed(),
        collection && skip(table).allowed(),
        collection && count(table).allowed(),
        collection && expand(table).allowed(),
        collection && navigationPaths(table).allowed(),
        collection && lookup(table).allowed(),
        !profile.flag(ProfileKey.RECHECK),
        verification(capabilities),
        stringComparison() == StringComparison.EXACT,
        functions(table),
        arithmetic(table).allowed(),
        aggregation(table),
        capabilities,
        habits(),
        new Dialect(
            in(table).allowed(),
            isConforming(capabilities) || profile.flag(ProfileKey.SELECT_PATHS),
            maxTop(capabilities)),
        Map.of());
  }

  /** Tells the client how much the service takes at once. */
  void limit(ServiceLimits limits, List<TableModel> tables) {
    Set<Way> ways = EnumSet.noneOf(Way.class);
    boolean query =
        tables.stream().anyMatch(t -> t.capabilities().querySegmentSupported())
            || model.version() == ProtocolVersion.V4_01
            || profile.flag(ProfileKey.QUERY_SEGMENT);
    if (query) {
      ways.add(Way.QUERY);
    }
    boolean batch =
        model.version().isV4()
            && profile.flag(ProfileKey.BATCH)
            && tables.stream().allMatch(t -> t.capabilities().batchSupported());
    if (batch) {
      ways.add(Way.BATCH);
    }
    limits.set(
        options.maxUrlLength().orElseGet(() -> number(ProfileKey.MAX_URL_LENGTH)),
        options.parallelism().orElseGet(() -> number(ProfileKey.PARALLELISM)),
        ways);
  }

  private int number(ProfileKey key) {
    return profile.number(key).orElseThrow();
  }

  /** What a service that has to be checked answers is held back until all of it is there. */
  private long maxTop(Capabilities capabilities) {
    long most = verification(capabilities) == Verification.OFF ? Long.MAX_VALUE : MOST_CHECKED_ROWS;
    OptionalInt known = profile.number(ProfileKey.MAX_TOP);
    return known.isPresent() ? Math.min(most, known.getAsInt()) : most;
  }

  private ServiceHabits habits() {
    return new ServiceHabits(
        profile.flag(ProfileKey.OR_ACROSS_PROPERTIES),
        profile.flag(ProfileKey.NULLS_LOW),
        profile.text(ProfileKey.WILDCARDS),
        profile.words(ProfileKey.DENIED));
  }

  private Decision filter(TableModel table) {
    return unlessLearned(
        table,
        Option.FILTER,
        unwanted(Pushdown.FILTER)
            .or(() -> given(ConnectionProperty.SUPPORTS_FILTER, options.supportsFilter()))
            .or(
                () ->
                    annotated(
                        table,
                        table.capabilities().filter().filterable(),
                        "FilterRestrictions/Filterable",
                        "sap:filterable"))
            .or(() -> profiled(ProfileKey.FILTER))
            .orElse(Decision.DEFAULT));
  }

  private Decision select(TableModel table) {
    return unwanted(Pushdown.PROJECT)
        .or(
            () ->
                annotated(table, table.capabilities().selectSupported(), "SelectSupport/Supported"))
        .orElse(Decision.DEFAULT);
  }

  private Decision sort(TableModel table) {
    return unlessLearned(
        table,
        Option.SORT,
        unwanted(Pushdown.SORT)
            .or(
                () ->
                    annotated(
                        table,
                        table.capabilities().sort().sortable(),
                        "SortRestrictions/Sortable",
                        "sap:sortable"))
            .or(() -> profiled(ProfileKey.SORT))
            .orElse(Decision.DEFAULT));
  }

  private Decision top(TableModel table) {
    return unlessLearned(
        table,
        Option.LIMIT,
        unwanted(Pushdown.LIMIT)
            .or(
                () ->
                    annotated(
                        table,
                        table.capabilities().topSupported(),
                        "TopSupported",
                        "sap:topable",
                        "sap:pageable"))
            .or(() -> profiled(ProfileKey.TOP))
            .orElse(Decision.DEFAULT));
  }

  private Decision skip(TableModel table) {
    return unlessLearned(
        table,
        Option.LIMIT,
        unwanted(Pushdown.LIMIT)
            .or(
                () ->
                    annotated(
                        table,
                        table.capabilities().skipSupported(),
                        "SkipSupported",
                        "sap:pageable"))
            .or(() -> profiled(ProfileKey.SKIP))
            .or(() -> unchecked(table))
            .orElse(Decision.DEFAULT));
  }

  /** Rows that the service passed over, or did not, cannot be checked. */
  private Optional<Decision> unchecked(TableModel table) {
    return verification(table.capabilities()) == Verification.OFF
        ? Optional.empty()
        : Optional.of(
            new Decision(false, Source.DEFAULT, ConnectionProperty.VERIFY_FILTERS.propertyName()));
  }

  private Decision count(TableModel table) {
    return unlessLearned(
        table,
        Option.COUNT,
        unwanted(Pushdown.COUNT)
            .or(() -> given(ConnectionProperty.SUPPORTS_COUNT, options.supportsCount()))
            .or(
                () ->
                    annotated(
                        table,
                        table.capabilities().countable(),
                        "CountRestrictions/Countable",
                        "sap:countable"))
            .or(() -> profiled(ProfileKey.COUNT))
            .orElse(Decision.DEFAULT));
  }

  private Decision apply(TableModel table) {
    return unlessLearned(
        table,
        Option.APPLY,
        unwanted(Pushdown.AGGREGATE)
            .or(() -> given(ConnectionProperty.SUPPORTS_APPLY, options.supportsApply()))
            .or(
                () ->
                    table.capabilities().apply().supported()
                        ? Optional.of(new Decision(true, Source.ANNOTATION, "ApplySupported"))
                        : Optional.empty())
            .or(() -> profiled(ProfileKey.APPLY))
            .orElse(new Decision(false, Source.DEFAULT, "ApplySupported")));
  }

  private AggregationRules aggregation(TableModel table) {
    ApplyCapabilities announced = table.capabilities().apply();
    boolean allowed =
        !table.singleton()
            && apply(table).allowed()
            && announced.allows("groupby")
            && announced.allows("aggregate")
            // the engine could not check what comes of the rows
            && !profile.flag(ProfileKey.RECHECK);
    if (!allowed) {
      return AggregationRules.NONE;
    }
    boolean filter = announced.allows("filter");
    return new AggregationRules(
        true,
        filter,
        filter,
        profile.flag(ProfileKey.APPLY_ORDER),
        profile.words(ProfileKey.APPLY_DENIED),
        profile.flag(ProfileKey.APPLY_NULLS),
        verification(table.capabilities()) == Verification.OFF);
  }

  private Decision expand(TableModel table) {
    return unlessLearned(
        table,
        Option.EXPAND,
        unwanted(Pushdown.EXPAND)
            .or(() -> given(ConnectionProperty.SUPPORTS_EXPAND, options.supportsExpand()))
            .or(
                () ->
                    annotated(
                        table,
                        table.capabilities().expand().expandable(),
                        "ExpandRestrictions/Expandable"))
            .or(() -> profiled(ProfileKey.EXPAND))
            .orElse(Decision.DEFAULT));
  }

  private Decision navigationPaths(TableModel table) {
    return unlessLearned(
        table,
        Option.NAVIGATION_PATH,
        profiled(ProfileKey.NAVIGATION_PATHS).orElse(Decision.DEFAULT));
  }

  private Decision lookup(TableModel table) {
    return unwanted(Pushdown.LOOKUP).orElseGet(() -> filter(table));
  }

  private Decision in(TableModel table) {
    return unlessLearned(
        table,
        Option.IN,
        allowed(table, "in")
            .or(() -> profiled(ProfileKey.IN))
            .orElseGet(
                () ->
                    new Decision(
                        model.version() == ProtocolVersion.V4_01,
                        Source.DEFAULT,
                        "OData " + model.version())));
  }

  private Decision arithmetic(TableModel table) {
    return unlessLearned(table, Option.ARITHMETIC, operator(table, "add"));
  }

  private Set<Function> functions(TableModel table) {
    return Arrays.stream(Function.values())
        .filter(f -> operator(table, f.symbol()).allowed() && learned.allows(table.resource(), f))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Function.class)));
  }

  /** Whether a function or operator may be sent. */
  private Decision operator(TableModel table, String symbol) {
    return allowed(table, symbol)
        .or(
            () ->
                profile.words(ProfileKey.DENIED).contains(symbol)
                    ? Optional.of(profile(false, ProfileKey.DENIED))
                    : Optional.empty())
        .orElse(Decision.DEFAULT);
  }

  private static Optional<Decision> allowed(TableModel table, String symbol) {
    return annotated(table, table.capabilities().filter().allows(symbol), "FilterFunctions");
  }

  private StringComparison stringComparison() {
    return options
        .stringComparison()
        .orElseGet(() -> profile.choice(ProfileKey.STRING_COMPARISON, StringComparison.class));
  }

  private Verification verification(Capabilities capabilities) {
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
  private static boolean isConforming(Capabilities capabilities) {
    return capabilities.conformance() != null;
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
        ? new Decision(false, Source.LEARNED, "sys.warnings")
        : decision;
  }
}
