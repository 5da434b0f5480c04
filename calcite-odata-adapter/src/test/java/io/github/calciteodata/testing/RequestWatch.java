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
package io.github.calciteodata.testing;

import io.github.calciteodata.ODataSchema;
import io.github.calciteodata.edm.ModelWarning;
import io.github.calciteodata.function.Catalog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.jdbc.CalciteConnection;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.lookup.LikePattern;

/** Tells what went over the wire for a connection, the driver's or Calcite's own. */
public final class RequestWatch {
  private final Map<String, ODataSchema> schemas = new HashMap<>();
  private final Map<String, Long> seen = new HashMap<>();

  /** Watches all OData schemas of a connection. */
  public RequestWatch(Connection connection) throws SQLException {
    SchemaPlus root = connection.unwrap(CalciteConnection.class).getRootSchema();
    for (String name : root.subSchemas().getNames(LikePattern.any())) {
      SchemaPlus schema = root.subSchemas().get(name);
      if (isOData(schema)) {
        schemas.put(name, schema.unwrap(ODataSchema.class));
      }
    }
  }

  private static boolean isOData(SchemaPlus schema) {
    try {
      return schema.unwrap(ODataSchema.class) != null;
    } catch (ClassCastException e) {
      return false;
    }
  }

  /** What the services turned out not to do, or to do otherwise than asked. */
  public List<String> lessons() {
    return schemas.values().stream()
        .flatMap(schema -> schema.warnings().stream())
        .map(ModelWarning::message)
        .filter(message -> message.contains("from now on"))
        .toList();
  }

  /** The requests since the last call but for metadata, in order; URLs as on the wire. */
  public List<Catalog.Request> take() {
    List<Catalog.Request> requests = new ArrayList<>();
    schemas.forEach(
        (name, schema) -> {
          for (Catalog.Request request : schema.requests()) {
            if (request.id() > seen.getOrDefault(name, 0L)) {
              seen.put(name, request.id());
              if (!request.url().contains("/$metadata")) {
                requests.add(request);
              }
            }
          }
        });
    return requests;
  }
}
