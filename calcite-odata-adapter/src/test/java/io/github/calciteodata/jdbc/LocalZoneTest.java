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
package io.github.calciteodata.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalZoneTest {

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "GMT+05:30", "GMT-08:00"})
  void shiftingShowsTheSameClockAsTakingTheValueApart(String id) {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone(id));
      LocalZone zone = LocalZone.ofJvm();
      assertThat(zone.isFixed()).isTrue();
      Random random = new Random(17);
      for (int i = 0; i < 1_000; i++) {
        long millis = random.nextLong(-12_219_292_800_000L, 253_402_300_800_000L);
        LocalDateTime clock =
            LocalDateTime.ofEpochSecond(
                Math.floorDiv(millis, 1000),
                (int) Math.floorMod(millis, 1000L) * 1_000_000,
                ZoneOffset.UTC);
        assertThat(zone.covers(millis)).isTrue();
        assertThat(new Timestamp(zone.instant(millis))).isEqualTo(Timestamp.valueOf(clock));
      }
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void datesOfTheJulianCalendarAreLeftToAvatica() {
    assertThat(new LocalZone(ZoneOffset.UTC).covers(-12_219_292_800_001L)).isFalse();
  }
}
