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

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A parameter without a value is an error, one that was set to null is NULL. */
@Timeout(60)
class ParameterTest {
  private static final String BY_ID = "SELECT Name FROM Customers WHERE Id = ?";

  private final FakeService service = new FakeService();

  @Test
  void aParameterInAPlainStatementWasNullWithoutAWord() throws SQLException {
    try (Connection connection = service.connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery(BY_ID))
          .hasMessageContaining("use prepareStatement")
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("07002"));
      assertThatThrownBy(() -> statement.execute(BY_ID)).hasMessageContaining("without a value");
      assertThat(service.opened).hasValue(0);
      assertThat(statement.executeQuery("SELECT Name FROM Customers").next()).isTrue();
    }
  }

  @Test
  void explainingAStatementWithParametersAskedForTheirValues() throws SQLException {
    try (Connection connection = service.connect();
        Statement statement = connection.createStatement()) {
      for (String explain : List.of("EXPLAIN PLAN FOR ", " -- why?\n/* a */ explain plan\nfor ")) {
        ResultSet plan = statement.executeQuery(explain + BY_ID);
        assertThat(plan.next()).isTrue();
        assertThat(plan.getString(1)).contains("?0");
      }
    }
  }

  @Test
  void aParameterThatWasNeverSetWasNullWithoutAWord() throws SQLException {
    try (Connection connection = service.connect();
        PreparedStatement statement = connection.prepareStatement(BY_ID + " OR Id = ?")) {
      statement.setInt(1, 1);
      assertThatThrownBy(statement::executeQuery)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("07002"));
      assertThat(service.opened).hasValue(0);
      statement.setInt(2, 2);
      assertThat(statement.executeQuery().next()).isTrue();
      statement.clearParameters();
      assertThatThrownBy(statement::executeQuery).hasMessageContaining("no value");
    }
  }

  @Test
  void aParameterThatWasSetToNullIsNull() throws SQLException {
    try (Connection connection = service.connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT Id FROM Customers WHERE CAST(? AS INTEGER) IS NULL")) {
      statement.setNull(1, Types.INTEGER);
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
      }
    }
  }
}
