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

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.calciteodata.edm.Column;
import java.io.IOException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.function.BiConsumer;

/**
 * Reads entities by the parser. An entity is one row; with an expanded collection in it, one for
 * each of the related entities; and none, when a related entity is missing that has to be there.
 */
final class EntityReader {
  private final ColumnPlan plan;
  private final DecodedRows rows;
  private final BiConsumer<Column, String> warnings;
  private boolean firstPage = true;
  private String where;

  // of the entity that is being read
  private int present;
  private String moreLink;

  /** Whether the last object was no more than a reference to an entity (JSON Format 14). */
  private boolean reference;

  EntityReader(ColumnPlan plan, DecodedRows rows, BiConsumer<Column, String> warnings) {
    this.plan = plan;
    this.rows = rows;
    this.warnings = warnings;
  }

  void clear() {
    for (ColumnPlan.Expanded expanded : plan.expanded) {
      expanded.seen = 0;
      expanded.holder.entered = 0;
    }
  }

  /** What was asked for and never comes was passed over by the service. */
  void checkExpanded(String where) throws SQLException {
    for (ColumnPlan.Expanded expanded : plan.expanded) {
      int wanted = expanded.holder.entered;
      // a service may leave out what is null, but not a collection that is empty
      boolean missing =
          expanded.collection
              ? expanded.seen < wanted
              : firstPage && wanted > 0 && expanded.seen == 0;
      if (missing) {
        throw new UnexpandedException(where, expanded.path);
      }
    }
    firstPage = false;
  }

  /** Adds the rows of the entity whose brace the parser is at. */
  void row(JsonParser p, String where) throws IOException, SQLException {
    int start = rows.count();
    this.where = where;
    entity(p, plan.root);
    try {
      rows.finish(start);
    } catch (SQLDataException unexpectedNull) {
      // of an entity that was not expanded every value is missing
      checkExpanded(where);
      throw unexpectedNull;
    }
  }

  private void entity(JsonParser p, ColumnPlan.Node node) throws IOException, SQLException {
    Object[] row = new Object[plan.width];
    if (node.isPlain()) {
      object(p, node, row);
      rows.append(row);
      return;
    }
    int presentOutside = present;
    String linkOutside = moreLink;
    present = 0;
    moreLink = null;
    int start = rows.count();
    object(p, node, row);
    if (present < node.required) {
      rows.truncate(start);
    } else if (node.collection == null) {
      rows.append(row);
    } else {
      spread(row, node, start);
    }
    present = presentOutside;
    moreLink = linkOutside;
  }

  /** Completes the rows of a collection by what the entity around it says. */
  private void spread(Object[] row, ColumnPlan.Node node, int start) {
    boolean keepsRow = rows.count() == start && !node.collection.expanded.required;
    long top = node.collection.expanded.top;
    long left = top < 0 ? -1 : top - (rows.count() - start);
    if (moreLink != null && left != 0) {
      rows.append(
          new Continuation(
              moreLink, node.collection, row, plan.slotsAbove(node.collection), left, keepsRow));
    } else if (keepsRow) {
      rows.append(row);
    }
    rows.share(start, row, node.slots);
  }

  private void expanded(JsonParser p, JsonToken t, ColumnPlan.Member m, Object[] row)
      throws IOException, SQLException {
    if (m.child == null) {
      moreLink = t == JsonToken.VALUE_STRING ? p.getText() : null;
      return;
    }
    m.expanded.seen++;
    if (t == JsonToken.VALUE_NULL) {
      return;
    }
    if (t != (m.expanded.collection ? JsonToken.START_ARRAY : JsonToken.START_OBJECT)) {
      throw new SQLDataException(
          "Navigation property "
              + m.expanded.path
              + " of row "
              + rows.number()
              + " is "
              + limit(JsonTextReader.text(p)),
          UnfitValue.NOT_PARSEABLE);
    }
    if (!m.expanded.collection) {
      present += m.expanded.required ? 1 : 0;
      object(p, m.child, row);
      checkEntity(m);
      return;
    }
    JsonToken next;
    long left = m.expanded.top;
    while ((next = p.nextToken()) == JsonToken.START_OBJECT) {
      if (left-- == 0) {
        left = 0;
        p.skipChildren();
      } else {
        entity(p, m.child);
        checkEntity(m);
      }
    }
    if (next != JsonToken.END_ARRAY) {
      throw new IOException("the answer ends inside " + m.expanded.path);
    }
  }

  /** Olingo's serializer writes an entity that lies inside of itself as a reference. */
  private void checkEntity(ColumnPlan.Member m) throws SQLException {
    if (reference) {
      throw new UnexpandedException(where, m.expanded.path);
    }
  }

  void object(JsonParser p, ColumnPlan.Node node, Object[] row) throws IOException, SQLException {
    boolean any = false;
    boolean named = false;
    node.entered++;
    ColumnPlan.Member expected = node.first;
    for (String name; (name = p.nextFieldName()) != null; ) {
      ColumnPlan.Member m = expected;
      // names are interned by the parser, as ours are, so this is seldom more than a comparison of
      // references
      if (m == null || !m.name.equals(name)) {
        m = node.member(name);
      }
      JsonToken t = p.nextToken();
      if (m == null) {
        named |= name.equals("@odata.id") || name.equals("@id");
        p.skipChildren();
      } else {
        any = true;
        expected = m.next;
        value(p, t, m, row);
      }
    }
    reference = named && !any && !node.isEmpty();
    if (p.currentToken() != JsonToken.END_OBJECT) {
      throw new IOException("the answer ends inside a row");
    }
  }

  void value(JsonParser p, JsonToken t, ColumnPlan.Member m, Object[] row)
      throws IOException, SQLException {
    if (m.expanded != null) {
      expanded(p, t, m, row);
      return;
    }
    if (t == JsonToken.VALUE_NULL) {
      return;
    }
    if (m.child != null) {
      if (t != JsonToken.START_OBJECT) {
        throw new SQLDataException(
            "Property "
                + m.name
                + " of row "
                + rows.number()
                + " is no object but "
                + limit(JsonTextReader.text(p)),
            UnfitValue.NOT_PARSEABLE);
      }
      object(p, m.child, row);
      return;
    }
    try {
      row[m.slot] = m.reader.read(p, t);
    } catch (UnfitValue e) {
      throw new SQLDataException(
          "Column "
              + m.column.name()
              + ", row "
              + rows.number()
              + ": '"
              + e.text()
              + "' is "
              + e.getMessage()
              + " ("
              + m.column.type().edmName()
              + ")",
          e.sqlState());
    }
    if (!m.cutReported && m.reader.wasCut()) {
      m.cutReported = true;
      warnings.accept(
          m.column, "digits beyond milliseconds are cut, for example in " + p.getText());
    }
  }

  private static String limit(String text) {
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }
}
