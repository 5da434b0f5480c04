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

import io.github.calciteodata.demo.data.DemoModel;
import java.util.List;
import java.util.Map;
import org.apache.olingo.commons.api.edm.EdmStructuredType;
import org.apache.olingo.commons.api.edm.EdmType;
import org.apache.olingo.server.api.uri.UriResource;
import org.apache.olingo.server.api.uri.queryoption.expression.Alias;
import org.apache.olingo.server.api.uri.queryoption.expression.Binary;
import org.apache.olingo.server.api.uri.queryoption.expression.Enumeration;
import org.apache.olingo.server.api.uri.queryoption.expression.Expression;
import org.apache.olingo.server.api.uri.queryoption.expression.Literal;
import org.apache.olingo.server.api.uri.queryoption.expression.Member;
import org.apache.olingo.server.api.uri.queryoption.expression.Method;
import org.apache.olingo.server.api.uri.queryoption.expression.Unary;
import org.apache.olingo.server.api.uri.queryoption.expression.UnaryOperatorKind;

/** Turns Olingo's expression trees into functions over rows; property names are looked up once. */
public final class ExpressionCompiler {
  private final Shape shape;
  private final Map<String, Expression> aliases;
  private final PathCompiler paths;

  /**
   * Compiles expressions over rows of a type.
   *
   * @param aliases values of the request's parameter aliases, by name with {@code @}
   */
  public ExpressionCompiler(
      DemoModel model, EdmStructuredType type, Map<String, Expression> aliases) {
    this(model, Shape.of(type), aliases);
  }

  /** Compiles expressions over rows of any shape. */
  public ExpressionCompiler(DemoModel model, Shape shape, Map<String, Expression> aliases) {
    this.shape = shape;
    this.aliases = aliases;
    this.paths = new PathCompiler(model, this::compile);
  }

  /** Returns the value of a literal of a URL. */
  public static Object literal(String text, EdmType type) {
    return Literals.parse(text, type);
  }

  Expr compile(List<UriResource> path) {
    return paths.compile(shape, path);
  }

  public Expr compile(Expression expression) {
    if (expression instanceof Literal literal) {
      Object value = Literals.parse(literal.getText(), literal.getType());
      return scope -> value;
    } else if (expression instanceof Enumeration enumeration) {
      Object value = Literals.member(enumeration.getType(), enumeration.getValues());
      return scope -> value;
    } else if (expression instanceof Member member) {
      return compile(member.getResourcePath().getUriResourceParts());
    } else if (expression instanceof Binary binary) {
      return switch (binary.getOperator()) {
        case IN -> in(binary);
        case OR -> new KeyLists(this::compile).or(binary);
        default ->
            Operators.binary(
                binary.getOperator(),
                compile(binary.getLeftOperand()),
                compile(binary.getRightOperand()));
      };
    } else if (expression instanceof Unary unary) {
      Expr operand = compile(unary.getOperand());
      return unary.getOperator() == UnaryOperatorKind.NOT
          ? Operators.not(operand)
          : Operators.minus(operand);
    } else if (expression instanceof Method method) {
      return Methods.call(
          method.getMethod(), method.getParameters().stream().map(this::compile).toList());
    } else if (expression instanceof Alias alias && aliases.containsKey(alias.getParameterName())) {
      return compile(aliases.get(alias.getParameterName()));
    }
    throw Problem.notImplemented("the expression " + expression);
  }

  /**
   * {@code x in (a,b)} is {@code x eq a or x eq b}, so that null is found by null (URL conventions,
   * 5.1.1.1.12).
   */
  private Expr in(Binary binary) {
    Expr list = new KeyLists(this::compile).in(binary);
    if (list != null) {
      return list;
    }
    Expr left = compile(binary.getLeftOperand());
    List<Expr> choices = binary.getExpressions().stream().map(this::compile).toList();
    return scope -> {
      Object value = left.eval(scope);
      for (Expr choice : choices) {
        if (Values.equal(value, choice.eval(scope))) {
          return true;
        }
      }
      return false;
    };
  }
}
