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
package io.github.calciteodata.rel;

import com.google.common.collect.Sets;
import io.github.calciteodata.edm.Capabilities;
import io.github.calciteodata.edm.Capabilities.FilterRestrictions;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.query.Aggregation.Method;
import io.github.calciteodata.query.Dialect;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.Function;
import io.github.calciteodata.runtime.Verification;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What may be asked of one entity set, after connection properties, annotations, the service's
 * profile and what the service answered so far have been weighed (in this order).
 *
 * @param filter whether {@code $filter} may be sent
 * @param project whether {@code $select} may leave columns out
 * @param sort whether {@code $orderby} may be sent
 * @param limit whether {@code $top} may be sent
 * @param skip whether {@code $skip} may be sent
 * @param count whether {@code /$count} may be sent
 * @param expand whether {@code $expand} may be sent
 * @param navigationPaths whether paths through navigation properties may stand in {@code $filter}
 *     and {@code $orderby}
 * @param lookup whether it may be asked for the rows of many keys, batch by batch
 * @param any whether {@code any} may stand in {@code $filter}
 * @param trusted false when every pushed condition has to be checked again by the engine
 * @param verification whether the runtime checks that options were obeyed; then nothing is pushed
 *     whose neglect it could not notice
 * @param binaryStrings whether the service compares and sorts texts as SQL does: by code unit, with
 *     case and blanks
 * @param functions functions that may be sent
 * @param arithmetic whether arithmetic may be sent
 * @param aggregation what may be asked of {@code $apply}
 * @param related the rules of related sets, by the path of navigation properties that leads there
 */
public record PushdownRules(
    boolean filter,
    boolean project,
    boolean sort,
    boolean limit,
    boolean skip,
    boolean count,
    boolean expand,
    boolean navigationPaths,
    boolean lookup,
    boolean any,
    boolean trusted,
    Verification verification,
    boolean binaryStrings,
    Set<Function> functions,
    boolean arithmetic,
    AggregationRules aggregation,
    Capabilities capabilities,
    ServiceHabits habits,
    Dialect dialect,
    Map<String, Related> related) {

  public PushdownRules {
    functions = Set.copyOf(functions);
    related = Map.copyOf(related);
  }

  /**
   * A related set.
   *
   * @param collection whether the way there leads to several rows: then no filter or order can
   *     follow it
   */
  public record Related(PushdownRules rules, boolean collection) {}

  boolean verified() {
    return verification != Verification.OFF;
  }

  /** Whether the service may be asked for what the runtime could not notice when neglected. */
  boolean dependable() {
    return trusted && !verified();
  }

  /** Whether {@code $expand} may name the navigation properties of the path. */
  boolean canExpand(String path) {
    int levels = capabilities.expand().maxLevels();
    long depth = path.chars().filter(c -> c == '/').count() + 1;
    return expand
        && trusted
        && (levels < 0 || depth <= levels)
        && !capabilities.expand().nonExpandable().contains(path);
  }

  /** Whether a filter may ask for related entities by {@code any}. */
  boolean canAsk(String path) {
    Capabilities onTheWay = capabilities.navigation().get(path);
    return any
        && filter
        && dependable()
        && !capabilities.filter().nonFilterable().contains(path)
        && (onTheWay == null || onTheWay.filter().filterable());
  }

  /** The rules for this set joined with a related one by this path. */
  PushdownRules with(String path, boolean collection, PushdownRules set) {
    Map<String, Related> all = new HashMap<>(related);
    all.put(path, new Related(set, collection));
    set.related.forEach(
        (inner, r) ->
            all.put(path + "/" + inner, new Related(r.rules, collection || r.collection)));
    return new PushdownRules(
        filter,
        project,
        sort,
        limit,
        skip,
        count,
        expand,
        navigationPaths,
        lookup,
        any,
        trusted,
        verification,
        binaryStrings && set.binaryStrings,
        Sets.intersection(functions, set.functions),
        arithmetic && set.arithmetic,
        aggregation,
        capabilities,
        habits,
        dialect,
        all);
  }

  /** A related set, the way to it, and a column as that set has it. */
  private record Reach(String path, Related set, Column column) {}

  private Optional<Reach> reach(Column column) {
    String path = column.path();
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      String way = path.substring(0, end);
      if (related.containsKey(way)) {
        return Optional.of(
            new Reach(way, related.get(way), column.withPath(path.substring(end + 1))));
      }
    }
    return Optional.empty();
  }

  private boolean follows(Reach reach) {
    return navigationPaths
        && dependable()
        && reach.set().rules.dependable()
        && !reach.set().collection;
  }

  /** Whether a filter may follow the way: by the set's own word, and what it says of the way. */
  private boolean filters(Reach reach) {
    FilterRestrictions own = capabilities.filter();
    Capabilities onTheWay = capabilities.navigation().get(reach.path());
    return follows(reach)
        && !own.nonFilterable().contains(reach.path())
        && (onTheWay == null
            || (onTheWay.filter().filterable()
                && !onTheWay.filter().nonFilterable().contains(reach.column().path())))
        && reach.set().rules.canFilter(reach.column());
  }

  private boolean sorts(Reach reach, boolean descending) {
    Capabilities onTheWay = capabilities.navigation().get(reach.path());
    return follows(reach)
        && !capabilities.sort().nonSortable().contains(reach.path())
        && (onTheWay == null
            || (onTheWay.sort().sortable()
                && !onTheWay.sort().nonSortable().contains(reach.column().path())))
        && reach.set().rules.canSort(reach.column(), descending);
  }

  /** Whether related entities may come in the order of a column of theirs, in {@code $expand}. */
  boolean canSortRelated(String path, Column column, boolean descending) {
    Related set = related.get(path);
    Capabilities onTheWay = capabilities.navigation().get(path);
    return set != null
        && dependable()
        && set.rules.dependable()
        && (onTheWay == null
            || (onTheWay.sort().sortable()
                && !onTheWay.sort().nonSortable().contains(column.path())))
        && set.rules.canSort(column, descending);
  }

  /** Whether of related entities the first may be asked for, in {@code $expand}. */
  boolean canLimitRelated(String path, long top) {
    Related set = related.get(path);
    Capabilities onTheWay = capabilities.navigation().get(path);
    return set != null
        && dependable()
        && set.rules.dependable()
        && set.rules.limit
        && top <= dialect.maxTop()
        && (onTheWay == null || onTheWay.topSupported());
  }

  /** Whether the column may stand in {@code $filter}. */
  boolean canFilter(Column column) {
    Optional<Reach> reach = reach(column);
    if (reach.isPresent()) {
      return filter && filters(reach.get());
    }
    return filter
        && !capabilities.filter().nonFilterable().contains(column.path())
        && !capabilities.filter().nonFilterable().contains(column.topProperty())
        && column.type() != EdmType.JSON
        && column.type() != EdmType.STREAM
        // a service that does not know paths may answer nothing at all, which nobody would notice
        && (column.path().indexOf('/') < 0 || dependable());
  }

  /** Whether the service takes this filter, all of which may be sent, as a whole. */
  boolean admits(Expression whole) {
    return new FilterAdmission(capabilities.filter(), habits).admits(whole);
  }

  /** Whether a text of a filter means more to the service than itself. */
  boolean hasWildcard(String text) {
    // some of the services that do not compare exactly take these for wildcards even in eq
    String wildcards = binaryStrings ? habits.wildcards() : habits.wildcards() + "%_[*";
    return text.chars().anyMatch(c -> wildcards.indexOf(c) >= 0);
  }

  /**
   * Whether the column may be a key of {@code $orderby}, in this direction, with SQL's order as
   * result.
   */
  boolean canSort(Column column, boolean descending) {
    Optional<Reach> reach = reach(column);
    if (reach.isPresent()) {
      return sort && sorts(reach.get(), descending);
    }
    if (!sort
        || capabilities.sort().nonSortable().contains(column.path())
        || (descending ? capabilities.sort().ascendingOnly() : capabilities.sort().descendingOnly())
            .contains(column.path())
        || (column.nullable() && !habits.nullsLow())
        || (column.path().indexOf('/') >= 0 && !dependable())) {
      return false;
    }
    return switch (column.type()) {
      case STRING -> binaryStrings;
      // the order of GUIDs and enumerations is the service's, not that of their texts
      case GUID, ENUM, BINARY, DURATION, JSON, STREAM -> false;
      default -> true;
    };
  }

  /** Whether equal values of the column, and no others, make one group of {@code $apply}. */
  boolean canGroup(Column column) {
    return canAggregate(column, capabilities.apply().canGroup(column.path())) && isDistinct(column);
  }

  /** Whether the method makes of the column's values what SQL makes of them. */
  boolean canAggregate(Column column, Method method) {
    if (!aggregation.allows(method, column.type())
        || !canAggregate(
            column, capabilities.apply().canAggregate(column.path(), method.symbol()))) {
      return false;
    }
    return switch (method) {
      // what a sum of doubles is depends on the order of addition
      case SUM -> column.type().isInteger() || column.type() == EdmType.DECIMAL;
      case MIN, MAX ->
          switch (column.type()) {
            case STRING -> binaryStrings;
            // cutting digits off keeps the order
            case DATE, TIME_OF_DAY, DATE_TIME_OFFSET -> true;
            default -> column.type().isNumeric();
          };
      case COUNT_DISTINCT -> isDistinct(column);
      case COUNT -> false;
    };
  }

  private boolean canAggregate(Column column, boolean announced) {
    return aggregation.allowed()
        && announced
        && (column.path().indexOf('/') < 0 || dependable())
        && reach(column).map(this::follows).orElse(true);
  }

  /** Whether values that are one to the service are one to SQL, and the other way round. */
  private boolean isDistinct(Column column) {
    return switch (column.type()) {
      case STRING -> binaryStrings;
      case DATE_TIME_OFFSET, TIME_OF_DAY -> !InstantTranslator.isFinerThanMillis(column);
      case BOOLEAN, BYTE, SBYTE, INT16, INT32, INT64, DECIMAL, GUID, DATE, ENUM -> true;
      // -0 and 0 are two values here; texts of durations and binaries are not what is compared
      default -> false;
    };
  }
}
