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

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.calciteodata.auth.BearerAuth;
import io.github.calciteodata.auth.Header;
import io.github.calciteodata.client.ClientOptions;
import io.github.calciteodata.client.RequestLog;
import io.github.calciteodata.client.ServiceClient;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.edm.Facets;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A service of one mock server, and another server next to it. */
abstract class PagingFixture {
  @RegisterExtension static final WireMockExtension SERVER = server();

  @RegisterExtension static final WireMockExtension OTHER = server();

  static final List<Column> ID = List.of(column("Id", EdmType.INT32));

  final RequestLog log = new RequestLog();
  HttpODataService service;

  static WireMockExtension server() {
    return WireMockExtension.newInstance()
        .options(WireMockConfiguration.wireMockConfig().bindAddress("127.0.0.1").dynamicPort())
        .build();
  }

  static Column column(String name, EdmType type) {
    return new Column(name, name, type, null, Facets.NONE, true, null);
  }

  @BeforeEach
  void open() {
    service = service(SERVER.baseUrl() + "/svc/", ReadOptions.DEFAULT);
  }

  @AfterEach
  void close() {
    service.close();
  }

  HttpODataService service(String root, ReadOptions options) {
    ClientOptions client =
        ClientOptions.of(URI.create(root))
            .withHeaders(List.of(new Header("X-Secret", "s3cret")))
            .withTimeout(Duration.ofSeconds(20));
    return new HttpODataService(new ServiceClient(client, new BearerAuth("t0ken"), log), options);
  }

  static void page(String path, String json) {
    SERVER.stubFor(get("/svc/" + path).willReturn(okJson(json)));
  }

  List<Integer> ids(String url, long limit) throws Exception {
    return ids(service.open(url, ID, limit, Deadline.NONE));
  }

  static List<Integer> ids(RowCursor cursor) throws Exception {
    List<Integer> ids = new ArrayList<>();
    for (Object[] row : ReadingTest.read(cursor)) {
      ids.add((Integer) row[0]);
    }
    return ids;
  }

  SQLException failure(String url) {
    return catchThrowableOfType(SQLException.class, () -> ids(url, -1));
  }

  static boolean fetching() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(t -> t.getName().startsWith("odata-fetch-"));
  }

  static void awaitNoThread() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
    while (fetching()) {
      assertThat(System.nanoTime()).as("a fetch thread stays behind").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }
}
