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

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a callable statement of a prepared one: parameters have names too, and rows are all that a
 * function answers with, so there are none that come back.
 */
final class CallableProxy implements InvocationHandler {
  private static final String ONLY_ROWS =
      "Functions answer with rows, not with OUT parameters or a return value: prepare {call F(?)} without ? =, register"
          + " nothing, and read the ResultSet of executeQuery";

  private final PreparedStatement statement;
  private final Optional<CallText> call;
  private Map<String, Integer> parameters;

  private CallableProxy(PreparedStatement statement, Optional<CallText> call) {
    this.statement = statement;
    this.call = call;
  }

  /**
   * What {@code prepareCall} answers.
   *
   * @param arguments the text, and perhaps type, concurrency and holdability of results
   * @throws SQLFeatureNotSupportedException when a return value is wanted
   */
  static CallableStatement prepare(Connection connection, Object[] arguments) throws SQLException {
    String sql = (String) arguments[0];
    Optional<CallText> call = CallText.of(sql);
    if (call.filter(c -> c.spelling() == CallText.Spelling.BRACES_WITH_RESULT).isPresent()) {
      throw onlyRows();
    }
    PreparedStatement statement =
        switch (arguments.length) {
          case 1 -> connection.prepareStatement(sql);
          case 3 -> connection.prepareStatement(sql, (int) arguments[1], (int) arguments[2]);
          default ->
              connection.prepareStatement(
                  sql, (int) arguments[1], (int) arguments[2], (int) arguments[3]);
        };
    return (CallableStatement)
        Proxy.newProxyInstance(
            CallableProxy.class.getClassLoader(),
            new Class<?>[] {CallableStatement.class},
            new CallableProxy(statement, call));
  }

  private static SQLException onlyRows() {
    return new SQLFeatureNotSupportedException(ONLY_ROWS, "0A000");
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
    switch (method.getName()) {
      case "equals":
        return proxy == args[0];
      case "unwrap":
        return ((Class<?>) args[0]).isInstance(proxy) ? proxy : send(method, args);
      case "isWrapperFor":
        return ((Class<?>) args[0]).isInstance(proxy) || (boolean) send(method, args);
      default:
        break;
    }
    if (method.getDeclaringClass() != CallableStatement.class) {
      return send(method, args);
    }
    if (!method.getName().startsWith("set")) {
      throw onlyRows();
    }
    Class<?>[] types = method.getParameterTypes();
    types[0] = int.class;
    args[0] = position((String) args[0]);
    return send(PreparedStatement.class.getMethod(method.getName(), types), args);
  }

  private Integer position(String name) throws SQLException {
    if (parameters == null) {
      parameters = call.isPresent() ? call.get().parameters(declared()) : Map.of();
    }
    Integer position = parameters.get(name);
    if (position == null) {
      throw new SQLException(
          "The call has no ? that is the whole of an argument "
              + name
              + (parameters.isEmpty() ? "" : "; it has " + String.join(", ", parameters.keySet())),
          "07009");
    }
    return position;
  }

  /** The names of the function's arguments, in order. */
  private List<String> declared() throws SQLException {
    String function = call.orElseThrow().function();
    List<String> names = new ArrayList<>();
    try (ResultSet columns =
        statement.getConnection().getMetaData().getProcedureColumns(null, null, null, null)) {
      while (columns.next()) {
        if (columns.getString("PROCEDURE_NAME").equalsIgnoreCase(function)
            && columns.getInt("COLUMN_TYPE") == DatabaseMetaData.procedureColumnIn) {
          names.add(columns.getString("COLUMN_NAME"));
        }
      }
    }
    return names;
  }

  private Object send(Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(statement, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
