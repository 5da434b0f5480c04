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

import java.util.Set;

/**
 * What a service does otherwise than the specification, so that less may be pushed to it.
 *
 * @param orAcrossProperties whether {@code or} may join conditions on different properties
 * @param nullsLow whether an order has nulls first ascending and last descending (Protocol
 *     11.2.6.2)
 * @param wildcards characters that mean more than themselves in texts of a filter
 * @param denied operators that must not be sent, such as {@code ne} or {@code add}
 */
public record ServiceHabits(
    boolean orAcrossProperties, boolean nullsLow, String wildcards, Set<String> denied) {

  /** As the specification says. */
  public static final ServiceHabits STANDARD = new ServiceHabits(true, true, "", Set.of());

  public ServiceHabits {
    denied = Set.copyOf(denied);
  }
}
