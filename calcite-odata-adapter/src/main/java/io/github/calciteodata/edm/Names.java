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

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Resolves aliases: of this document's schemas and of the vocabularies it includes. */
final class Names {
  private final Map<String, String> namespaceByAlias = new HashMap<>();

  void alias(String alias, String namespace) {
    if (alias != null && !alias.isBlank() && namespace != null) {
      namespaceByAlias.putIfAbsent(alias.trim(), namespace);
    }
  }

  /** A qualified name without an alias; a name without a dot stays as it is. */
  String qualified(String name) {
    int dot = name.lastIndexOf('.');
    if (dot <= 0) {
      return name;
    }
    String namespace = namespaceByAlias.get(name.substring(0, dot));
    return namespace == null ? name : namespace + name.substring(dot);
  }

  /** A path or annotation target; every segment that is a qualified name loses its alias. */
  String path(String path) {
    return Arrays.stream(path.trim().split("/", -1))
        .map(this::segment)
        .collect(Collectors.joining("/"));
  }

  private String segment(String segment) {
    int open = segment.indexOf('(');
    if (open < 0 || !segment.endsWith(")")) {
      return segment.startsWith("@") ? "@" + qualified(segment.substring(1)) : qualified(segment);
    }
    String arguments =
        Arrays.stream(segment.substring(open + 1, segment.length() - 1).split(",", -1))
            .map(a -> segment(a.trim()))
            .collect(Collectors.joining(","));
    return qualified(segment.substring(0, open)) + "(" + arguments + ")";
  }

  /** A type as an attribute names it; names without a namespace are primitive or of this schema. */
  TypeRef type(String type, String schemaNamespace) {
    String name = type.trim();
    boolean collection = name.startsWith("Collection(") && name.endsWith(")");
    if (collection) {
      name = name.substring("Collection(".length(), name.length() - 1).trim();
    }
    if (name.indexOf('.') >= 0) {
      return new TypeRef(qualified(name), collection);
    }
    boolean primitive = EdmType.of("Edm." + name) != EdmType.JSON;
    return new TypeRef((primitive ? "Edm." : schemaNamespace + ".") + name, collection);
  }
}
