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
 * What annotations say of {@code $apply} on one entity set ({@code Org.OData.Aggregation.V1}).
 *
 * @param supported whether {@code $apply} is announced
 * @param transformations transformations that may be used; null when it does not say
 * @param groupable paths that may be grouped by; null when it does not say
 * @param aggregatable paths that may be aggregated, each with its methods, none meaning all; null
 *     when it does not say
 */
public record ApplyCapabilities(
    boolean supported,
    Set<String> transformations,
    Set<String> groupable,
    Map<String, Set<String>> aggregatable) {

  /** {@code $apply} is not announced. */
  public static final ApplyCapabilities NONE = new ApplyCapabilities(false, null, null, null);

  /** Whether the transformation may be used: {@code filter}, {@code groupby}, ... */
  public boolean allows(String transformation) {
    return transformations == null || transformations.contains(transformation);
  }

  /** Whether the property may be grouped by. */
  public boolean canGroup(String path) {
    return groupable == null || groupable.contains(path);
  }

  /** Whether the property may be aggregated by the method. */
  public boolean canAggregate(String path, String method) {
    if (aggregatable == null) {
      return true;
    }
    Set<String> methods = aggregatable.get(path);
    return methods != null && (methods.isEmpty() || methods.contains(method));
  }
}
