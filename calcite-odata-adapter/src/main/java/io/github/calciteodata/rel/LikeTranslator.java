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

import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.query.Expression;
import io.github.calciteodata.query.Expression.Call;
import io.github.calciteodata.query.Expression.Comparison;
import io.github.calciteodata.query.Expression.Function;
import io.github.calciteodata.query.Expression.Literal;
import io.github.calciteodata.query.Expression.Not;
import io.github.calciteodata.query.Expression.Operator;
import io.github.calciteodata.query.Expressions;
import io.github.calciteodata.rel.OperandTranslator.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexCall;

/**
 * Turns LIKE with a constant pattern: {@code s LIKE 'a%'} becomes {@code startswith(s,'a')}.
 * Patterns that OData has no function for are pushed wider: {@code s LIKE 'a_c%d'} as {@code
 * startswith(s,'a') and endswith(s,'d')}.
 */
final class LikeTranslator {
  private final OperandTranslator operands;
  private final ConstantTranslator constants;
  private final PushdownRules rules;

  LikeTranslator(OperandTranslator operands, ConstantTranslator constants, PushdownRules rules) {
    this.operands = operands;
    this.constants = constants;
    this.rules = rules;
  }

  Optional<Translation> translate(RexCall like, boolean negated) {
    Optional<Operand> text =
        operands
            .translate(like.getOperands().get(0))
            .filter(o -> o.type() == EdmType.STRING && !o.wide());
    Optional<LikePattern> pattern = pattern(like);
    if (text.isEmpty() || pattern.isEmpty()) {
      return Optional.empty();
    }
    if (pattern.get().parts().stream().anyMatch(rules::hasWildcard)) {
      return Optional.empty();
    }
    Optional<Translation> positive = positive(text.get(), pattern.get());
    if (!negated) {
      return positive;
    }
    // what is wider the one way is narrower the other
    return positive.filter(Translation::exact).map(t -> negate(t.expression(), text.get()));
  }

  private Optional<LikePattern> pattern(RexCall like) {
    char escape = 0;
    if (like.getOperands().size() == 3) {
      Optional<Literal> character = constants.text(like.getOperands().get(2));
      if (character.isEmpty() || ((String) character.get().value()).length() != 1) {
        return Optional.empty();
      }
      escape = ((String) character.get().value()).charAt(0);
    }
    char escapeCharacter = escape;
    return constants
        .text(like.getOperands().get(1))
        .flatMap(p -> LikePattern.parse((String) p.value(), escapeCharacter));
  }

  private Optional<Translation> positive(Operand text, LikePattern pattern) {
    List<String> parts = pattern.parts();
    boolean exact = rules.binaryStrings();
    if (parts.size() == 1) {
      return Optional.of(
          new Translation(
              new Comparison(Operator.EQ, text.expression(), literal(pattern.first())), exact));
    }
    List<Expression> conditions = new ArrayList<>();
    boolean complete = pattern.onlyPercent();
    complete &= add(conditions, Function.STARTSWITH, text, pattern.first());
    complete &= add(conditions, Function.CONTAINS, text, pattern.longestInner());
    complete &= add(conditions, Function.ENDSWITH, text, pattern.last());
    long used = parts.stream().filter(p -> !p.isEmpty()).count();
    // two texts may overlap where LIKE wants them one after the other
    boolean exactPattern = complete && used <= 1;
    if (conditions.isEmpty()) {
      return pattern.onlyPercent() && used == 0
          ? ComparisonTranslator.exact(ComparisonTranslator.notNull(text.columns()))
          : Optional.empty();
    }
    return Optional.of(new Translation(Expressions.and(conditions), exact && exactPattern));
  }

  /** Whether the text, if there is any, is covered by the function. */
  private boolean add(List<Expression> conditions, Function function, Operand text, String part) {
    if (part.isEmpty()) {
      return true;
    }
    if (!rules.functions().contains(function)) {
      return false;
    }
    conditions.add(new Call(function, List.of(text.expression(), literal(part))));
    return true;
  }

  /** {@code not f(s)} of a null is null by the specification, but true at some services. */
  private static Translation negate(Expression expression, Operand text) {
    Expression notNull = ComparisonTranslator.notNull(text.columns());
    if (expression instanceof Comparison c && c.op() == Operator.EQ) {
      return new Translation(
          Expressions.and(List.of(new Comparison(Operator.NE, c.left(), c.right()), notNull)),
          true);
    }
    if (expression instanceof Call) {
      return new Translation(Expressions.and(List.of(notNull, new Not(expression))), true);
    }
    return new Translation(new Expression.Constant(false), true);
  }

  private static Literal literal(String text) {
    return new Literal(EdmType.STRING, text, null);
  }
}
