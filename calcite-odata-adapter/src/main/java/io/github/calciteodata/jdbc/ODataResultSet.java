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

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;
import java.util.TimeZone;
import org.apache.calcite.avatica.AvaticaResultSet;
import org.apache.calcite.avatica.AvaticaResultSetMetaData;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.util.Cursor;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.runtime.ArrayEnumeratorCursor;
import org.apache.calcite.runtime.ObjectEnumeratorCursor;

/**
 * A result that obeys {@code setMaxRows}, fails with an SQLException only, and lets go of the
 * service when it does.
 */
final class ODataResultSet extends AvaticaResultSet {
  private static final long MILLIS_PER_DAY = 86_400_000L;

  private final Meta meta;
  private final QueryState queryState;
  private final LocalZone zone = LocalZone.ofJvm();
  private final long maxRows;
  private long rows;
  private SQLException failure;

  ODataResultSet(
      Meta meta,
      AvaticaStatement statement,
      QueryState queryState,
      Meta.Signature signature,
      ResultSetMetaData metaData,
      TimeZone timeZone,
      Meta.Frame firstFrame)
      throws SQLException {
    super(statement, queryState, signature, metaData, timeZone, firstFrame);
    this.meta = meta;
    this.queryState = queryState;
    this.maxRows = statement.getLargeMaxRows();
  }

  @Override
  protected AvaticaResultSet execute() throws SQLException {
    if (signature.cursorFactory.style != Meta.Style.ARRAY) {
      return super.execute();
    }
    @SuppressWarnings({"unchecked", "rawtypes"})
    Iterable<Object[]> arrays =
        (Iterable)
            meta.createIterable(statement.handle, queryState, signature, List.of(), firstFrame);
    return execute2(new RowCursor(arrays.iterator()), columnMetaDataList);
  }

  @Override
  public boolean next() throws SQLException {
    if (maxRows > 0 && rows >= maxRows) {
      release();
      return false;
    }
    if (failure != null) {
      throw failure;
    }
    try {
      if (super.next()) {
        rows++;
        return true;
      }
      return false;
    } catch (VirtualMachineError e) {
      release();
      throw e;
    } catch (SQLException | RuntimeException | Error e) {
      // generated code fails with errors too, such as ExceptionInInitializerError
      release();
      failure = SqlErrors.translate(e);
      throw failure;
    }
  }

  /**
   * As Avatica's, without taking the value apart into fields where the zone makes that needless.
   */
  @Override
  public Timestamp getTimestamp(int columnIndex) throws SQLException {
    if (zone.isFixed() && isOf(columnIndex, Types.TIMESTAMP)) {
      long millis = getLong(columnIndex);
      if (wasNull()) {
        return null;
      }
      if (zone.covers(millis)) {
        return new Timestamp(zone.instant(millis));
      }
    }
    return super.getTimestamp(columnIndex);
  }

  /**
   * As Avatica's, without taking the value apart into fields where the zone makes that needless.
   */
  @Override
  public Date getDate(int columnIndex) throws SQLException {
    if (zone.isFixed() && isOf(columnIndex, Types.DATE)) {
      long millis = getLong(columnIndex) * MILLIS_PER_DAY;
      if (wasNull()) {
        return null;
      }
      if (zone.covers(millis)) {
        return new Date(zone.instant(millis));
      }
    }
    return super.getDate(columnIndex);
  }

  private boolean isOf(int columnIndex, int type) {
    return columnIndex > 0
        && columnIndex <= columnMetaDataList.size()
        && columnMetaDataList.get(columnIndex - 1).type.id == type;
  }

  private void release() {
    if (cursor != null) {
      cursor.close();
    }
  }

  @Override
  public ResultSet create(ColumnMetaData.AvaticaType elementType, Iterable<Object> iterable)
      throws SQLException {
    List<ColumnMetaData> columns =
        elementType instanceof ColumnMetaData.StructType struct
            ? struct.columns
            : List.of(ColumnMetaData.dummy(elementType, false));
    Meta.Signature nested =
        new Meta.Signature(
            columns,
            signature.sql,
            signature.parameters,
            signature.internalParameters,
            Meta.CursorFactory.ARRAY,
            signature.statementType);
    ODataResultSet result =
        new ODataResultSet(
            meta,
            statement,
            queryState,
            nested,
            new AvaticaResultSetMetaData(statement, null, nested),
            localCalendar.getTimeZone(),
            new Meta.Frame(0, true, iterable));
    return result.execute2(cursor(elementType, columns, iterable), columns);
  }

  private static Cursor cursor(
      ColumnMetaData.AvaticaType elementType,
      List<ColumnMetaData> columns,
      Iterable<Object> iterable) {
    Enumerator<Object> elements = Linq4j.iterableEnumerator(iterable);
    if (elementType instanceof ColumnMetaData.StructType && columns.size() > 1) {
      @SuppressWarnings({"unchecked", "rawtypes"})
      Enumerator<Object[]> structs = (Enumerator) elements;
      return new ArrayEnumeratorCursor(structs);
    }
    return new ObjectEnumeratorCursor(elements);
  }
}
