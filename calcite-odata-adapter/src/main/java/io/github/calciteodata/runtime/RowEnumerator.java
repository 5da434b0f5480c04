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

import java.sql.SQLException;
import org.apache.calcite.linq4j.Enumerator;

/** A cursor as Calcite's engine reads it. */
final class RowEnumerator implements Enumerator<Object> {
  private final RowCursor cursor;
  private final boolean scalar;
  private Object current;

  RowEnumerator(RowCursor cursor, boolean scalar) {
    this.cursor = cursor;
    this.scalar = scalar;
  }

  @Override
  public Object current() {
    return current;
  }

  @Override
  public boolean moveNext() {
    try {
      Object[] row = cursor.next();
      if (row == null) {
        current = null;
        return false;
      }
      current = scalar ? row[0] : row;
      return true;
    } catch (SQLException e) {
      cursor.close();
      throw Unchecked.of(e);
    }
  }

  @Override
  public void reset() {
    throw new UnsupportedOperationException("a request is read once");
  }

  @Override
  public void close() {
    cursor.close();
  }
}
