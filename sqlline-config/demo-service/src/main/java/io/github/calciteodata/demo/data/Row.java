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
package io.github.calciteodata.demo.data;

/**
 * One entity or complex value; columns stand in the order of the type's properties.
 *
 * <p>Values are {@code Long} for every integer type, {@code BigDecimal}, {@code Double}, {@code
 * Float}, {@code String}, {@code Boolean}, {@code java.time} values, {@code UUID}, {@code byte[]},
 * {@link EnumValue}, {@code Row} for a complex value, {@code List} for a collection, or null.
 */
public interface Row {
  /** Returns the value of a column, null when it has none. */
  Object get(int column);

  /** Returns a row over an array, which is not copied. */
  static Row of(Object... values) {
    return column -> values[column];
  }
}
