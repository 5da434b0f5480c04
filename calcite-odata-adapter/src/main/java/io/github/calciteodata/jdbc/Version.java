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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.DriverVersion;

/** The version of this product: {@code 1.2.3} or {@code 1.2.3-SNAPSHOT}. */
record Version(String text, int major, int minor) {
  /** The version that was built. */
  static final Version CURRENT = read();

  private static final String PRODUCT = "Calcite OData";

  DriverVersion driverVersion() {
    return new DriverVersion(
        PRODUCT + " JDBC Driver", text, PRODUCT, text, false, major, minor, major, minor);
  }

  private static Version read() {
    Properties properties = new Properties();
    try (InputStream resource = Version.class.getResourceAsStream("version.properties")) {
      properties.load(resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String text = properties.getProperty("version");
    Matcher parts = Pattern.compile("(\\d+)\\.(\\d+).*").matcher(text);
    return parts.matches()
        ? new Version(text, Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)))
        : new Version(text, 0, 0);
  }
}
