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

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseMetaDataTest {
  private Connection connection;
  private DatabaseMetaData metaData;

  @BeforeEach
  void open() throws SQLException {
    connection = new FakeService().connect();
    metaData = connection.getMetaData();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  /** The rows as texts of these columns, separated by blanks. */
  private static List<String> read(ResultSet rows, String... columns) throws SQLException {
    List<String> result = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (String column : columns) {
          values.add(rows.getString(column));
        }
        result.add(String.join(" ", values.stream().map(String::valueOf).toList()));
      }
    }
    return result;
  }

  @Test
  void schemasAndTableTypes() throws SQLException {
    assertThat(read(metaData.getSchemas(), "TABLE_SCHEM")).containsExactly("OData", "sys");
    assertThat(read(metaData.getSchemas(null, "S_S"), "TABLE_SCHEM")).containsExactly("sys");
    assertThat(read(metaData.getTableTypes(), "TABLE_TYPE"))
        .containsExactly("SYSTEM TABLE", "TABLE");
    assertThat(read(metaData.getCatalogs(), "TABLE_CAT")).isEmpty();
  }

  @Test
  void tablesWithRemarks() throws SQLException {
    assertThat(
            read(
                metaData.getTables(null, "OData", "%", new String[] {"TABLE"}),
                "TABLE_CAT",
                "TABLE_SCHEM",
                "TABLE_NAME",
                "TABLE_TYPE",
                "REMARKS"))
        .contains("null OData Customers TABLE All Customers")
        .hasSize(6);
    assertThat(read(metaData.getTables(null, "sys", "re%", null), "TABLE_NAME", "TABLE_TYPE"))
        .containsExactly("requests SYSTEM TABLE");
    assertThat(read(metaData.getTables(null, null, "%", new String[] {"VIEW"}), "TABLE_NAME"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Order%, 'Order_Items,Orders'",
    "C_stomers, Customers",
    "Order\\_%, Order_Items",
    "order_, Orders",
    "'', ''",
    "Customers, Customers",
    "C.stomers, ''",
  })
  void patternsHaveWildcardsAndAnEscape(String pattern, String expected) throws SQLException {
    assertThat(
            String.join(",", read(metaData.getTables(null, "OData", pattern, null), "TABLE_NAME")))
        .isEqualTo(expected);
  }

  @Test
  void columnsHaveHonestTypesAndSizes() throws SQLException {
    assertThat(
            read(
                metaData.getColumns(null, "OData", "Types", null),
                "COLUMN_NAME",
                "TYPE_NAME",
                "COLUMN_SIZE",
                "DECIMAL_DIGITS",
                "NUM_PREC_RADIX",
                "CHAR_OCTET_LENGTH",
                "IS_NULLABLE",
                "ORDINAL_POSITION"))
        .containsExactly(
            "Id INTEGER 10 0 10 null NO 1",
            "Flag BOOLEAN 1 null null null YES 2",
            "Tiny TINYINT 3 0 10 null YES 3",
            "Small SMALLINT 5 0 10 null YES 4",
            "Large BIGINT 19 0 10 null YES 5",
            "Fast REAL 7 null 10 null YES 6",
            "Wide DOUBLE 15 null 10 null YES 7",
            "Price DECIMAL 12 2 10 null YES 8",
            "Name VARCHAR 40 null null 160 YES 9",
            "Text VARCHAR 2147483647 null null 2147483647 YES 10",
            "Guid VARCHAR 36 null null 144 YES 11",
            "Born DATE 10 null null null YES 12",
            "Opens TIME 12 3 null null YES 13",
            "Changed TIMESTAMP 23 3 null null YES 14",
            "Photo VARBINARY 2147483647 null null 2147483647 YES 15",
            "Color VARCHAR 2147483647 null null 2147483647 YES 16");
  }

  @Test
  void aColumnHasTypeNullabilityAndRemarks() throws SQLException {
    try (ResultSet rows = metaData.getColumns(null, "odata", "types", "Pr%")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt("DATA_TYPE")).isEqualTo(Types.DECIMAL);
      assertThat(rows.getInt("NULLABLE")).isEqualTo(DatabaseMetaData.columnNullable);
      assertThat(rows.getString("REMARKS")).isEqualTo("Without tax");
      assertThat(rows.getString("IS_AUTOINCREMENT")).isEqualTo("NO");
      rows.getInt("BUFFER_LENGTH");
      assertThat(rows.wasNull()).isTrue();
      assertThat(rows.getMetaData().getColumnCount()).isEqualTo(24);
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void systemTablesHaveColumnsToo() throws SQLException {
    assertThat(read(metaData.getColumns(null, "sys", "requests", "%"), "COLUMN_NAME"))
        .containsExactly(
            "request_id",
            "method",
            "url",
            "status",
            "row_count",
            "byte_count",
            "millis",
            "retries",
            "page");
  }

  @Test
  void primaryKeysInTheOrderOfTheirColumnsNames() throws SQLException {
    assertThat(
            read(
                metaData.getPrimaryKeys(null, null, "Order_Items"),
                "COLUMN_NAME",
                "KEY_SEQ",
                "PK_NAME"))
        .containsExactly("Line 2 PK_Order_Items", "OrderId 1 PK_Order_Items");
    assertThat(read(metaData.getPrimaryKeys(null, "sys", "Orders"), "COLUMN_NAME")).isEmpty();
    assertThat(read(metaData.getPrimaryKeys(null, "OData", "Me"), "COLUMN_NAME")).isEmpty();
  }

  @Test
  void foreignKeysFromBothSides() throws SQLException {
    String[] columns = {
      "PKTABLE_NAME",
      "PKCOLUMN_NAME",
      "FKTABLE_NAME",
      "FKCOLUMN_NAME",
      "KEY_SEQ",
      "FK_NAME",
      "PK_NAME"
    };
    String key = "Customers Id Orders CustomerId 1 FK_Orders_Customer PK_Customers";
    assertThat(read(metaData.getImportedKeys(null, "OData", "Orders"), columns))
        .containsExactly(key);
    assertThat(read(metaData.getExportedKeys(null, "OData", "Customers"), columns))
        .containsExactly(key);
    assertThat(
            read(
                metaData.getCrossReference(null, null, "Customers", null, null, "Orders"), columns))
        .containsExactly(key);
    assertThat(
            read(
                metaData.getCrossReference(null, null, "Orders", null, null, "Customers"), columns))
        .isEmpty();
    assertThat(read(metaData.getImportedKeys(null, "OData", "Customers"), columns)).isEmpty();
  }

  @Test
  void theKeyIsTheBestRowIdentifierAndAnIndex() throws SQLException {
    assertThat(
            read(
                metaData.getBestRowIdentifier(
                    null, "OData", "Order_Items", DatabaseMetaData.bestRowSession, true),
                "COLUMN_NAME",
                "TYPE_NAME",
                "COLUMN_SIZE",
                "PSEUDO_COLUMN"))
        .containsExactly("OrderId INTEGER 10 1", "Line INTEGER 10 1");
    assertThat(
            read(
                metaData.getIndexInfo(null, "OData", "Order_Items", true, true),
                "INDEX_NAME",
                "NON_UNIQUE",
                "ORDINAL_POSITION",
                "COLUMN_NAME"))
        .containsExactly("PK_Order_Items false 1 OrderId", "PK_Order_Items false 2 Line");
  }

  @Test
  void typeInfoIsOrderedByType() throws SQLException {
    List<String> types = read(metaData.getTypeInfo(), "TYPE_NAME", "PRECISION", "MAXIMUM_SCALE");
    assertThat(types)
        .containsExactly(
            "TINYINT 3 0",
            "BIGINT 19 0",
            "VARBINARY 2147483647 0",
            "DECIMAL 38 38",
            "INTEGER 10 0",
            "SMALLINT 5 0",
            "REAL 7 0",
            "DOUBLE 15 0",
            "VARCHAR 2147483647 0",
            "BOOLEAN 1 0",
            "DATE 10 0",
            "TIME 12 0",
            "TIMESTAMP 23 3");
  }

  @Test
  void whatServicesDoNotHaveIsEmpty() throws SQLException {
    for (ResultSet rows :
        new ResultSet[] {
          metaData.getProcedures(null, null, null),
          metaData.getProcedureColumns(null, null, null, null),
          metaData.getFunctions(null, null, "%"),
          metaData.getFunctionColumns(null, null, null, null),
          metaData.getUDTs(null, null, null, null),
          metaData.getSuperTables(null, null, null),
          metaData.getSuperTypes(null, null, null),
          metaData.getAttributes(null, null, null, null),
          metaData.getTablePrivileges(null, null, null),
          metaData.getColumnPrivileges(null, null, null, null),
          metaData.getVersionColumns(null, null, null),
          metaData.getPseudoColumns(null, null, null, null),
          metaData.getClientInfoProperties()
        }) {
      assertThat(rows.next()).isFalse();
      rows.close();
    }
  }

  @Test
  void identifiersKeepTheirCaseAndMatchWithoutIt() throws SQLException {
    assertThat(metaData.getIdentifierQuoteString()).isEqualTo("\"");
    assertThat(metaData.storesMixedCaseIdentifiers()).isTrue();
    assertThat(metaData.storesMixedCaseQuotedIdentifiers()).isTrue();
    assertThat(metaData.nullsAreSortedLow()).isTrue();
    assertThat(metaData.supportsTransactions()).isFalse();
    assertThat(metaData.isReadOnly()).isTrue();
    assertThat(metaData.ownUpdatesAreVisible(ResultSet.TYPE_FORWARD_ONLY)).isFalse();
    assertThat(metaData.getSQLKeywords()).isNotEmpty();
    assertThat(metaData.getStringFunctions()).contains("CONCAT");
  }
}
