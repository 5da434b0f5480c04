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
package io.github.calciteodata.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.calciteodata.client.Traffic.Lane;
import io.github.calciteodata.client.Traffic.Ticket;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many requests are under way at once, and when none is sent. */
class TrafficTest {
  private static final Call CALL = new Call(() -> {}, () -> Long.MAX_VALUE);

  private final FakePauses pauses = new FakePauses();
  private final Traffic traffic = new Traffic(pauses);

  private static Lane lane(int parallelism) {
    ServiceLimits limits = new ServiceLimits(warning -> {});
    limits.set(6000, parallelism, EnumSet.noneOf(ServiceLimits.Way.class));
    return new Lane(limits);
  }

  private List<Ticket> enter(Lane lane, int requests) throws SQLException {
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      tickets.add(traffic.enter(lane, CALL));
    }
    return tickets;
  }

  private void answer(List<Ticket> tickets, int status) {
    tickets.forEach(ticket -> traffic.answered(ticket, status));
    tickets.forEach(traffic::leave);
  }

  /** Sends and answers one after the other. */
  private void answer(Lane lane, int requests, int status) throws SQLException {
    for (int i = 0; i < requests; i++) {
      answer(enter(lane, 1), status);
    }
  }

  /** Whether another request has to wait; looks once more after a moment. */
  private boolean isFull(Lane lane) {
    AtomicInteger looks = new AtomicInteger();
    Call impatient =
        new Call(
            () -> {
              if (looks.incrementAndGet() > 1) {
                throw new SQLException("still waiting");
              }
            },
            () -> Long.MAX_VALUE);
    try {
      traffic.leave(traffic.enter(lane, impatient));
      return false;
    } catch (SQLException e) {
      return true;
    }
  }

  @Test
  void aConnectionHasItsOwnLimit() throws SQLException {
    Lane one = lane(3);
    enter(one, 3);
    assertThat(isFull(one)).isTrue();
    assertThat(isFull(lane(3))).isFalse();
  }

  @Test
  void requestsRefusedTogetherHalveOnce() throws SQLException {
    Lane lane = lane(32);
    answer(enter(lane, 8), 429);
    assertThat(traffic.window()).isEqualTo(4);
    List<Ticket> four = enter(lane, 4);
    assertThat(isFull(lane)).isTrue();
    answer(four, 503);
    assertThat(traffic.window()).isEqualTo(2);
    answer(enter(lane, 2), 429);
    assertThat(traffic.window()).isEqualTo(1);
    answer(enter(lane, 1), 429);
    assertThat(traffic.window()).isEqualTo(1);
  }

  @Test
  void oneMoreIsSentAfterEachRoundOfAnswers() throws SQLException {
    Lane lane = lane(32);
    answer(enter(lane, 4), 429);
    assertThat(traffic.window()).isEqualTo(2);
    answer(lane, 1, 200);
    assertThat(traffic.window()).isEqualTo(2);
    answer(lane, 1, 404);
    assertThat(traffic.window()).isEqualTo(3);
    answer(lane, 3, 200);
    assertThat(traffic.window()).isEqualTo(4);
    answer(lane, 3, 200);
    answer(enter(lane, 1), 429);
    // what is under way counts, not what might have been
    assertThat(traffic.window()).isEqualTo(1);
  }

  @Test
  void whatTheServiceBearsIsNeverExceeded() throws SQLException {
    traffic.limit(3);
    Lane one = lane(3);
    Lane other = lane(3);
    answer(one, 100, 200);
    assertThat(traffic.window()).isEqualTo(3);
    enter(one, 2);
    List<Ticket> last = enter(other, 1);
    assertThat(isFull(other)).isTrue();
    answer(last, 429);
    answer(lane(3), 0, 200);
    assertThat(traffic.window()).isEqualTo(1);
  }

  @Test
  void connectionsSlowDownTogether() throws SQLException {
    Lane one = lane(4);
    Lane other = lane(4);
    List<Ticket> all = enter(one, 4);
    all.addAll(enter(other, 4));
    answer(all, 429);
    enter(one, 3);
    enter(other, 1);
    assertThat(isFull(one)).isTrue();
    assertThat(isFull(other)).isTrue();
  }

  @Test
  void whoNamesANumberKeepsIt() throws SQLException {
    ServiceLimits limits = new ServiceLimits(warning -> {});
    limits.set(6000, 5, EnumSet.noneOf(ServiceLimits.Way.class));
    limits.insistOnParallelism();
    Lane lane = new Lane(limits);
    answer(enter(lane, 5), 429);
    enter(lane, 5);
    assertThat(isFull(lane)).isTrue();
  }

  /** Those that waited for their turn must not start in the middle of the pause. */
  @Test
  void aPauseHoldsForThoseThatWaitForTheirTurnToo() throws Exception {
    Lane lane = lane(1);
    Ticket first = traffic.enter(lane, CALL);
    AtomicInteger looks = new AtomicInteger();
    List<SQLException> failures = new ArrayList<>();
    Thread second =
        new Thread(
            () -> {
              try {
                traffic.enter(lane, new Call(looks::incrementAndGet, () -> Long.MAX_VALUE));
              } catch (SQLException e) {
                failures.add(e);
              }
            });
    second.start();
    while (looks.get() == 0) {
      Thread.onSpinWait();
    }
    traffic.hold(pauses.now().plusSeconds(5));
    traffic.answered(first, 429);
    traffic.leave(first);
    second.join();
    assertThat(failures).isEmpty();
    assertThat(pauses.waited()).containsExactly(5000L);
  }

  @Test
  void connectionsToOneServiceByOneUserShareTheirTraffic() {
    TrafficRegister register = new TrafficRegister();
    Traffic one = register.of(URI.create("http://host/s/"), List.of("Basic", "ann"));
    assertThat(register.of(URI.create("http://host/s/"), List.of("Basic", "ann"))).isSameAs(one);
    assertThat(register.of(URI.create("http://host/s/"), List.of("Basic", "bob"))).isNotSameAs(one);
    assertThat(register.of(URI.create("http://host/t/"), List.of("Basic", "ann"))).isNotSameAs(one);
  }
}
