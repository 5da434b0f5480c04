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
import io.github.calciteodata.query.Expansion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The columns of a cursor as a tree of JSON members: what to do with each member of a row, found by
 * its name.
 */
final class ColumnPlan {

  /** What is known of a member that {@code $expand} asked for. */
  static final class Expanded {
    final String path;
    final boolean collection;
    final boolean required;
    final Node holder;

    /** How many of a collection's entities are read at most, or -1. */
    final long top;

    /** How often it stood in the page. */
    int seen;

    Expanded(String path, Expansion expansion, Node holder) {
      this.path = path;
      this.collection = expansion.relation().collection();
      this.required = expansion.required();
      this.top = expansion.top() == null ? -1 : expansion.top().value();
      this.holder = holder;
    }
  }

  /** One member of an object: a column's value, or an object with further members. */
  static final class Member {
    final String name;
    final int slot;
    final ValueReader reader;
    final Node child;
    final Column column;

    /** The name as it usually stands in JSON. */
    final byte[] quoted;

    /** For a related entity or collection, or the link to more of a collection; else null. */
    final Expanded expanded;

    boolean cutReported;

    /** The member that comes after this one in most answers. */
    Member next;

    Member(String name, int slot, Column column, Node child) {
      this(name, slot, column, child, null);
    }

    Member(String name, int slot, Column column, Node child, Expanded expanded) {
      this.name = name;
      this.expanded = expanded;
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

    /** How often such an object stood in the page. */
    int entered;

    /** For an entity: how many single related ones have to be there. */
    int required;

    /** For an entity: the one collection in it, or null. */
    Member collection;

    /** For an entity: the slots that it fills, those of related collections apart. */
    int[] slots = {};

    /** Whether an object is just one row. */
    boolean isPlain() {
      return required == 0 && collection == null;
    }

    /** Whether nothing of the object is asked for but that it is there. */
    boolean isEmpty() {
      return members.isEmpty();
    }

    Member member(String name) {
      return members.get(name);
    }
  }

  final Node root;
  final int width;

  /** What {@code $expand} asked for. */
  final List<Expanded> expanded = new ArrayList<>();

  /**
   * Pairs of slots: the second gets the value of the first, because the same column was selected
   * twice.
   */
  final int[] copies;

  /** The columns, by slot. */
  final List<Column> columns;

  /** Slots that the metadata says are never null; links of streams may be left out all the same. */
  final int[] required;

  ColumnPlan(List<Column> columns, List<Expansion> expansions) {
    this.root = new Node();
    this.columns = List.copyOf(columns);
    this.required =
        IntStream.range(0, columns.size())
            .filter(i -> !columns.get(i).nullable() && columns.get(i).type() != EdmType.STREAM)
            .toArray();
    this.width = columns.size();
    expand(expansions, root, root, "");
    List<Integer> twice = new ArrayList<>();
    for (int slot = 0; slot < columns.size(); slot++) {
      add(columns.get(slot), slot, twice);
    }
    this.copies = twice.stream().mapToInt(Integer::intValue).toArray();
    link(root, columns);
  }

  private ColumnPlan(ColumnPlan whole, Node root) {
    this.root = root;
    this.width = whole.width;
    this.copies = whole.copies;
    this.columns = whole.columns;
    Set<Integer> filled = new HashSet<>();
    fill(root, filled);
    this.required = IntStream.of(whole.required).filter(filled::contains).toArray();
    whole.expanded.stream().filter(e -> below(root, e.holder)).forEach(expanded::add);
  }

  /** The plan for a page that has only entities of a collection. */
  ColumnPlan of(Member collection) {
    return new ColumnPlan(this, collection.child);
  }

  /** The slots that entities of a collection do not fill. */
  List<Integer> slotsAbove(Member collection) {
    Set<Integer> filled = new HashSet<>();
    fill(collection.child, filled);
    return IntStream.range(0, width).filter(slot -> !filled.contains(slot)).boxed().toList();
  }

  private static void fill(Node node, Set<Integer> slots) {
    IntStream.of(node.slots).forEach(slots::add);
    if (node.collection != null) {
      fill(node.collection.child, slots);
    }
  }

  private static boolean below(Node node, Node searched) {
    return node == searched
        || node.members.values().stream()
            .anyMatch(m -> m.child != null && below(m.child, searched));
  }

  /**
   * Adds members for what is expanded.
   *
   * @param entity the entity, or element of a collection, that the node is a part of
   */
  private void expand(List<Expansion> expansions, Node node, Node entity, String prefix) {
    for (Expansion expansion : expansions) {
      String name = expansion.relation().path().intern();
      Expanded inside = new Expanded(prefix + name, expansion, node);
      expanded.add(inside);
      Member member = new Member(name, -1, null, new Node(), inside);
      node.members.put(name, member);
      Node inner = entity;
      if (inside.collection) {
        inner = member.child;
        entity.collection = member;
        for (String link : List.of("@odata.nextLink", "@nextLink")) {
          node.members.put(name + link, new Member(name + link, -1, null, null, inside));
        }
      } else if (inside.required) {
        entity.required++;
      }
      expand(expansion.expansions(), member.child, inner, prefix + name + "/");
    }
  }

  private void add(Column column, int slot, List<Integer> twice) {
    Node node = root;
    Node entity = root;
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
        if (inner.expanded != null && inner.expanded.collection) {
          entity = node;
        }
      }
    }
    entity.slots = Arrays.copyOf(entity.slots, entity.slots.length + 1);
    entity.slots[entity.slots.length - 1] = slot;
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
