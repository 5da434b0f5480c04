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

/**
 * What requests and rows cost, in rows, since Volcano compares nothing else. A request costs as
 * much time as the service would take to send some hundred rows.
 */
final class Costs {
  /** Rows that could have been read while a request is on its way. */
  static final double REQUEST = 500;

  /** Keys that fit a request of usual length. */
  static final double KEYS_PER_REQUEST = 100;

  private Costs() {}

  /** A look-up by so many keys that finds so many rows. */
  static double lookUp(double keys, double foundRows) {
    return Math.ceil(Math.max(1, keys) / KEYS_PER_REQUEST) * REQUEST + foundRows;
  }
}
