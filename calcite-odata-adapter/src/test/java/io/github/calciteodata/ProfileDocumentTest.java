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

import io.github.calciteodata.ProfileFile.Fact;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Keeps the tables of {@code docs/capabilities.md} equal to the profiles' files. */
class ProfileDocumentTest {

  @Test
  void theKeysOfTheDocumentAreTheDeclaration() throws IOException {
    StringBuilder text = new StringBuilder("| Key | Default | Meaning |\n|---|---|---|\n");
    for (ProfileKey key : ProfileKey.values()) {
      String defaultValue = key.defaultValue().isEmpty() ? "" : "`" + key.defaultValue() + "`";
      text.append("| `")
          .append(key.key())
          .append("` | ")
          .append(defaultValue)
          .append(" | ")
          .append(key.description())
          .append(" |\n");
    }
    GeneratedSection.check("capabilities.md", "keys", text.toString());
  }

  @Test
  void theProfilesOfTheDocumentAreTheFiles() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String name : ServiceProfile.NAMES) {
      text.append("\n### `").append(name).append("`\n\n");
      text.append("| Key | Value | Source |\n|---|---|---|\n");
      for (Fact fact : ProfileFile.read(name)) {
        text.append("| `")
            .append(fact.key())
            .append("` | ")
            .append(fact.key().equals("title") ? fact.value() : code(fact.value()))
            .append(" | ")
            .append(fact.source())
            .append(" |\n");
      }
    }
    GeneratedSection.check("capabilities.md", "profiles", text.append('\n').toString());
  }

  private static String code(String value) {
    return "`" + value.replace(",", ", ").replace("|", "\\|") + "`";
  }
}
