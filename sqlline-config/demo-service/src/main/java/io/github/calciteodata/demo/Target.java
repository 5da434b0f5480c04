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
package io.github.calciteodata.demo;

import io.github.calciteodata.demo.data.Row;
import io.github.calciteodata.demo.data.Rows;
import org.apache.olingo.commons.api.edm.EdmProperty;
import org.apache.olingo.commons.api.edm.EdmStructuredType;

/** What the path of a request leads to. */
sealed interface Target {
  /**
   * Many entities.
   *
   * @param name how the context URL calls them
   * @param whole whether they are all of an entity set, so that results can be kept under its name
   */
  record Entities(String name, EdmStructuredType type, Rows rows, boolean whole)
      implements Target {}

  /** One entity or complex value; {@code row} is null when there is none. */
  record Single(String name, EdmStructuredType type, Row row) implements Target {}

  /** A primitive property or a collection of primitive values. */
  record Value(String name, EdmProperty property, Object value) implements Target {}

  /** The number of rows of a collection, by {@code /$count}. */
  record Count(Entities of) implements Target {}

  /** The text of a primitive property, by {@code /$value}. */
  record Raw(Value of) implements Target {}
}
