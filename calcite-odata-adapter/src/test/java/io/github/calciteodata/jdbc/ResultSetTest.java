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

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values on their way out of results and into parameters, for every type. */
class ResultSetTest {
  private static final Calendar UTC = Calendar.getInstance(TimeZone.getTimeZone("UTC"));

  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = new FakeService().connect();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void everyGetterOfEveryType() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM Types")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt("Id")).isEqualTo(1);
      assertThat(rows.getLong("id")).isEqualTo(1);
      assertThat(rows.getObject("Id")).isEqualTo(1);
      assertThat(rows.getBoolean("Flag")).isTrue();
      assertThat(rows.getObject("Flag")).isEqualTo(true);
      assertThat(rows.getByte("Tiny")).isEqualTo((byte) 8);
      assertThat(rows.getShort("Small")).isEqualTo((short) 16);
      assertThat(rows.getLong("Large")).isEqualTo(64);
      assertThat(rows.getObject("Large")).isEqualTo(64L);
      assertThat(rows.getFloat("Fast")).isEqualTo(1.5f);
      assertThat(rows.getDouble("Wide")).isEqualTo(2.25);
      assertThat(rows.getBigDecimal("Price")).isEqualByComparingTo("12345678901.25");
      assertThat(rows.getString("Price")).isEqualTo("12345678901.25");
      assertThat(rows.getString("Name")).isEqualTo("Ümläut");
      assertThat(rows.getObject("Text")).isEqualTo("中文");
      assertThat(rows.getString("Guid")).isEqualTo("6f1c0a3e-0000-4000-8000-000000000001");
      assertThat(rows.getString("Born")).isEqualTo("2022-01-08");
      assertThat(rows.getDate("Born", UTC)).isEqualTo(new Date(19_000L * 86_400_000));
      assertThat(rows.getString("Opens")).startsWith("01:02:03");
      assertThat(rows.getString("Changed")).isEqualTo("2023-11-14 22:13:20.123");
      assertThat(rows.getTimestamp("Changed", UTC)).isEqualTo(new Timestamp(1_700_000_000_123L));
      assertThat(rows.getBytes("Photo")).containsExactly(1, 2, 3);
      assertThat(rows.getString("Color")).isEqualTo("Red");
    }
  }

  @Test
  void nullsOfEveryTypeAreNull() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM Types WHERE Id = 2")) {
      assertThat(rows.next()).isTrue();
      for (int i = 2; i <= rows.getMetaData().getColumnCount(); i++) {
        assertThat(rows.getObject(i)).as(rows.getMetaData().getColumnName(i)).isNull();
        assertThat(rows.wasNull()).isTrue();
        assertThat(rows.getString(i)).isNull();
      }
      assertThat(rows.getInt("Tiny")).isZero();
      assertThat(rows.wasNull()).isTrue();
    }
  }

  @Test
  void metadataOfAResultNamesTypes() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT t.*, Id + 1 AS Following FROM Types AS t")) {
      ResultSetMetaData metaData = rows.getMetaData();
      List<Integer> types = new ArrayList<>();
      for (int i = 1; i <= metaData.getColumnCount(); i++) {
        types.add(metaData.getColumnType(i));
      }
      assertThat(types)
          .containsExactly(
              Types.INTEGER,
              Types.BOOLEAN,
              Types.TINYINT,
              Types.SMALLINT,
              Types.BIGINT,
              Types.REAL,
              Types.DOUBLE,
              Types.DECIMAL,
              Types.VARCHAR,
              Types.VARCHAR,
              Types.VARCHAR,
              Types.DATE,
              Types.TIME,
              Types.TIMESTAMP,
              Types.VARBINARY,
              Types.VARCHAR,
              Types.INTEGER);
      assertThat(metaData.getColumnLabel(17)).isEqualTo("Following");
      assertThat(metaData.getPrecision(8)).isEqualTo(12);
      assertThat(metaData.getScale(8)).isEqualTo(2);
      assertThat(metaData.isNullable(1)).isEqualTo(ResultSetMetaData.columnNoNulls);
      assertThat(metaData.isNullable(2)).isEqualTo(ResultSetMetaData.columnNullable);
      assertThat(metaData.getTableName(1)).isEqualTo("Types");
      assertThat(metaData.getColumnName(1)).isEqualTo("Id");
    }
  }

  static List<Object[]> parameters() {
    return List.of(
        new Object[] {"Id", 1},
        new Object[] {"Flag", true},
        new Object[] {"Tiny", (byte) 8},
        new Object[] {"Small", (short) 16},
        new Object[] {"Large", 64L},
        new Object[] {"Fast", 1.5f},
        new Object[] {"Wide", 2.25d},
        new Object[] {"Price", new BigDecimal("12345678901.25")},
        new Object[] {"Name", "Ümläut"},
        new Object[] {"Text", "中文"},
        new Object[] {"Guid", "6f1c0a3e-0000-4000-8000-000000000001"},
        new Object[] {"Born", new Date(19_000L * 86_400_000)},
        new Object[] {"Opens", new Time(3_723_004)},
        new Object[] {"Changed", Timestamp.from(Instant.ofEpochMilli(1_700_000_000_123L))},
        new Object[] {"Photo", new byte[] {1, 2, 3}},
        new Object[] {"Color", "Red"});
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void aParameterOfEveryTypeFindsItsRow(String column, Object value) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT Id FROM Types WHERE \"" + column + "\" = ?")) {
      assertThat(statement.getParameterMetaData().getParameterCount()).isEqualTo(1);
      for (int execution = 0; execution < 2; execution++) {
        set(statement, value);
        try (ResultSet rows = statement.executeQuery()) {
          assertThat(rows.next()).as(column).isTrue();
          assertThat(rows.getInt(1)).isEqualTo(1);
          assertThat(rows.next()).isFalse();
        }
      }
    }
  }

  private static void set(PreparedStatement statement, Object value) throws SQLException {
    if (value instanceof Date date) {
      statement.setDate(1, date, UTC);
    } else if (value instanceof Time time) {
      statement.setTime(1, time, UTC);
    } else if (value instanceof Timestamp timestamp) {
      statement.setTimestamp(1, timestamp, UTC);
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(1, bytes);
    } else {
      statement.setObject(1, value);
    }
  }

  @Test
  void aNullParameterFindsNothing() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT Id FROM Types WHERE Name = ?")) {
      statement.setNull(1, Types.VARCHAR);
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isFalse();
      }
    }
  }

  @Test
  void valuesAreThoseOfARow() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT Id, Name FROM Customers")) {
      assertThatThrownBy(() -> rows.getInt(1)).satisfies(ResultSetTest::saysThatThereIsNoRow);
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(1);
      assertThat(rows.wasNull()).isFalse();
      while (rows.next()) {
        assertThat(rows.getInt(1)).isPositive();
      }
      assertThatThrownBy(() -> rows.getString(2)).satisfies(ResultSetTest::saysThatThereIsNoRow);
    }
  }

  private static void saysThatThereIsNoRow(Throwable error) {
    assertThat(error)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("not at a row")
        .hasFieldOrPropertyWithValue("SQLState", "24000");
  }

  @Test
  void limitAndOffsetCanBeParameters() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT Id FROM Customers ORDER BY Id LIMIT ? OFFSET ?")) {
      statement.setInt(1, 1);
      statement.setInt(2, 1);
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(2);
        assertThat(rows.next()).isFalse();
      }
    }
  }

  @Test
  void anUnboundParameterIsSaidSo() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT Id FROM Types WHERE Id = ?")) {
      org.assertj.core.api.Assertions.assertThatThrownBy(statement::executeQuery)
          .hasMessageContaining("has no value")
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("07002"));
    }
  }
}
