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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.calciteodata.ConnectionProperty;
import io.github.calciteodata.ODataOptions;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ODataDriverTest {
  private static final String URL = "jdbc:odata:URL=https://host.invalid/service/";

  private final AtomicReference<ODataOptions> seen = new AtomicReference<>();
  private final FakeService service = new FakeService();
  private final ODataDriver driver =
      new ODataDriver(
          options -> {
            seen.set(options);
            return new OpenService(service, service);
          });

  private static Properties properties(String... namesAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
    }
    return properties;
  }

  @Test
  void isRegisteredForItsPrefix() throws SQLException {
    assertThat(DriverManager.getDriver(URL)).isInstanceOf(ODataDriver.class);
  }

  @Test
  void leavesOtherUrlsToOtherDrivers() throws SQLException {
    assertThat(driver.acceptsURL("jdbc:calcite:")).isFalse();
    assertThat(driver.connect("jdbc:calcite:", new Properties())).isNull();
  }

  @Test
  void propertiesWinOverTheConnectionString() throws SQLException {
    driver
        .connect(
            URL + ";Page size=5;User=ann", properties("PAGESIZE", "7", "user", "", "Retries", "1"))
        .close();
    assertThat(seen.get().pagesize()).hasValue(7);
    assertThat(seen.get().retries()).isEqualTo(1);
    assertThat(seen.get().user()).contains("ann");
  }

  @Test
  void anErrorInThePropertiesHasTheStateOfARefusedConnection() {
    assertThatThrownBy(() -> driver.connect(URL + ";Pasword=x", null))
        .hasMessage("Unknown connection property Pasword. Did you mean Password?")
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08004"));
    assertThatThrownBy(() -> driver.connect(URL + ";Schema=sys", null))
        .hasMessageContaining("Schema=sys");
  }

  @Test
  void whateverGoesWrongWhileConnectingIsAnSqlException() {
    ODataDriver broken =
        new ODataDriver(
            options -> {
              throw new IllegalStateException("no pool");
            });
    assertThatThrownBy(() -> broken.connect(URL, null))
        .hasMessage("no pool")
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("HY000"));
  }

  @Test
  void connectingDoesNotNeedTheService() throws SQLException {
    service.down = true;
    try (Connection connection = driver.connect(URL, null)) {
      assertThat(connection.isValid(1)).isTrue();
      assertThat(connection.getSchema()).isEqualTo("OData");
    }
  }

  @Test
  void nothingOfTheConnectionShowsASecret() throws SQLException {
    String url = URL + ";AuthScheme=Basic;User=ann;Password='hun;ter2';AccessToken=hunter3";
    try (Connection connection =
        driver.connect(url, properties("CustomHeaders", "X-Key: hunter4"))) {
      DatabaseMetaData metaData = connection.getMetaData();
      assertThat(metaData.getURL()).isEqualTo(URL + ";AuthScheme=Basic;User=ann");
      assertThat(metaData.getUserName()).isEqualTo("ann");
      assertThat(
              connection
                      .unwrap(org.apache.calcite.jdbc.CalciteConnection.class)
                      .getProperties()
                      .toString()
                  + connection
                  + seen.get())
          .doesNotContain("ter2", "hunter");
    }
  }

  @Test
  void tellsItsNameAndVersion() throws SQLException {
    try (Connection connection = driver.connect(URL, null)) {
      DatabaseMetaData metaData = connection.getMetaData();
      assertThat(metaData.getDatabaseProductName()).isEqualTo("Calcite OData");
      assertThat(metaData.getDriverName()).isEqualTo("Calcite OData JDBC Driver");
      assertThat(metaData.getDriverVersion()).matches("\\d+\\.\\d+\\.\\d+.*");
      assertThat(metaData.getDriverVersion())
          .startsWith(driver.getMajorVersion() + "." + driver.getMinorVersion() + ".");
    }
  }

  @Test
  void propertyInfoIsTheDeclarationWithWhatWasGiven() throws SQLException {
    DriverPropertyInfo[] info =
        driver.getPropertyInfo(URL + ";Password=hunter2;Pagesize=9", properties("retries", "2"));
    assertThat(info).hasSize(ConnectionProperty.values().length);
    assertThat(find(info, "URL").required).isTrue();
    assertThat(find(info, "Pagesize").value).isEqualTo("9");
    assertThat(find(info, "Retries").value).isEqualTo("2");
    assertThat(find(info, "Timeout").value).isEqualTo("60");
    assertThat(find(info, "Password").value).isNull();
    assertThat(find(info, "AuthScheme").choices)
        .startsWith("None", "Basic")
        .contains("OAuth", "AzureAD");
    assertThat(info).allSatisfy(property -> assertThat(property.description).endsWith("."));
  }

  @Test
  void propertyInfoNeedsNoCompleteUrl() throws SQLException {
    assertThat(driver.getPropertyInfo("jdbc:odata:", null)).isNotEmpty();
  }

  private static DriverPropertyInfo find(DriverPropertyInfo[] info, String name) {
    return Arrays.stream(info)
        .filter(property -> property.name.equals(name))
        .findFirst()
        .orElseThrow();
  }
}
