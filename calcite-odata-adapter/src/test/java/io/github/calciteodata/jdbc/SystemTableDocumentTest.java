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
package io.github.calciteodata.jdbc;

import io.github.calciteodata.GeneratedSection;
import io.github.calciteodata.function.SystemSchema;
import java.io.IOException;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.schema.lookup.LikePattern;
import org.junit.jupiter.api.Test;

/** Keeps the list in {@code docs/system-tables.md} equal to the tables. */
class SystemTableDocumentTest {
  @Test
  void theListOfTheDocumentIsTheSchema() throws IOException {
    SystemSchema schema = new SystemSchema(new FakeService());
    StringBuilder text = new StringBuilder("| Table | Columns |\n|---|---|\n");
    for (String name : new TreeSet<>(schema.tables().getNames(LikePattern.any()))) {
      String columns =
          schema.tables().get(name).getRowType(new JavaTypeFactoryImpl()).getFieldList().stream()
              .map(SystemTableDocumentTest::column)
              .collect(Collectors.joining(", "));
      text.append("| `sys.").append(name).append("` | ").append(columns).append(" |\n");
    }
    GeneratedSection.check("system-tables.md", "tables", text.toString());
  }

  private static String column(RelDataTypeField field) {
    String nullable = field.getType().isNullable() ? " or null" : "";
    return "`" + field.getName() + "` " + field.getType().getSqlTypeName() + nullable;
  }
}
