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
package io.github.calciteodata.jdbc;

import java.sql.SQLException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.calcite.avatica.util.ArrayIteratorCursor;

/**
 * Avatica's cursor over rows that are arrays, without asking at every value whether the row is a
 * list or a structure: that question, answered with no, costs as much as decoding the value.
 */
final class RowCursor extends ArrayIteratorCursor {
  RowCursor(Iterator<Object[]> rows) {
    super(rows);
  }

  @Override
  protected Getter createGetter(int ordinal) {
    return new Value(ordinal);
  }

  private final class Value extends AbstractGetter {
    private final int ordinal;

    Value(int ordinal) {
      this.ordinal = ordinal;
    }

    @Override
    public Object getObject() throws SQLException {
      Object value;
      try {
        value = current()[ordinal];
      } catch (NoSuchElementException e) {
        throw new SQLException("The result set is not at a row: call next() first", "24000", e);
      }
      wasNull[0] = value == null;
      return value;
    }
  }
}
