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

import java.util.ArrayList;
import java.util.List;

/**
 * A navigation property that is followed by comparing columns.
 *
 * @param target the table that it leads to
 * @param from columns of the source row
 * @param to columns of the target that hold the same values
 * @param collection whether it leads to many rows
 */
public record Navigation(EntityTable target, int[] from, int[] to, boolean collection) {
  /** Returns the related rows; none when a column of the source is null. */
  public List<Row> follow(Row source) {
    List<Object> values = new ArrayList<>(from.length);
    for (int column : from) {
      Object value = source.get(column);
      if (value == null) {
        return List.of();
      }
      values.add(value);
    }
    return target.find(to, values);
  }
}
