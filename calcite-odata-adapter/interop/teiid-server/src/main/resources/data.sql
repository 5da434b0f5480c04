-- Data for comparing answers: nulls in every column that may hold one, duplicates, texts that break things.
-- Quoted names: the OData properties keep their case. Made anew at each start, always the same.

-- every type; each column is null in other rows than its neighbours; few distinct values, so that filters and groups hit several rows
CREATE TABLE "Types" ("ID" INT PRIMARY KEY, "aBoolean" BOOLEAN, "aTiny" TINYINT, "aShort" SMALLINT, "anInt" INT, "aLong" BIGINT,
  "aMoney" DECIMAL(15,2), "aDecimal" DECIMAL(28,9), "aReal" REAL, "aDouble" DOUBLE PRECISION, "aDate" DATE, "aTime" TIME,
  "aTimestamp" TIMESTAMP(3), "aChar" CHAR(3), "aText" VARCHAR(200));
INSERT INTO "Types" SELECT X,
  CASE WHEN MOD(X, 3) <> 0 THEN MOD(X, 2) = 0 END,
  CASE WHEN MOD(X, 4) <> 1 THEN MOD(X * 7, 21) - 10 END,
  CASE WHEN MOD(X, 5) <> 2 THEN MOD(X * 13, 41) - 20 END,
  CASE WHEN MOD(X, 6) <> 3 THEN MOD(X * 17, 31) - 15 END,
  CASE WHEN MOD(X, 7) <> 4 THEN (MOD(X * 19, 23) - 11) * 1000000000000 END,
  CASE WHEN MOD(X, 4) <> 2 THEN CAST(MOD(X * 31, 401) - 200 AS DECIMAL(15,2)) / 4 END,
  CASE WHEN MOD(X, 5) <> 3 THEN CAST(MOD(X * 37, 211) - 105 AS DECIMAL(28,9)) / 1000000000 + MOD(X, 3) END,
  CASE WHEN MOD(X, 6) <> 4 THEN (MOD(X * 11, 33) - 16) / 4.0 END,
  CASE WHEN MOD(X, 7) <> 5 THEN (MOD(X * 23, 65) - 32) / 8.0 END,
  CASE WHEN MOD(X, 4) <> 3 THEN DATEADD(DAY, MOD(X * 29, 400), DATE '2023-12-01') END,
  CASE WHEN MOD(X, 5) <> 4 THEN CAST(LPAD(CAST(MOD(X * 5, 24) AS VARCHAR), 2, '0') || ':' || LPAD(CAST(MOD(X * 7, 60) AS VARCHAR), 2, '0') || ':' || LPAD(CAST(MOD(X, 60) AS VARCHAR), 2, '0') AS TIME) END,
  CASE WHEN MOD(X, 6) <> 5 THEN DATEADD(MILLISECOND, MOD(X * 41, 1000), DATEADD(MINUTE, MOD(X * 997, 40000), TIMESTAMP '2024-02-15 00:00:00')) END,
  CASE WHEN MOD(X, 7) <> 6 THEN CHAR(97 + MOD(X, 5)) || CHAR(65 + MOD(X, 3)) || MOD(X, 10) END,
  CASE WHEN MOD(X, 4) <> 0 THEN CASE MOD(X, 9) WHEN 0 THEN '' WHEN 1 THEN 'alpha' WHEN 2 THEN 'Alpha' WHEN 3 THEN 'beta ' WHEN 4 THEN ' beta' WHEN 5 THEN 'Größe' WHEN 6 THEN '100%' WHEN 7 THEN 'a_b' ELSE 'O''Neil' END END
  FROM SYSTEM_RANGE(1, 150);
INSERT INTO "Types" ("ID") SELECT X FROM SYSTEM_RANGE(151, 155);
INSERT INTO "Types" VALUES
  (156, FALSE, -128, -32768, -2147483648, -9223372036854775808, -9999999999999.99, -9999999999999999999.999999999, -3.0e38, -1.5e308, DATE '1600-02-29', TIME '00:00:00', TIMESTAMP '1900-01-01 00:00:00.001', 'AAA', ''),
  (157, TRUE, 127, 32767, 2147483647, 9223372036854775807, 9999999999999.99, 9999999999999999999.999999999, 3.0e38, 1.5e308, DATE '9999-12-31', TIME '23:59:59', TIMESTAMP '9999-12-31 23:59:59.999', 'zzz', 'the end'),
  (158, FALSE, 0, 0, 0, 0, 0, 0, 0, 0, DATE '1970-01-01', TIME '00:00:00', TIMESTAMP '1970-01-01 00:00:00', '0', '0'),
  (159, TRUE, -1, -1, -1, -1, -0.01, -0.000000001, -0.25, -1e-300, DATE '1969-12-31', TIME '23:59:59', TIMESTAMP '1969-12-31 23:59:59.999', '-1', '-1'),
  (160, TRUE, 1, 1, 1, 9007199254740993, 0.10, 0.100000001, 0.25, 1e-300, DATE '2024-02-29', TIME '12:00:00', TIMESTAMP '2024-02-29 12:00:00', '1', '9007199254740993');

-- three-valued logic: every combination of null and two values in four columns, each three times in "twin"
CREATE TABLE "Logic" ("ID" INT PRIMARY KEY, "n" INT, "m" INT, "p" BOOLEAN, "q" BOOLEAN, "s" VARCHAR(10), "t" VARCHAR(10), "twin" INT NOT NULL);
INSERT INTO "Logic" SELECT X + 1,
  CASE MOD(X, 3) WHEN 1 THEN 1 WHEN 2 THEN 2 END,
  CASE MOD(X / 3, 3) WHEN 1 THEN 1 WHEN 2 THEN 2 END,
  CASE MOD(X / 9, 3) WHEN 1 THEN TRUE WHEN 2 THEN FALSE END,
  CASE MOD(X / 27, 3) WHEN 1 THEN TRUE WHEN 2 THEN FALSE END,
  CASE MOD(X / 3, 3) WHEN 1 THEN '' WHEN 2 THEN 'ab' END,
  CASE MOD(X, 3) WHEN 1 THEN 'ab' WHEN 2 THEN 'abc' END,
  X / 27 FROM SYSTEM_RANGE(0, 80);

-- texts
CREATE TABLE "Texts" ("ID" INT PRIMARY KEY, "text" VARCHAR(300), "kind" VARCHAR(20));
INSERT INTO "Texts" VALUES
  (1, NULL, NULL), (2, '', 'blank'), (3, ' ', 'blank'), (4, '  ', 'blank'), (5, 'a', 'case'), (6, 'A', 'case'), (7, 'a ', 'blank'), (8, ' a', 'blank'), (9, ' a ', 'blank'), (10, 'a  b', 'blank'),
  (11, 'ä', 'latin'), (12, 'Ä', 'latin'), (13, 'a' || CHAR(776), 'latin'), (14, 'ß', 'latin'), (15, 'ss', 'latin'), (16, 'SS', 'latin'), (17, 'Größe', 'latin'), (18, 'GRÖSSE', 'latin'), (19, 'Ünïcödé', 'latin'), (20, 'São Paulo', 'latin'),
  (21, '中文', 'cjk'), (22, '日本語', 'cjk'), (23, '한국어', 'cjk'), (24, '中', 'cjk'), (25, '😀', 'emoji'), (26, 'a😀b', 'emoji'), (27, '👩‍👩‍👧', 'emoji'), (28, 'Ελλάδα', 'other'), (29, 'Привет', 'other'), (30, 'שלום', 'other'),
  (31, '%', 'sign'), (32, '_', 'sign'), (33, '100%', 'sign'), (34, '100', 'sign'), (35, 'a_b', 'sign'), (36, 'axb', 'sign'), (37, 'a%b', 'sign'), (38, 'back\slash', 'sign'), (39, '\%', 'sign'), (40, 'O''Neil', 'quote'),
  (41, '''', 'quote'), (42, '''''', 'quote'), (43, '"double"', 'quote'), (44, 'a''b"c', 'quote'), (45, 'plus+plus', 'url'), (46, 'amp&amp', 'url'), (47, 'hash#hash', 'url'), (48, 'slash/slash', 'url'), (49, 'question?', 'url'), (50, 'semi;colon,', 'url'),
  (51, 'eq=eq', 'url'), (52, '%20', 'url'), (53, 'a%20b', 'url'), (54, '$filter', 'url'), (55, '@p', 'url'), (56, '(a)', 'url'), (57, '[a]{b}', 'url'), (58, 'a:b|c', 'url'), (59, '<a>&lt;', 'url'), (60, '€', 'other'),
  (61, 'null', 'word'), (62, 'NULL', 'word'), (63, 'true', 'word'), (64, '1', 'number'), (65, '01', 'number'), (66, '1.0', 'number'), (67, '1e3', 'number'), (68, '-1', 'number'), (69, '10', 'number'), (70, '9', 'number'),
  (71, 'tab' || CHAR(9) || 'tab', 'control'), (72, 'line' || CHAR(10) || 'line', 'control'), (73, 'cr' || CHAR(13) || CHAR(10) || 'lf', 'control'), (74, 'nbsp' || CHAR(160), 'control'), (75, 'alpha', 'case'), (76, 'Alpha', 'case'), (77, 'ALPHA', 'case'), (78, 'alphabet', 'case'), (79, 'alpha', 'twin'), (80, 'alpha', NULL),
  (81, 'I', 'case'), (82, 'i', 'case'), (83, 'ı', 'case'), (84, 'İ', 'case'), (85, NULL, 'blank'), (86, NULL, 'twin'), (87, REPEAT('x', 300), 'long'), (88, REPEAT('é', 300), 'long'), (89, '2024-02-29', 'date'), (90, '--comment', 'sign');

-- a key of three columns, one of them a text with traps
CREATE TABLE "Composite" ("code" VARCHAR(20) NOT NULL, "no" INT NOT NULL, "day" DATE NOT NULL, "amount" DECIMAL(15,2), "note" VARCHAR(40), PRIMARY KEY ("code", "no", "day"));
INSERT INTO "Composite" SELECT CASE MOD(X, 6) WHEN 0 THEN 'a' WHEN 1 THEN 'A' WHEN 2 THEN 'a b' WHEN 3 THEN 'O''Neil' WHEN 4 THEN 'a/b' ELSE 'ü' END, X / 6, DATEADD(DAY, MOD(X, 4), DATE '2024-02-27'),
  CASE WHEN MOD(X, 5) <> 0 THEN CAST(MOD(X * 7, 11) AS DECIMAL(15,2)) / 2 END, CASE WHEN MOD(X, 3) <> 0 THEN 'note ' || MOD(X, 4) END FROM SYSTEM_RANGE(0, 71);

-- customers, orders, items: relations with nulls on both sides, a reference to itself
CREATE TABLE "Customers" ("ID" VARCHAR(10) PRIMARY KEY, "name" VARCHAR(80), "city" VARCHAR(40), "credit" DECIMAL(15,2), "since" DATE, "parent_ID" VARCHAR(10),
  CONSTRAINT "parent" FOREIGN KEY ("parent_ID") REFERENCES "Customers"("ID"));
INSERT INTO "Customers" SELECT 'C' || LPAD(CAST(X AS VARCHAR), 3, '0'), CASE WHEN MOD(X, 8) <> 0 THEN 'Customer ' || MOD(X, 20) END, CASE MOD(X, 5) WHEN 0 THEN NULL WHEN 1 THEN 'Berlin' WHEN 2 THEN 'Zürich' WHEN 3 THEN 'São Paulo' ELSE '' END,
  CASE WHEN MOD(X, 6) <> 1 THEN CAST(MOD(X * 123, 1000) AS DECIMAL(15,2)) * 10 + 0.25 END, CASE WHEN MOD(X, 7) <> 2 THEN DATEADD(DAY, X * 11, DATE '2020-01-01') END,
  CASE WHEN X > 10 THEN 'C' || LPAD(CAST(MOD(X, 10) + 1 AS VARCHAR), 3, '0') END FROM SYSTEM_RANGE(1, 40);
CREATE TABLE "Orders" ("ID" INT PRIMARY KEY, "customer_ID" VARCHAR(10), "status" CHAR(1), "priority" SMALLINT, "orderedAt" TIMESTAMP(3), "requiredDate" DATE, "freight" DECIMAL(10,3), "note" VARCHAR(200),
  CONSTRAINT "customer" FOREIGN KEY ("customer_ID") REFERENCES "Customers"("ID"));
INSERT INTO "Orders" SELECT X, CASE WHEN MOD(X, 9) <> 0 THEN 'C' || LPAD(CAST(MOD(X * 7, 30) + 1 AS VARCHAR), 3, '0') END, CASE WHEN MOD(X, 7) <> 0 THEN SUBSTRING('NPSC', MOD(X, 4) + 1, 1) END, CASE WHEN MOD(X, 5) <> 0 THEN MOD(X, 3) + 1 END,
  CASE WHEN MOD(X, 11) <> 0 THEN DATEADD(SECOND, X * 7919, TIMESTAMP '2024-01-01 00:00:00') END, CASE WHEN MOD(X, 6) <> 0 THEN DATEADD(DAY, MOD(X * 3, 90), DATE '2024-01-15') END, CASE WHEN MOD(X, 8) <> 0 THEN MOD(X * 311, 5000) / 1000.0 END,
  CASE WHEN MOD(X, 4) = 0 THEN 'Note "' || MOD(X, 12) || '" with ''quotes'' & <tags> ü €' END FROM SYSTEM_RANGE(1, 200);
CREATE TABLE "OrderItems" ("order_ID" INT NOT NULL, "pos" INT NOT NULL, "product" VARCHAR(20), "quantity" INT, "unitPrice" DECIMAL(15,2), "discount" DECIMAL(4,2), PRIMARY KEY ("order_ID", "pos"),
  CONSTRAINT "order" FOREIGN KEY ("order_ID") REFERENCES "Orders"("ID"));
INSERT INTO "OrderItems" SELECT O.X, P.X, CASE WHEN MOD(O.X + P.X, 6) <> 0 THEN 'Product ' || MOD(O.X * 3 + P.X, 9) END, CASE WHEN MOD(O.X + P.X, 7) <> 0 THEN MOD(O.X + P.X * 5, 12) END,
  CASE WHEN MOD(O.X * P.X, 5) <> 1 THEN CAST(MOD(O.X * 37 + P.X, 400) AS DECIMAL(15,2)) / 4 END, CASE WHEN MOD(O.X, 3) = 0 THEN 0.15 WHEN MOD(O.X, 3) = 1 THEN 0 END FROM SYSTEM_RANGE(1, 60) O, SYSTEM_RANGE(1, 3) P;

-- row n of 1…BIG_ROWS, every value computable from n
CREATE TABLE "Big" ("ID" INT PRIMARY KEY, "grp" INT, "region" VARCHAR(10), "name" VARCHAR(40), "amount" DECIMAL(15,2), "ratio" DOUBLE PRECISION, "counter" BIGINT, "flag" BOOLEAN, "day" DATE, "at" TIMESTAMP(3), "maybe" INT, "payload" VARCHAR(100));
INSERT INTO "Big" SELECT X, MOD(X, 100), CASE MOD(X, 5) WHEN 0 THEN 'EMEA' WHEN 1 THEN 'APAC' WHEN 2 THEN 'AMER' WHEN 3 THEN 'LATAM' ELSE 'ANZ' END, 'name-' || MOD(X, 1000), CAST(MOD(X * 7919, 10000000) AS DECIMAL(15,2)) / 100, MOD(X, 1000) / 8.0, X * 1000000007, MOD(X, 2) = 1,
  DATEADD(DAY, MOD(X, 9000), DATE '2000-01-01'), DATEADD(MILLISECOND, MOD(X, 1000), DATEADD(SECOND, X * 61, TIMESTAMP '2020-01-01 00:00:00')), CASE WHEN MOD(X, 10) <> 0 THEN MOD(X, 37) END, 'payload of row ' || X FROM SYSTEM_RANGE(1, ${BIG_ROWS});
