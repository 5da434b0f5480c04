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

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** Connections to one service, by the driver or by a model of Calcite's. */
public final class Connections {
  private Connections() {}

  /** By the driver, with these properties, as {@code Name=Value;}. */
  public static Connection driver(URI root, String properties) throws SQLException {
    return DriverManager.getConnection("jdbc:odata:URL=" + root + ";" + properties);
  }

  /** By Calcite's own driver with its own settings, but that names keep their case. */
  public static Connection calcite(URI root, Map<String, String> operand) throws SQLException {
    return calcite(
        "{\"version\":\"1.0\",\"defaultSchema\":\"S\",\"schemas\":["
            + schema("S", root, operand)
            + "]}");
  }

  /** By Calcite's own driver, for this model. */
  public static Connection calcite(String model) throws SQLException {
    Properties info = new Properties();
    info.setProperty("model", "inline:" + model);
    info.setProperty("unquotedCasing", "UNCHANGED");
    info.setProperty("caseSensitive", "false");
    info.setProperty("fun", "standard,postgresql,mysql");
    info.setProperty("timeZone", "UTC");
    return DriverManager.getConnection("jdbc:calcite:", info);
  }

  /** A schema of a model. */
  public static String schema(String name, URI root, Map<String, String> operand) {
    String settings =
        operand.entrySet().stream()
            .map(e -> ",\"" + e.getKey() + "\":\"" + e.getValue() + "\"")
            .collect(Collectors.joining());
    return "{\"name\":\""
        + name
        + "\",\"type\":\"custom\",\"factory\":\"io.github.calciteodata.ODataSchemaFactory\","
        + "\"operand\":{\"URL\":\""
        + root
        + "\""
        + settings
        + "}}";
  }
}
