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

import io.github.calciteodata.edm.Column;
import io.github.calciteodata.edm.EdmType;
import io.github.calciteodata.edm.EnumType;
import io.github.calciteodata.edm.TableModel;
import java.util.List;
import java.util.Set;

/** A filter or a part of one, with OData's meaning (URL Conventions 5.1.1). */
public sealed interface Expression {

  /** A property of the entity: {@code Address/City}. */
  record Path(Column column) implements Expression {}

  /**
   * A constant in Calcite's internal representation, never null.
   *
   * @param enumType for {@link EdmType#ENUM}, else null
   */
  record Literal(EdmType type, Object value, EnumType enumType) implements Expression {}

  /**
   * A value known when the statement runs: the index into the parameters that the plan computes.
   */
  record Parameter(int index, EdmType type, EnumType enumType) implements Expression {}

  /** {@code left op right}. */
  record Comparison(Operator op, Expression left, Expression right) implements Expression {}

  /** {@code operand eq null}, or {@code ne null} when {@code negated}. */
  record NullTest(Expression operand, boolean negated) implements Expression {}

  /** {@code operand in (values)}; at least one value, none null. */
  record In(Expression operand, List<Expression> values) implements Expression {
    public In {
      values = List.copyOf(values);
    }
  }

  /** All of two or more. */
  record And(List<Expression> operands) implements Expression {
    public And {
      operands = List.copyOf(operands);
    }
  }

  /** Any of two or more. */
  record Or(List<Expression> operands) implements Expression {
    public Or {
      operands = List.copyOf(operands);
    }
  }

  /** {@code not operand}: only ever around boolean functions, never around comparisons. */
  record Not(Expression operand) implements Expression {}

  /**
   * {@code path/any(x:condition)}: whether a related entity meets the condition (URL Conventions
   * 5.1.1.13). True or false, never null.
   *
   * @param path to the collection of related entities
   * @param columns of the entity, equal to the {@code targetColumns} of its related ones
   * @param condition on the related entity, by its own columns; null for any entity at all
   */
  record Any(
      String path,
      List<Column> columns,
      TableModel target,
      List<Column> targetColumns,
      Expression condition)
      implements Expression {
    public Any {
      columns = List.copyOf(columns);
      targetColumns = List.copyOf(targetColumns);
    }

    /** The same with another condition. */
    public Any with(Expression changed) {
      return new Any(path, columns, target, targetColumns, changed);
    }
  }

  /**
   * Whether the columns have one of these combinations of values: what {@link Any} is when the
   * related entities have been read. Appears only where the engine evaluates.
   */
  record OneOf(List<Column> columns, Set<List<Object>> keys) implements Expression {
    public OneOf {
      columns = List.copyOf(columns);
      keys = Set.copyOf(keys);
    }
  }

  /** A call of a canonical function, such as {@code tolower(Name)}. */
  record Call(Function function, List<Expression> arguments) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@code left op right} on numbers. */
  record Arithmetic(ArithmeticOperator op, Expression left, Expression right)
      implements Expression {

    /** Whether the left operand needs no parentheses (URL Conventions 5.1.1.16). */
    boolean isLeftToRight() {
      return !(left instanceof Arithmetic inner) || !op.bindsTight() || inner.op().bindsTight();
    }
  }

  /** True or false for every row; appears only when parameters are bound. */
  record Constant(boolean value) implements Expression {}

  /** Comparison operators. */
  enum Operator {
    EQ("eq"),
    NE("ne"),
    GT("gt"),
    GE("ge"),
    LT("lt"),
    LE("le");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    /** As written in a URL. */
    public String symbol() {
      return symbol;
    }
  }

  /** Arithmetic operators. */
  enum ArithmeticOperator {
    ADD("add"),
    SUB("sub"),
    MUL("mul"),
    DIV("div"),
    MOD("mod");

    private final String symbol;

    ArithmeticOperator(String symbol) {
      this.symbol = symbol;
    }

    boolean bindsTight() {
      return this != ADD && this != SUB;
    }

    /** As written in a URL. */
    public String symbol() {
      return symbol;
    }
  }

  /** Canonical functions (URL Conventions 5.1.1.5 and following). */
  enum Function {
    CONTAINS("contains"),
    STARTSWITH("startswith"),
    ENDSWITH("endswith"),
    TOLOWER("tolower"),
    TOUPPER("toupper"),
    LENGTH("length"),
    TRIM("trim"),
    SUBSTRING("substring"),
    INDEXOF("indexof"),
    CONCAT("concat"),
    ROUND("round"),
    FLOOR("floor"),
    CEILING("ceiling"),
    YEAR("year"),
    MONTH("month"),
    DAY("day");

    private final String symbol;

    Function(String symbol) {
      this.symbol = symbol;
    }

    /** As written in a URL. */
    public String symbol() {
      return symbol;
    }
  }
}
