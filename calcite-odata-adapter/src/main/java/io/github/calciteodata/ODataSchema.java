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

import com.google.common.collect.Multimap;
import com.google.common.collect.Multimaps;
import io.github.calciteodata.auth.oauth.OAuthClient;
import io.github.calciteodata.client.RequestLog;
import io.github.calciteodata.client.Traffic;
import io.github.calciteodata.client.TrafficRegister;
import io.github.calciteodata.edm.CsdlReader;
import io.github.calciteodata.edm.MetadataException;
import io.github.calciteodata.edm.ModelWarning;
import io.github.calciteodata.edm.ServiceModel;
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.edm.TableModels;
import io.github.calciteodata.function.Catalog;
import io.github.calciteodata.function.OAuthRows;
import io.github.calciteodata.function.SystemSchema;
import io.github.calciteodata.rel.ODataSource;
import io.github.calciteodata.runtime.Deadline;
import io.github.calciteodata.runtime.LearnedOptions;
import io.github.calciteodata.runtime.ODataService;
import io.github.calciteodata.runtime.QueryRunner;
import io.github.calciteodata.runtime.RowCounter;
import io.github.calciteodata.runtime.Unchecked;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.calcite.schema.Function;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.Lookup;

/**
 * The schema of one service. Making it touches nothing; {@code $metadata} is read when a table is
 * first asked for, and kept. Thread-safe.
 */
public final class ODataSchema extends AbstractSchema implements Catalog, OAuthRows.Holder {
  /** What metadata said, once it has been read. */
  private record Loaded(
      List<TableModel> models,
      PushdownPolicy policy,
      List<ModelWarning> warnings,
      Map<String, ODataTable> tables) {}

  private final ODataOptions options;
  private final RequestLog requestLog = new RequestLog();
  private final Set<String> learnedWarnings = new ConcurrentSkipListSet<>();
  private final LearnedOptions learned = new LearnedOptions(learnedWarnings::add);
  private final Traffic traffic;
  private final ODataService service;
  private final QueryRunner runner;
  private final RowCounter rowCounter;
  private final Map<Thread, Deadline> waiting = new ConcurrentHashMap<>();
  private volatile Loaded loaded;
  private final Queue<String> notices = new ConcurrentLinkedQueue<>();
  private volatile OAuthClient oauth;
  private final OAuthRows oauthRows = new OAuthRows(() -> oauth().functions());

  /** A schema over the service that the options name. */
  public ODataSchema(ODataOptions options) {
    this(options, new TrafficRegister());
  }

  /** The same with the traffic of other connections, which may be to the same service. */
  public ODataSchema(ODataOptions options, TrafficRegister register) {
    this.options = options;
    this.traffic = Services.traffic(options, register);
    this.service = Services.open(options, this::oauth, requestLog, traffic, learnedWarnings::add);
    this.rowCounter = new RowCounter(service);
    this.runner = new QueryRunner(service, learned, options.maxRows());
  }

  @Override
  public Lookup<Table> tables() {
    return new TableLookup(() -> load().tables, this::tablesIfReadable);
  }

  private Map<String, ODataTable> tablesIfReadable() {
    try {
      return read(deadline().withoutSignIn()).tables;
    } catch (SQLException e) {
      learnedWarnings.add("The tables are not known: " + e.getMessage());
      return Map.of();
    }
  }

  @Override
  protected Multimap<String, Function> getFunctionMultimap() {
    return Multimaps.forMap(oauthRows.functions());
  }

  @Override
  public OAuthRows oauthRows() {
    return oauthRows;
  }

  @Override
  protected Map<String, Schema> getSubSchemaMap() {
    return Map.of(SystemSchema.NAME, new SystemSchema(this));
  }

  @Override
  public Waiting waitAtMost(Deadline deadline) {
    Thread thread = Thread.currentThread();
    waiting.put(thread, deadline);
    return () -> waiting.remove(thread);
  }

  @Override
  public List<TableModel> tableModels() {
    return load().models;
  }

  @Override
  public List<Capability> capabilities() {
    Loaded known = load();
    return known.models.stream()
        .flatMap(table -> known.policy.capabilities(table).stream())
        .toList();
  }

  @Override
  public long version() {
    return learned.version();
  }

  @Override
  public List<String> takeWarnings() {
    noticeTokens();
    List<String> taken = new ArrayList<>();
    for (String text; (text = notices.poll()) != null; ) {
      taken.add(text);
    }
    return taken;
  }

  private void noticeTokens() {
    if (oauth != null) {
      notices.addAll(oauth.takeWarnings());
      learnedWarnings.addAll(notices);
    }
  }

  @Override
  public List<ModelWarning> warnings() {
    noticeTokens();
    List<ModelWarning> all = new ArrayList<>();
    Loaded known = loaded;
    if (known != null) {
      all.addAll(known.warnings);
    }
    learnedWarnings.forEach(text -> all.add(new ModelWarning(0, text)));
    return all;
  }

  @Override
  public List<Setting> settings() {
    return Arrays.stream(ConnectionProperty.values())
        .map(
            p ->
                new Setting(
                    p.propertyName(),
                    options.display(p),
                    p.defaultValue(),
                    options.isGiven(p),
                    p.secret(),
                    p.group().title(),
                    p.description()))
        .toList();
  }

  @Override
  public List<Request> requests() {
    return requestLog.entries().stream()
        .map(
            e ->
                new Request(
                    e.requestId(),
                    e.method(),
                    e.url(),
                    e.status() == 0 ? null : e.status(),
                    e.rowCount() < 0 ? null : e.rowCount(),
                    e.byteCount(),
                    e.millis(),
                    e.retries(),
                    e.page()))
        .toList();
  }

  /** OAuth of this connection; properties that do not fit fail when it is first needed. */
  private OAuthClient oauth() {
    // not the lock of reading metadata, which may wait for a person
    synchronized (notices) {
      try {
        if (oauth == null) {
          oauth = Services.oauth(options);
        }
        return oauth;
      } catch (SQLException e) {
        throw Unchecked.of(e);
      }
    }
  }

  private Loaded load() {
    try {
      return read(deadline());
    } catch (SQLException e) {
      throw Unchecked.of(e);
    }
  }

  private synchronized Loaded read(Deadline deadline) throws SQLException {
    if (loaded == null) {
      ServiceModel model = metadata(deadline);
      TableModels.Result result = TableModels.of(model);
      List<TableModel> models =
          result.tables().stream().filter(t -> options.tables().includes(t.name())).toList();
      PushdownPolicy policy =
          new PushdownPolicy(
              options,
              model,
              ServiceProfile.of(options.serviceProfile(), options.url(), model),
              learned);
      policy.limit(service.limits(), models);
      policy.limit(traffic);
      Map<String, ODataTable> tables = new LinkedHashMap<>();
      for (TableModel table : models) {
        ODataSource source =
            new ODataSource(
                table,
                () -> policy.rules(table),
                runner,
                rowCounter.of(table, () -> policy.rules(table).count()));
        tables.put(table.name(), new ODataTable(source, model.version()));
      }
      List<ModelWarning> warnings = new ArrayList<>(model.warnings());
      warnings.addAll(result.warnings());
      loaded = new Loaded(models, policy, List.copyOf(warnings), tables);
    }
    return loaded;
  }

  private Deadline deadline() {
    return waiting.getOrDefault(Thread.currentThread(), Deadline.NONE);
  }

  private ServiceModel metadata(Deadline deadline) throws SQLException {
    byte[] document = service.metadata(deadline);
    try {
      return CsdlReader.read(document);
    } catch (MetadataException e) {
      throw new SQLException(
          "GET " + options.url().resolve("$metadata") + ": " + e.getMessage(), "08001", e);
    }
  }

  @Override
  public void close() {
    service.close();
  }
}
