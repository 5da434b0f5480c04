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
package io.github.calciteodata.rel;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.util.Util;

/**
 * The expressions whose values a request needs when it runs: {@code ?}, {@code CURRENT_DATE - 7}
 * and the like.
 */
final class RuntimeValues {
  private final List<RexNode> nodes;

  RuntimeValues(List<RexNode> nodes) {
    this.nodes = new ArrayList<>(nodes);
  }

  /** The index of the expression, added when new. */
  int indexOf(RexNode node) {
    int at = nodes.indexOf(node);
    if (at < 0) {
      at = nodes.size();
      nodes.add(node);
    }
    return at;
  }

  /** All expressions, by index. */
  List<RexNode> nodes() {
    return List.copyOf(nodes);
  }

  int size() {
    return nodes.size();
  }

  /** Forgets the expressions from this index on. */
  void truncate(int size) {
    nodes.subList(size, nodes.size()).clear();
  }

  /** Whether the value is the same for every row, but known only at execution. */
  static boolean isRuntimeValue(RexNode node) {
    if (!RexUtil.isDeterministic(node)) {
      return false;
    }
    try {
      node.accept(new RowDependence());
      return true;
    } catch (Util.FoundOne found) {
      return false;
    }
  }

  /** Throws when it meets something that changes from row to row. */
  private static final class RowDependence extends RexVisitorImpl<Void> {
    RowDependence() {
      super(true);
    }

    @Override
    public Void visitInputRef(RexInputRef ref) {
      throw Util.FoundOne.NULL;
    }

    @Override
    public Void visitCorrelVariable(RexCorrelVariable variable) {
      throw Util.FoundOne.NULL;
    }

    @Override
    public Void visitFieldAccess(RexFieldAccess access) {
      throw Util.FoundOne.NULL;
    }

    @Override
    public Void visitSubQuery(RexSubQuery subQuery) {
      throw Util.FoundOne.NULL;
    }
  }
}
