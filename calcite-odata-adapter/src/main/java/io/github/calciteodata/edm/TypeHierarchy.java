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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Structured types with what they inherit. Base types that are not in the document, and cycles, end
 * the chain; {@link #problems()} names them.
 */
public final class TypeHierarchy {
  private final Map<String, StructuredType> types;
  private final Map<String, List<StructuredType>> chains = new HashMap<>();
  private final Map<String, String> problems = new LinkedHashMap<>();

  public TypeHierarchy(Map<String, StructuredType> types) {
    this.types = types;
    for (StructuredType type : types.values()) {
      chains.put(type.qualifiedName(), chain(type));
    }
  }

  private List<StructuredType> chain(StructuredType type) {
    Deque<StructuredType> chain = new ArrayDeque<>();
    Set<String> seen = new HashSet<>();
    StructuredType at = type;
    while (at != null && seen.add(at.qualifiedName())) {
      chain.addFirst(at);
      String base = at.baseType();
      StructuredType next = base == null ? null : types.get(base);
      // Edm.EntityType and Edm.ComplexType have no members to inherit
      if (base != null && next == null && !base.startsWith("Edm.")) {
        problems.putIfAbsent(
            at.qualifiedName(),
            at.qualifiedName()
                + ": base type "
                + base
                + " is not in the document, its members are missing");
      } else if (next != null && seen.contains(next.qualifiedName())) {
        problems.putIfAbsent(
            at.qualifiedName(),
            at.qualifiedName() + ": base types form a cycle at " + next.qualifiedName());
      }
      at = next;
    }
    return List.copyOf(chain);
  }

  /** Text by type name: dangling base types and cycles. */
  public Map<String, String> problems() {
    return Collections.unmodifiableMap(problems);
  }

  /** The type and its base types, root first; empty when the type is not in the document. */
  public List<StructuredType> chain(String qualifiedName) {
    return chains.getOrDefault(qualifiedName, List.of());
  }

  /** All properties, inherited ones first; a redeclared one counts once, at its first place. */
  public List<Property> properties(String qualifiedName) {
    Map<String, Property> all = new LinkedHashMap<>();
    chain(qualifiedName).forEach(t -> t.properties().forEach(p -> all.put(p.name(), p)));
    return List.copyOf(all.values());
  }

  /** All navigation properties, inherited ones first. */
  public List<NavigationProperty> navigationProperties(String qualifiedName) {
    Map<String, NavigationProperty> all = new LinkedHashMap<>();
    chain(qualifiedName).forEach(t -> t.navigationProperties().forEach(n -> all.put(n.name(), n)));
    return List.copyOf(all.values());
  }

  /** The key: the one declared nearest to the root; empty when there is none. */
  public List<StructuredType.KeyRef> key(String qualifiedName) {
    return chain(qualifiedName).stream()
        .map(StructuredType::key)
        .filter(key -> !key.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** Whether a type is the other one or derives from it. */
  public boolean isA(String qualifiedName, String base) {
    return chain(qualifiedName).stream().anyMatch(t -> t.qualifiedName().equals(base));
  }

  /** The types that derive from this one, directly or not, in document order. */
  public List<StructuredType> derived(String qualifiedName) {
    List<StructuredType> derived = new ArrayList<>();
    for (StructuredType type : types.values()) {
      if (!type.qualifiedName().equals(qualifiedName) && isA(type.qualifiedName(), qualifiedName)) {
        derived.add(type);
      }
    }
    return List.copyOf(derived);
  }
}
