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
package io.github.calciteodata.interop;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Properties;
import javax.servlet.DispatcherType;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.h2.jdbcx.JdbcConnectionPool;
import org.teiid.odata.api.Client;
import org.teiid.olingo.service.LocalClient;
import org.teiid.olingo.web.ODataFilter;
import org.teiid.olingo.web.ODataServlet;
import org.teiid.runtime.EmbeddedConfiguration;
import org.teiid.runtime.EmbeddedServer;
import org.teiid.translator.jdbc.h2.H2ExecutionFactory;

/**
 * Teiid's OData V4 service over an in-memory H2, for tests: {@code TeiidServer [PORT]}.
 *
 * <p>Prints {@code READY} and the service root once it answers, and ends when its standard input is
 * closed, so that it never outlives the test that started it. {@code BIG_ROWS} (20000), {@code
 * PAGE_SIZE} (1000) and {@code SCRIPT} (a file of SQL in place of the tables that come along) are
 * read from the environment.
 */
public final class TeiidServer {
  private TeiidServer() {}

  /**
   * Starts the server on a port of the loopback address, 0 for a free one, and serves until the end
   * of input.
   */
  public static void main(String[] args) throws Exception {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
    int bigRows = Integer.parseInt(System.getenv().getOrDefault("BIG_ROWS", "20000"));
    int pageSize = Integer.parseInt(System.getenv().getOrDefault("PAGE_SIZE", "1000"));
    EmbeddedServer teiid = startTeiid(startDatabase(bigRows));
    Server http = startHttp(teiid, port, pageSize);
    int actual = ((ServerConnector) http.getConnectors()[0]).getLocalPort();
    System.out.println("READY http://127.0.0.1:" + actual + "/odata4/interop/data/");
    System.out.flush();
    while (System.in.read() >= 0) {
      // nothing is expected: only the end of input counts
    }
    System.exit(0);
  }

  private static JdbcConnectionPool startDatabase(int bigRows) throws SQLException, IOException {
    JdbcConnectionPool pool =
        JdbcConnectionPool.create("jdbc:h2:mem:interop;DB_CLOSE_DELAY=-1", "sa", "");
    String file = System.getenv("SCRIPT");
    String script =
        file == null
            ? resource("/data.sql").replace("${BIG_ROWS}", Integer.toString(bigRows))
            : Files.readString(Path.of(file));
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(script);
    }
    return pool;
  }

  private static EmbeddedServer startTeiid(JdbcConnectionPool database) throws Exception {
    EmbeddedServer teiid = new EmbeddedServer();
    EmbeddedConfiguration config = new EmbeddedConfiguration();
    config.setTransactionManager(com.arjuna.ats.jta.TransactionManager.transactionManager());
    teiid.start(config);
    H2ExecutionFactory translator = new PlainH2();
    translator.start();
    teiid.addTranslator("h2", translator);
    teiid.addConnectionFactory("h2ds", database);
    byte[] vdb = resource("/vdb.ddl").getBytes(StandardCharsets.UTF_8);
    teiid.deployVDB(new ByteArrayInputStream(vdb), true);
    return teiid;
  }

  private static Server startHttp(EmbeddedServer teiid, int port, int pageSize) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.setContextPath("/odata4");
    context.addServlet(new ServletHolder(new ODataServlet()), "/*");
    FilterHolder filter = new FilterHolder(new EmbeddedFilter(teiid));
    filter.setInitParameter("batch-size", Integer.toString(pageSize));
    filter.setInitParameter("skiptoken-cache-time", "300000");
    context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
    server.setHandler(context);
    server.start();
    return server;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = TeiidServer.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** H2 without what Teiid means differently by arrays: Teiid's own engine makes those. */
  private static final class PlainH2 extends H2ExecutionFactory {
    @Override
    public boolean supportsArrayType() {
      return false;
    }

    @Override
    public boolean supportsArrayAgg() {
      return false;
    }

    @Override
    public boolean supportsQuantifiedCompareCriteriaAll() {
      return false;
    }
  }

  /** Leads the web front to the Teiid of this process. */
  private static final class EmbeddedFilter extends ODataFilter {
    private final EmbeddedServer teiid;

    EmbeddedFilter(EmbeddedServer teiid) {
      this.teiid = teiid;
    }

    @Override
    public Client buildClient(String vdb, String version, Properties properties) {
      return new LocalClient(vdb, version, properties, new HashMap<>()) {
        @Override
        public Connection open() throws SQLException {
          connection = buildConnection(teiid.getDriver(), vdb, version, new Properties());
          return connection;
        }
      };
    }
  }
}
