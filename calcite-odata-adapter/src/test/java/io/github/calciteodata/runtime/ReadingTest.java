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
package io.github.calciteodata.runtime;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okXml;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.calciteodata.auth.NoAuth;
import io.github.calciteodata.client.ClientOptions;
import io.github.calciteodata.client.RequestLog;
import io.github.calciteodata.client.ServiceClient;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.edm.Facets;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ordinary way: metadata, rows of several pages, counts, singletons. */
class ReadingTest {
  @RegisterExtension
  static final WireMockExtension SERVER =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.wireMockConfig().bindAddress("127.0.0.1").dynamicPort())
          .build();

  private final RequestLog log = new RequestLog();
  private HttpODataService service;

  @BeforeEach
  void open() {
    service =
        new HttpODataService(
            new ServiceClient(
                ClientOptions.of(URI.create(SERVER.baseUrl() + "/svc")), new NoAuth(), log),
            ReadOptions.DEFAULT);
  }

  @AfterEach
  void close() {
    service.close();
  }

  private static final List<Column> COLUMNS =
      List.of(
          new Column("Id", "Id", EdmType.INT32, null, Facets.NONE, false, null),
          new Column(
              "Address_City", "Address/City", EdmType.STRING, null, Facets.NONE, true, null));

  static List<Object[]> read(RowCursor cursor) throws Exception {
    try (cursor) {
      List<Object[]> rows = new ArrayList<>();
      for (Object[] row; (row = cursor.next()) != null; ) {
        rows.add(row);
      }
      return rows;
    }
  }

  @Test
  void metadataIsReadAsBytes() throws Exception {
    SERVER.stubFor(get("/svc/$metadata").willReturn(okXml("<edmx/>")));
    assertThat(service.metadata(Deadline.NONE)).asString().isEqualTo("<edmx/>");
  }

  @Test
  void countIsANumberEvenAfterAByteOrderMark() throws Exception {
    SERVER.stubFor(
        get("/svc/A/$count").willReturn(ok("\uFEFF42").withHeader("Content-Type", "text/plain")));
    assertThat(service.count("A/$count", Deadline.NONE)).isEqualTo(42);
  }

  @Test
  void rowsOfAllPagesComeInOrderAndEachPageIsFetchedOnce() throws Exception {
    SERVER.stubFor(
        get("/svc/A?$select=Id,Address")
            .willReturn(
                okJson(
                    "{\"@odata.context\":\"$metadata#A\",\"value\":[{\"Id\":1,\"Address\":{\"City\":\"Köln\"}},"
                        + "{\"Id\":2,\"Address\":null}],\"@odata.nextLink\":\"A?$skiptoken=2\"}")));
    SERVER.stubFor(
        get("/svc/A?$skiptoken=2")
            .willReturn(
                okJson(
                    "{\"@odata.nextLink\":\""
                        + SERVER.baseUrl()
                        + "/svc/A?$skiptoken=3\",\"value\":[]}")));
    SERVER.stubFor(
        get("/svc/A?$skiptoken=3")
            .willReturn(
                okJson(
                    "{ \"x\" : {\"value\":[1]}, \"value\" : [ { \"Unknown\" : [1,{}], \"Id\" : 3 } ] }")));
    List<Object[]> rows = read(service.open("A?$select=Id,Address", COLUMNS, -1, Deadline.NONE));
    assertThat(rows)
        .containsExactly(new Object[] {1, "Köln"}, new Object[] {2, null}, new Object[] {3, null});
    SERVER.verify(1, getRequestedFor(urlEqualTo("/svc/A?$select=Id,Address")));
    SERVER.verify(1, getRequestedFor(urlEqualTo("/svc/A?$skiptoken=2")));
    SERVER.verify(
        1,
        getRequestedFor(urlEqualTo("/svc/A?$skiptoken=3"))
            .withHeader("Accept", equalTo("application/json;odata.metadata=minimal"))
            .withHeader("OData-MaxVersion", equalTo("4.0")));
    assertThat(log.entries()).extracting(RequestLog.Entry::rowCount).containsExactly(2L, 0L, 1L);
    assertThat(log.entries()).extracting(RequestLog.Entry::page).containsExactly(1, 2, 3);
  }

  @Test
  void singletonIsOneRowAndNoneWhenItIsNull() throws Exception {
    SERVER.stubFor(
        get("/svc/Me").willReturn(okJson("{\"@odata.context\":\"$metadata#Me\",\"Id\":7}")));
    SERVER.stubFor(get("/svc/Nobody").willReturn(aResponse().withStatus(204)));
    assertThat(read(service.open("Me", COLUMNS, -1, Deadline.NONE)))
        .containsExactly(new Object[] {7, null});
    assertThat(read(service.open("Nobody", COLUMNS, -1, Deadline.NONE))).isEmpty();
  }

  @Test
  void nothingIsSentBeforeTheFirstRowIsAskedFor() {
    service.open("A", COLUMNS, -1, Deadline.NONE).close();
    assertThat(log.entries()).isEmpty();
    SERVER.verify(0, getRequestedFor(urlEqualTo("/svc/A")));
  }
}
