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
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Customers, their orders and the items of these. */
final class TradeData {
  static final String[] STREETS = {
    "Königstraße",
    "Main St.",
    "Rue de l'Église",
    "Ulica Długa",
    "Calle Mayor",
    "High Street",
    "Am Markt"
  };

  private static final int CUSTOMERS = 60;
  private static final int ORDERS = 500;
  private static final int FIRST_ORDER = 10_001;

  private static final String[] FIRST = {
    "Alpha",
    "Bär",
    "Cœur",
    "Dragon 龍",
    "Étoile",
    "Feinkost",
    "Grün",
    "Hansa",
    "Iris",
    "Jäger",
    "Kiosk",
    "L'Olivier",
  };
  private static final String[] SECOND = {"& Co.", "Markt", "Bistro", "\"Deli\"", "100% Bio"};
  private static final String[] CONTACTS = {
    "Maria Anders",
    "Jürgen Weiß",
    "Zoë O'Hara",
    "Łukasz Nowak",
    "王小明",
    "Ana Núñez",
    "Ωmega Papadopoulos"
  };
  private static final String[][] CITIES = {
    {"München", "Germany"},
    {"London", "UK"},
    {"Paris", "France"},
    {"Kraków", "Poland"},
    {"København", "Denmark"},
    {"São Paulo", "Brazil"},
    {"東京", "Japan"},
    {"berlin", "Germany"},
    {"Berlin", "Germany"},
    {"Reykjavík", null},
  };
  private static final String[] NOTES = {
    "",
    " ",
    "prefers e-mail",
    "pays late; 3% discount",
    "50% + 50%",
    "a_b",
    "trailing ",
    "C:\\temp",
    "don't call",
    "tel. & fax",
    "😀",
    "naïve café",
    "PREFERS E-MAIL"
  };
  private static final EnumValue[] SEGMENTS = {
    new EnumValue(1, "Retail"), new EnumValue(2, "Wholesale"), new EnumValue(3, "Public")
  };
  private static final EnumValue[] STATUSES = {
    new EnumValue(0, "Open"),
    new EnumValue(1, "Packed"),
    new EnumValue(2, "Shipped"),
    new EnumValue(3, "Delivered"),
    new EnumValue(9, "Cancelled"),
  };

  private final Chance chance = new Chance(2);
  private final List<Row> products;

  TradeData(List<Row> products) {
    this.products = products;
  }

  private static String customerId(int i) {
    return ""
        + (char) ('A' + i % 12)
        + (char) ('A' + i / 12)
        + "C"
        + (char) ('A' + i % 7)
        + (char) ('Z' - i % 26);
  }

  List<Row> customers() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < CUSTOMERS; i++) {
      long place = i * 40L;
      String[] city = chance.pick(place, CITIES);
      List<Object> phones = new ArrayList<>();
      for (int n = 0; n < i % 3; n++) {
        phones.add("+49 " + (40 + n) + "/" + (100_000 + i * 37));
      }
      rows.add(
          Row.of(
              customerId(i),
              FIRST[i % 12] + " " + SECOND[i / 12],
              chance.oneIn(place + 1, 6) ? null : chance.pick(place + 2, CONTACTS),
              i % 10 == 6 ? null : SampleData.address(chance, place + 3, city[0], city[1]),
              chance.oneIn(place + 15, 5) ? null : chance.pick(place + 16, SEGMENTS),
              chance.oneIn(place + 17, 4)
                  ? null
                  : BigDecimal.valueOf(chance.below(place + 18, 2_000_000), 2),
              chance.oneIn(place + 19, 5)
                  ? null
                  : Double.valueOf(chance.below(place + 20, 50) / 10.0),
              chance.oneIn(place + 21, 5) ? null : Long.valueOf(points(i, place + 22)),
              chance.oneIn(place + 23, 5) ? null : founded(i, place + 24),
              chance.oneIn(place + 25, 3) ? null : Boolean.valueOf(chance.oneIn(place + 26, 2)),
              chance.oneIn(place + 27, 3) ? null : chance.pick(place + 28, NOTES),
              phones));
    }
    return rows;
  }

  /** Mostly small; the first ones are beyond what a double holds exactly. */
  private long points(int i, long place) {
    return i < 5 ? 9_007_199_254_740_993L + i : chance.below(place, 20_000) - 5_000;
  }

  private LocalDate founded(int i, long place) {
    return i % 9 == 0
        ? LocalDate.of(1340 + i, 2, 28)
        : LocalDate.of(1900, 1, 1).plusDays(chance.below(place, 45_000));
  }

  List<Row> orders() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      long place = 100_000 + i * 40L;
      OffsetDateTime ordered = chance.instant(place);
      boolean shipped = !chance.oneIn(place + 3, 4);
      String[] city = chance.pick(place + 4, CITIES);
      rows.add(
          Row.of(
              (long) FIRST_ORDER + i,
              chance.oneIn(place + 5, 20)
                  ? null
                  : customerId(chance.below(place + 6, CUSTOMERS - 4)),
              chance.oneIn(place + 7, 12) ? null : Long.valueOf(1 + chance.below(place + 8, 11)),
              chance.oneIn(place + 9, 25) ? null : ordered,
              chance.oneIn(place + 10, 8)
                  ? null
                  : ordered.toLocalDate().plusDays(chance.below(place + 11, 30)),
              shipped ? ordered.plusMinutes(chance.below(place + 12, 20_000)) : null,
              chance.oneIn(place + 13, 3)
                  ? null
                  : LocalTime.ofNanoOfDay(chance.below(place + 14, 86_400_000) * 1_000_000L),
              chance.oneIn(place + 15, 9)
                  ? null
                  : BigDecimal.valueOf(chance.below(place + 16, 3_000_000), 4),
              chance.oneIn(place + 17, 10)
                  ? null
                  : shipped ? STATUSES[2 + i % 2] : chance.pick(place + 18, STATUSES),
              chance.oneIn(place + 19, 3)
                  ? null
                  : SampleData.address(chance, place + 20, city[0], city[1]),
              shipped
                  ? Duration.ofMillis(chance.below(place + 30, 2_000_000_000) - 500_000_000L)
                  : null,
              chance.oneIn(place + 31, 4) ? null : chance.uuid(place + 32),
              chance.oneIn(place + 34, 2) ? null : chance.pick(place + 35, NOTES)));
    }
    return rows;
  }

  List<Row> items() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      long place = 300_000 + i * 60L;
      Set<Integer> chosen = new TreeSet<>();
      for (int n = i % 50 == 49 ? 0 : 1 + chance.below(place, 4); n > 0; n--) {
        chosen.add(chance.below(place + n, 80));
      }
      for (int index : chosen) {
        long item = place + 10 + index;
        BigDecimal price = (BigDecimal) products.get(index).get(2);
        rows.add(
            Row.of(
                (long) FIRST_ORDER + i,
                index + 1L,
                price == null ? new BigDecimal("9.9900") : price,
                Long.valueOf(1 + chance.below(item, 60)),
                chance.below(item + 1, 5) / 20.0,
                chance.oneIn(item + 2, 4) ? chance.pick(item + 3, NOTES) : null));
      }
    }
    return rows;
  }
}
