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

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.calciteodata.rel.CheckedArithmetic;
import java.lang.reflect.Type;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRel.Prefer;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.prepare.CalcitePrepareImpl;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.tools.Program;

/**
 * Plans statements, and remembers the plans of one connection: planning takes milliseconds, finding
 * a plan microseconds. A plan holds as long as the model it was made from. Thread-safe.
 */
final class ODataPrepare extends CalcitePrepareImpl {
  private static final int PLANS = 256;

  private final LongSupplier version;
  private final Cache<Key, CalciteSignature<?>> plans =
      Caffeine.newBuilder().maximumSize(PLANS).executor(Runnable::run).build();

  /** {@code version} changes whenever a statement would be planned differently. */
  ODataPrepare(LongSupplier version) {
    this.version = version;
  }

  private record Key(
      String sql, List<String> schemaPath, long maxRowCount, Type elementType, long version) {}

  @Override
  protected SqlParser createParser(String sql, SqlParser.Config config) {
    return super.createParser(sql, config.withParserFactory(ODataSqlParser.FACTORY));
  }

  @Override
  protected CalcitePreparingStmt getPreparingStmt(
      Context context,
      Type elementType,
      CalciteCatalogReader catalogReader,
      RelOptPlanner planner) {
    return new CalcitePreparingStmt(
        this,
        context,
        catalogReader,
        context.getTypeFactory(),
        context.getRootSchema(),
        elementType == Object[].class ? Prefer.ARRAY : Prefer.CUSTOM,
        createCluster(planner, new RexBuilder(context.getTypeFactory())),
        EnumerableConvention.INSTANCE,
        createConvertletTable()) {
      @Override
      protected Program getProgram() {
        return CheckedArithmetic.in(super.getProgram());
      }
    };
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> CalciteSignature<T> prepareSql(
      Context context, Query<T> query, Type elementType, long maxRowCount) {
    if (query.sql == null) {
      return super.prepareSql(context, query, elementType, maxRowCount);
    }
    long before = version.getAsLong();
    Key key =
        new Key(
            query.sql,
            List.copyOf(context.getDefaultSchemaPath()),
            maxRowCount,
            elementType,
            before);
    CalciteSignature<?> known = plans.getIfPresent(key);
    if (known != null) {
      return (CalciteSignature<T>) known;
    }
    CalciteSignature<T> planned = super.prepareSql(context, query, elementType, maxRowCount);
    if (planned.statementType == Meta.StatementType.SELECT && version.getAsLong() == before) {
      plans.put(key, planned);
    }
    return planned;
  }
}
