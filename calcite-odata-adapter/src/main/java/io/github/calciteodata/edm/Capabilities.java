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
package io.github.calciteodata.edm;

import java.util.Map;
import java.util.Set;

/**
 * What annotations say may be asked of one entity set ({@code Org.OData.Capabilities.V1}, {@code
 * Org.OData.Aggregation.V1}, {@code sap:*}); absent annotations mean the vocabulary's defaults.
 * Paths are OData paths.
 *
 * @param apply what is announced of {@code $apply}
 * @param batchSupported whether requests may be sent in {@code $batch}
 * @param querySegmentSupported whether options may be sent as the body of {@code POST …/$query}
 * @param navigation what holds instead on the way through a navigation property, by its path
 * @param conformance {@code Minimal}, {@code Intermediate}, {@code Advanced}; null when the service
 *     does not say. A service that declares a level must refuse what it does not support (Protocol
 *     13.1), so its answers need no check
 * @param declared the terms that the metadata decides, such as {@code SkipSupported} or {@code
 *     FilterRestrictions/Filterable}; for the others something else may know better
 */
public record Capabilities(
    FilterRestrictions filter,
    SortRestrictions sort,
    boolean topSupported,
    boolean skipSupported,
    boolean countable,
    boolean selectSupported,
    ExpandRestrictions expand,
    ApplyCapabilities apply,
    ReadRestrictions read,
    boolean batchSupported,
    boolean querySegmentSupported,
    Map<String, Capabilities> navigation,
    String conformance,
    Set<String> declared) {

  /** What holds without any annotation (Capabilities vocabulary). */
  public static final Capabilities DEFAULT =
      new Capabilities(
          FilterRestrictions.NONE,
          new SortRestrictions(true, Set.of(), Set.of(), Set.of()),
          true,
          true,
          true,
          true,
          new ExpandRestrictions(true, Set.of(), -1),
          ApplyCapabilities.NONE,
          new ReadRestrictions(true, true),
          true,
          false,
          Map.of(),
          null,
          Set.of());

  public Capabilities {
    navigation = Map.copyOf(navigation);
    declared = Set.copyOf(declared);
  }

  /**
   * What may stand in {@code $filter}.
   *
   * @param required whether a request without a filter is refused
   * @param requiredProperties properties without a condition on which a request is refused
   * @param shapes properties that take conditions of one shape only
   * @param maxLevels segments of a path at most; negative for any
   * @param functions functions and operators the service takes; null when it does not say
   */
  public record FilterRestrictions(
      boolean filterable,
      boolean required,
      Set<String> requiredProperties,
      Set<String> nonFilterable,
      Map<String, FilterShape> shapes,
      int maxLevels,
      Set<String> functions) {
    static final FilterRestrictions NONE =
        new FilterRestrictions(true, false, Set.of(), Set.of(), Map.of(), -1, null);

    public FilterRestrictions {
      requiredProperties = Set.copyOf(requiredProperties);
      nonFilterable = Set.copyOf(nonFilterable);
      shapes = Map.copyOf(shapes);
      functions = functions == null ? null : Set.copyOf(functions);
    }

    /** Whether the function or operator may be sent. */
    public boolean allows(String symbol) {
      return functions == null || functions.contains(symbol);
    }
  }

  /** The conditions on one property that a service takes; those on others are joined by and. */
  public enum FilterShape {
    /** One {@code eq}. */
    SINGLE_VALUE,
    /** Several {@code eq} joined by or. */
    MULTI_VALUE,
    /** One interval: a lower bound, an upper bound, or both. */
    SINGLE_RANGE,
    /** Several values and intervals joined by or. */
    MULTI_RANGE,
    /** {@code startswith}, {@code endswith} or {@code contains}. */
    SEARCH,
    /** Either of the last two. */
    MULTI_RANGE_OR_SEARCH
  }

  /** What may stand in {@code $orderby}. */
  public record SortRestrictions(
      boolean sortable,
      Set<String> nonSortable,
      Set<String> ascendingOnly,
      Set<String> descendingOnly) {
    public SortRestrictions {
      nonSortable = Set.copyOf(nonSortable);
      ascendingOnly = Set.copyOf(ascendingOnly);
      descendingOnly = Set.copyOf(descendingOnly);
    }
  }

  /**
   * What may stand in {@code $expand}.
   *
   * @param maxLevels of expands within expands; negative for any
   */
  public record ExpandRestrictions(boolean expandable, Set<String> nonExpandable, int maxLevels) {
    public ExpandRestrictions {
      nonExpandable = Set.copyOf(nonExpandable);
    }

    /** Whether the navigation property may be expanded. */
    public boolean allows(String path) {
      return expandable && !nonExpandable.contains(path);
    }
  }

  /**
   * Whether entities can be read: as a collection, and one by its key.
   *
   * @param byKey false too where an address with a key is not supported ({@code IndexableByKey})
   */
  public record ReadRestrictions(boolean readable, boolean byKey) {}

  /** What holds on the way through the navigation property; the defaults when nothing is said. */
  public Capabilities through(String navigationPath) {
    return navigation.getOrDefault(navigationPath, DEFAULT);
  }
}
