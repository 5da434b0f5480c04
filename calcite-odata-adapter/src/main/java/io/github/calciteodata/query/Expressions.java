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
package io.github.calciteodata.query;

import io.github.calciteodata.query.Expression.And;
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.Constant;
import io.github.calciteodata.query.Expression.Operator;
import io.github.calciteodata.query.Expression.Or;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Builds conjunctions and disjunctions in their simplest form. */
public final class Expressions {
  private Expressions() {}

  /** All of the operands: flattened, constants folded; true when there are none. */
  public static Expression and(List<Expression> operands) {
    Set<Expression> flat = new LinkedHashSet<>();
    for (Expression operand : operands) {
      if (operand instanceof And and) {
        flat.addAll(and.operands());
      } else if (operand instanceof Constant constant) {
        if (!constant.value()) {
          return constant;
        }
      } else {
        flat.add(operand);
      }
    }
    return switch (flat.size()) {
      case 0 -> new Constant(true);
      case 1 -> flat.iterator().next();
      default -> new And(rangesBeforeUnequal(List.copyOf(flat)));
    };
  }

  /**
   * The same conditions, {@code x gt 10} before {@code x ne 3}. The order means nothing, but Teiid
   * 16.0 forgets a range that comes after {@code ne} of the same operand.
   */
  private static List<Expression> rangesBeforeUnequal(List<Expression> conditions) {
    Set<Expression> unequal = new HashSet<>();
    List<Expression> late = new ArrayList<>();
    for (Expression condition : conditions) {
      if (condition instanceof Comparison comparison) {
        if (comparison.op() == Operator.NE) {
          unequal.add(comparison.left());
        } else if (unequal.contains(comparison.left())) {
          late.add(condition);
        }
      }
    }
    if (late.isEmpty()) {
      return conditions;
    }
    List<Expression> ordered = new ArrayList<>(late);
    conditions.stream().filter(c -> !late.contains(c)).forEach(ordered::add);
    return ordered;
  }

  /** Any of the operands: flattened, constants folded; false when there are none. */
  public static Expression or(List<Expression> operands) {
    Set<Expression> flat = new LinkedHashSet<>();
    for (Expression operand : operands) {
      if (operand instanceof Or or) {
        flat.addAll(or.operands());
      } else if (operand instanceof Constant constant) {
        if (constant.value()) {
          return constant;
        }
      } else {
        flat.add(operand);
      }
    }
    return switch (flat.size()) {
      case 0 -> new Constant(false);
      case 1 -> flat.iterator().next();
      default -> new Or(List.copyOf(flat));
    };
  }
}
