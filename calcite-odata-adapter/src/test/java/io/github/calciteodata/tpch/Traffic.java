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
package io.github.calciteodata.tpch;

import io.github.calciteodata.function.Catalog;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What a query fetched over the wire. */
record Traffic(int requests, long rows, long bytes) {
  static Traffic of(List<Catalog.Request> requests) {
    return new Traffic(
        requests.size(),
        requests.stream()
            .map(Catalog.Request::rows)
            .filter(Objects::nonNull)
            .mapToLong(r -> r)
            .sum(),
        requests.stream().mapToLong(Catalog.Request::bytes).sum());
  }

  /** The three cells of a row of a document's table. */
  String cells() {
    return String.format(
        Locale.ROOT, " %,d | %,d | %,d |", requests, rows, Math.max(1, (bytes + 500) / 1000));
  }
}
