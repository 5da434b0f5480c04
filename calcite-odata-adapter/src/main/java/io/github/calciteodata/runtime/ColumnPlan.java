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

import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.EdmType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The columns of a cursor as a tree of JSON members: what to do with each member of a row, found by
 * its name.
 */
final class ColumnPlan {

  /** One member of an object: a column's value, or an object with further members. */
  static final class Member {
    final String name;
    final int slot;
    final ValueReader reader;
    final Node child;
    final Column column;

    /** The name as it usually stands in JSON. */
    final byte[] quoted;

    boolean cutReported;

    /** The member that comes after this one in most answers. */
    Member next;

    Member(String name, int slot, Column column, Node child) {
      this.name = name;
      this.slot = slot;
      this.column = column;
      this.reader = column == null ? null : ValueReader.of(column);
      this.child = child;
      this.quoted = ('"' + name + '"').getBytes(StandardCharsets.UTF_8);
    }
  }

  /** The members of an object. */
  static final class Node {
    private final Map<String, Member> members = new HashMap<>();
    Member first;

    Member member(String name) {
      return members.get(name);
    }
  }

  final Node root = new Node();
  final int width;

  /**
   * Pairs of slots: the second gets the value of the first, because the same column was selected
   * twice.
   */
  final int[] copies;

  /** The columns, by slot. */
  final List<Column> columns;

  /** Slots that the metadata says are never null; links of streams may be left out all the same. */
  final int[] required;

  ColumnPlan(List<Column> columns) {
    this.columns = List.copyOf(columns);
    this.required =
        IntStream.range(0, columns.size())
            .filter(i -> !columns.get(i).nullable() && columns.get(i).type() != EdmType.STREAM)
            .toArray();
    this.width = columns.size();
    List<Integer> twice = new ArrayList<>();
    for (int slot = 0; slot < columns.size(); slot++) {
      add(columns.get(slot), slot, twice);
    }
    this.copies = twice.stream().mapToInt(Integer::intValue).toArray();
    link(root, columns);
  }

  private void add(Column column, int slot, List<Integer> twice) {
    Node node = root;
    String[] path = column.path().split("/");
    for (int i = 0; i < path.length - 1; i++) {
      // a segment with a dot is a type cast, which JSON does not show (URL Conventions 4.11)
      if (path[i].indexOf('.') < 0) {
        Member inner =
            node.members.computeIfAbsent(
                path[i].intern(), n -> new Member(n, -1, null, new Node()));
        if (inner.child == null) {
          throw new IllegalArgumentException(
              "Column " + column.name() + " lies inside another selected column");
        }
        node = inner.child;
      }
    }
    String last = path[path.length - 1];
    if (column.type() == EdmType.STREAM) {
      Member link = new Member((last + "@odata.mediaReadLink").intern(), slot, column, null);
      node.members.putIfAbsent(link.name, link);
      node.members.putIfAbsent(last + "@mediaReadLink", link);
      last = link.name;
    }
    Member known = node.members.get(last);
    if (known == null) {
      node.members.put(last.intern(), new Member(last.intern(), slot, column, null));
    } else if (known.slot >= 0) {
      if (known.slot != slot) {
        twice.add(known.slot);
        twice.add(slot);
      }
    } else {
      throw new IllegalArgumentException(
          "Column " + column.name() + " contains another selected column");
    }
  }

  /** Guesses that members come in the order of the columns; a wrong guess costs a look-up. */
  private static void link(Node root, List<Column> columns) {
    Map<Node, Member> lastOf = new HashMap<>();
    for (Column column : columns) {
      Node node = root;
      for (String segment : column.path().split("/")) {
        Member m = node == null ? null : node.members.get(segment);
        if (m == null) {
          continue;
        }
        Member last = lastOf.put(node, m);
        if (last == null) {
          node.first = m;
        } else if (last != m && last.next == null) {
          last.next = m;
        }
        node = m.child;
      }
    }
  }
}
