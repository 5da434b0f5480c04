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
package io.github.calciteodata.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.calciteodata.client.ServiceLimits;
import io.github.calciteodata.edm.Capabilities;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.edm.EnumType;
import io.github.calciteodata.edm.Facets;
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.query.Dialect;
import io.github.calciteodata.query.Expression.Function;
import io.github.calciteodata.rel.AggregationRules;
import io.github.calciteodata.rel.PushdownRules;
import io.github.calciteodata.rel.ServiceHabits;
import io.github.calciteodata.runtime.LearnedOptions;
import io.github.calciteodata.runtime.ODataService;
import io.github.calciteodata.runtime.QueryRunner;
import io.github.calciteodata.runtime.Verification;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table with a column of every type, and rules that allow everything, for tests of planning. */
public final class PlanFixture {
  /** An enumeration of two colours. */
  public static final EnumType COLOUR =
      new EnumType("NS.Colour", false, new LinkedHashMap<>(Map.of("Red", 1L, "Blue", 2L)));

  /** Everything may be pushed, everything is exact. */
  public static final PushdownRules ALL =
      with(new AggregationRules(true, true, true, true, Set.of(), true, true));

  private PlanFixture() {}

  /** Everything but what {@code $apply} may be asked. */
  public static PushdownRules with(AggregationRules aggregation) {
    return new PushdownRules(
        true,
        true,
        true,
        true,
        true,
        true,
        true,
        true,
        true,
        true,
        true,
        Verification.OFF,
        true,
        EnumSet.allOf(Function.class),
        true,
        aggregation,
        Capabilities.DEFAULT,
        ServiceHabits.STANDARD,
        new Dialect(true, true),
        Map.of());
  }

  /**
   * {@code T}: a key {@code ID}, nullable columns {@code n m} (numbers), {@code s t} (texts), and
   * one of each type.
   */
  public static TableModel table() {
    List<Column> columns = new ArrayList<>();
    columns.add(column("ID", EdmType.INT32, false));
    columns.add(column("n", EdmType.INT32, true));
    columns.add(column("m", EdmType.INT32, true));
    columns.add(column("s", EdmType.STRING, true));
    columns.add(column("t", EdmType.STRING, true));
    columns.add(column("r", EdmType.STRING, false));
    columns.add(column("b", EdmType.BOOLEAN, true));
    columns.add(column("i64", EdmType.INT64, true));
    columns.add(
        new Column("d", "d", EdmType.DECIMAL, null, new Facets(null, 10, 2, false), true, null));
    columns.add(column("f", EdmType.DOUBLE, true));
    columns.add(column("g", EdmType.GUID, true));
    columns.add(column("dt", EdmType.DATE, true));
    columns.add(
        new Column(
            "at3",
            "at3",
            EdmType.DATE_TIME_OFFSET,
            null,
            new Facets(null, 3, null, false),
            true,
            null));
    columns.add(column("at7", EdmType.DATE_TIME_OFFSET, true));
    columns.add(new Column("c", "c", EdmType.ENUM, COLOUR, Facets.NONE, true, null));
    columns.add(
        new Column("Address_City", "Address/City", EdmType.STRING, null, Facets.NONE, true, null));
    columns.add(column("re", EdmType.SINGLE, true));
    columns.add(column("i16", EdmType.INT16, true));
    columns.add(column("u8", EdmType.BYTE, true));
    columns.add(column("i8", EdmType.SBYTE, true));
    return new TableModel(
        "T", "T", false, columns, List.of(0), List.of(), List.of(), Capabilities.DEFAULT, null);
  }

  /** Of a service that can only be planned for: it says how much it takes at once. */
  public static QueryRunner runner() {
    ServiceLimits limits = new ServiceLimits(text -> {});
    ODataService service =
        (ODataService)
            Proxy.newProxyInstance(
                PlanFixture.class.getClassLoader(),
                new Class<?>[] {ODataService.class},
                (proxy, method, arguments) -> {
                  assertThat(method.getName()).as("asked while planning").isEqualTo("limits");
                  return limits;
                });
    return new QueryRunner(service, new LearnedOptions(text -> {}), -1);
  }

  private static Column column(String name, EdmType type, boolean nullable) {
    return new Column(name, name, type, null, Facets.NONE, nullable, null);
  }
}
