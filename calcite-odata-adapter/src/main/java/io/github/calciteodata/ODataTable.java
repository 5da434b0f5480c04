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
package io.github.calciteodata;

import com.google.common.collect.ImmutableList;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.ProtocolVersion;
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.rel.ColumnTypes;
import io.github.calciteodata.rel.ODataSource;
import io.github.calciteodata.rel.ODataTableScan;
import io.github.calciteodata.runtime.Unchecked;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.util.ImmutableBitSet;

/** An entity set or singleton as Calcite's table. */
public final class ODataTable extends AbstractTable implements TranslatableTable {
  private final ODataSource source;
  private final ProtocolVersion version;

  ODataTable(ODataSource source) {
    this(source, ProtocolVersion.V4);
  }

  ODataTable(ODataSource source, ProtocolVersion version) {
    this.source = source;
    this.version = version;
  }

  /** The columns and keys. */
  public TableModel model() {
    return source.table();
  }

  /** Planning asks for the source too. */
  @Override
  public <C> C unwrap(Class<C> type) {
    return type.isInstance(source) ? type.cast(source) : super.unwrap(type);
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory factory) {
    RelDataTypeFactory.Builder builder = factory.builder();
    for (Column column : source.table().columns()) {
      builder.add(column.name(), ColumnTypes.of(factory, column));
    }
    return builder.build();
  }

  @Override
  public Statistic getStatistic() {
    List<Integer> key = source.table().key();
    return Statistics.of(
        source.rowCount(),
        key.isEmpty() ? ImmutableList.of() : ImmutableList.of(ImmutableBitSet.of(key)));
  }

  /** Fails for services before V4: they are described, but not asked. */
  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
    if (!version.isV4()) {
      throw Unchecked.of(
          new SQLFeatureNotSupportedException(
              source.table().name()
                  + ": the service's metadata says OData "
                  + version
                  + ", but only V4 services can be queried; sys.tables and sys.columns list what there is. Set URL to"
                  + " the service's V4 root if it has one",
              "0A000"));
    }
    return new ODataTableScan(context.getCluster(), table, source);
  }
}
