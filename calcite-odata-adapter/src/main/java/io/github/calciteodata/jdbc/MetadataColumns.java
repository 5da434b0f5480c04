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

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.MetaImpl;

/**
 * The columns of JDBC metadata results: names with types as {@link java.sql.DatabaseMetaData} lists
 * them.
 */
final class MetadataColumns {
  static final List<ColumnMetaData> SCHEMAS = columns("TABLE_SCHEM TABLE_CATALOG");
  static final List<ColumnMetaData> CATALOGS = columns("TABLE_CAT");
  static final List<ColumnMetaData> TABLE_TYPES = columns("TABLE_TYPE");
  static final List<ColumnMetaData> TABLES =
      columns(
          "TABLE_CAT TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS TYPE_CAT TYPE_SCHEM TYPE_NAME"
              + " SELF_REFERENCING_COL_NAME REF_GENERATION");
  static final List<ColumnMetaData> COLUMNS =
      columns(
          "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE:int TYPE_NAME COLUMN_SIZE:int BUFFER_LENGTH:int"
              + " DECIMAL_DIGITS:int NUM_PREC_RADIX:int NULLABLE:int REMARKS COLUMN_DEF SQL_DATA_TYPE:int"
              + " SQL_DATETIME_SUB:int CHAR_OCTET_LENGTH:int ORDINAL_POSITION:int IS_NULLABLE SCOPE_CATALOG"
              + " SCOPE_SCHEMA SCOPE_TABLE SOURCE_DATA_TYPE:short IS_AUTOINCREMENT IS_GENERATEDCOLUMN");
  static final List<ColumnMetaData> PRIMARY_KEYS =
      columns("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME KEY_SEQ:short PK_NAME");
  static final List<ColumnMetaData> FOREIGN_KEYS =
      columns(
          "PKTABLE_CAT PKTABLE_SCHEM PKTABLE_NAME PKCOLUMN_NAME FKTABLE_CAT FKTABLE_SCHEM FKTABLE_NAME"
              + " FKCOLUMN_NAME KEY_SEQ:short UPDATE_RULE:short DELETE_RULE:short FK_NAME PK_NAME"
              + " DEFERRABILITY:short");
  static final List<ColumnMetaData> BEST_ROW_IDENTIFIER =
      columns(
          "SCOPE:short COLUMN_NAME DATA_TYPE:int TYPE_NAME COLUMN_SIZE:int BUFFER_LENGTH:int"
              + " DECIMAL_DIGITS:short PSEUDO_COLUMN:short");
  static final List<ColumnMetaData> INDEXES =
      columns(
          "TABLE_CAT TABLE_SCHEM TABLE_NAME NON_UNIQUE:boolean INDEX_QUALIFIER INDEX_NAME TYPE:short"
              + " ORDINAL_POSITION:short COLUMN_NAME ASC_OR_DESC CARDINALITY:long PAGES:long FILTER_CONDITION");
  static final List<ColumnMetaData> FUNCTIONS =
      columns(
          "FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME REMARKS FUNCTION_TYPE:short SPECIFIC_NAME");
  static final List<ColumnMetaData> FUNCTION_COLUMNS =
      columns(
          "FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME COLUMN_NAME COLUMN_TYPE:short DATA_TYPE:int TYPE_NAME"
              + " PRECISION:int LENGTH:int SCALE:short RADIX:short NULLABLE:short REMARKS"
              + " CHAR_OCTET_LENGTH:int ORDINAL_POSITION:int IS_NULLABLE SPECIFIC_NAME");
  static final List<ColumnMetaData> PROCEDURES =
      columns(
          "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME RESERVED1 RESERVED2 RESERVED3 REMARKS"
              + " PROCEDURE_TYPE:short SPECIFIC_NAME");
  static final List<ColumnMetaData> PROCEDURE_COLUMNS =
      columns(
          "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME COLUMN_NAME COLUMN_TYPE:short DATA_TYPE:int TYPE_NAME"
              + " PRECISION:int LENGTH:int SCALE:short RADIX:short NULLABLE:short REMARKS COLUMN_DEF"
              + " SQL_DATA_TYPE:int SQL_DATETIME_SUB:int CHAR_OCTET_LENGTH:int ORDINAL_POSITION:int"
              + " IS_NULLABLE SPECIFIC_NAME");
  static final List<ColumnMetaData> TYPE_INFO =
      columns(
          "TYPE_NAME DATA_TYPE:int PRECISION:int LITERAL_PREFIX LITERAL_SUFFIX CREATE_PARAMS NULLABLE:short"
              + " CASE_SENSITIVE:boolean SEARCHABLE:short UNSIGNED_ATTRIBUTE:boolean FIXED_PREC_SCALE:boolean"
              + " AUTO_INCREMENT:boolean LOCAL_TYPE_NAME MINIMUM_SCALE:short MAXIMUM_SCALE:short"
              + " SQL_DATA_TYPE:int SQL_DATETIME_SUB:int NUM_PREC_RADIX:int");

  private MetadataColumns() {}

  private static List<ColumnMetaData> columns(String text) {
    List<ColumnMetaData> columns = new ArrayList<>();
    for (String column : text.split(" ")) {
      int colon = column.indexOf(':');
      String name = colon < 0 ? column : column.substring(0, colon);
      columns.add(
          MetaImpl.columnMetaData(
              name, columns.size(), type(colon < 0 ? "" : column.substring(colon + 1)), true));
    }
    return List.copyOf(columns);
  }

  private static Class<?> type(String name) {
    return switch (name) {
      case "int" -> Integer.class;
      case "short" -> Short.class;
      case "long" -> Long.class;
      case "boolean" -> Boolean.class;
      default -> String.class;
    };
  }
}
