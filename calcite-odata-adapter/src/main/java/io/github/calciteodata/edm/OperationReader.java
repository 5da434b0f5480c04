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
import java.util.List;
import java.util.Locale;

/** Reads functions and actions, and the function imports of V2 and V3 that are both in one. */
final class OperationReader {
  private final Names names;
  private final AnnotationReader annotations;
  private final TypeReader types;
  private final Warnings warnings;
  private final ProtocolVersion version;

  final List<Operation> operations = new ArrayList<>();

  OperationReader(
      Names names,
      Warnings warnings,
      AnnotationReader annotations,
      TypeReader types,
      ProtocolVersion version) {
    this.names = names;
    this.warnings = warnings;
    this.annotations = annotations;
    this.types = types;
    this.version = version;
  }

  /** A V4 {@code Function} or {@code Action}. Each overload is an operation of its own. */
  void operation(XmlElement element, String namespace) {
    // V3 has model-defined functions under this name: they are no part of the protocol
    if (!version.isV4()) {
      return;
    }
    String name = element.attribute("Name");
    if (name == null) {
      warnings.add(element.line, element.name + " without Name skipped");
      return;
    }
    String qualified = namespace + "." + name;
    annotations.inline(qualified, element);
    operations.add(
        new Operation(
            qualified,
            element.name.equals("Function"),
            element.flag("IsBound", false),
            element.flag("IsComposable", false),
            element.attribute("EntitySetPath"),
            parameters(element, qualified, namespace),
            returnType(element, qualified, namespace)));
  }

  /**
   * A function import of V2 or V3: declares its operation; bound ones can only be called on a
   * value.
   */
  OperationImport imported(XmlElement element, String namespace) {
    String name = element.attribute("Name");
    String qualified = namespace + "." + name;
    boolean sideEffects = element.flag("IsSideEffecting", version == ProtocolVersion.V3);
    String method =
        element.attribute("m:HttpMethod", sideEffects ? "POST" : "GET").toUpperCase(Locale.ROOT);
    boolean bound = element.flag("IsBindable", false);
    operations.add(
        new Operation(
            qualified,
            method.equals("GET"),
            bound,
            element.flag("IsComposable", false),
            element.attribute("EntitySetPath"),
            parameters(element, qualified, namespace),
            returnType(element, qualified, namespace)));
    return bound
        ? null
        : new OperationImport(name, qualified, element.attribute("EntitySet"), method);
  }

  private List<Operation.Parameter> parameters(
      XmlElement element, String operation, String namespace) {
    List<Operation.Parameter> parameters = new ArrayList<>();
    for (XmlElement child : element.children("Parameter")) {
      String name = child.attribute("Name");
      String where = operation + "/" + name;
      if (name == null) {
        warnings.add(child.line, operation + ": Parameter without Name skipped");
        continue;
      }
      annotations.inline(where, child);
      parameters.add(
          new Operation.Parameter(
              name,
              types.type(child, where, namespace),
              child.flag("Nullable", true),
              types.facets(child, where)));
    }
    return List.copyOf(parameters);
  }

  private TypeRef returnType(XmlElement element, String operation, String namespace) {
    String attribute = element.attribute("ReturnType");
    if (attribute != null && !attribute.isBlank()) {
      return names.type(attribute, namespace);
    }
    List<XmlElement> children = element.children("ReturnType");
    return children.isEmpty()
        ? null
        : types.type(children.get(0), operation + "/$ReturnType", namespace);
  }
}
