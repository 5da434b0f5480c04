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

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.TimeZone;

/**
 * The zone in which {@code java.sql.Timestamp} shows its fields: the JVM's. Where its offset never
 * changes, the milliseconds of a date or timestamp need only be shifted.
 *
 * @param offset null when it changes with the seasons or ever has
 */
record LocalZone(ZoneOffset offset) {
  /** Before the fifteenth of October 1582 java.sql's types count in the Julian calendar. */
  private static final long GREGORIAN = -12_219_292_800_000L;

  /** The JVM's zone as it is now. */
  static LocalZone ofJvm() {
    ZoneRules rules = TimeZone.getDefault().toZoneId().getRules();
    return new LocalZone(rules.isFixedOffset() ? rules.getOffset(Instant.EPOCH) : null);
  }

  boolean isFixed() {
    return offset != null;
  }

  /** Whether shifting is enough for these milliseconds of local time. */
  boolean covers(long localMillis) {
    return localMillis >= GREGORIAN;
  }

  /** The instant at which clocks of the zone show these milliseconds since 1970. */
  long instant(long localMillis) {
    return localMillis - offset.getTotalSeconds() * 1000L;
  }
}
