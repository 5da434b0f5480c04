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
import io.github.calciteodata.query.Expression.Constant;
import io.github.calciteodata.query.Expression.Or;
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
      default -> new And(List.copyOf(flat));
    };
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
