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

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;

/**
 * The rows of a statement: the first is fetched at once, so that a failing request fails the
 * execution; the others when asked for, so that no row waits for the one after it. A failure closes
 * what is open.
 */
final class RowIterator implements Iterator<Object>, AutoCloseable {
  private final Enumerator<Object> enumerator;
  private boolean fetched;
  private boolean atRow;
  private boolean closed;

  private RowIterator(Enumerator<Object> enumerator) {
    this.enumerator = enumerator;
  }

  /** Starts the statement. */
  static RowIterator open(Enumerable<Object> rows) {
    RowIterator iterator = new RowIterator(rows.enumerator());
    iterator.fetch();
    return iterator;
  }

  @Override
  public boolean hasNext() {
    if (!fetched) {
      fetch();
    }
    return atRow;
  }

  @Override
  public Object next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    fetched = false;
    return enumerator.current();
  }

  private void fetch() {
    boolean done = false;
    try {
      atRow = !closed && enumerator.moveNext();
      fetched = true;
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      enumerator.close();
    }
  }
}
