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

import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.query.Aggregation.Method;
import java.util.Set;

/**
 * What may be asked of {@code $apply} on one entity set.
 *
 * @param allowed whether it may be sent at all
 * @param filter whether a condition may come before it
 * @param having whether a condition on its result may follow
 * @param order whether its result may be ordered and limited
 * @param denied methods that must not be sent, {@code $count}, or not for one type, {@code
 *     min(Edm.Decimal)}
 * @param nulls whether an aggregate of nothing is answered with null rather than with a failure
 * @param skipsNulls whether the service is known to leave nulls out of {@code countdistinct}
 */
public record AggregationRules(
    boolean allowed,
    boolean filter,
    boolean having,
    boolean order,
    Set<String> denied,
    boolean nulls,
    boolean skipsNulls) {

  /** Nothing may be asked. */
  public static final AggregationRules NONE =
      new AggregationRules(false, false, false, false, Set.of(), false, false);

  public AggregationRules {
    denied = Set.copyOf(denied);
  }

  boolean allows(Method method) {
    return !denied.contains(method.symbol());
  }

  boolean allows(Method method, EdmType type) {
    return allows(method) && !denied.contains(method.symbol() + "(" + type.edmName() + ")");
  }
}
