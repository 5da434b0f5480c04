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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The lines of a profile's file, each with the comment above it. */
final class ProfileFile {
  private ProfileFile() {}

  /** One line. */
  record Fact(String key, String value, String source) {}

  static List<Fact> read(String profile) {
    List<Fact> facts = new ArrayList<>();
    String comment = "";
    for (String line : text(profile).lines().toList()) {
      if (line.startsWith("# ")) {
        comment = line.substring(2).trim();
      } else {
        int equals = line.indexOf('=');
        facts.add(new Fact(line.substring(0, equals), line.substring(equals + 1), comment));
        comment = "";
      }
    }
    return facts;
  }

  private static String text(String profile) {
    try (InputStream in =
        ServiceProfile.class.getResourceAsStream("profiles/" + profile + ".properties")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(profile, e);
    }
  }
}
