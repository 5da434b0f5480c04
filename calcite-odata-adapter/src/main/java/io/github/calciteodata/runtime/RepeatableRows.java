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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.Linq4j;

/**
 * The rows of one request, which a nested loop reads once for each row of its other side: they are
 * asked for once, or twice when there are many or when the first reader stops early.
 */
final class RepeatableRows extends AbstractEnumerable<Object> {
  /** Rows kept in case they are read again; most are not. */
  private static final int KEPT_AT_FIRST = 1_000;

  private final DataContext root;
  private final Function<Deadline, Enumerator<Object>> request;
  private Deadline deadline;
  private List<Object> rows;

  RepeatableRows(DataContext root, Function<Deadline, Enumerator<Object>> request) {
    this.root = root;
    this.request = request;
  }

  @Override
  public Enumerator<Object> enumerator() {
    if (deadline == null) {
      deadline = Deadline.of(root);
      return new Keeping(request.apply(deadline));
    }
    if (rows == null) {
      // who reads again reads often: then the rows are kept as those of a hash join are
      rows = readAll();
    }
    check();
    return Linq4j.enumerator(rows);
  }

  private List<Object> readAll() {
    List<Object> all = new ArrayList<>();
    try (Enumerator<Object> source = request.apply(deadline)) {
      while (source.moveNext()) {
        all.add(source.current());
      }
    }
    return all;
  }

  private void check() {
    try {
      deadline.check();
    } catch (SQLException e) {
      throw Unchecked.of(e);
    }
  }

  /** Hands rows on and keeps them, unless they are too many. */
  private final class Keeping implements Enumerator<Object> {
    private final Enumerator<Object> source;
    private List<Object> kept = new ArrayList<>();

    Keeping(Enumerator<Object> source) {
      this.source = source;
    }

    @Override
    public Object current() {
      return source.current();
    }

    @Override
    public boolean moveNext() {
      boolean more = source.moveNext();
      if (kept != null && !more) {
        rows = kept;
      } else if (kept != null && kept.size() < KEPT_AT_FIRST) {
        kept.add(source.current());
      } else {
        kept = null;
      }
      return more;
    }

    @Override
    public void reset() {
      source.reset();
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
