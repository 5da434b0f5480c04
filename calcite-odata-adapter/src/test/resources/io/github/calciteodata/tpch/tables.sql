-- The tables of TPC-H; ${DIR} is where their rows are as CSV files.
CREATE TABLE "region" (
  "r_regionkey" INT NOT NULL,
  "r_name" VARCHAR(25) NOT NULL,
  "r_comment" VARCHAR(152) NOT NULL
);
INSERT INTO "region" SELECT * FROM CSVREAD('${DIR}/region.csv');
CREATE TABLE "nation" (
  "n_nationkey" INT NOT NULL,
  "n_name" VARCHAR(25) NOT NULL,
  "n_regionkey" INT NOT NULL,
  "n_comment" VARCHAR(152) NOT NULL
);
INSERT INTO "nation" SELECT * FROM CSVREAD('${DIR}/nation.csv');
CREATE TABLE "part" (
  "p_partkey" INT NOT NULL,
  "p_name" VARCHAR(55) NOT NULL,
  "p_mfgr" VARCHAR(25) NOT NULL,
  "p_brand" VARCHAR(10) NOT NULL,
  "p_type" VARCHAR(25) NOT NULL,
  "p_size" INT NOT NULL,
  "p_container" VARCHAR(10) NOT NULL,
  "p_retailprice" DECIMAL(15,2) NOT NULL,
  "p_comment" VARCHAR(23) NOT NULL
);
INSERT INTO "part" SELECT * FROM CSVREAD('${DIR}/part.csv');
CREATE TABLE "supplier" (
  "s_suppkey" INT NOT NULL,
  "s_name" VARCHAR(25) NOT NULL,
  "s_address" VARCHAR(40) NOT NULL,
  "s_nationkey" INT NOT NULL,
  "s_phone" VARCHAR(15) NOT NULL,
  "s_acctbal" DECIMAL(15,2) NOT NULL,
  "s_comment" VARCHAR(101) NOT NULL
);
INSERT INTO "supplier" SELECT * FROM CSVREAD('${DIR}/supplier.csv');
CREATE TABLE "partsupp" (
  "ps_partkey" INT NOT NULL,
  "ps_suppkey" INT NOT NULL,
  "ps_availqty" INT NOT NULL,
  "ps_supplycost" DECIMAL(15,2) NOT NULL,
  "ps_comment" VARCHAR(199) NOT NULL
);
INSERT INTO "partsupp" SELECT * FROM CSVREAD('${DIR}/partsupp.csv');
CREATE TABLE "customer" (
  "c_custkey" INT NOT NULL,
  "c_name" VARCHAR(25) NOT NULL,
  "c_address" VARCHAR(40) NOT NULL,
  "c_nationkey" INT NOT NULL,
  "c_phone" VARCHAR(15) NOT NULL,
  "c_acctbal" DECIMAL(15,2) NOT NULL,
  "c_mktsegment" VARCHAR(10) NOT NULL,
  "c_comment" VARCHAR(117) NOT NULL
);
INSERT INTO "customer" SELECT * FROM CSVREAD('${DIR}/customer.csv');
CREATE TABLE "orders" (
  "o_orderkey" INT NOT NULL,
  "o_custkey" INT NOT NULL,
  "o_orderstatus" VARCHAR(1) NOT NULL,
  "o_totalprice" DECIMAL(15,2) NOT NULL,
  "o_orderdate" DATE NOT NULL,
  "o_orderpriority" VARCHAR(15) NOT NULL,
  "o_clerk" VARCHAR(15) NOT NULL,
  "o_shippriority" INT NOT NULL,
  "o_comment" VARCHAR(79) NOT NULL
);
INSERT INTO "orders" SELECT * FROM CSVREAD('${DIR}/orders.csv');
CREATE TABLE "lineitem" (
  "l_orderkey" INT NOT NULL,
  "l_partkey" INT NOT NULL,
  "l_suppkey" INT NOT NULL,
  "l_linenumber" INT NOT NULL,
  "l_quantity" DECIMAL(15,2) NOT NULL,
  "l_extendedprice" DECIMAL(15,2) NOT NULL,
  "l_discount" DECIMAL(15,2) NOT NULL,
  "l_tax" DECIMAL(15,2) NOT NULL,
  "l_returnflag" VARCHAR(1) NOT NULL,
  "l_linestatus" VARCHAR(1) NOT NULL,
  "l_shipdate" DATE NOT NULL,
  "l_commitdate" DATE NOT NULL,
  "l_receiptdate" DATE NOT NULL,
  "l_shipinstruct" VARCHAR(25) NOT NULL,
  "l_shipmode" VARCHAR(10) NOT NULL,
  "l_comment" VARCHAR(44) NOT NULL
);
INSERT INTO "lineitem" SELECT * FROM CSVREAD('${DIR}/lineitem.csv');
ALTER TABLE "region" ADD PRIMARY KEY ("r_regionkey");
ALTER TABLE "nation" ADD PRIMARY KEY ("n_nationkey");
ALTER TABLE "part" ADD PRIMARY KEY ("p_partkey");
ALTER TABLE "supplier" ADD PRIMARY KEY ("s_suppkey");
ALTER TABLE "partsupp" ADD PRIMARY KEY ("ps_partkey", "ps_suppkey");
ALTER TABLE "customer" ADD PRIMARY KEY ("c_custkey");
ALTER TABLE "orders" ADD PRIMARY KEY ("o_orderkey");
ALTER TABLE "lineitem" ADD PRIMARY KEY ("l_orderkey", "l_linenumber");
ALTER TABLE "nation" ADD CONSTRAINT "nation_region" FOREIGN KEY ("n_regionkey") REFERENCES "region" ("r_regionkey");
ALTER TABLE "supplier" ADD CONSTRAINT "supplier_nation" FOREIGN KEY ("s_nationkey") REFERENCES "nation" ("n_nationkey");
ALTER TABLE "partsupp" ADD CONSTRAINT "partsupp_part" FOREIGN KEY ("ps_partkey") REFERENCES "part" ("p_partkey");
ALTER TABLE "partsupp" ADD CONSTRAINT "partsupp_supplier" FOREIGN KEY ("ps_suppkey") REFERENCES "supplier" ("s_suppkey");
ALTER TABLE "customer" ADD CONSTRAINT "customer_nation" FOREIGN KEY ("c_nationkey") REFERENCES "nation" ("n_nationkey");
ALTER TABLE "orders" ADD CONSTRAINT "orders_customer" FOREIGN KEY ("o_custkey") REFERENCES "customer" ("c_custkey");
ALTER TABLE "lineitem" ADD CONSTRAINT "lineitem_order" FOREIGN KEY ("l_orderkey") REFERENCES "orders" ("o_orderkey");
ALTER TABLE "lineitem" ADD CONSTRAINT "lineitem_part" FOREIGN KEY ("l_partkey") REFERENCES "part" ("p_partkey");
ALTER TABLE "lineitem" ADD CONSTRAINT "lineitem_supplier" FOREIGN KEY ("l_suppkey") REFERENCES "supplier" ("s_suppkey");
ALTER TABLE "lineitem" ADD CONSTRAINT "lineitem_partsupp" FOREIGN KEY ("l_partkey", "l_suppkey") REFERENCES "partsupp" ("ps_partkey", "ps_suppkey");
