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
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.calciteodata.auth.BearerAuth;
import io.github.calciteodata.client.ClientOptions;
import io.github.calciteodata.client.ServiceClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Closing, cancelling and running out of time: no thread and no socket stays behind. */
class LettingGoTest extends PagingFixture {
  @Test
  void failureInTheMiddleComesAfterTheRowsBeforeItAndClosesTheCursor() throws Exception {
    page("A", "{\"value\":[{\"Id\":1}],\"@odata.nextLink\":\"A?p=2\"}");
    page("A?p=2", "{\"value\":[{\"Id\":3000000000}]}");
    try (RowCursor cursor = service.open("A", ID, -1, Deadline.NONE)) {
      assertThat(cursor.next()).containsExactly(1);
      SQLException e = catchThrowableOfType(SQLException.class, cursor::next);
      assertThat(e.getSQLState()).isEqualTo("22003");
      assertThat(e.getMessage()).contains("Column Id, row 2").contains("3000000000");
      awaitNoThread();
    }
  }

  @Test
  void closeInTheMiddleEndsThreadAndSocketAtOnce() throws Exception {
    page("A", "{\"value\":[{\"Id\":1}],\"@odata.nextLink\":\"A?p=2\"}");
    SERVER.stubFor(get("/svc/A?p=2").willReturn(okJson("{}").withFixedDelay(6_000)));
    RowCursor cursor = service.open("A", ID, -1, Deadline.NONE);
    assertThat(cursor.next()).containsExactly(1);
    long start = System.nanoTime();
    cursor.close();
    cursor.close();
    awaitNoThread();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    assertThat(catchThrowableOfType(SQLException.class, cursor::next).getSQLState())
        .isEqualTo("24000");
  }

  @Test
  void closeFromAnotherThreadEndsAWaitingNext() throws Exception {
    SERVER.stubFor(get("/svc/A").willReturn(okJson("{}").withFixedDelay(6_000)));
    RowCursor cursor = service.open("A", ID, -1, Deadline.NONE);
    Thread closer =
        new Thread(
            () -> {
              while (!fetching()) {
                Thread.onSpinWait();
              }
              cursor.close();
            });
    closer.start();
    assertThat(catchThrowableOfType(SQLException.class, cursor::next).getSQLState())
        .isEqualTo("24000");
    closer.join();
    awaitNoThread();
  }

  @Test
  void cancelFlagEndsAWaitingNext() throws Exception {
    SERVER.stubFor(get("/svc/A").willReturn(okJson("{}").withFixedDelay(6_000)));
    AtomicBoolean cancelled = new AtomicBoolean();
    RowCursor cursor = service.open("A", ID, -1, new Deadline(cancelled, 0));
    CountDownLatch asking = new CountDownLatch(1);
    Thread canceller =
        new Thread(
            () -> {
              try {
                asking.await();
              } catch (InterruptedException e) {
                return;
              }
              cancelled.set(true);
            });
    canceller.start();
    asking.countDown();
    assertThat(catchThrowableOfType(SQLException.class, cursor::next).getSQLState())
        .isEqualTo("57014");
    canceller.join();
    awaitNoThread();
  }

  @Test
  void queryTimeoutEndsAWaitingNext() throws Exception {
    SERVER.stubFor(get("/svc/A").willReturn(okJson("{}").withFixedDelay(6_000)));
    RowCursor cursor = service.open("A", ID, -1, new Deadline(null, 100));
    assertThat(catchThrowableOfType(SQLTimeoutException.class, cursor::next).getSQLState())
        .isEqualTo("HYT00");
    awaitNoThread();
  }

  @Test
  void readToTheEndLeavesNoThread() throws Exception {
    page("A", "{\"value\":[{\"Id\":1}]}");
    RowCursor cursor = service.open("A", ID, -1, Deadline.NONE);
    assertThat(cursor.next()).isNotNull();
    awaitNoThread();
    assertThat(cursor.next()).isNull();
    assertThat(cursor.next()).isNull();
  }

  @Test
  void idleSocketIsClosedSoonAfterTheLastCursor() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        ServiceClient client =
            new ServiceClient(
                ClientOptions.of(URI.create("http://127.0.0.1:" + server.getLocalPort())),
                new BearerAuth("t"),
                log)) {
      FutureTask<Integer> afterAnswer =
          new FutureTask<>(
              () -> {
                try (Socket s = server.accept()) {
                  s.getInputStream().read(new byte[8192]);
                  s.getOutputStream()
                      .write(
                          "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"value\":[]}"
                              .getBytes(UTF_8));
                  return s.getInputStream().read();
                }
              });
      new Thread(afterAnswer).start();
      HttpODataService quick = new HttpODataService(client, ReadOptions.DEFAULT, 10);
      assertThat(ids(quick.open("A", ID, -1, Deadline.NONE))).isEmpty();
      assertThat(afterAnswer.get(10, TimeUnit.SECONDS)).as("end of the stream").isEqualTo(-1);
    }
  }
}
