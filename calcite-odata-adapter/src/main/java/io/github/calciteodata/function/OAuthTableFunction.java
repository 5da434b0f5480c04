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
package io.github.calciteodata.function;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.CallImplementor;
import org.apache.calcite.adapter.enumerable.NullPolicy;
import org.apache.calcite.adapter.enumerable.RexImpTable;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.Types;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.ImplementableFunction;
import org.apache.calcite.schema.TableFunction;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * A step of OAuth as a table function: {@code SELECT * FROM TABLE(OAuthStatus())}. Planning calls
 * nothing but the types; the step is taken when the row is read.
 */
final class OAuthTableFunction implements TableFunction, ImplementableFunction, Described {
  private static final Method CALL =
      Types.lookupMethod(
          OAuthRows.class, "call", DataContext.class, String.class, String.class, Object[].class);

  private final OAuthRoutine routine;
  private final OAuthRows rows;

  /** {@code rows} is where it belongs to. */
  OAuthTableFunction(OAuthRoutine routine, OAuthRows rows) {
    this.routine = routine;
    this.rows = rows;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory, List<? extends Object> arguments) {
    return SystemTable.rowType(typeFactory, routine.columns());
  }

  @Override
  public Type getElementType(List<? extends Object> arguments) {
    return Object[].class;
  }

  @Override
  public List<FunctionParameter> getParameters() {
    return IntStream.range(0, routine.parameters().size())
        .<FunctionParameter>mapToObj(i -> new Text(i, routine.parameters().get(i)))
        .toList();
  }

  @Override
  public String remarks() {
    return routine.remarks();
  }

  @Override
  public CallImplementor getImplementor() {
    return RexImpTable.createImplementor(
        (translator, call, operands) -> {
          List<Expression> arguments = new ArrayList<>();
          for (int i = 0; i < operands.size(); i++) {
            RexNode operand = RexUtil.removeCast(call.getOperands().get(i));
            String text =
                operand instanceof RexLiteral literal && SqlTypeUtil.isCharacter(literal.getType())
                    ? literal.getValueAs(String.class)
                    : null;
            // the compiler of generated code logs the texts in it
            arguments.add(
                text == null ? operands.get(i) : Expressions.constant(rows.standIn(text)));
          }
          return Expressions.call(
              CALL,
              translator.getRoot(),
              Expressions.constant(rows.id()),
              Expressions.constant(routine.name()),
              Expressions.newArrayInit(Object.class, arguments));
        },
        NullPolicy.NONE,
        false);
  }

  /** An optional text. */
  private record Text(int ordinal, String name) implements FunctionParameter {
    @Override
    public int getOrdinal() {
      return ordinal;
    }

    @Override
    public String getName() {
      return name;
    }

    /** A Java type: with an SQL type a literal would not arrive. */
    @Override
    public RelDataType getType(RelDataTypeFactory typeFactory) {
      return typeFactory.createTypeWithNullability(typeFactory.createJavaType(String.class), true);
    }

    @Override
    public boolean isOptional() {
      return true;
    }
  }
}
