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

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what could not be used; the same text is kept once, with its first line. */
final class Warnings {
  private final Set<String> seen = new LinkedHashSet<>();
  private final List<ModelWarning> list = new ArrayList<>();

  void add(int line, String message) {
    if (seen.add(message)) {
      list.add(new ModelWarning(line, message));
    }
  }

  void unknownChildren(XmlElement parent, String where, Set<String> known) {
    for (XmlElement child : parent.children) {
      if (!known.contains(child.name)) {
        add(child.line, where + ": unknown element " + child.name + " skipped");
      }
    }
  }

  List<ModelWarning> list() {
    return List.copyOf(list);
  }
}
