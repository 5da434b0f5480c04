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

import io.github.calciteodata.client.ServiceLimits;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.query.Expansion;
import java.sql.SQLException;
import java.util.List;

/** One service as queries see it: shared by all statements of a schema. Thread-safe. */
public interface ODataService extends AutoCloseable {

  /** The bytes of {@code $metadata}. */
  byte[] metadata(Deadline deadline) throws SQLException;

  /**
   * Opens a collection, or a singleton as one row. Nothing is sent before the first row is asked
   * for.
   *
   * @param url relative to the service root, encoded, with {@code $select} of these columns
   * @param expansions what the columns reach into, with {@code $expand} of it in the URL
   * @param limit rows wanted at most, or -1; the client stops there whatever the service sends
   */
  RowCursor open(
      String url, List<Column> columns, List<Expansion> expansions, long limit, Deadline deadline);

  /** Opens a collection whose rows have nothing expanded. */
  default RowCursor open(String url, List<Column> columns, long limit, Deadline deadline) {
    return open(url, columns, List.of(), limit, deadline);
  }

  /** How much the service takes at once. */
  ServiceLimits limits();

  /** Characters of the whole URL that is sent for a relative one. */
  int length(String url);

  /** One row with the number that a {@code .../$count} URL answers. */
  RowCursor counting(String url, Deadline deadline);

  /** The number that a {@code .../$count} URL answers. */
  long count(String url, Deadline deadline) throws SQLException;

  @Override
  void close();
}
