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

import io.github.calciteodata.function.Catalog;
import java.util.Properties;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaFactory;
import org.apache.calcite.avatica.DriverVersion;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalcitePrepare;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.jdbc.Driver;

/**
 * What Calcite needs a driver for, as one connection has it: its metadata and its plans. Never
 * registered.
 */
final class ODataSession extends Driver {
  private final String schemaName;
  private final Catalog catalog;
  private final ODataPrepare prepare;
  private Meta meta;

  ODataSession(String schemaName, Catalog catalog) {
    this.schemaName = schemaName;
    this.catalog = catalog;
    this.prepare = new ODataPrepare(catalog::version);
  }

  /** The connection; {@code url} is what it will show as its own. */
  AvaticaConnection connect(String url, Properties settings, CalciteSchema rootSchema)
      throws java.sql.SQLException {
    AvaticaConnection connection =
        ((ODataJdbcFactory) factory).newConnection(this, factory, url, settings, rootSchema, null);
    connection.setSchema(schemaName);
    handler.onConnectionInit(connection);
    return connection;
  }

  /** How SQL is read and evaluated. */
  static Properties settings() {
    Properties settings = new Properties();
    set(settings, CalciteConnectionProperty.CASE_SENSITIVE, "false");
    set(settings, CalciteConnectionProperty.UNQUOTED_CASING, "UNCHANGED");
    set(settings, CalciteConnectionProperty.QUOTED_CASING, "UNCHANGED");
    set(settings, CalciteConnectionProperty.QUOTING, "DOUBLE_QUOTE");
    set(settings, CalciteConnectionProperty.DEFAULT_NULL_COLLATION, "LOW");
    set(settings, CalciteConnectionProperty.FUN, "standard,postgresql,mysql");
    set(settings, CalciteConnectionProperty.CONFORMANCE, "LENIENT");
    set(settings, CalciteConnectionProperty.TIME_ZONE, "UTC");
    set(settings, CalciteConnectionProperty.TYPE_SYSTEM, "io.github.calciteodata.ODataTypeSystem");
    return settings;
  }

  private static void set(Properties settings, CalciteConnectionProperty property, String value) {
    settings.setProperty(property.camelName(), value);
  }

  @Override
  protected AvaticaFactory createFactory() {
    return new ODataJdbcFactory(() -> meta);
  }

  @Override
  protected DriverVersion createDriverVersion() {
    return Version.CURRENT.driverVersion();
  }

  @Override
  protected String getConnectStringPrefix() {
    return ODataDriver.PREFIX;
  }

  @Override
  public Meta createMeta(AvaticaConnection connection) {
    meta = new ODataMeta(connection, schemaName, catalog);
    return meta;
  }

  @Override
  public CalcitePrepare createPrepare() {
    return prepare;
  }
}
