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
package io.github.calciteodata.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * Serves rows of twelve types from pages that are rendered once, so that reading costs the server
 * next to nothing.
 */
final class BenchServer implements AutoCloseable {
  static final int PAGE = 5_000;
  private static final String[] CATEGORIES = {
    "north", "south", "east", "west", "up", "down", "left", "right", "Süd", "Öst"
  };

  private final HttpServer server;
  private final byte[][] pages;

  BenchServer(int rows) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String root = root();
    pages = new byte[rows / PAGE][];
    for (int page = 0; page < pages.length; page++) {
      pages[page] = page(root, page, pages.length);
    }
    server.createContext("/", this::answer);
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "bench-server");
              thread.setDaemon(true);
              return thread;
            }));
    server.start();
  }

  String root() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = exchange.getRequestURI().getQuery();
    byte[] body;
    if (path.equals("/$metadata")) {
      exchange.getResponseHeaders().add("Content-Type", "application/xml");
      body = METADATA.getBytes(StandardCharsets.UTF_8);
    } else {
      int at = query == null ? -1 : query.indexOf("$skiptoken=");
      exchange.getResponseHeaders().add("Content-Type", "application/json;odata.metadata=minimal");
      body = pages[at < 0 ? 0 : Integer.parseInt(query.substring(at + 11))];
    }
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** One of {@code pages} pages. */
  static byte[] page(String root, int page, int pages) {
    StringBuilder out = new StringBuilder(PAGE * 360);
    out.append("{\"@odata.context\":\"").append(root).append("$metadata#Rows\",\"value\":[");
    for (int i = 0; i < PAGE; i++) {
      long id = (long) page * PAGE + i + 1;
      out.append(i == 0 ? "" : ",").append("{\"Id\":").append(id);
      out.append(",\"Name\":\"Naïve name of row ").append(id).append('"');
      out.append(",\"Category\":\"").append(CATEGORIES[(int) (id % 10)]).append('"');
      out.append(",\"Amount\":")
          .append(id * 7919 % 10_000_000)
          .append('.')
          .append(1000 + id % 9000);
      out.append(",\"Active\":").append(id % 2 == 0);
      out.append(",\"BirthDate\":\"").append(1950 + id % 60).append("-0").append(1 + id % 9);
      out.append("-").append(10 + id % 18).append('"');
      out.append(",\"CreatedAt\":\"2024-0").append(1 + id % 9).append("-").append(10 + id % 18);
      out.append("T12:34:").append(10 + id % 50).append('.').append(100 + id % 900).append("Z\"");
      out.append(",\"Uid\":\"69c14632-93ce-4058-844a-").append(100_000_000_000L + id).append('"');
      out.append(",\"Score\":").append(id % 1000 / 8.0);
      out.append(",\"Qty\":").append(id % 100_000);
      out.append(",\"Note\":").append(id % 2 == 0 ? "null" : "\"a note about row " + id + "\"");
      out.append(",\"Rank\":").append(id % 10 == 0 ? "null" : String.valueOf(id % 37)).append('}');
    }
    out.append(']');
    if (page + 1 < pages) {
      out.append(",\"@odata.nextLink\":\"")
          .append(root)
          .append("Rows?$skiptoken=")
          .append(page + 1);
      out.append('"');
    }
    return out.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  static final String METADATA =
      """
      <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
      <Schema Namespace="Bench" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="Row"><Key><PropertyRef Name="Id"/></Key>
      <Property Name="Id" Type="Edm.Int64" Nullable="false"/>
      <Property Name="Name" Type="Edm.String" Nullable="false"/>
      <Property Name="Category" Type="Edm.String" Nullable="false"/>
      <Property Name="Amount" Type="Edm.Decimal" Nullable="false" Precision="18" Scale="4"/>
      <Property Name="Active" Type="Edm.Boolean" Nullable="false"/>
      <Property Name="BirthDate" Type="Edm.Date" Nullable="false"/>
      <Property Name="CreatedAt" Type="Edm.DateTimeOffset" Nullable="false" Precision="3"/>
      <Property Name="Uid" Type="Edm.Guid" Nullable="false"/>
      <Property Name="Score" Type="Edm.Double" Nullable="false"/>
      <Property Name="Qty" Type="Edm.Int32" Nullable="false"/>
      <Property Name="Note" Type="Edm.String"/>
      <Property Name="Rank" Type="Edm.Int32"/>
      </EntityType>
      <EntityContainer Name="C"><EntitySet Name="Rows" EntityType="Bench.Row"/></EntityContainer>
      </Schema></edmx:DataServices></edmx:Edmx>
      """;
}
