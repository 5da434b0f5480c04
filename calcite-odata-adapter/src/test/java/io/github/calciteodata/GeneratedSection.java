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

/** A part of a document in {@code docs} that is made from the code. */
public final class GeneratedSection {
  private GeneratedSection() {}

  /**
   * Fails when the text between {@code <!-- name -->} and {@code <!-- /name -->} is not {@code
   * content}; writes it first when the system property {@code docs.write} is true.
   */
  public static void check(String document, String name, String content) throws IOException {
    String text = text(document);
    String current = with(text, name, content);
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(find(document), current);
    }
    assertThat(text)
        .as(
            "docs/%s is out of date; run once: mvn test -pl calcite-odata-adapter -am -Dtest=*DocumentTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true",
            document)
        .isEqualTo(current);
  }

  /** Writes measured content when the system property {@code docs.write} is true; never fails. */
  public static void measured(String document, String name, String content) throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(find(document), with(text(document), name, content));
    }
  }

  private static String text(String document) throws IOException {
    return Files.readString(find(document)).replace("\r\n", "\n");
  }

  private static String with(String text, String name, String content) {
    String start = "<!-- " + name + " -->\n";
    return text.substring(0, text.indexOf(start) + start.length())
        + content
        + text.substring(text.indexOf("<!-- /" + name + " -->"));
  }

  /** A document of the folder {@code docs}. */
  public static Path find(String document) {
    Path path = Path.of("docs").resolve(document);
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve(path))) {
      directory = directory.getParent();
      assertThat(directory).as(path + " above the working directory").isNotNull();
    }
    return directory.resolve(path);
  }
}
