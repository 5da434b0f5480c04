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
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.RexToLixTranslator;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexProgramBuilder;

/** Generates the code that computes the values of a request's parameters. */
final class ParameterCode {
  private ParameterCode() {}

  /** An expression for an array with the values. */
  static Expression of(
      List<RexNode> parameters,
      RexBuilder rexBuilder,
      EnumerableRelImplementor implementor,
      BlockBuilder builder) {
    if (parameters.isEmpty()) {
      return Expressions.newArrayInit(Object.class, List.of());
    }
    JavaTypeFactory typeFactory = implementor.getTypeFactory();
    RexProgramBuilder program = new RexProgramBuilder(typeFactory.builder().build(), rexBuilder);
    for (RexNode parameter : parameters) {
      program.addProject(CheckedArithmetic.of(parameter, rexBuilder), null);
    }
    List<Expression> values =
        RexToLixTranslator.translateProjects(
            program.getProgram(),
            typeFactory,
            implementor.getConformance(),
            builder,
            null,
            null,
            DataContext.ROOT,
            (list, index, storageType) -> {
              throw new IllegalStateException("a run-time value has no input");
            },
            implementor::getCorrelVariableGetter);
    List<Expression> boxed = new ArrayList<>();
    values.forEach(value -> boxed.add(Expressions.box(value)));
    return Expressions.newArrayInit(Object.class, boxed);
  }
}
