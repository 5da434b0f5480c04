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
package io.github.calciteodata.testing;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.calciteodata.demo.DemoService;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The demo service behind something that fails at every {@code $apply}: the rows are the same. */
class FailingApplyTest {
  @RegisterExtension
  static final WireMockExtension PROXY =
      WireMockExtension.newInstance()
          .options(
              WireMockConfiguration.wireMockConfig()
                  .bindAddress("127.0.0.1")
                  .dynamicPort()
                  .maxRequestJournalEntries(10))
          .build();

  private static DemoService service;

  /** Pages hold everything: next links would lead past the proxy. */
  @BeforeAll
  static void start() throws IOException {
    service =
        DemoService.start(DemoService.Options.DEFAULT.withMeasurements(300).withPageSize(10_000));
  }

  @AfterAll
  static void stop() throws IOException {
    service.close();
  }

  @BeforeEach
  void failAtApply() {
    URI demo = service.root();
    PROXY.stubFor(
        any(anyUrl())
            .atPriority(2)
            .willReturn(aResponse().proxiedFrom(demo.getScheme() + "://" + demo.getAuthority())));
    PROXY.stubFor(
        get(urlMatching(".*"))
            .atPriority(1)
            .withQueryParam("$apply", matching(".*"))
            .willReturn(aResponse().withStatus(500)));
  }

  private static Differential differential() throws SQLException {
    URI failing = URI.create(PROXY.baseUrl() + service.root().getPath());
    return new Differential(
        Connections.driver(failing, "Retries=0;Pagesize=10000"),
        Connections.driver(service.root(), "Pushdown=NONE"));
  }

  private static void check(Differential differential) {
    System.out.println(differential.summary());
    assertThat(differential.differences()).as(differential.summary()).isEmpty();
    assertThat(differential.lessons()).isEmpty();
    assertThat(differential.urls().stream().filter(u -> u.contains("$apply=")))
        .hasSizeGreaterThan(20);
  }

  @Test
  void writtenStatements() throws SQLException {
    try (Differential differential = differential()) {
      differential.compare(DifferentialFile.read("aggregates.sql.txt", false));
      check(differential);
    }
  }

  @Test
  void randomStatements() throws SQLException {
    try (Differential differential = differential();
        Connection samples = Connections.driver(service.root(), "Pushdown=NONE")) {
      for (String table : new String[] {"Products", "Orders", "Measurements"}) {
        AggregateStatements statements =
            new AggregateStatements(
                samples,
                table,
                table.equals("Measurements")
                    ? "\"ID\""
                    : "\"" + table.replaceAll("s$", "ID") + "\"",
                Seeds.fixed() + table.hashCode());
        for (int i = 0; i < 40; i++) {
          differential.compare(statements.next());
        }
      }
      check(differential);
    }
  }
}
