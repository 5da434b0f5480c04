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
package io.github.calciteodata.function;

import io.github.calciteodata.edm.ModelWarning;
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.runtime.Deadline;
import java.util.List;

/**
 * What a schema of an OData service tells about itself, for {@code sys} tables and JDBC metadata.
 * Thread-safe.
 */
public interface Catalog extends AutoCloseable {

  /**
   * The tables, in the order of the service's metadata, which is read on first need; a failure is
   * an SQLException.
   */
  List<TableModel> tableModels();

  /**
   * A number that changes whenever a statement would be planned differently; asking reads nothing.
   */
  long version();

  /** What may be asked of each table right now, and who decided. */
  List<Capability> capabilities();

  /** What of the service cannot be used, and what it turned out not to do; asking reads nothing. */
  List<ModelWarning> warnings();

  /** What the user should know and has not been told before; asking reads nothing. */
  default List<String> takeWarnings() {
    return List.of();
  }

  /** Every property of the connection; asking reads nothing. */
  List<Setting> settings();

  /** The last requests to the service, the oldest first; asking reads nothing. */
  List<Request> requests();

  /**
   * Until the answer is closed, this thread waits for the service's metadata no longer than the
   * deadline.
   */
  Waiting waitAtMost(Deadline deadline);

  /** Releases connections and threads. */
  @Override
  void close();

  /** A limit that holds until it is closed, by the thread that set it. */
  interface Waiting extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * A property of the connection as it may be shown.
   *
   * @param value as given or the default, masked when secret; null when it has none
   * @param defaultValue null when it has none
   * @param given whether it was given rather than left to its default
   */
  record Setting(
      String name,
      String value,
      String defaultValue,
      boolean given,
      boolean secret,
      String group,
      String description) {}

  /**
   * Whether something is asked of a table.
   *
   * @param capability an option, an operator, a function, or an option with a property
   * @param source property, annotation, profile, learned, metadata or default
   * @param reason what of the source decided, or null
   */
  record Capability(String table, String capability, boolean used, String source, String reason) {}

  /**
   * One request that was sent.
   *
   * @param url without secrets
   * @param status of the HTTP answer; null without one
   * @param rows rows in the answer
   * @param bytes bytes of the answer's body
   * @param millis from sending to the end of the body
   * @param retries how often it had been repeated
   * @param page 1 for the first page of a read
   */
  record Request(
      long id,
      String method,
      String url,
      Integer status,
      Long rows,
      long bytes,
      long millis,
      int retries,
      int page) {}
}
