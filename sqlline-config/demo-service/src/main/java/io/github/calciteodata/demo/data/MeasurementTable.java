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
package io.github.calciteodata.demo.data;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The measurements; each value is computed when it is asked for. */
final class MeasurementTable implements EntityTable {
  private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00.250Z");
  private static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 1);
  private static final String[] SENSORS = {
    "north", "south", "Öst", "west's", "a+b", "50%", "低温", "roof & attic"
  };
  private static final String[] NOTES = {
    "", "ok", "OK", "check \"filter\"", "trailing ", "Störung 7 %", "🌡 high"
  };
  private static final EnumValue[] QUALITIES = {
    new EnumValue(0, "Good"), new EnumValue(1, "Suspect"), new EnumValue(2, "Bad")
  };

  private final Chance chance = new Chance(3);
  private final RowType type;
  private final int size;

  MeasurementTable(RowType type, int size) {
    this.type = type;
    this.size = size;
  }

  @Override
  public RowType type() {
    return type;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Row row(int position) {
    return column -> value(position, column);
  }

  @Override
  public List<Row> find(int[] columns, List<Object> values) {
    if (Arrays.equals(columns, new int[] {0})) {
      long id = (Long) values.get(0);
      return id < 1 || id > size ? List.of() : List.of(row((int) id - 1));
    }
    List<Row> found = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Row row = row(i);
      if (Arrays.stream(columns).mapToObj(row::get).toList().equals(values)) {
        found.add(row);
      }
    }
    return found;
  }

  /** The columns in the order of the model. */
  private Object value(int n, int column) {
    long bits = chance.bits(n * 32L + column);
    int some = (int) (bits >>> 40);
    boolean absent = column > 4 && (bits & 0xF) == 0;
    if (absent) {
      return null;
    }
    return switch (column) {
      case 0 -> n + 1L;
      case 1 -> 1L + n % 50;
      case 2 -> SENSORS[n % SENSORS.length];
      case 3 -> OffsetDateTime.ofInstant(FIRST.plusMillis(n * 60_007L), ZoneOffset.UTC);
      case 4 -> FIRST_DAY.plusDays(n / 1_440);
      case 5 -> LocalTime.ofNanoOfDay(some % 86_400_000 * 1_000_000L);
      case 6 -> (some % 200_001 - 100_000) / 128.0;
      case 7 -> bits;
      case 8 -> BigDecimal.valueOf((bits >> 24) % 10_000_000_000L, 4);
      case 9 -> (long) (short) some;
      case 10 -> (long) (byte) some;
      case 11 -> (long) (some & 0xFF);
      case 12 -> (some & 1) == 0;
      case 13 -> QUALITIES[some % 3];
      case 14 -> (some % 4_001 - 2_000) / 8.0f;
      case 15 -> chance.uuid(n * 32L + 4);
      case 16 -> Duration.ofMillis(some % 10_000_000);
      case 17 -> some % 5 < 2 ? null : NOTES[some % NOTES.length];
      case 18 -> new byte[] {(byte) some, (byte) (some >> 8), (byte) n, (byte) 0xFF};
      case 19 -> 1L + some % 90;
      default -> throw new IllegalArgumentException("column " + column);
    };
  }
}
