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
package io.github.calciteodata.demo.query;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.apache.olingo.server.api.uri.queryoption.expression.Binary;
import org.apache.olingo.server.api.uri.queryoption.expression.BinaryOperatorKind;
import org.apache.olingo.server.api.uri.queryoption.expression.Expression;
import org.apache.olingo.server.api.uri.queryoption.expression.Literal;
import org.apache.olingo.server.api.uri.queryoption.expression.Member;

/**
 * Finds values in long lists at once: {@code a eq 1 or a eq 2 or …}, {@code (a eq 1 and b eq 7) or
 * …}, {@code a in (1,2,…)}.
 */
final class KeyLists {
  private static final int FEW = 4;

  private final Function<Expression, Expr> compiler;

  KeyLists(Function<Expression, Expr> compiler) {
    this.compiler = compiler;
  }

  /** The properties that are compared, and the constants that they are compared with, in turn. */
  private record Keys(List<Member> members, List<Object> values) {
    /** What alternatives for the same properties have in common. */
    List<List<String>> names() {
      return members.stream()
          .map(member -> PathCompiler.names(member.getResourcePath().getUriResourceParts()))
          .toList();
    }
  }

  /** Compiles an {@code or}. */
  Expr or(Binary or) {
    List<Expression> alternatives = new ArrayList<>();
    flatten(or, BinaryOperatorKind.OR, alternatives);
    Map<List<List<String>>, List<Keys>> lists = new LinkedHashMap<>();
    List<Expression> others = new ArrayList<>();
    for (Expression alternative : alternatives) {
      Keys keys = keys(alternative);
      if (keys == null) {
        others.add(alternative);
      } else {
        lists.computeIfAbsent(keys.names(), ignored -> new ArrayList<>()).add(keys);
      }
    }
    if (lists.values().stream().noneMatch(list -> list.size() > FEW)) {
      return Operators.binary(
          or.getOperator(),
          compiler.apply(or.getLeftOperand()),
          compiler.apply(or.getRightOperand()));
    }
    // a comparison with a constant is never unknown, so that the order of alternatives is free
    List<Expr> all = new ArrayList<>(lists.values().stream().map(this::among).toList());
    others.forEach(other -> all.add(compiler.apply(other)));
    return all.stream().reduce((a, b) -> Operators.binary(BinaryOperatorKind.OR, a, b)).get();
  }

  /** Compiles {@code a in (1,2,…)}; null when the values are not all constants for a property. */
  Expr in(Binary in) {
    if (!(in.getLeftOperand() instanceof Member member)) {
      return null;
    }
    List<Keys> list = new ArrayList<>();
    for (Expression choice : in.getExpressions()) {
      Object value = constant(member, choice);
      if (value == null) {
        return null;
      }
      list.add(new Keys(List.of(member), List.of(value)));
    }
    return list.size() > FEW ? among(list) : null;
  }

  private Expr among(List<Keys> list) {
    List<Expr> members =
        list.get(0).members().stream().map(member -> compiler.apply(member)).toList();
    Set<List<Object>> keys = new HashSet<>();
    list.forEach(element -> keys.add(element.values()));
    return scope -> {
      List<Object> values = new ArrayList<>(members.size());
      for (Expr member : members) {
        values.add(exact(member.eval(scope)));
      }
      return keys.contains(values);
    };
  }

  private static void flatten(
      Expression expression, BinaryOperatorKind operator, List<Expression> operands) {
    if (expression instanceof Binary binary && binary.getOperator() == operator) {
      flatten(binary.getLeftOperand(), operator, operands);
      flatten(binary.getRightOperand(), operator, operands);
    } else {
      operands.add(expression);
    }
  }

  /** Null when the condition is more than comparisons of properties with constants. */
  private static Keys keys(Expression condition) {
    List<Expression> comparisons = new ArrayList<>();
    flatten(condition, BinaryOperatorKind.AND, comparisons);
    List<Member> members = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (Expression comparison : comparisons) {
      if (!(comparison instanceof Binary binary)
          || binary.getOperator() != BinaryOperatorKind.EQ
          || !(binary.getLeftOperand() instanceof Member member)) {
        return null;
      }
      Object value = constant(member, binary.getRightOperand());
      if (value == null) {
        return null;
      }
      members.add(member);
      values.add(value);
    }
    return new Keys(members, values);
  }

  /** Null for what is not compared exactly, digit by digit, or may be null. */
  private static Object constant(Member member, Expression expression) {
    if (!(expression instanceof Literal literal) || member.getType() == null) {
      return null;
    }
    Object value = Literals.parse(literal.getText(), literal.getType());
    boolean comparable =
        switch (member.getType().getName()) {
          case "SByte", "Byte", "Int16", "Int32", "Int64", "Decimal" ->
              value instanceof Long || value instanceof BigDecimal;
          case "String" -> value instanceof String;
          case "Guid" -> value instanceof UUID;
          case "Date" -> value instanceof LocalDate;
          default -> false;
        };
    return comparable ? exact(value) : null;
  }

  /** Equal numbers become equal objects. */
  private static Object exact(Object value) {
    if (value instanceof Long number) {
      return BigDecimal.valueOf(number);
    } else if (value instanceof BigDecimal number) {
      BigDecimal stripped = number.stripTrailingZeros();
      return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
    return value;
  }
}
