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
import org.junit.jupiter.api.Test;

/** Keeps the table of {@code docs/connection-properties.md} equal to the declaration. */
class ConnectionPropertyDocumentTest {
  private static final String START = "<!-- properties -->\n";
  private static final String END = "<!-- /properties -->\n";

  @Test
  void theTableOfTheDocumentIsTheDeclaration() throws IOException {
    Path document = document();
    String text = Files.readString(document).replace("\r\n", "\n");
    String current =
        text.substring(0, text.indexOf(START) + START.length())
            + table()
            + text.substring(text.indexOf(END));
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(document, current);
    }
    assertThat(text)
        .as(
            "docs/connection-properties.md is out of date; run once: mvn test -pl calcite-odata-adapter -am"
                + " -Dtest=ConnectionPropertyDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true")
        .isEqualTo(current);
  }

  private static Path document() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("docs/connection-properties.md"))) {
      directory = directory.getParent();
      assertThat(directory)
          .as("docs/connection-properties.md above the working directory")
          .isNotNull();
    }
    return directory.resolve("docs/connection-properties.md");
  }

  private static String table() {
    StringBuilder text = new StringBuilder();
    ConnectionProperty.Group group = null;
    for (ConnectionProperty property : ConnectionProperty.values()) {
      if (property.group() != group) {
        group = property.group();
        text.append("\n### ").append(group.title()).append("\n\n");
        text.append("| Name | Type | Default | Meaning |\n|---|---|---|---|\n");
      }
      text.append("| `")
          .append(property.propertyName())
          .append("` | ")
          .append(type(property))
          .append(" | ")
          .append(property.defaultValue() == null ? "" : "`" + property.defaultValue() + "`")
          .append(" | ")
          .append(property.description())
          .append(property.secret() ? " Secret: never shown." : "")
          .append(" |\n");
    }
    return text.append('\n').toString();
  }

  private static String type(ConnectionProperty property) {
    return property.choices().isEmpty()
        ? property.typeName()
        : property.typeName() + ": `" + String.join("`, `", property.choices()) + "`";
  }
}
