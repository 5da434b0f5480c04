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
 * How many different values the keys of an equi-join have.
 *
 * @param values as many as the table has rows whose unique key they are, else a guess
 * @param unique whether they are a unique key of one of the sides
 */
record KeyDomain(double values, boolean unique) {

  /** How many of them some rows have; as many as rows when nothing bounds them. */
  double keys(double rows) {
    return unique ? Math.min(rows, values) : rows;
  }

  /** How many of the rows of the other side have one of so many keys. */
  double found(double keys, double others) {
    return Math.max(1, others * Math.min(1, keys / values));
  }
}
