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

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.calciteodata.client.ODataServiceException;
import io.github.calciteodata.client.RawServer;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.EdmType;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Following a chain of pages whatever services do with it (Protocol 11.2.6.7). */
class PagingTest extends PagingFixture {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"@odata.nextLink\":\"A?p=2\",\"value\":[{\"Id\":1}]}",
        "{\"value\":[{\"Id\":1}],\"@odata.nextLink\":\"A?p=2\"}",
        "{\"value\":[{\"Id\":1}],\"@nextLink\":\"A?p=2\"}",
        "{\"value\":[{\"Id\":1}],\"odata.nextLink\":\"A?p=2\"}",
        "{\"d\":{\"results\":[{\"Id\":1}],\"__next\":\"A?p=2\"}}",
        " { \"value\" : [ { \"Id\" : 1 } ] , \"@odata.nextLink\" : \"\\/svc\\/A\\u003fp=2\" } ",
        "{\"@odata.context\":\"$metadata#A\",\"value\":[{\"Id\":1}],\"@odata.nextLink\":\"A?p=2\"}",
      })
  void nextLinkIsFoundWhereverItStands(String first) throws Exception {
    page("A", first);
    page("A?p=2", "{\"value\":[{\"Id\":2}]}");
    assertThat(ids("A", -1)).containsExactly(1, 2);
    assertThat(log.entries()).hasSize(2);
  }

  @Test
  void relativeLinkIsRelativeToTheContext() throws Exception {
    page(
        "A(1)/B",
        "{\"@odata.context\":\"../$metadata#B\",\"value\":[{\"Id\":1}],\"@odata.nextLink\":\"A(1)/B?p=2\"}");
    page("A(1)/B?p=2", "{\"value\":[{\"Id\":2}]}");
    assertThat(ids("A(1)/B", -1)).containsExactly(1, 2);
  }

  @Test
  void emptyPageWithALinkIsNotTheEnd() throws Exception {
    page("A", "{\"value\":[],\"@odata.nextLink\":\"A?p=2\"}");
    page("A?p=2", "{\"value\":[],\"@odata.nextLink\":\"A?p=3\"}");
    page("A?p=3", "{\"value\":[{\"Id\":3}]}");
    assertThat(ids("A", -1)).containsExactly(3);
  }

  @Test
  void linkInsideARowIsNoNextLink() throws Exception {
    String text = "\\\"@odata.nextLink\\\":\\\"A?p=9\\\"";
    page(
        "A",
        "{\"value\":[{\"Id\":1,\"T\":\""
            + text
            + "\",\"O@odata.nextLink\":\"A?p=9\",\"C\":{\"@odata.nextLink\":\"A?p=9\"}}]}");
    page("A?p=9", "{\"value\":[{\"Id\":9}]}");
    assertThat(ids("A", -1)).containsExactly(1);
  }

  @Test
  void wrongHintIsDroppedForTheRightLink() throws Exception {
    page(
        "A",
        "{\"@odata.nextLink\":\"A?p=2\",\"value\":[{\"Id\":1,\"C\":{\"@odata.nextLink\":\"A?p=9\"}}]}");
    page("A?p=9", "{\"value\":[{\"Id\":9}]}");
    page("A?p=2", "{\"value\":[{\"Id\":2}]}");
    assertThat(ids("A", -1)).containsExactly(1, 2);
  }

  /** S39. */
  @ParameterizedTest
  @ValueSource(strings = {"A", "A?p=2", "A?p=3"})
  void loopOfLinksIsAnError(String back) {
    page("A", "{\"value\":[{\"Id\":1}],\"@odata.nextLink\":\"A?p=2\"}");
    page("A?p=2", "{\"value\":[{\"Id\":2}],\"@odata.nextLink\":\"A?p=3\"}");
    page("A?p=3", "{\"value\":[{\"Id\":3}],\"@odata.nextLink\":\"" + back + "\"}");
    assertThat(failure("A").getMessage()).contains("leads back");
  }

  @Test
  void linkToAnotherOriginIsRefusedAndNothingSentThere() {
    page("A", "{\"value\":[{\"Id\":1}],\"@odata.nextLink\":\"" + OTHER.baseUrl() + "/svc/A\"}");
    SQLException e = failure("A");
    assertThat(e.getSQLState()).isEqualTo("08004");
    assertThat(e.getMessage())
        .contains(OTHER.baseUrl())
        .doesNotContain("t0ken")
        .doesNotContain("s3cret");
    OTHER.verify(0, getRequestedFor(anyUrl()));
  }

  @Test
  void headersAreSentWithEveryPage() throws Exception {
    page("A", "{\"value\":[{\"Id\":1}],\"@odata.nextLink\":\"A?p=2\"}");
    page("A?p=2", "{\"value\":[{\"Id\":2}]}");
    List<Column> columns = List.of(column("Id", EdmType.INT32), column("D", EdmType.DECIMAL));
    ReadingTest.read(service.open("A", columns, -1, Deadline.NONE));
    for (String url : List.of("/svc/A", "/svc/A?p=2")) {
      SERVER.verify(
          1,
          getRequestedFor(urlEqualTo(url))
              .withHeader(
                  "Accept",
                  equalTo("application/json;odata.metadata=minimal;IEEE754Compatible=true"))
              .withHeader("OData-MaxVersion", equalTo("4.0"))
              .withHeader("Prefer", containing("odata.maxpagesize="))
              .withHeader("X-Secret", equalTo("s3cret"))
              .withHeader("Authorization", equalTo("Bearer t0ken")));
    }
  }

  @Test
  void pagesGrowUnlessTheirSizeIsGiven() throws Exception {
    page("A", "{\"value\":[{\"Id\":1}],\"@odata.nextLink\":\"A?p=2\"}");
    page("A?p=2", "{\"value\":[{\"Id\":2}],\"@odata.nextLink\":\"A?p=3\"}");
    page("A?p=3", "{\"value\":[{\"Id\":3}]}");
    assertThat(ids("A", -1)).containsExactly(1, 2, 3);
    SERVER.verify(
        getRequestedFor(urlEqualTo("/svc/A"))
            .withHeader("Prefer", equalTo("odata.maxpagesize=1000")));
    SERVER.verify(
        getRequestedFor(urlEqualTo("/svc/A?p=2"))
            .withHeader("Prefer", equalTo("odata.maxpagesize=5000")));
    SERVER.verify(
        getRequestedFor(urlEqualTo("/svc/A?p=3"))
            .withHeader("Prefer", equalTo("odata.maxpagesize=10000")));
    try (HttpODataService fixed =
        service(SERVER.baseUrl() + "/svc/", ReadOptions.DEFAULT.withPageSize(7))) {
      assertThat(ids(fixed.open("A", ID, -1, Deadline.NONE))).containsExactly(1, 2, 3);
    }
    SERVER.verify(
        getRequestedFor(urlEqualTo("/svc/A?p=3"))
            .withHeader("Prefer", equalTo("odata.maxpagesize=7")));
  }

  @Test
  void limitOfOnePageFetchesNoSecondOne() throws Exception {
    page("A", "{\"value\":[{\"Id\":1},{\"Id\":2},{\"Id\":3}],\"@odata.nextLink\":\"A?p=2\"}");
    assertThat(ids("A", 2)).containsExactly(1, 2);
    SERVER.verify(
        getRequestedFor(urlEqualTo("/svc/A")).withHeader("Prefer", equalTo("odata.maxpagesize=2")));
    SERVER.verify(0, getRequestedFor(urlEqualTo("/svc/A?p=2")));
  }

  @Test
  void limitGoesOnWhenPagesAreSmallerThanAskedFor() throws Exception {
    page("A", "{\"value\":[{\"Id\":1}],\"@odata.nextLink\":\"A?p=2\"}");
    page("A?p=2", "{\"value\":[{\"Id\":2}],\"@odata.nextLink\":\"A?p=3\"}");
    page("A?p=3", "{\"value\":[{\"Id\":3}],\"@odata.nextLink\":\"A?p=4\"}");
    assertThat(ids("A", 3)).containsExactly(1, 2, 3);
    SERVER.verify(0, getRequestedFor(urlEqualTo("/svc/A?p=4")));
    assertThat(ids("A", 0)).isEmpty();
  }

  @Test
  void errorInsideAGoodAnswerIsAnError() {
    page("A", "{\"value\":[{\"Id\":1}],\"error\":{\"code\":\"E9\",\"message\":\"disk full\"}}");
    ODataServiceException e = catchThrowableOfType(ODataServiceException.class, () -> ids("A", -1));
    assertThat(e.getMessage()).contains("[E9] disk full");
    assertThat(e.serviceCode()).isEqualTo("E9");
  }

  @Test
  void answerWithoutRowsIsAnError() {
    page("A", "{\"@odata.context\":\"$metadata#A\",\"values\":[]}");
    assertThat(failure("A").getMessage()).contains("neither rows");
    page("B", "[1]");
    assertThat(failure("B").getMessage()).contains("no JSON object");
    page("C", "{\"value\":[1]}");
    assertThat(failure("C").getMessage()).contains("row 1 is no object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"value\":[{\"Id\":1},{\"Id\"",
        "{\"value\":[{\"Id\":1}]",
        "{\"value\":[{\"Id\":1}{\"error\":{}}]}",
        "",
        "{}}"
      })
  void pageThatDoesNotCloseIsReadAgainAndItsRowsComeOnce(String torn) throws Exception {
    SERVER.stubFor(
        get("/svc/A")
            .inScenario("s")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("2")
            .willReturn(okJson(torn)));
    SERVER.stubFor(
        get("/svc/A")
            .inScenario("s")
            .whenScenarioStateIs("2")
            .willReturn(
                okJson("{\"value\":[{\"Id\":1},{\"Id\":2}],\"@odata.nextLink\":\"A?p=2\"}")));
    page("A?p=2", "{\"value\":[{\"Id\":3}]}");
    assertThat(ids("A", -1)).containsExactly(1, 2, 3);
    SERVER.verify(2, getRequestedFor(urlEqualTo("/svc/A")));
  }

  @Test
  void bodyWithoutLengthThatBreaksOffIsReadAgain() throws Exception {
    try (RawServer raw =
            new RawServer("\r\n{\"value\":[{\"Id\":1},", "\r\n{\"value\":[{\"Id\":1}]}");
        HttpODataService s = service(raw.url(), ReadOptions.DEFAULT)) {
      assertThat(ids(s.open("A", ID, -1, Deadline.NONE))).containsExactly(1);
      assertThat(raw.requestLines()).hasSize(2);
    }
  }
}
