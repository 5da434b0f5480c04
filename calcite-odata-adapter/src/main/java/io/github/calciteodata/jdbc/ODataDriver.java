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

import io.github.calciteodata.ConnectionProperty;
import io.github.calciteodata.ConnectionString;
import io.github.calciteodata.InvalidOptionException;
import io.github.calciteodata.ODataOptions;
import io.github.calciteodata.ODataSchema;
import io.github.calciteodata.client.TrafficRegister;
import io.github.calciteodata.function.SystemSchema;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.logging.Logger;
import org.apache.calcite.jdbc.CalciteSchema;

/**
 * The JDBC driver for {@code jdbc:odata:URL=https://host/service/;Name=Value;...}. Connecting only
 * checks the properties; the network is touched when a statement first needs it.
 */
public final class ODataDriver implements Driver {
  static final String PREFIX = "jdbc:odata:";

  static {
    register();
  }

  private final Function<ODataOptions, OpenService> services;

  /** Called by {@link DriverManager}. */
  public ODataDriver() {
    this(open(new TrafficRegister()));
  }

  /** Opens services whose connections know of each other. */
  private static Function<ODataOptions, OpenService> open(TrafficRegister register) {
    return options -> {
      ODataSchema schema = new ODataSchema(options, register);
      return new OpenService(schema, schema);
    };
  }

  /** {@code services} opens a service without touching the network. */
  ODataDriver(Function<ODataOptions, OpenService> services) {
    this.services = services;
  }

  private static void register() {
    try {
      DriverManager.registerDriver(new ODataDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Override
  public boolean acceptsURL(String url) {
    return url != null && url.startsWith(PREFIX);
  }

  /**
   * Opens a connection, or answers null for another driver's URL.
   *
   * @throws SQLException with SQLState 08004 when a property is unknown, missing or does not fit
   */
  @Override
  public Connection connect(String url, Properties info) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    try {
      return connect(ODataOptions.of(merge(url, info)));
    } catch (InvalidOptionException e) {
      throw new SQLNonTransientConnectionException(e.getMessage(), "08004", e);
    } catch (RuntimeException e) {
      throw SqlErrors.translate(e);
    }
  }

  private Connection connect(ODataOptions options) throws SQLException {
    if (options.schema().equalsIgnoreCase(SystemSchema.NAME)) {
      throw new InvalidOptionException(
          "Schema=" + options.schema() + ": the name is taken by the system tables");
    }
    OpenService service = services.apply(options);
    CalciteSchema root = CalciteSchema.createRootSchema(false, false);
    root.add(options.schema(), service.schema());
    root.add(SystemSchema.NAME, new SystemSchema(service.catalog()));
    Properties settings = ODataSession.settings();
    options
        .user()
        .ifPresent(user -> settings.setProperty("user", options.display(ConnectionProperty.USER)));
    ODataSession session = new ODataSession(options.schema(), service.catalog());
    return JdbcProxy.wrap(
        session.connect(PREFIX + options.toConnectionString(), settings, root),
        new ConnectionWarnings(service.catalog()::takeWarnings));
  }

  /** Properties win over the connection string; each name in the spelling that came last. */
  private static Map<String, String> merge(String url, Properties info) {
    Map<String, String> settings =
        new LinkedHashMap<>(ConnectionString.parse(url.substring(PREFIX.length())));
    if (info != null) {
      for (String name : info.stringPropertyNames()) {
        String value = info.getProperty(name);
        if (!value.isEmpty()) {
          Optional<ConnectionProperty> property = ConnectionProperty.find(name);
          settings
              .keySet()
              .removeIf(
                  known -> property.isPresent() && property.equals(ConnectionProperty.find(known)));
          settings.put(name, value);
        }
      }
    }
    return settings;
  }

  /** Every property with what {@code url} and {@code info} give it; secrets are left out. */
  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
    Map<ConnectionProperty, String> given = new LinkedHashMap<>();
    try {
      merge(acceptsURL(url) ? url : PREFIX, info)
          .forEach(
              (name, value) ->
                  ConnectionProperty.find(name).ifPresent(property -> given.put(property, value)));
    } catch (InvalidOptionException e) {
      throw new SQLNonTransientConnectionException(e.getMessage(), "08004", e);
    }
    ConnectionProperty[] properties = ConnectionProperty.values();
    DriverPropertyInfo[] result = new DriverPropertyInfo[properties.length];
    for (int i = 0; i < properties.length; i++) {
      result[i] = propertyInfo(properties[i], given.get(properties[i]));
    }
    return result;
  }

  private static DriverPropertyInfo propertyInfo(ConnectionProperty property, String given) {
    String value = given == null ? property.defaultValue() : given;
    DriverPropertyInfo info =
        new DriverPropertyInfo(property.propertyName(), property.secret() ? null : value);
    info.description = property.description();
    info.required = property == ConnectionProperty.URL;
    info.choices = property.choices().isEmpty() ? null : property.choices().toArray(String[]::new);
    return info;
  }

  @Override
  public int getMajorVersion() {
    return Version.CURRENT.major();
  }

  @Override
  public int getMinorVersion() {
    return Version.CURRENT.minor();
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException(
        "This driver does not use java.util.logging", "0A000");
  }
}
