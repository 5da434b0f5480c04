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
package io.github.calciteodata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the tables of properties in the documents equal to the declaration. */
class ConnectionPropertyDocumentTest {
  private static final String HEADING = "| Name | Type | Default | Meaning |\n|---|---|---|---|\n";

  @Test
  void theTablesOfTheDocumentAreTheDeclaration() throws IOException {
    GeneratedSection.check("connection-properties.md", "properties", tables());
  }

  @Test
  void thePageOfOAuthHasTheSameOfItsGroup() throws IOException {
    GeneratedSection.check(
        "oauth.md",
        "oauth-properties",
        "\n" + HEADING + rows(ConnectionProperty.Group.OAUTH) + "\n");
  }

  /** S48: everybody on the machine sees what stands on a command line. */
  @Test
  void noCommandOfTheDocumentsHasASecretInIt() throws IOException {
    Pattern secret =
        Pattern.compile(
            "--prop\\s+'?("
                + Arrays.stream(ConnectionProperty.values())
                    .filter(ConnectionProperty::secret)
                    .map(ConnectionProperty::propertyName)
                    .collect(Collectors.joining("|"))
                + ")=(?!\\$\\{)",
            Pattern.CASE_INSENSITIVE);
    assertThat("--prop Password=x").containsPattern(secret);
    assertThat("--prop 'Password=${env:P}'").doesNotContainPattern(secret);
    Path docs = GeneratedSection.find("oauth.md").getParent();
    try (Stream<Path> documents = Files.list(docs)) {
      for (Path document : documents.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(document)).as("%s", document).doesNotContainPattern(secret);
      }
    }
    assertThat(Files.readString(docs.resolveSibling("README.md"))).doesNotContainPattern(secret);
  }

  private static String tables() {
    StringBuilder text = new StringBuilder();
    for (ConnectionProperty.Group group : ConnectionProperty.Group.values()) {
      text.append("\n### ").append(group.title()).append("\n\n").append(HEADING);
      text.append(rows(group));
    }
    return text.append('\n').toString();
  }

  private static String rows(ConnectionProperty.Group group) {
    StringBuilder text = new StringBuilder();
    for (ConnectionProperty property : ConnectionProperty.values()) {
      if (property.group() == group) {
        String defaultValue =
            property.defaultValue() == null ? "" : "`" + property.defaultValue() + "`";
        text.append("| `")
            .append(property.propertyName())
            .append("` | ")
            .append(type(property))
            .append(" | ");
        text.append(defaultValue).append(" | ").append(property.description());
        text.append(property.secret() ? " Secret: never shown." : "").append(" |\n");
      }
    }
    return text.toString();
  }

  private static String type(ConnectionProperty property) {
    return property.choices().isEmpty()
        ? property.typeName()
        : property.typeName() + ": `" + String.join("`, `", property.choices()) + "`";
  }
}
