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

import io.github.calciteodata.client.ServiceLimits;
import io.github.calciteodata.client.ServiceLimits.Way;
import io.github.calciteodata.client.Traffic;
import io.github.calciteodata.edm.ApplyCapabilities;
import io.github.calciteodata.edm.Capabilities;
import io.github.calciteodata.edm.ProtocolVersion;
import io.github.calciteodata.edm.ServiceModel;
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.function.Catalog.Capability;
import io.github.calciteodata.query.Dialect;
import io.github.calciteodata.query.Expression.Function;
import io.github.calciteodata.rel.AggregationRules;
import io.github.calciteodata.rel.PushdownRules;
import io.github.calciteodata.rel.ServiceHabits;
import io.github.calciteodata.runtime.LearnedOptions;
import io.github.calciteodata.runtime.Verification;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes of the decisions for a table the rules by which statements are planned. */
final class PushdownPolicy {
  private static final long MOST_CHECKED_ROWS = 1_000;

  private final ODataOptions options;
  private final ServiceModel model;
  private final ServiceProfile profile;
  private final Decisions decisions;
  private ServiceLimits limits = new ServiceLimits(warning -> {});

  PushdownPolicy(
      ODataOptions options, ServiceModel model, ServiceProfile profile, LearnedOptions learned) {
    this.options = options;
    this.model = model;
    this.profile = profile;
    this.decisions = new Decisions(options, model, profile, learned);
  }

  /** What may be asked of the table right now, and who decided. */
  List<Capability> capabilities(TableModel table) {
    return new CapabilityList(decisions, limits).of(table);
  }

  /** What may be pushed to the table right now. */
  PushdownRules rules(TableModel table) {
    Capabilities capabilities = table.capabilities();
    // filters, orders and limits are for collections (Protocol 11.2.6)
    boolean collection = !table.singleton();
    return new PushdownRules(
        collection && decisions.filter(table).allowed(),
        decisions.select(table).allowed(),
        collection && decisions.sort(table).allowed(),
        collection && decisions.top(table).allowed(),
        collection && decisions.skip(table).allowed(),
        collection && decisions.count(table).allowed(),
        collection && decisions.expand(table).allowed(),
        collection && decisions.navigationPaths(table).allowed(),
        collection && decisions.lookup(table).allowed(),
        collection && decisions.any(table).allowed(),
        !profile.flag(ProfileKey.RECHECK),
        decisions.verification(capabilities),
        decisions.stringComparison() == StringComparison.EXACT,
        functions(table),
        decisions.arithmetic(table).allowed(),
        aggregation(table),
        capabilities,
        habits(),
        new Dialect(
            decisions.in(table).allowed(),
            Decisions.isConforming(capabilities) || profile.flag(ProfileKey.SELECT_PATHS),
            maxTop(capabilities),
            profile.flag(ProfileKey.ENUM_IN)),
        Map.of());
  }

  /** Tells the client how much the service takes at once. */
  void limit(ServiceLimits client, List<TableModel> tables) {
    limits = client;
    Set<Way> ways = EnumSet.noneOf(Way.class);
    boolean query =
        tables.stream().anyMatch(t -> t.capabilities().querySegmentSupported())
            || model.version() == ProtocolVersion.V4_01;
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
    profile.number(ProfileKey.MAX_PAGE_SIZE).ifPresent(limits::setMaxPageSize);
    limits.setMaxCondition(
        profile.number(ProfileKey.MAX_COMPARISONS).orElse(Integer.MAX_VALUE),
        profile.number(ProfileKey.MAX_IN).orElse(Integer.MAX_VALUE));
    if (options.parallelism().isPresent()) {
      limits.insistOnParallelism();
    }
    limits.set(
        options.maxUrlLength().orElseGet(() -> number(ProfileKey.MAX_URL_LENGTH)),
        options.parallelism().orElseGet(() -> number(ProfileKey.PARALLELISM)),
        ways);
  }

  /** What the profile knows of the family holds for all connections together. */
  void limit(Traffic traffic) {
    if (options.parallelism().isEmpty() && profile.says(ProfileKey.PARALLELISM)) {
      traffic.limit(number(ProfileKey.PARALLELISM));
    }
  }

  private int number(ProfileKey key) {
    return profile.number(key).orElseThrow();
  }

  /** What a service that has to be checked answers is held back until all of it is there. */
  private long maxTop(Capabilities capabilities) {
    long most =
        decisions.verification(capabilities) == Verification.OFF
            ? Long.MAX_VALUE
            : MOST_CHECKED_ROWS;
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

  private AggregationRules aggregation(TableModel table) {
    ApplyCapabilities announced = table.capabilities().apply();
    boolean allowed =
        !table.singleton()
            && decisions.apply(table).allowed()
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
        decisions.verification(table.capabilities()) == Verification.OFF);
  }

  private Set<Function> functions(TableModel table) {
    return Arrays.stream(Function.values())
        .filter(f -> decisions.function(table, f).allowed())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Function.class)));
  }
}
