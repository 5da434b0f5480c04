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

import io.github.calciteodata.runtime.Unchecked;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.util.List;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.TypedValue;
import org.apache.calcite.jdbc.CalcitePrepare;
import org.apache.calcite.linq4j.Enumerable;

/**
 * Starts planned statements as Calcite does, but lets failures through: an aggregate is computed
 * when it starts, and {@code CalciteMetaImpl} keeps no more than the message of what goes wrong
 * then.
 */
final class Execution {
  private static final String CONNECTION = "org.apache.calcite.jdbc.CalciteConnectionImpl";

  private final AvaticaConnection connection;
  private final Method enumerable;

  Execution(AvaticaConnection connection) {
    this.connection = connection;
    try {
      // the method is public, but its class is not
      enumerable =
          Class.forName(CONNECTION)
              .getMethod(
                  "enumerable",
                  Meta.StatementHandle.class,
                  CalcitePrepare.CalciteSignature.class,
                  List.class);
      enumerable.setAccessible(true);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Calcite has no " + CONNECTION + ".enumerable", e);
    }
  }

  @SuppressWarnings("unchecked")
  Enumerable<Object> start(
      Meta.StatementHandle handle, Meta.Signature signature, List<TypedValue> parameters) {
    try {
      return (Enumerable<Object>) enumerable.invoke(connection, handle, signature, parameters);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw Unchecked.of(failure);
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
