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
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What statements do around the rows: plans, limits, cancelling, closing, errors. */
@Timeout(60)
class StatementTest {
  private final FakeService service = new FakeService();
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = service.connect();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private int count(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    }
  }

  private SQLException failureOf(String sql) {
    return catchThrowableOfType(SQLException.class, () -> count(sql));
  }

  @Test
  void theSameTextIsPlannedOnce() throws SQLException {
    count("SELECT * FROM Customers");
    int planned = service.planned.get();
    assertThat(count("SELECT * FROM Customers")).isEqualTo(3);
    try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM Customers")) {
      statement.executeQuery().close();
    }
    int preparedOnce = service.planned.get();
    assertThat(count("SELECT * FROM Customers")).isEqualTo(3);
    assertThat(service.planned).hasValue(preparedOnce);
    assertThat(planned).isPositive();
  }

  @Test
  void anotherVersionOfTheModelIsPlannedAnew() throws SQLException {
    count("SELECT * FROM Customers");
    int planned = service.planned.get();
    service.version.incrementAndGet();
    count("SELECT * FROM Customers");
    assertThat(service.planned.get()).isGreaterThan(planned);
  }

  @Test
  void anotherSchemaIsPlannedAnew() throws SQLException {
    assertThat(count("SELECT * FROM Customers")).isEqualTo(3);
    connection.setSchema("sys");
    assertThat((Throwable) failureOf("SELECT * FROM Customers"))
        .hasMessageContaining("'Customers' not found");
    assertThat(count("SELECT * FROM properties")).isEqualTo(2);
  }

  @Test
  void aPlanIsUsedByTwoResultsAtATime() throws SQLException {
    String sql = "SELECT Id FROM Customers WHERE Id > ?";
    try (PreparedStatement first = connection.prepareStatement(sql);
        PreparedStatement second = connection.prepareStatement(sql)) {
      first.setInt(1, 1);
      second.setInt(1, 2);
      try (ResultSet firstRows = first.executeQuery();
          ResultSet secondRows = second.executeQuery()) {
        assertThat(firstRows.next()).isTrue();
        assertThat(secondRows.next()).isTrue();
        assertThat(firstRows.getInt(1)).isEqualTo(2);
        assertThat(secondRows.getInt(1)).isEqualTo(3);
        assertThat(secondRows.next()).isFalse();
        assertThat(firstRows.next()).isTrue();
      }
    }
  }

  @Test
  void maxRowsLimitsStatementsAndPreparedStatements() throws SQLException {
    try (Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("SELECT * FROM Slow")) {
      statement.setMaxRows(2);
      prepared.setMaxRows(2);
      for (ResultSet rows :
          new ResultSet[] {statement.executeQuery("SELECT * FROM Slow"), prepared.executeQuery()}) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.next()).isTrue();
        assertThat(rows.next()).isFalse();
        assertThat(rows.next()).isFalse();
      }
      assertThat(service.closed).hasValue(2);
    }
  }

  @Test
  void aRowDoesNotWaitForTheNext() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM Slow")) {
      for (int i = 1; i <= 3; i++) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(i);
      }
    }
    assertThat(service.closed).hasValue(1);
  }

  @Test
  void cancelEndsAReadAndTheStatementWorksAgain() throws Exception {
    try (Statement statement = connection.createStatement()) {
      CompletableFuture<Throwable> failure =
          CompletableFuture.supplyAsync(
              () -> {
                try (ResultSet rows =
                    statement.executeQuery("SELECT * FROM Slow ORDER BY Name DESC")) {
                  return null;
                } catch (SQLException e) {
                  return e;
                }
              });
      service.waiting.await();
      statement.cancel();
      assertThat(failure.get(10, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      try (ResultSet rows = statement.executeQuery("SELECT * FROM Customers")) {
        assertThat(rows.next()).isTrue();
      }
    }
  }

  @Test
  void aPreparedStatementWorksAgainAfterACancel() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM Customers")) {
      try (ResultSet rows = statement.executeQuery()) {
        statement.cancel();
        assertThatThrownBy(rows::next)
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      }
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
      }
    }
  }

  @Test
  void theQueryTimeoutReachesTheScan() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(7);
      statement.executeQuery("SELECT * FROM Customers").close();
    }
    assertThat(service.timeout).isEqualTo(7000);
  }

  @Test
  void aFailureInTheMiddleComesOutAsItIsAndClosesWhatIsOpen() throws SQLException {
    service.failure = new SQLException("GET Slow: HTTP 500", "HY000", 500);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM Slow")) {
      rows.next();
      rows.next();
      assertThat(rows.next()).isTrue();
      assertThatThrownBy(rows::next).isSameAs(service.failure);
      assertThatThrownBy(rows::next).isSameAs(service.failure);
      assertThat(service.closed).hasValue(service.opened.get());
    }
  }

  @Test
  void aFailureAtTheStartComesOutOfExecuteAndClosesWhatIsOpen() throws SQLException {
    service.failure = new SQLException("GET Slow: HTTP 401", "28000");
    String sql = "SELECT * FROM Slow ORDER BY Name DESC";
    assertThat((Throwable) failureOf(sql)).isSameAs(service.failure);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      assertThatThrownBy(statement::executeQuery).isSameAs(service.failure);
    }
    assertThat(service.closed).hasValue(service.opened.get());
  }

  @Test
  void aFailureOfAnAggregateLostItsState() throws SQLException {
    service.failure = new SQLException("GET Slow: HTTP 401", "28000");
    String sql = "SELECT MAX(Name) FROM Slow";
    assertThat((Throwable) failureOf(sql)).isSameAs(service.failure);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      assertThatThrownBy(statement::executeQuery).isSameAs(service.failure);
    }
    assertThat(service.closed).hasValue(service.opened.get());
  }

  @Test
  void aServiceThatIsDownIsSaidSo() {
    service.down = true;
    SQLException failure = failureOf("SELECT * FROM Customers");
    assertThat((Throwable) failure).hasMessage("GET $metadata: connection refused");
    assertThat(failure.getSQLState()).isEqualTo("08001");
    assertThatThrownBy(() -> connection.prepareStatement("SELECT * FROM Customers"))
        .hasMessage("GET $metadata: connection refused");
    assertThatThrownBy(() -> connection.getMetaData().getTables(null, null, "%", null))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("connection refused");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT FROM Customers|42000|Incorrect syntax",
        "SELECT Large FROM Types|42000|A name that is a reserved word needs double quotes",
        "SELECT * FROM|42000|<EOF>",
        "SELECT Nme FROM Customers|42000|Column 'Nme' not found in any table",
        "SELECT * FROM Nowhere|42000|Object 'Nowhere' not found",
        "SELECT 1/(Id-1) FROM Customers|22012|Division by zero",
        "SELECT 1/(Id-2) FROM Customers|22012|Division by zero",
        "SELECT 1/0 FROM Customers|22012|Division by zero",
        "SELECT CAST(Name AS INTEGER) FROM Customers|22018|Not a number",
        "INSERT INTO Customers VALUES (1, 'x')|0A000|cannot be planned",
      })
  void anErrorIsShortAndHasItsState(String sql, String state, String text) {
    SQLException failure = failureOf(sql);
    assertThat((Throwable) failure).isNotNull();
    assertThat(failure.getSQLState()).isEqualTo(state);
    assertThat(failure.getMessage())
        .contains(text == null ? "" : text)
        .doesNotContain("Was expecting");
  }

  @Test
  void prepareFailsAsExecuteDoes() {
    String sql = "SELECT Nme FROM Customers";
    assertThatThrownBy(() -> connection.prepareStatement(sql))
        .hasMessage(failureOf(sql).getMessage());
  }

  @Test
  void closingTheConnectionClosesStatementsAndTheService() throws SQLException {
    Statement statement = connection.createStatement();
    ResultSet rows = statement.executeQuery("SELECT * FROM Slow");
    rows.next();
    connection.close();
    assertThat(statement.isClosed()).isTrue();
    assertThat(service.closed).hasValue(service.opened.get());
    assertThat(service.serviceClosed).isTrue();
    assertThatThrownBy(() -> connection.createStatement())
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
  }

  @Test
  void transactionsAreHarmless() throws SQLException {
    assertThat(connection.getAutoCommit()).isTrue();
    connection.setAutoCommit(false);
    connection.commit();
    connection.rollback();
    assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_NONE);
  }

  @Test
  void closeOnCompletionAndUnwrapWorkThroughTheProxy() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.getConnection()).isEqualTo(connection);
      assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
      assertThat(connection.isWrapperFor(org.apache.calcite.jdbc.CalciteConnection.class)).isTrue();
      assertThat(connection.unwrap(org.apache.calcite.jdbc.CalciteConnection.class).getRootSchema())
          .isNotNull();
    }
  }

  @Test
  void whatPoolsAndToolsAskForIsAnswered() throws SQLException {
    assertThat(connection.nativeSQL("SELECT 1")).isEqualTo("SELECT 1");
    assertThat(connection.getTypeMap()).isEmpty();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(true);
      statement.setPoolable(false);
      assertThat(statement.isPoolable()).isFalse();
    }
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT 1", Statement.NO_GENERATED_KEYS)) {
      assertThat(statement.executeQuery().next()).isTrue();
    }
    assertThatThrownBy(
            () -> connection.prepareStatement("SELECT 1", Statement.RETURN_GENERATED_KEYS))
        .isInstanceOf(SQLFeatureNotSupportedException.class)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("0A000"));
    connection.abort(Runnable::run);
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void statementsOfOneConnectionMayRunInParallel() throws Exception {
    List<CompletableFuture<Integer>> counts = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      counts.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  int sum = 0;
                  for (int j = 0; j < 50; j++) {
                    sum += count("SELECT * FROM Customers");
                  }
                  return sum;
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    for (CompletableFuture<Integer> count : counts) {
      assertThat(count.get(30, TimeUnit.SECONDS)).isEqualTo(150);
    }
  }
}
