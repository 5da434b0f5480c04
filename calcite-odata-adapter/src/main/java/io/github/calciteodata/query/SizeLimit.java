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
package io.github.calciteodata.query;

import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What a request may not exceed, such as the characters of its URL.
 *
 * @param size of a request as it is sent
 * @param most that is taken
 */
public record SizeLimit(ToIntFunction<ODataQuery> size, int most) {
  /** Whether the request is small enough. */
  public boolean admits(ODataQuery query) {
    return size.applyAsInt(query) <= most;
  }

  /** Whether the request keeps to all of the limits. */
  public static boolean admit(List<SizeLimit> limits, ODataQuery query) {
    return limits.stream().allMatch(limit -> limit.admits(query));
  }
}
