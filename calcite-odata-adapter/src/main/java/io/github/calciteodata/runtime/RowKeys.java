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

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys of rows in a form in which {@code equals} is SQL's {@code =}: numbers by value, whatever
 * their types; texts exactly.
 */
final class RowKeys {
  private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  private RowKeys() {}

  /** The key in these columns; null when one of them is null, since null equals nothing. */
  static List<Object> of(Object[] row, List<Integer> columns) {
    List<Object> key = new ArrayList<>(columns.size());
    for (int column : columns) {
      Object value = row[column];
      if (value == null) {
        return null;
      }
      key.add(comparable(value));
    }
    return key;
  }

  private static Object comparable(Object value) {
    if (value instanceof BigDecimal decimal) {
      BigDecimal shortest = decimal.stripTrailingZeros();
      boolean whole = shortest.scale() <= 0;
      return whole && shortest.compareTo(LEAST) >= 0 && shortest.compareTo(MOST) <= 0
          ? (Object) shortest.longValue()
          : shortest;
    }
    return value instanceof Number number ? (Object) number.longValue() : value;
  }
}
