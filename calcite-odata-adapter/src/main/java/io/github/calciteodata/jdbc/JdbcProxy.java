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
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.NoSuchStatementException;

/**
 * Stands before a connection and its statements, whose classes cannot be extended: their errors
 * come out as SQLException with SQLState, and cancelling does not wait for the planner.
 */
final class JdbcProxy implements InvocationHandler {
  private static final Method PREPARE = prepareMethod();

  private final Object target;
  private final ConnectionWarnings warnings;

  private JdbcProxy(Object target, ConnectionWarnings warnings) {
    this.target = target;
    this.warnings = warnings;
  }

  /** A proxy before the connection. */
  static Connection wrap(Connection connection, ConnectionWarnings warnings) {
    return create(Connection.class, connection, warnings);
  }

  /** A proxy before the statement. */
  static Statement wrap(Statement statement, ConnectionWarnings warnings) {
    return statement instanceof PreparedStatement prepared
        ? create(PreparedStatement.class, prepared, warnings)
        : create(Statement.class, statement, warnings);
  }

  private static Method prepareMethod() {
    try {
      return Connection.class.getMethod("prepareStatement", String.class);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T create(Class<T> type, T target, ConnectionWarnings warnings) {
    return type.cast(
        Proxy.newProxyInstance(
            JdbcProxy.class.getClassLoader(),
            new Class<?>[] {type},
            new JdbcProxy(target, warnings)));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
    switch (method.getName()) {
      case "equals":
        return args[0] != null
            && Proxy.isProxyClass(args[0].getClass())
            && Proxy.getInvocationHandler(args[0]) instanceof JdbcProxy other
            && other.target == target;
      case "unwrap":
        return ((Class<?>) args[0]).isInstance(proxy) ? proxy : call(method, args);
      case "isWrapperFor":
        if (((Class<?>) args[0]).isInstance(proxy)) {
          return true;
        }
        break;
      case "nativeSQL":
        return args[0];
      case "getTypeMap":
        return Map.of();
      case "abort":
        ((Connection) target).close();
        return null;
      case "setEscapeProcessing", "setPoolable":
        return null;
      case "getWarnings":
        return isClosed() ? call(method, args) : warnings.get();
      case "clearWarnings":
        warnings.clear();
        return call(method, args);
      case "cancel":
        cancel((AvaticaStatement) target);
        return null;
      case "prepareStatement":
        if (args.length == 2 && Integer.valueOf(Statement.NO_GENERATED_KEYS).equals(args[1])) {
          return wrapResult(PREPARE, call(PREPARE, new Object[] {args[0]}));
        }
        break;
      case "prepareCall":
        return CallableProxy.prepare((Connection) proxy, args);
      default:
        break;
    }
    return wrapResult(method, call(method, args));
  }

  private boolean isClosed() throws SQLException {
    return target instanceof Connection connection
        ? connection.isClosed()
        : ((Statement) target).isClosed();
  }

  private Object call(Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof VirtualMachineError error) {
        throw error;
      }
      throw method.getDeclaringClass() == Object.class
          ? e.getCause()
          : SqlErrors.translate(e.getCause());
    }
  }

  /** By the declared type: a prepared statement is also its own parameters' metadata. */
  private Object wrapResult(Method method, Object result) {
    if (Statement.class.isAssignableFrom(method.getReturnType())) {
      return wrap((Statement) result, warnings);
    }
    return method.getReturnType() == Connection.class
        ? wrap((Connection) result, warnings)
        : result;
  }

  /** Only sets the flag: the statement's own method waits for a monitor that planning holds. */
  private static void cancel(AvaticaStatement statement) throws SQLException {
    try {
      if (!statement.isClosed()) {
        statement.connection.getCancelFlag(statement.handle).set(true);
      }
    } catch (NoSuchStatementException e) {
      throw new SQLException("Statement closed", "24000", e);
    }
  }
}
