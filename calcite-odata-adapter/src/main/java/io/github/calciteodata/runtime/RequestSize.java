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
package io.github.calciteodata.runtime;

import io.github.calciteodata.client.ServiceLimits;
import io.github.calciteodata.query.FilterExtent;
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.query.SizeLimit;
import java.util.List;

/**
 * How large a request may be.
 *
 * @param urlLength characters of its URL
 * @param comparisons of its filter
 * @param values of an {@code in} in it
 */
record RequestSize(int urlLength, int comparisons, int values) {

  /** What the service takes as far as is known. */
  static RequestSize of(ServiceLimits limits) {
    return new RequestSize(limits.maxUrlLength(), limits.maxComparisons(), limits.maxIn());
  }

  RequestSize withUrlLength(int characters) {
    return new RequestSize(characters, comparisons, values);
  }

  RequestSize withComparisons(int most) {
    return new RequestSize(urlLength, Math.min(comparisons, most), values);
  }

  RequestSize withValues(int most) {
    return new RequestSize(urlLength, comparisons, Math.min(values, most));
  }

  /** The same as limits of requests of a plan; what is quickly known comes first. */
  List<SizeLimit> limits(RequestPlan plan) {
    return List.of(
        new SizeLimit(query -> extent(plan, query).comparisons(), comparisons),
        new SizeLimit(query -> extent(plan, query).values(), values),
        new SizeLimit(query -> plan.runner().urlLength(plan, plan.wireQuery(query)), urlLength));
  }

  /** Whether a request is not larger. */
  boolean admits(RequestPlan plan, ODataQuery query) {
    return SizeLimit.admit(limits(plan), query);
  }

  private static FilterExtent extent(RequestPlan plan, ODataQuery query) {
    return FilterExtent.of(query.filter(), plan.dialect());
  }
}
