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

import static io.github.calciteodata.jdbc.NamePattern.exactly;
import static io.github.calciteodata.jdbc.NamePattern.like;

import io.github.calciteodata.function.Catalog;
import io.github.calciteodata.runtime.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.MetaImpl;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.remote.TypedValue;
import org.apache.calcite.jdbc.CalciteConnection;
import org.apache.calcite.jdbc.CalciteMetaImpl;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.schema.Schema;

/**
 * What a connection does: statements are Calcite's, with the cancel flag cleared before each
 * execution; metadata comes from the service's model; there are no transactions, so commit and
 * rollback do nothing; closing closes everything.
 */
final class ODataMeta extends MetaImpl {
  private static final Pattern EXPLAIN =
      Pattern.compile("(\\s|--.*\\R|(?s)/\\*.*?\\*/)*+EXPLAIN\\b", Pattern.CASE_INSENSITIVE);

  private final CalciteMetaImpl calcite;
  private final Execution execution;
  private final MetadataRows rows;
  private final RoutineRows routines;
  private final Catalog catalog;

  ODataMeta(AvaticaConnection connection, String serviceSchema, Catalog catalog) {
    super(connection);
    this.calcite = CalciteMetaImpl.create((CalciteConnection) connection);
    this.execution = new Execution(connection);
    this.rows = new MetadataRows((CalciteConnection) connection, serviceSchema, catalog);
    this.routines = new RoutineRows((CalciteConnection) connection);
    this.catalog = catalog;
    connProps
        .setAutoCommit(true)
        .setReadOnly(true)
        .setTransactionIsolation(Connection.TRANSACTION_NONE);
    connProps.setDirty(false);
  }

  /** One at a time: Calcite keeps its statements in a map that is not safe for threads. */
  @Override
  public synchronized StatementHandle createStatement(ConnectionHandle ch) {
    return calcite.createStatement(ch);
  }

  @Override
  public synchronized void closeStatement(StatementHandle h) {
    calcite.closeStatement(h);
  }

  @Override
  public StatementHandle prepare(ConnectionHandle ch, String sql, long maxRowCount) {
    return calcite.prepare(ch, sql, maxRowCount);
  }

  @Override
  @SuppressWarnings("deprecation")
  public ExecuteResult prepareAndExecute(
      StatementHandle h, String sql, long maxRowCount, PrepareCallback callback)
      throws NoSuchStatementException {
    return prepareAndExecute(h, sql, maxRowCount, -1, callback);
  }

  @Override
  public ExecuteResult prepareAndExecute(
      StatementHandle h,
      String sql,
      long maxRowCount,
      int maxRowsInFirstFrame,
      PrepareCallback callback)
      throws NoSuchStatementException {
    connection.getCancelFlag(h).set(false);
    boolean explain = isExplain(sql);
    Deadline deadline = explain ? deadline(h).withoutSignIn() : deadline(h);
    // a plan needs no values
    PrepareCallback checked = explain ? callback : new NoParameters(callback);
    try (Catalog.Waiting ignored = catalog.waitAtMost(deadline)) {
      return calcite.prepareAndExecute(h, sql, maxRowCount, maxRowsInFirstFrame, checked);
    }
  }

  /** Who asks for a plan has not asked for data: no browser may open for that. */
  private static boolean isExplain(String sql) {
    return EXPLAIN.matcher(sql).lookingAt();
  }

  /**
   * Planning may have to wait for metadata: the statement's timeout and cancel flag hold for that
   * too.
   */
  private Deadline deadline(StatementHandle h) throws NoSuchStatementException {
    try {
      AvaticaStatement statement = connection.statementMap.get(h.id);
      long seconds = statement == null ? 0 : statement.getQueryTimeout();
      return new Deadline(connection.getCancelFlag(h), TimeUnit.SECONDS.toMillis(seconds));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public ExecuteBatchResult prepareAndExecuteBatch(StatementHandle h, List<String> sqlCommands)
      throws NoSuchStatementException {
    connection.getCancelFlag(h).set(false);
    return calcite.prepareAndExecuteBatch(h, sqlCommands);
  }

  @Override
  @SuppressWarnings("deprecation")
  public ExecuteResult execute(
      StatementHandle h, List<TypedValue> parameterValues, long maxRowCount)
      throws NoSuchStatementException {
    connection.getCancelFlag(h).set(false);
    return calcite.execute(h, parameterValues, maxRowCount);
  }

  @Override
  public ExecuteResult execute(
      StatementHandle h, List<TypedValue> parameterValues, int maxRowsInFirstFrame)
      throws NoSuchStatementException {
    connection.getCancelFlag(h).set(false);
    return calcite.execute(h, parameterValues, maxRowsInFirstFrame);
  }

  @Override
  public ExecuteBatchResult executeBatch(
      StatementHandle h, List<List<TypedValue>> parameterValueLists)
      throws NoSuchStatementException {
    connection.getCancelFlag(h).set(false);
    return calcite.executeBatch(h, parameterValueLists);
  }

  @Override
  public Frame fetch(StatementHandle h, long offset, int fetchMaxRowCount)
      throws NoSuchStatementException {
    return calcite.fetch(h, offset, fetchMaxRowCount);
  }

  @Override
  public Iterable<Object> createIterable(
      StatementHandle handle,
      QueryState state,
      Signature signature,
      List<TypedValue> parameterValues,
      Frame firstFrame) {
    if (firstFrame != null && firstFrame.done) {
      return firstFrame.rows;
    }
    Enumerable<Object> rows = execution.start(handle, signature, parameterValues);
    return () -> RowIterator.open(rows);
  }

  @Override
  public boolean syncResults(StatementHandle h, QueryState state, long offset) {
    return calcite.syncResults(h, state, offset);
  }

  @Override
  public void commit(ConnectionHandle ch) {
    // Every request stands for itself.
  }

  @Override
  public void rollback(ConnectionHandle ch) {
    // Every request stands for itself.
  }

  @Override
  public void closeConnection(ConnectionHandle ch) {
    List<SQLException> failures = new ArrayList<>();
    for (AvaticaStatement statement : List.copyOf(connection.statementMap.values())) {
      close(statement, failures);
    }
    catalog.close();
    if (!failures.isEmpty()) {
      throw new IllegalStateException("A statement could not be closed", failures.get(0));
    }
  }

  private static void close(Statement statement, List<SQLException> failures) {
    try {
      statement.close();
    } catch (SQLException e) {
      failures.add(e);
    }
  }

  @Override
  public Map<DatabaseProperty, Object> getDatabaseProperties(ConnectionHandle ch) {
    return calcite.getDatabaseProperties(ch);
  }

  @Override
  public MetaResultSet getSchemas(ConnectionHandle ch, String catalogName, Pat schemaPattern) {
    return result(MetadataColumns.SCHEMAS, rows.schemas(like(schemaPattern.s)));
  }

  @Override
  public MetaResultSet getCatalogs(ConnectionHandle ch) {
    return result(MetadataColumns.CATALOGS, List.of());
  }

  @Override
  public MetaResultSet getTableTypes(ConnectionHandle ch) {
    return result(
        MetadataColumns.TABLE_TYPES,
        List.of(
            new Object[] {Schema.TableType.SYSTEM_TABLE.jdbcName},
            new Object[] {Schema.TableType.TABLE.jdbcName}));
  }

  @Override
  public MetaResultSet getTables(
      ConnectionHandle ch,
      String catalogName,
      Pat schemaPattern,
      Pat tableNamePattern,
      List<String> typeList) {
    return result(
        MetadataColumns.TABLES,
        rows.tables(like(schemaPattern.s), like(tableNamePattern.s), typeList));
  }

  @Override
  public MetaResultSet getColumns(
      ConnectionHandle ch,
      String catalogName,
      Pat schemaPattern,
      Pat tableNamePattern,
      Pat columnNamePattern) {
    return result(
        MetadataColumns.COLUMNS,
        rows.columns(like(schemaPattern.s), like(tableNamePattern.s), like(columnNamePattern.s)));
  }

  @Override
  public MetaResultSet getPrimaryKeys(
      ConnectionHandle ch, String catalogName, String schema, String table) {
    return result(MetadataColumns.PRIMARY_KEYS, rows.primaryKeys(exactly(schema), exactly(table)));
  }

  @Override
  public MetaResultSet getImportedKeys(
      ConnectionHandle ch, String catalogName, String schema, String table) {
    return result(
        MetadataColumns.FOREIGN_KEYS,
        rows.foreignKeys(exactly(null), exactly(null), exactly(schema), exactly(table), false));
  }

  @Override
  public MetaResultSet getExportedKeys(
      ConnectionHandle ch, String catalogName, String schema, String table) {
    return result(
        MetadataColumns.FOREIGN_KEYS,
        rows.foreignKeys(exactly(schema), exactly(table), exactly(null), exactly(null), true));
  }

  @Override
  public MetaResultSet getCrossReference(
      ConnectionHandle ch,
      String parentCatalog,
      String parentSchema,
      String parentTable,
      String foreignCatalog,
      String foreignSchema,
      String foreignTable) {
    return result(
        MetadataColumns.FOREIGN_KEYS,
        rows.foreignKeys(
            exactly(parentSchema),
            exactly(parentTable),
            exactly(foreignSchema),
            exactly(foreignTable),
            true));
  }

  @Override
  public MetaResultSet getBestRowIdentifier(
      ConnectionHandle ch,
      String catalogName,
      String schema,
      String table,
      int scope,
      boolean nullable) {
    return result(
        MetadataColumns.BEST_ROW_IDENTIFIER,
        rows.bestRowIdentifier(exactly(schema), exactly(table)));
  }

  @Override
  public MetaResultSet getIndexInfo(
      ConnectionHandle ch,
      String catalogName,
      String schema,
      String table,
      boolean unique,
      boolean approximate) {
    return result(MetadataColumns.INDEXES, rows.indexes(exactly(schema), exactly(table)));
  }

  @Override
  public MetaResultSet getTypeInfo(ConnectionHandle ch) {
    return result(
        MetadataColumns.TYPE_INFO,
        TypeInfoRows.rows(((CalciteConnection) connection).getTypeFactory().getTypeSystem()));
  }

  @Override
  public MetaResultSet getFunctions(
      ConnectionHandle ch, String catalogName, Pat schemaPattern, Pat functionNamePattern) {
    return result(
        MetadataColumns.FUNCTIONS,
        routines.functions(like(schemaPattern.s), like(functionNamePattern.s)));
  }

  @Override
  public MetaResultSet getFunctionColumns(
      ConnectionHandle ch,
      String catalogName,
      Pat schemaPattern,
      Pat functionNamePattern,
      Pat columnNamePattern) {
    return result(
        MetadataColumns.FUNCTION_COLUMNS,
        routines.functionColumns(
            like(schemaPattern.s), like(functionNamePattern.s), like(columnNamePattern.s)));
  }

  @Override
  public MetaResultSet getProcedures(
      ConnectionHandle ch, String catalogName, Pat schemaPattern, Pat procedureNamePattern) {
    return result(
        MetadataColumns.PROCEDURES,
        routines.procedures(like(schemaPattern.s), like(procedureNamePattern.s)));
  }

  @Override
  public MetaResultSet getProcedureColumns(
      ConnectionHandle ch,
      String catalogName,
      Pat schemaPattern,
      Pat procedureNamePattern,
      Pat columnNamePattern) {
    return result(
        MetadataColumns.PROCEDURE_COLUMNS,
        routines.procedureColumns(
            like(schemaPattern.s), like(procedureNamePattern.s), like(columnNamePattern.s)));
  }

  private MetaResultSet result(List<ColumnMetaData> columns, List<Object[]> content) {
    List<Object> objects = new ArrayList<>(content);
    return createResultSet(Map.of(), columns, CursorFactory.ARRAY, new Frame(0, true, objects));
  }
}
