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

/** How many rows a table has, as far as planning needs to know. */
@FunctionalInterface
public interface TableSize {
  /** What is known, or a guess; never asks anybody. */
  double rows();

  /** Begins to find out, so that the sizes of several tables take as long as one. */
  default void begin() {
    // what is known stays known
  }

  /** Finds out, if that is possible and has not been done lately; takes a moment, never fails. */
  default void ask() {
    // what is known stays known
  }
}
