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

import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.And;
import io.github.calciteodata.query.Expression.Arithmetic;
import io.github.calciteodata.query.Expression.Function;
import io.github.calciteodata.query.Expression.In;
import io.github.calciteodata.query.Expressions;
import io.github.calciteodata.query.Functions;
import io.github.calciteodata.runtime.LearnedOptions.Option;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What of a filter a service may not know: functions, arithmetic, {@code in}, {@code any}. */
final class Suspects {
  private final Set<Function> functions;
  private final boolean arithmetic;
  private final boolean in;
  private final boolean any;

  /** {@code inSent}: whether lists are sent as {@code in}. */
  Suspects(Expression filter, boolean inSent) {
    this.functions = Functions.in(filter);
    List<Expression> parts = Functions.parts(filter);
    this.arithmetic = parts.stream().anyMatch(Arithmetic.class::isInstance);
    this.any = Functions.hasAny(filter);
    this.in = inSent && parts.stream().anyMatch(In.class::isInstance);
  }

  /** Whether there is an {@code in}. */
  boolean in() {
    return in;
  }

  /** Whether there is nothing that a service might not know. */
  boolean isEmpty() {
    return functions.isEmpty() && !arithmetic && !in && !any;
  }

  /** Learns that each of them is not taken; when there is none, that no filter is. */
  void blame(LearnedOptions learned, String resource, String reason) {
    if (any) {
      // seldom known, so what stands beside it is hardly the reason
      learned.learn(resource, Option.ANY, reason);
      return;
    }
    if (!functions.isEmpty()) {
      learned.learn(resource, functions, reason);
    }
    if (arithmetic) {
      learned.learn(resource, Option.ARITHMETIC, reason);
    }
    if (in) {
      learned.learn(resource, Option.IN, reason);
    }
    if (isEmpty()) {
      learned.learn(resource, Option.FILTER, reason);
    }
  }

  /**
   * The conditions without functions, arithmetic and related entities; empty when all are, or none
   * is.
   */
  static Optional<Expression> plainConditions(Expression filter) {
    List<Expression> all = filter instanceof And and ? and.operands() : List.of(filter);
    List<Expression> plain =
        all.stream()
            .filter(
                condition -> {
                  Suspects own = new Suspects(condition, false);
                  return own.functions.isEmpty() && !own.arithmetic && !own.any;
                })
            .toList();
    return plain.isEmpty() || plain.size() == all.size()
        ? Optional.empty()
        : Optional.of(Expressions.and(plain));
  }
}
