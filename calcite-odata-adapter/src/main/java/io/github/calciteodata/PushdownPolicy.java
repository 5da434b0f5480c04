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

import io.github.calciteodata.edm.Capabilities;
import io.github.calciteodata.edm.ServiceModel;
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.query.Dialect;
import io.github.calciteodata.query.Expression.Function;
import io.github.calciteodata.rel.PushdownRules;
import io.github.calciteodata.runtime.LearnedOptions;
import io.github.calciteodata.runtime.LearnedOptions.Option;
import io.github.calciteodata.runtime.Verification;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Weighs what may be pushed to a table: connection property, then annotation, then profile, then
 * what the service answered so far.
 */
final class PushdownPolicy {
  private final ODataOptions options;
  private final ServiceModel model;
  private final ServiceProfile profile;
  private final LearnedOptions learned;

  PushdownPolicy(ODataOptions options, ServiceModel model, LearnedOptions learned) {
    this.options = options;
    this.model = model;
    this.profile = ServiceProfile.of(options.serviceProfile(), model);
    this.learned = learned;
  }

  /** What may be pushed to the table right now. */
  PushdownRules rules(TableModel table) {
    Set<Pushdown> wanted = options.pushdown();
    Capabilities capabilities = table.capabilities();
    String resource = table.resource();
    // filters, orders and limits are for collections (Protocol 11.2.6)
    boolean collection = !table.singleton();
    Verification verification = verification(capabilities);
    return new PushdownRules(
        collection
            && wanted.contains(Pushdown.FILTER)
            && options.supportsFilter().orElse(true)
            && learned.allows(resource, Option.FILTER),
        wanted.contains(Pushdown.PROJECT) && capabilities.selectSupported(),
        collection && wanted.contains(Pushdown.SORT) && learned.allows(resource, Option.SORT),
        collection && wanted.contains(Pushdown.LIMIT) && learned.allows(resource, Option.LIMIT),
        collection
            && wanted.contains(Pushdown.COUNT)
            && options.supportsCount().orElse(true)
            && learned.allows(resource, Option.COUNT),
        profile.trusted(),
        verification,
        options.stringComparison() == StringComparison.EXACT,
        functions(table),
        allows(capabilities, "add") && profile.arithmetic(),
        options.supportsFilter().orElse(false) ? filterable(capabilities) : capabilities,
        new Dialect(in(capabilities), isConforming(capabilities) || profile.known()));
  }

  private Verification verification(Capabilities capabilities) {
    if (!profile.trusted()) {
      // the engine checks every row anyway
      return Verification.OFF;
    }
    boolean dependable = profile.known() || isConforming(capabilities);
    return options
        .verifyFilters()
        .map(v -> Verification.valueOf(v.name()))
        .orElse(dependable ? Verification.OFF : Verification.FIRST_PAGE);
  }

  /**
   * A service that declares a conformance level has to refuse what it does not support (Protocol
   * 13.1).
   */
  private static boolean isConforming(Capabilities capabilities) {
    return capabilities.conformance() != null;
  }

  private boolean in(Capabilities capabilities) {
    return capabilities.filterFunctions() == null
        ? profile.in() || model.version() == io.github.calciteodata.edm.ProtocolVersion.V4_01
        : capabilities.filterFunctions().contains("in");
  }

  private Set<Function> functions(TableModel table) {
    return Arrays.stream(Function.values())
        .filter(
            f ->
                allows(table.capabilities(), f.symbol())
                    && !profile.denied().contains(f)
                    && learned.allows(table.resource(), f))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Function.class)));
  }

  private static boolean allows(Capabilities capabilities, String function) {
    return capabilities.filterFunctions() == null
        || capabilities.filterFunctions().contains(function);
  }

  private static Capabilities filterable(Capabilities c) {
    return new Capabilities(
        true,
        c.nonFilterable(),
        c.requiresFilter(),
        c.requiredInFilter(),
        c.filterFunctions(),
        c.sortable(),
        c.nonSortable(),
        c.ascendingOnly(),
        c.descendingOnly(),
        c.topSupported(),
        c.skipSupported(),
        c.countable(),
        c.selectSupported(),
        c.expandable(),
        c.apply(),
        c.conformance());
  }
}
