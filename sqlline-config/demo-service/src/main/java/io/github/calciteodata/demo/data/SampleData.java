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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.olingo.commons.api.edm.FullQualifiedName;

/**
 * The master data: categories, suppliers, products, employees, the company; nulls and awkward texts
 * on purpose.
 */
final class SampleData {
  static final String[] LABELS = {"Organic", "Vegan", "Fragile", "Chilled"};

  private static final String[][] CATEGORIES = {
    {"Beverages", "Coffee, tea, juices & more"},
    {"Condiments", "Sauces, spices; sweet and savoury"},
    {"Confections", "Desserts, candies, 100% chocolate"},
    {"Dairy Products", null},
    {"Grains/Cereals", "Bread, crackers, pasta + cereal"},
    {"Meat/Poultry", ""},
    {"Produce", "Früchte, Gemüse und \"mehr\""},
    {"Seafood", "海鮮 – fish and seaweed"},
  };

  private static final String[][] PRODUCTS = {
    {
      "Assam Tea",
      "Bergquell Mineralwasser",
      "Café Crème",
      "Darjeeling First Flush",
      "Elderflower Syrup",
      "Gyokuro 玉露",
      "Hop & Malt Lager",
      "Kölsch",
      "Old Tawny Port",
      "Apple Juice 100%"
    },
    {
      "Ajvar",
      "Blackcurrant Jelly",
      "Chili Oil",
      "Dijon Mustard",
      "Fig Chutney",
      "Garam Masala",
      "Grandma's Pickles",
      "Maple Syrup",
      "Saffron Threads",
      "Truffle Oil"
    },
    {
      "Almond Nougat",
      "Baumkuchen",
      "Butter Biscuits",
      "Dark Chocolate 85%",
      "Gingerbread 🎄",
      "Honey Drops",
      "Königsberger Marzipan",
      "Lübecker Marzipan",
      "Praliné O'Brien",
      "Turkish Delight"
    },
    {
      "Alpine Butter",
      "Buffalo Mozzarella",
      "Crème Fraîche",
      "Emmentaler",
      "Feta",
      "Gorgonzola",
      "Greek Yogurt",
      "Parmigiano 36 Months",
      "Quark",
      "Roquefort"
    },
    {
      "Barley Flakes",
      "Crispbread",
      "Dinkelmehl",
      "Egg Noodles",
      "Müsli",
      "Pumpernickel",
      "Ravioli",
      "Rye Bread",
      "Spätzle",
      "Wild Rice"
    },
    {
      "Black Forest Ham",
      "Duck Breast",
      "Farmhouse Salami",
      "Goose Liver Pâté",
      "Iberico Ham",
      "Leberkäse",
      "Roast Chicken",
      "Thüringer Rostbratwurst",
      "Turkey Ham",
      "Wagyu Beef"
    },
    {
      "Apricots, dried",
      "Baby Spinach",
      "Chanterelles",
      "Dates",
      "Edamame 枝豆",
      "Jackfruit",
      "Kimchi",
      "Sauerkraut",
      "Shiitake",
      "Tofu 豆腐"
    },
    {
      "Anchovies",
      "Boston Crab Meat",
      "Clams",
      "Eel, smoked",
      "Gravad Lax",
      "Herring in Dill",
      "Lobster Tail",
      "Nori 海苔",
      "Oyster Sauce",
      "Sturgeon Caviar"
    },
    {
      "Gift Box \"Deluxe\"",
      " Leading Blank",
      "Trailing Blank ",
      "50% off_sample",
      "back\\slash",
      "Semi;colon, comma",
      "a+b=c?",
      "#1 & Co./Söhne",
      "Tab\tand\nnewline",
      "日本 😀 mixed"
    },
  };

  private static final String[][] SUPPLIERS = {
    {"Aalto Foods Oy", "Helsinki", "Finland"}, {"Bäckerei Grün", "Tübingen", "Germany"},
    {"Cooperativa São João", "São Paulo", "Brazil"}, {"Delta & Sons", "New Orleans", "USA"},
    {"Épicerie d'Argent", "Lyon", "France"}, {"Fjord Fisk AS", "Tromsø", "Norway"},
    {"Gelateria Più", "Torino", "Italy"}, {"Hacienda Niño", "Sevilla", "Spain"},
    {"Itō Trading 伊藤商事", "東京", "Japan"}, {"Jórvík Smokehouse", "York", "UK"},
    {"Kaas & Co.", "Gouda", "Netherlands"}, {"Łódzkie Młyny", "Łódź", "Poland"},
    {"Maple Leaf Ltd.", "Montréal", "Canada"}, {"Nordsee 100% GmbH", "Bremen", "Germany"},
    {"O'Reilly's Farm", "Galway", "Ireland"}, {"Pavlova Pty", "Melbourne", "Australia"},
    {"Quinta do Vale", "Porto", "Portugal"}, {"Rožňava Honey", "Rožňava", "Slovakia"},
    {"Svensk Sill AB", "Göteborg", "Sweden"}, {"Tea \"Garden\" Ltd", "Kolkata", "India"},
  };

  private static final String[][] EMPLOYEES = {
    {"Anna", "Müller", "Managing Director", ""},
    {"Ben", "O'Neil", "Sales Director", "1"},
    {"Chloé", "Dubois", "Purchasing Director", "1"},
    {"David", "Šimek", "Sales Representative", "2"},
    {"Emi", "田中", "Sales Representative", "2"},
    {"Fatma", "Yıldız", "Sales Representative", "2"},
    {"George", "Smith", "Buyer", "3"},
    {"Hanna", "Groß", "Buyer", "3"},
    {"Igor", "Petrov", null, "4"},
    {"Jane", "Smith", "Trainee", "4"},
    {"Kofi", "Mensah", "Trainee", "7"},
    {"Lena", "Öztürk", "Auditor", ""},
  };

  private final DemoModel model;
  private final int measurements;
  private final Map<String, EntityTable> tables = new LinkedHashMap<>();
  private final Chance chance = new Chance(1);

  SampleData(DemoModel model, int measurements) {
    this.model = model;
    this.measurements = measurements;
  }

  Map<String, EntityTable> tables() {
    put("Categories", "Category", categories());
    put("Suppliers", "Supplier", suppliers());
    List<Row> products = products();
    put("Products", "Product", products);
    put("Employees", "Employee", employees());
    put("Company", "Company", List.of(company()));
    TradeData trade = new TradeData(products);
    put("Customers", "Customer", trade.customers());
    put("Orders", "Order", trade.orders());
    put("OrderItems", "OrderItem", trade.items());
    tables.put("Measurements", new MeasurementTable(type("Measurement"), measurements));
    return Map.copyOf(tables);
  }

  private void put(String set, String type, List<Row> rows) {
    tables.put(set, new ListTable(type(type), rows));
  }

  private RowType type(String name) {
    return model.rowType(model.edm().getEntityType(new FullQualifiedName("Demo", name)));
  }

  private List<Row> categories() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < CATEGORIES.length; i++) {
      rows.add(Row.of(i + 1L, CATEGORIES[i][0], CATEGORIES[i][1]));
    }
    return rows;
  }

  private List<Row> suppliers() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < SUPPLIERS.length; i++) {
      long place = 10_000 + i * 20L;
      Row address = i % 7 == 5 ? null : address(chance, place, SUPPLIERS[i][1], SUPPLIERS[i][2]);
      rows.add(
          Row.of(
              i + 1L,
              SUPPLIERS[i][0],
              i % 4 == 3 ? null : EMPLOYEES[i % 12][0] + " " + EMPLOYEES[(i * 5 + 1) % 12][1],
              address,
              i % 3 == 2 ? null : "+" + (30 + i) + " (" + (100 + i * 7) + ") 555-" + (1000 + i),
              i % 5 == 4
                  ? ""
                  : i % 2 == 0 ? null : "https://example.com/s?id=" + i + "&lang=de#top",
              i % 6 == 1 ? null : Duration.ofHours(12 + i * 31L).plusMinutes(i)));
    }
    return rows;
  }

  private List<Row> products() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < PRODUCTS.length * 10; i++) {
      long place = 20_000 + i * 40L;
      long labels = chance.below(place, 16);
      List<Object> tags = new ArrayList<>();
      for (int tag = chance.below(place + 1, 4); tag > 0; tag--) {
        tags.add(new String[] {"new", "größte Auswahl", "it's", "sale 20%", ""}[(i + tag) % 5]);
      }
      rows.add(
          Row.of(
              i + 1L,
              PRODUCTS[i / 10][i % 10],
              i % 13 == 7 ? null : price(i),
              i / 10 == CATEGORIES.length ? null : Long.valueOf(i / 10 + 1),
              i % 17 == 3 ? null : Long.valueOf(1 + chance.below(place + 2, SUPPLIERS.length)),
              i % 6 == 2
                  ? null
                  : (1 + chance.below(place + 3, 24))
                      + " x "
                      + 50 * (1 + chance.below(place + 4, 20))
                      + " g",
              i % 9 == 4
                  ? null
                  : Long.valueOf(chance.oneIn(place + 5, 6) ? 0 : chance.below(place + 6, 126)),
              i % 5 == 0 ? null : Long.valueOf(10L * chance.below(place + 7, 9)),
              i % 8 == 6 ? null : Long.valueOf(chance.below(place + 8, 256)),
              i % 11 == 5,
              i % 7 == 3 ? null : Double.valueOf(chance.below(place + 9, 4000) / 128.0),
              i % 10 == 8 ? null : released(i, place),
              labels == 0 || i % 12 == 9 ? null : labels(labels),
              tags,
              i % 15 == 11 ? null : chance.uuid(place + 12)));
    }
    return rows;
  }

  /**
   * Prices up to 50 for most, a few distinct ones above, with up to four digits after the point.
   */
  private BigDecimal price(int i) {
    long place = 50_000L + i;
    if (i % 8 == 1) {
      return BigDecimal.valueOf(520_000L + 271_300L * ((i * 7) % 90) / 10, 4);
    }
    return BigDecimal.valueOf(
        chance.oneIn(place, 5) ? chance.below(place, 500_000) : 2_500L * chance.below(place, 199),
        4);
  }

  private LocalDate released(int i, long place) {
    return i % 10 == 7
        ? LocalDate.of(1492, 10, 12).plusDays(i)
        : LocalDate.of(1990, 1, 1).plusDays(chance.below(place + 10, 12_000));
  }

  static EnumValue labels(long bits) {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < LABELS.length; bit++) {
      if ((bits & 1L << bit) != 0) {
        names.add(LABELS[bit]);
      }
    }
    return new EnumValue(bits, String.join(",", names));
  }

  private List<Row> employees() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < EMPLOYEES.length; i++) {
      String[] name = EMPLOYEES[i];
      long place = 60_000 + i * 20L;
      rows.add(
          Row.of(
              i + 1L,
              name[0],
              name[1],
              name[2],
              i == 8 ? null : LocalDate.of(1960 + i * 3, 1 + i, 28),
              i == 11 ? null : OffsetDateTime.parse("2010-03-01T08:00:00.125Z").plusDays(i * 97L),
              name[3].isEmpty() ? null : Long.valueOf(name[3]),
              i == 9 ? null : BigDecimal.valueOf(920_000L - i * 45_050L, 2),
              i == 10 ? null : Boolean.valueOf(i != 7),
              i % 4 == 2
                  ? null
                  : LocalTime.of(6 + i % 4, 15 * (i % 4), 0, i % 2 == 0 ? 0 : 500_000_000),
              i == 5 ? null : address(chance, place, SUPPLIERS[i][1], SUPPLIERS[i][2])));
    }
    return rows;
  }

  private Row company() {
    return Row.of(
        "Hansa Handel & Söhne",
        Row.of("Speicherstadt 1", "Hamburg", "20457", "Germany", Row.of(53.5436, 9.9896)),
        LocalDate.of(1567, 7, 19),
        "Qualität \"ohne\" Kompromiss – 100%",
        1L);
  }

  /** Returns an address in a city; now and then without street, post code or position. */
  static Row address(Chance chance, long place, String city, String country) {
    Row geo =
        chance.oneIn(place, 3)
            ? null
            : Row.of(
                (chance.below(place + 1, 14_000) - 7_000) / 100.0,
                (chance.below(place + 2, 36_000) - 18_000) / 100.0);
    return Row.of(
        chance.oneIn(place + 3, 6)
            ? null
            : chance.pick(place + 4, TradeData.STREETS) + " " + chance.below(place + 5, 99),
        city,
        chance.oneIn(place + 6, 4) ? null : String.format("%05d", chance.below(place + 7, 100_000)),
        country,
        geo);
  }
}
