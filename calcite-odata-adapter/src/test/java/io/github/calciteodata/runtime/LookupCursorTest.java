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

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.calciteodata.edm.Capabilities;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.edm.TableModel;
import io.github.calciteodata.query.Dialect;
import io.github.calciteodata.query.ODataQuery;
import io.github.calciteodata.runtime.LookupPlan.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.linq4j.function.Predicate1;
import org.junit.jupiter.api.Test;

/** Reading look-ups: what is kept, what is let go, and how many requests are on their way. */
class LookupCursorTest extends PagingFixture {
  private static final List<Column> COLUMNS =
      List.of(column("Id", EdmType.INT32), column("Name", EdmType.STRING));

  /** Left rows that know when they are closed. */
  private static final class Left implements Enumerator<Object> {
    private final Enumerator<Object> rows;
    private final AtomicBoolean closed = new AtomicBoolean();
    private int read;

    Left(List<Object> rows) {
      this.rows = Linq4j.enumerator(rows);
    }

    static Left of(int keys) {
      return new Left(IntStream.range(0, keys).<Object>mapToObj(i -> i).toList());
    }

    @Override
    public Object current() {
      return rows.current();
    }

    @Override
    public boolean moveNext() {
      read++;
      return rows.moveNext();
    }

    @Override
    public void reset() {
      rows.reset();
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  private LookupCursor lookUp(Kind kind, Left left, int keysPerRequest, Deadline deadline) {
    return lookUp(kind, left, keysPerRequest, null, deadline);
  }

  private LookupCursor lookUp(
      Kind kind, Left left, int keysPerRequest, Predicate1<Object[]> residual, Deadline deadline) {
    TableModel table =
        new TableModel(
            "A", "A", false, COLUMNS, List.of(0), List.of(), List.of(), Capabilities.DEFAULT, null);
    QueryRunner runner = new QueryRunner(service, new LearnedOptions(text -> {}), -1);
    RequestPlan right =
        new RequestPlan(runner, ODataQuery.all(table), new Dialect(true, true), Verification.OFF);
    LookupPlan plan = new LookupPlan(right, kind, List.of(0), List.of(0), 1, keysPerRequest);
    return new LookupCursor(plan, left, new Object[0], residual, deadline);
  }

  private static String row(int id) {
    return "{\"Id\":" + id + ",\"Name\":\"n" + id + "\"}";
  }

  private static void answer(int... ids) {
    String rows =
        IntStream.of(ids).mapToObj(LookupCursorTest::row).collect(Collectors.joining(","));
    SERVER.stubFor(any(anyUrl()).willReturn(okJson("{\"value\":[" + rows + "]}")));
  }

  private static List<String> read(RowCursor rows) throws SQLException {
    List<String> read = new ArrayList<>();
    for (Object[] row = rows.next(); row != null; row = rows.next()) {
      read.add(List.of(row).toString());
    }
    return read;
  }

  private static void awaitNoThreads() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(
            t ->
                t.getName().startsWith("odata-lookup-")
                    || t.getName().startsWith("odata-fetch-"))) {
      assertThat(System.nanoTime()).as("a thread stays behind").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  @Test
  void rowsOfOtherKeysAreLeftOut() throws Exception {
    answer(1, 2, 7);
    assertThat(read(lookUp(Kind.INNER, new Left(List.of(2, 1, 2, 3)), 10, Deadline.NONE)))
        .containsExactly("[2, 2, n2]", "[1, 1, n1]", "[2, 2, n2]");
    assertThat(read(lookUp(Kind.SEMI, new Left(List.of(2, 1, 2, 3)), 10, Deadline.NONE)))
        .containsExactly("[2]", "[1]", "[2]");
    assertThat(read(lookUp(Kind.ANTI, new Left(List.of(2, 1, 2, 3)), 10, Deadline.NONE)))
        .containsExactly("[3]");
  }

  @Test
  void keysThatWereAskedForAreNotAskedForAgain() throws Exception {
    answer(1, 2);
    List<Object> left = IntStream.range(0, 10_000).<Object>mapToObj(i -> 1 + i % 2).toList();
    assertThat(read(lookUp(Kind.INNER, new Left(left), 2, Deadline.NONE))).hasSize(10_000);
    SERVER.verify(1, WireMock.getRequestedFor(anyUrl()));
  }

  @Test
  void moreRightRowsThanFitAreJoinedAsTheyCome() throws Exception {
    StringBuilder page = new StringBuilder();
    for (int i = 0; i < 30_000; i++) {
      page.append(i == 0 ? "" : ",").append(row(i % 2));
    }
    SERVER.stubFor(any(anyUrl()).willReturn(okJson("{\"value\":[" + page + "]}")));
    assertThat(read(lookUp(Kind.INNER, new Left(List.of(0, 5)), 10, Deadline.NONE)))
        .hasSize(15_000);
    assertThat(read(lookUp(Kind.SEMI, new Left(List.of(5, 0)), 10, Deadline.NONE)))
        .containsExactly("[0]");
    assertThat(read(lookUp(Kind.ANTI, new Left(List.of(5, 0)), 10, Deadline.NONE)))
        .containsExactly("[5]");
    AtomicInteger pairs = new AtomicInteger();
    assertThat(
            read(
                lookUp(
                    Kind.SEMI,
                    new Left(List.of(0, 1)),
                    10,
                    both -> pairs.incrementAndGet() > 25_000,
                    Deadline.NONE)))
        .containsExactly("[0]", "[1]");
    awaitNoThreads();
  }

  @Test
  void severalRequestsAreOnTheirWayButNotAll() throws Exception {
    answer();
    Left left = Left.of(1_000);
    LookupCursor rows = lookUp(Kind.ANTI, left, 10, Deadline.NONE);
    assertThat(rows.next()).containsExactly(0);
    assertThat(left.read).as("left rows read for the first row").isLessThanOrEqualTo(11);
    for (int i = 1; i <= 500; i++) {
      assertThat(rows.next()).containsExactly(i);
    }
    assertThat(left.read).as("left rows read for 500 rows").isLessThanOrEqualTo(545);
    rows.close();
    assertThat(left.closed).isTrue();
    awaitNoThreads();
  }

  @Test
  void closingInTheMiddleEndsEveryRequest() throws Exception {
    answer();
    Left left = Left.of(100);
    LookupCursor rows = lookUp(Kind.ANTI, left, 10, Deadline.NONE);
    for (int i = 0; i < 10; i++) {
      assertThat(rows.next()).containsExactly(i);
    }
    SERVER.stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(6_000)));
    Thread closer =
        new Thread(
            () -> {
              while (!fetching()) {
                Thread.onSpinWait();
              }
              rows.close();
            });
    closer.start();
    SQLException e = catchThrowableOfType(SQLException.class, rows::next);
    assertThat(e.getSQLState()).isEqualTo("24000");
    closer.join();
    assertThat(left.closed).isTrue();
    awaitNoThreads();
  }

  @Test
  void cancellingEndsEveryRequest() throws Exception {
    SERVER.stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(6_000)));
    AtomicBoolean cancelled = new AtomicBoolean();
    LookupCursor rows = lookUp(Kind.INNER, Left.of(100), 10, new Deadline(cancelled, 0));
    Thread canceller =
        new Thread(
            () -> {
              while (!fetching()) {
                Thread.onSpinWait();
              }
              cancelled.set(true);
            });
    canceller.start();
    assertThat(catchThrowableOfType(SQLException.class, rows::next).getSQLState())
        .isEqualTo("57014");
    canceller.join();
    rows.close();
    awaitNoThreads();
  }

  @Test
  void theQueryTimeoutEndsEveryRequest() throws Exception {
    SERVER.stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(6_000)));
    LookupCursor rows = lookUp(Kind.INNER, Left.of(100), 10, new Deadline(null, 200));
    assertThat(catchThrowableOfType(SQLException.class, rows::next).getSQLState())
        .isEqualTo("HYT00");
    rows.close();
    awaitNoThreads();
  }

  @Test
  void aFailureOfALaterRequestComesAfterTheRowsBeforeIt() throws Exception {
    answer();
    SERVER.stubFor(
        any(urlMatching(".*2[0-9]%2C.*|.*\\(2[0-9],.*"))
            .willReturn(WireMock.aResponse().withStatus(403)));
    LookupCursor rows = lookUp(Kind.ANTI, Left.of(100), 10, Deadline.NONE);
    for (int i = 0; i < 20; i++) {
      assertThat(rows.next()).containsExactly(i);
    }
    assertThat(catchThrowableOfType(SQLException.class, rows::next).getSQLState())
        .isEqualTo("42501");
    rows.close();
    awaitNoThreads();
  }

  @Test
  void aServiceThatRefusesFiltersIsReadTwiceAtMost() throws Exception {
    answer(1, 2, 7, 250);
    SERVER.stubFor(any(urlMatching(".*filter.*")).willReturn(WireMock.aResponse().withStatus(400)));
    assertThat(read(lookUp(Kind.SEMI, Left.of(500), 10, Deadline.NONE)))
        .containsExactly("[1]", "[2]", "[7]", "[250]");
    // with the operator in, with comparisons, and with one of them
    SERVER.verify(3, WireMock.getRequestedFor(urlMatching(".*filter.*")));
    SERVER.verify(5, WireMock.getRequestedFor(anyUrl()));
    awaitNoThreads();
  }
}
