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

import io.github.calciteodata.edm.Capabilities;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.edm.EnumType;
import io.github.calciteodata.edm.Facets;
import io.github.calciteodata.edm.ModelWarning;
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.edm.TableModel.ForeignKey;
import io.github.calciteodata.function.Catalog;
import io.github.calciteodata.function.SystemSchema;
import io.github.calciteodata.runtime.Deadline;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.calcite.DataContext;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A service in memory: one column per type, keys, relations, and a table that obeys the test while
 * it is read.
 */
final class FakeService extends AbstractSchema implements Catalog {
  private static final EnumType COLOR =
      new EnumType("Demo.Color", false, Map.of("Red", 0L, "Green", 1L));

  final AtomicLong version = new AtomicLong();
  final AtomicInteger planned = new AtomicInteger();
  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  final AtomicBoolean serviceClosed = new AtomicBoolean();
  final CountDownLatch waiting = new CountDownLatch(1);
  final List<Request> requests = new ArrayList<>();
  final List<ModelWarning> warnings = new ArrayList<>();
  volatile SQLException failure;
  volatile boolean down;
  volatile Long timeout;

  /** A connection to this service. */
  Connection connect(String... properties) throws SQLException {
    Properties info = new Properties();
    for (int i = 0; i < properties.length; i += 2) {
      info.setProperty(properties[i], properties[i + 1]);
    }
    return new ODataDriver(options -> new OpenService(this, this))
        .connect("jdbc:odata:URL=https://host.invalid/service/", info);
  }

  private static Column column(
      String name, EdmType type, Facets facets, boolean nullable, String remarks) {
    return new Column(
        name, name, type, type == EdmType.ENUM ? COLOR : null, facets, nullable, remarks);
  }

  private static Column column(String name, EdmType type) {
    return column(name, type, Facets.NONE, true, null);
  }

  private static Column key(String name) {
    return column(name, EdmType.INT32, Facets.NONE, false, null);
  }

  private static TableModel table(
      String name, List<Integer> key, List<ForeignKey> foreignKeys, Column... columns) {
    return new TableModel(
        name,
        name,
        name.equals("Me"),
        List.of(columns),
        key,
        foreignKeys,
        List.of(),
        Capabilities.DEFAULT,
        "All " + name);
  }

  @Override
  public List<TableModel> tableModels() {
    if (down) {
      throw sneaky(new SQLException("GET $metadata: connection refused", "08001"));
    }
    return List.of(
        table(
            "Types",
            List.of(0),
            List.of(),
            key("Id"),
            column("Flag", EdmType.BOOLEAN),
            column("Tiny", EdmType.SBYTE),
            column("Small", EdmType.INT16),
            column("Large", EdmType.INT64),
            column("Fast", EdmType.SINGLE),
            column("Wide", EdmType.DOUBLE),
            column("Price", EdmType.DECIMAL, new Facets(null, 12, 2, false), true, "Without tax"),
            column("Name", EdmType.STRING, new Facets(40, null, null, false), true, null),
            column("Text", EdmType.STRING),
            column("Guid", EdmType.GUID),
            column("Born", EdmType.DATE),
            column("Opens", EdmType.TIME_OF_DAY),
            column("Changed", EdmType.DATE_TIME_OFFSET),
            column("Photo", EdmType.BINARY),
            column("Color", EdmType.ENUM)),
        table("Customers", List.of(0), List.of(), key("Id"), column("Name", EdmType.STRING)),
        table(
            "Orders",
            List.of(0),
            List.of(
                new ForeignKey(
                    "FK_Orders_Customer", List.of("CustomerId"), "Customers", List.of("Id"))),
            key("Id"),
            column("CustomerId", EdmType.INT32)),
        table(
            "Order_Items",
            List.of(1, 0),
            List.of(new ForeignKey("FK_Items_Order", List.of("OrderId"), "Orders", List.of("Id"))),
            key("Line"),
            key("OrderId")),
        table("Slow", List.of(0), List.of(), key("Id"), column("Name", EdmType.STRING)),
        table("Me", List.of(), List.of(), column("Name", EdmType.STRING)));
  }

  private static List<Object[]> rows(String table) {
    return switch (table) {
      case "Types" ->
          List.of(
              new Object[] {
                1,
                true,
                (byte) 8,
                (short) 16,
                64L,
                1.5f,
                2.25d,
                new BigDecimal("12345678901.25"),
                "Ümläut",
                "中文",
                "6f1c0a3e-0000-4000-8000-000000000001",
                19_000,
                3_723_004,
                1_700_000_000_123L,
                new ByteString(new byte[] {1, 2, 3}),
                "Red"
              },
              nulls(2, 16));
      case "Customers" ->
          List.of(new Object[] {1, "Ann"}, new Object[] {2, "Bob"}, new Object[] {3, null});
      case "Orders" -> List.of(new Object[] {10, 1}, new Object[] {11, 2});
      case "Me" -> List.of(new Object[][] {{"I"}});
      default -> List.of();
    };
  }

  private static Object[] nulls(int id, int width) {
    Object[] row = new Object[width];
    row[0] = id;
    return row;
  }

  @Override
  protected Map<String, Table> getTableMap() {
    Map<String, Table> tables = new LinkedHashMap<>();
    tableModels().forEach(model -> tables.put(model.name(), new FakeTable(model)));
    return tables;
  }

  @Override
  protected Map<String, Schema> getSubSchemaMap() {
    return Map.of(SystemSchema.NAME, new SystemSchema(this));
  }

  @Override
  public List<Capability> capabilities() {
    return List.of(new Capability("Orders", "$filter", true, "default", null));
  }

  @Override
  public long version() {
    return version.get();
  }

  @Override
  public List<ModelWarning> warnings() {
    return warnings;
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting("User", "ann", null, true, false, "Authentication", "A name."),
        new Setting("Password", "********", null, true, true, "Authentication", "A secret."));
  }

  @Override
  public List<Request> requests() {
    return requests;
  }

  @Override
  public Waiting waitAtMost(Deadline deadline) {
    return () -> {};
  }

  @Override
  public void close() {
    serviceClosed.set(true);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException sneaky(Throwable error) throws E {
    throw (E) error;
  }

  private final class FakeTable extends AbstractTable implements ScannableTable {
    private final TableModel model;

    FakeTable(TableModel model) {
      this.model = model;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory types) {
      planned.incrementAndGet();
      RelDataTypeFactory.Builder builder = types.builder();
      for (Column column : model.columns()) {
        SqlTypeName name = SqlTypeName.getNameForJdbcType(column.type().jdbcType());
        RelDataType type =
            switch (column.type()) {
              case DECIMAL ->
                  types.createSqlType(name, column.facets().precision(), column.facets().scale());
              case GUID -> types.createSqlType(name, 36);
              case DATE_TIME_OFFSET, TIME_OF_DAY -> types.createSqlType(name, 3);
              default -> types.createSqlType(name);
            };
        builder.add(column.name(), types.createTypeWithNullability(type, column.nullable()));
      }
      return builder.build();
    }

    @Override
    public Enumerable<Object[]> scan(DataContext root) {
      AtomicBoolean cancel = DataContext.Variable.CANCEL_FLAG.get(root);
      timeout = DataContext.Variable.TIMEOUT.get(root);
      return new AbstractEnumerable<>() {
        @Override
        public Enumerator<Object[]> enumerator() {
          opened.incrementAndGet();
          return model.name().equals("Slow") ? new SlowRows(cancel) : new Rows(rows(model.name()));
        }
      };
    }
  }

  private class Rows implements Enumerator<Object[]> {
    private final List<Object[]> rows;
    private int index = -1;

    Rows(List<Object[]> rows) {
      this.rows = rows;
    }

    @Override
    public Object[] current() {
      return rows.get(index).clone();
    }

    @Override
    public boolean moveNext() {
      return ++index < rows.size();
    }

    @Override
    public void reset() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  /** Three rows, then {@link #failure}, or the wait for the cancel flag. */
  private final class SlowRows extends Rows {
    private final AtomicBoolean cancel;
    private int delivered;

    SlowRows(AtomicBoolean cancel) {
      super(Arrays.asList(new Object[] {1, "a"}, new Object[] {2, "b"}, new Object[] {3, "c"}));
      this.cancel = cancel;
    }

    @Override
    public boolean moveNext() {
      if (delivered++ < 3) {
        return super.moveNext();
      }
      if (failure != null) {
        throw sneaky(failure);
      }
      waiting.countDown();
      while (!cancel.get()) {
        Thread.onSpinWait();
      }
      throw sneaky(new SQLException("Statement cancelled", "57014"));
    }
  }
}
