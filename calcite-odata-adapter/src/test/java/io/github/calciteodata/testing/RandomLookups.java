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

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes joins of two to five tables up: along their relations or along columns that only happen to
 * have values in common, of every kind, with conditions on any of them.
 */
final class RandomLookups {
  /**
   * A table to join.
   *
   * @param conditions on it; {@code $} stands for its alias
   */
  private record Source(String name, List<String> columns, List<String> conditions) {}

  /** Columns that can be equal, as {@code Table.column}. */
  private record Relation(String left, String right) {}

  /** Without counts every table passes for a large one, and what can be looked up is. */
  static final String LARGE = "FILTER,PROJECT,SORT,LIMIT,LOOKUP";

  private final Random random;
  private final List<Source> sources;
  private final List<Relation> relations;

  private RandomLookups(long seed, List<Source> sources, List<Relation> relations) {
    this.random = new Random(seed);
    this.sources = sources;
    this.relations = relations;
  }

  static RandomLookups demo(long seed) {
    return new RandomLookups(
        seed,
        List.of(
            source(
                "Products",
                "ProductID,CategoryID,SupplierID,UnitPrice,ReorderLevel",
                "$.ProductID < 12",
                "$.ProductID = 7",
                "$.CategoryID IN (1, 2)",
                "$.ProductName LIKE '%a_e%'",
                "$.UnitPrice > 40",
                "$.SupplierID IS NULL"),
            source(
                "Categories",
                "CategoryID,CategoryName",
                "$.CategoryID <> 3",
                "$.CategoryName LIKE 'B%'",
                "$.CategoryID > 99"),
            source(
                "Suppliers",
                "SupplierID,CompanyName,Address_City",
                "$.SupplierID < 5",
                "$.Phone IS NULL",
                "$.SupplierID IN (1, 4, 9)"),
            source(
                "Orders",
                "OrderID,CustomerID,EmployeeID,Freight",
                "$.OrderID < 10020",
                "$.Freight > 800",
                "$.CustomerID IS NULL",
                "$.OrderID IN (10001, 10050, 10400)"),
            source(
                "OrderItems",
                "OrderID,ProductID,Quantity,UnitPrice",
                "$.OrderID < 10008",
                "$.Quantity > 45",
                "$.ProductID = 12"),
            source(
                "Customers",
                "CustomerID,CompanyName,Points,Address_City",
                "$.Points < 400",
                "$.Rating > 4",
                "$.CustomerID < 'D'"),
            source(
                "Employees",
                "EmployeeID,ReportsTo,LastName",
                "$.EmployeeID < 4",
                "$.Active",
                "$.ReportsTo IS NULL",
                "$.Salary > 4000")),
        List.of(
            new Relation("Products.CategoryID", "Categories.CategoryID"),
            new Relation("Products.SupplierID", "Suppliers.SupplierID"),
            new Relation("Orders.CustomerID", "Customers.CustomerID"),
            new Relation("Orders.EmployeeID", "Employees.EmployeeID"),
            new Relation("OrderItems.OrderID", "Orders.OrderID"),
            new Relation("OrderItems.ProductID", "Products.ProductID"),
            new Relation("Employees.ReportsTo", "Employees.EmployeeID"),
            new Relation("Suppliers.Address_City", "Customers.Address_City"),
            new Relation("Products.ReorderLevel", "Employees.EmployeeID"),
            new Relation("Products.ProductID", "Suppliers.SupplierID"),
            new Relation("OrderItems.UnitPrice", "Products.UnitPrice")));
  }

  /** The tables of Teiid's server: nulls everywhere, keys of three columns, texts with traps. */
  static RandomLookups teiid(long seed) {
    return new RandomLookups(
        seed,
        List.of(
            source(
                "Types",
                "ID,aTiny,anInt,aLong,aMoney,aText",
                "$.ID < 20",
                "$.aBoolean",
                "$.aTiny IS NULL",
                "$.anInt IN (1, 2, 3)",
                "$.aMoney > 20"),
            source("Logic", "ID,n,m,s,t,twin", "$.ID < 15", "$.p", "$.n = 1", "$.s IS NULL"),
            source(
                "Texts",
                "ID,text,kind",
                "$.ID < 30",
                "$.kind = 'case'",
                "$.\"text\" IS NULL",
                "$.\"text\" LIKE '%a_%'"),
            source(
                "Composite",
                "code,no,day,amount",
                "$.\"no\" < 3",
                "$.code = 'a'",
                "$.amount IS NULL",
                "$.note LIKE 'n%1'"),
            source(
                "Customers",
                "ID,name,city,parent_ID",
                "$.ID < 'C012'",
                "$.city = ''",
                "$.credit > 5000",
                "$.parent_ID IS NULL"),
            source(
                "Orders",
                "ID,customer_ID,priority,freight",
                "$.ID < 20",
                "$.priority = 2",
                "$.customer_ID IS NULL",
                "$.freight > 4"),
            source(
                "OrderItems",
                "order_ID,pos,product,unitPrice",
                "$.order_ID < 8",
                "$.quantity IS NULL",
                "$.pos = 2")),
        List.of(
            new Relation("Orders.customer_ID", "Customers.ID"),
            new Relation("OrderItems.order_ID", "Orders.ID"),
            new Relation("Customers.parent_ID", "Customers.ID"),
            new Relation("Types.aTiny", "Logic.ID"),
            new Relation("Types.aShort", "Types.anInt"),
            new Relation("Types.aMoney", "Types.ID"),
            new Relation("Types.aLong", "Composite.no"),
            new Relation("Types.aDecimal", "OrderItems.discount"),
            new Relation("Types.aDate", "Composite.day"),
            new Relation("Types.aDate", "Orders.requiredDate"),
            new Relation("Types.aText", "Texts.text"),
            new Relation("Texts.text", "Composite.code"),
            new Relation("Texts.text", "Logic.s"),
            new Relation("Texts.kind", "Texts.text"),
            new Relation("Logic.n", "Logic.m"),
            new Relation("Logic.s", "Logic.t"),
            new Relation("Logic.twin", "OrderItems.pos"),
            new Relation("Composite.amount", "OrderItems.unitPrice"),
            new Relation("Composite.code", "Composite.code"),
            new Relation("Customers.city", "Texts.text"),
            new Relation("Orders.priority", "Logic.n")));
  }

  private static Source source(String name, String columns, String... conditions) {
    return new Source(name, List.of(columns.split(",")), List.of(conditions));
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private Source byName(String name) {
    return sources.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  DifferentialQuery next() {
    List<Source> joined = new ArrayList<>(List.of(any(sources)));
    StringBuilder from = new StringBuilder(joined.get(0).name() + " t0");
    int tables = 2 + random.nextInt(random.nextInt(4) + 1);
    while (joined.size() < tables) {
      append(from, joined);
    }
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < joined.size(); i++) {
      if (i == 0 || random.nextInt(3) == 0) {
        conditions.add(any(joined.get(i).conditions()).replace("$", "t" + i));
      }
    }
    if (random.nextInt(4) == 0) {
      conditions.add(subQuery(joined.get(0)));
    }
    String where = " WHERE " + String.join(random.nextInt(8) == 0 ? " OR " : " AND ", conditions);
    return DifferentialQuery.of(select(joined) + " FROM " + from + where);
  }

  private void append(StringBuilder from, List<Source> joined) {
    int with = random.nextInt(joined.size());
    String name = joined.get(with).name();
    List<Relation> possible =
        relations.stream()
            .flatMap(r -> Stream.of(r, new Relation(r.right(), r.left())))
            .filter(r -> r.left().startsWith(name + "."))
            .toList();
    Relation relation = any(possible);
    Source next = byName(table(relation.right()));
    int index = joined.size();
    List<String> kinds =
        List.of("JOIN", "JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN");
    from.append(' ').append(any(kinds)).append(' ').append(next.name()).append(" t").append(index);
    from.append(" ON t").append(with).append('.').append(column(relation.left()));
    from.append(" = t").append(index).append('.').append(column(relation.right()));
    if (random.nextInt(5) == 0) {
      from.append(" AND ").append(any(next.conditions()).replace("$", "t" + index));
    }
    joined.add(next);
  }

  private String subQuery(Source outer) {
    List<Relation> possible =
        relations.stream()
            .flatMap(r -> Stream.of(r, new Relation(r.right(), r.left())))
            .filter(r -> r.left().startsWith(outer.name() + "."))
            .toList();
    Relation relation = any(possible);
    Source inner = byName(table(relation.right()));
    String condition = any(inner.conditions()).replace("$", "q");
    String not = random.nextBoolean() ? "NOT " : "";
    String from = " FROM " + inner.name() + " q WHERE " + condition;
    return random.nextBoolean()
        ? "t0."
            + column(relation.left())
            + " "
            + not
            + "IN (SELECT q."
            + column(relation.right())
            + from
            + ")"
        : not
            + "EXISTS (SELECT 1"
            + from
            + " AND q."
            + column(relation.right())
            + " = t0."
            + column(relation.left())
            + ")";
  }

  private String select(List<Source> joined) {
    if (random.nextInt(8) == 0) {
      return "SELECT COUNT(*)";
    }
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < joined.size(); i++) {
      columns.add("t" + i + ".\"" + any(joined.get(i).columns()) + "\" AS c" + i);
    }
    return columns.stream().collect(Collectors.joining(", ", "SELECT ", ""));
  }

  private static String table(String column) {
    return column.substring(0, column.indexOf('.'));
  }

  private static String column(String column) {
    return '"' + column.substring(column.indexOf('.') + 1) + '"';
  }
}
