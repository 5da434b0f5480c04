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
package io.github.calciteodata.edm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Reads real documents of public services, where a folder of them is given with {@code
 * -Dodata.metadata.dir=DIR}; the table in its README.md says what they hold.
 */
class MetadataCorpusTest {
  @TestFactory
  List<DynamicTest> everyDocumentLoadsWithAllItsSets() throws IOException {
    String folder = System.getProperty("odata.metadata.dir");
    assumeTrue(folder != null, "no documents: -Dodata.metadata.dir is not given");
    Path directory = Path.of(folder);
    List<String> readme = Files.readAllLines(directory.resolve("README.md"));
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".xml")).sorted().toList()) {
        String name = file.getFileName().toString();
        tests.add(DynamicTest.dynamicTest(name, () -> check(file, counts(readme, name))));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  private static void check(Path file, int[] expected) throws IOException {
    ServiceModel model = CsdlReader.read(Files.readAllBytes(file));
    assertThat(model.entitySets()).as("entity sets").hasSize(expected[0]);
    assertThat(model.singletons()).as("singletons").hasSize(expected[1]);
    assertThat(model.operationImports()).as("operation imports").hasSize(expected[2]);
    TableModels.Result tables = TableModels.of(model);
    assertThat(tables.tables())
        .extracting(TableModel::name)
        .containsExactlyElementsOf(
            Stream.concat(
                    model.entitySets().keySet().stream(), model.singletons().keySet().stream())
                .toList());
    for (TableModel table : tables.tables()) {
      assertThat(table.columns()).as(table.name()).isNotEmpty();
      assertThat(table.columns().stream().map(c -> c.name().toLowerCase(Locale.ROOT)))
          .as(table.name())
          .doesNotHaveDuplicates();
      assertThat(table.key()).as(table.name()).allMatch(k -> !table.columns().get(k).nullable());
    }
    assertThat(Stream.concat(model.warnings().stream(), tables.warnings().stream()))
        .allMatch(w -> !w.message().isBlank());
  }

  /**
   * The counts of entity sets, singletons and operation imports: the 4th to 6th cell of the row.
   */
  private static int[] counts(List<String> readme, String name) {
    String row =
        readme.stream()
            .filter(l -> l.startsWith("| `" + name + "`"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("README.md has no row for " + name));
    String[] cells = row.split("\\|");
    return new int[] {
      Integer.parseInt(cells[4].trim()),
      Integer.parseInt(cells[5].trim()),
      Integer.parseInt(cells[6].trim())
    };
  }
}
