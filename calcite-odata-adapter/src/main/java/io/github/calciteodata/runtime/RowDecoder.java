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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.calciteodata.client.ServiceError;
import io.github.calciteodata.edm.Column;
import io.github.calciteodata.query.Expansion;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Decodes pages of JSON into rows by a plan of the columns (JSON Format 13; V2's {@code d} too).
 * Belongs to one cursor.
 */
final class RowDecoder {
  /** Where more than one row in so many has to be parsed, all are. */
  private static final int MOSTLY = 8;

  private final JsonFactory factory;
  private final ColumnPlan plan;
  private final PlainRows plain;
  private final BiConsumer<Column, String> warnings;
  private final DecodedRows rows;
  private final EntityReader entities;

  private String nextLink;
  private String context;
  private ServiceError error;
  private boolean collection;
  private Object[] single;
  private boolean singleFound;
  private byte[] page;
  private int length;
  private boolean mostlyPlain;

  /**
   * Compiles the plan.
   *
   * @param warnings told once per column when values lose digits
   */
  RowDecoder(
      JsonFactory factory,
      List<Column> columns,
      List<Expansion> expansions,
      BiConsumer<Column, String> warnings) {
    this(factory, new ColumnPlan(columns, expansions), warnings);
  }

  private RowDecoder(JsonFactory factory, ColumnPlan plan, BiConsumer<Column, String> warnings) {
    this.factory = factory;
    this.plan = plan;
    this.plain = new PlainRows(plan);
    this.warnings = warnings;
    this.rows = new DecodedRows(plan);
    this.entities = new EntityReader(plan, rows, warnings);
    // what is expanded makes more of an entity than a row
    this.mostlyPlain = plan.expanded.isEmpty();
  }

  /** A decoder for pages that have the rest of a collection. */
  RowDecoder of(Continuation rest) {
    return new RowDecoder(factory, plan.of(rest.collection()), warnings);
  }

  /**
   * Decodes a whole page; afterwards its rows can be taken.
   *
   * @throws IOException when the page does not close properly, so that reading it again may help
   * @throws SQLException when a value does not fit, or the page is something else
   */
  void decode(byte[] bytes, int size, String where) throws IOException, SQLException {
    rows.nextPage();
    clear();
    page = bytes;
    length = size;
    try (JsonParser p = factory.createParser(bytes, 0, size)) {
      if (p.nextToken() == null) {
        throw new IOException("the answer is empty");
      }
      if (p.currentToken() != JsonToken.START_OBJECT) {
        throw new SQLException(
            where
                + ": the answer is no JSON object but starts with "
                + p.getText()
                + ". Is URL the root of an OData service?",
            "HY000");
      }
      document(p, where);
    } catch (IOException | SQLException | RuntimeException e) {
      clear();
      throw e;
    }
    if (error == null && !collection) {
      if (!singleFound) {
        throw new SQLException(
            where
                + ": the answer holds neither rows (\"value\") nor any of the selected properties",
            "HY000");
      }
      rows.add(single);
    }
    if (error == null) {
      entities.checkExpanded(where);
    }
  }

  private void clear() {
    rows.clear();
    entities.clear();
    nextLink = null;
    context = null;
    error = null;
    collection = false;
    single = null;
    singleFound = false;
  }

  int rowCount() {
    return rows.count();
  }

  /** The row, which the decoder forgets. */
  Object[] take(int i) {
    return rows.take(i);
  }

  /** What stands in the place of a row when more of a collection is to come there, or null. */
  Continuation continuation(int i) {
    return rows.continuation(i);
  }

  /** The next link as it stands in the page, or null. */
  String nextLink() {
    return nextLink;
  }

  /**
   * The context URL as it stands in the page, or null: relative links are relative to it (JSON
   * Format 4.3).
   */
  String context() {
    return context;
  }

  /** The error that came instead of rows, or null. */
  ServiceError error() {
    return error;
  }

  private void document(JsonParser p, String where) throws IOException, SQLException {
    if (envelope(p, where, true) && p.nextToken() != null) {
      throw new IOException("something follows the end of the answer");
    }
  }

  /** False when it was read to the end of the answer by another parser. */
  private boolean envelope(JsonParser p, String where, boolean top)
      throws IOException, SQLException {
    single = new Object[plan.width];
    for (String name; (name = p.nextFieldName()) != null; ) {
      JsonToken t = p.nextToken();
      ColumnPlan.Member m = plan.root.member(name);
      switch (name) {
        case "value", "results":
          if (t == JsonToken.START_ARRAY && !collection && (m == null || name.equals("value"))) {
            if (top && mostlyPlain) {
              rest(plainRows((int) p.currentLocation().getByteOffset(), where), where);
              return false;
            }
            collection(p, where);
            continue;
          }
          break;
        case "@odata.nextLink", "@nextLink", "odata.nextLink", "__next":
          nextLink = t == JsonToken.VALUE_STRING ? p.getText() : null;
          continue;
        case "@odata.context", "@context":
          context = t == JsonToken.VALUE_STRING ? p.getText() : null;
          singleFound |=
              context != null && (context.endsWith("/$entity") || !context.contains("#"));
          continue;
        case "error", "odata.error":
          if (t == JsonToken.START_OBJECT && m == null) {
            error = ServiceError.error(p);
            continue;
          }
          break;
        case "d":
          if (top && m == null && t == JsonToken.START_OBJECT) {
            envelope(p, where, false);
            continue;
          }
          if (top && m == null && t == JsonToken.START_ARRAY) {
            collection(p, where);
            continue;
          }
          break;
        default:
          break;
      }
      if (m == null) {
        p.skipChildren();
      } else {
        singleFound = true;
        entities.value(p, t, m, single);
      }
    }
    return true;
  }

  /** Reads the rows behind the bracket; the position of the one that closes it. */
  private int plainRows(int from, String where) throws IOException, SQLException {
    collection = true;
    int at = PlainRows.blanks(page, from, length);
    int parsed = 0;
    while (at < length && page[at] != ']') {
      Object[] row = new Object[plan.width];
      int next = page[at] == '{' ? plain.row(page, at, length, row) : PlainRows.NOT_PLAIN;
      if (next == PlainRows.NOT_PLAIN) {
        Arrays.fill(row, null);
        next = parsedRow(at, row, where);
        parsed++;
      }
      rows.add(row);
      at = PlainRows.blanks(page, next, length);
      if (at < length && page[at] == ',') {
        at = PlainRows.blanks(page, at + 1, length);
        if (at == length || page[at] == ']') {
          throw new IOException("a row is missing behind a comma");
        }
      } else if (at == length || page[at] != ']') {
        throw new IOException("the answer ends between rows");
      }
    }
    mostlyPlain = parsed * MOSTLY <= rows.count();
    return at;
  }

  private int parsedRow(int at, Object[] row, String where) throws IOException, SQLException {
    boolean object = page[at] == '{';
    // other values need an array around them to be read
    int from = object ? at : at - 1;
    page[from] = (byte) (object ? '{' : '[');
    try (JsonParser p = factory.createParser(page, from, length - from)) {
      p.nextToken();
      if (!object) {
        p.nextToken();
        throw noRow(p.getText(), where);
      }
      entities.object(p, plan.root, row);
      return at + (int) p.currentLocation().getByteOffset();
    }
  }

  /** Reads what stands behind the rows as an object of its own. */
  private void rest(int bracket, String where) throws IOException, SQLException {
    int at = PlainRows.blanks(page, bracket + 1, length);
    if (at < length && page[at] == ',') {
      page[at] = ' ';
      at = PlainRows.blanks(page, at, length);
      if (at == length || page[at] != '"') {
        throw new IOException("a member is missing behind a comma");
      }
    } else if (at < length && page[at] != '}') {
      throw new IOException("a comma is missing behind the rows");
    }
    if (bracket < length) {
      page[bracket] = '{';
    }
    try (JsonParser p = factory.createParser(page, bracket, length - bracket)) {
      if (p.nextToken() == null) {
        throw new IOException("the answer ends before its rows do");
      }
      document(p, where);
    }
  }

  private void collection(JsonParser p, String where) throws IOException, SQLException {
    collection = true;
    JsonToken t;
    while ((t = p.nextToken()) == JsonToken.START_OBJECT) {
      entities.row(p, where);
    }
    if (t != JsonToken.END_ARRAY) {
      throw noRow(p.getText(), where);
    }
  }

  private SQLException noRow(String found, String where) {
    return new SQLException(
        where + ": row " + rows.number() + " is no object but " + found, "HY000");
  }
}
