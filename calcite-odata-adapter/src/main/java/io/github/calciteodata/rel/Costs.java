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

import io.github.calciteodata.query.Dialect;

/**
 * What requests and rows cost, in rows, since Volcano compares nothing else. A request costs as
 * much time as the service would take to send a usual page of rows.
 */
final class Costs {
  /** Rows that could have been read while a request is on its way. */
  static final double REQUEST = 1_000;

  private static final int KEYS_OF_LISTS = 100;
  private static final int KEYS_OF_COMPARISONS = 50;

  /** A look-up that saves fewer rows than this is not worth depending on estimates. */
  private static final double DOUBT = REQUEST / 4;

  private Costs() {}

  /** How many keys to ask for at once; services refuse conditions of too many parts. */
  static int keysPerRequest(Dialect dialect, int columns) {
    return dialect.in() && columns == 1
        ? KEYS_OF_LISTS
        : Math.max(1, KEYS_OF_COMPARISONS / columns);
  }

  /** The same for a service that takes so many comparisons or values of a list at most. */
  static int keysPerRequest(RequestSpec spec, int columns) {
    Dialect dialect = spec.rules().dialect();
    return spec.source()
        .runner()
        .keysPerRequest(dialect, spec.query().filter(), columns, keysPerRequest(dialect, columns));
  }

  /** A look-up by so many keys that finds rows of this cost. */
  static double lookUp(double keys, int keysPerRequest, double found) {
    return Math.ceil(Math.max(1, keys) / keysPerRequest) * REQUEST + found + DOUBT;
  }
}
