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
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Reads CSDL XML of OData 2, 3, 4.0 and 4.01 into a {@link ServiceModel}.
 *
 * <p>What cannot be used becomes a warning that names it, and its neighbours are kept. Nothing is
 * ever downloaded: references only declare aliases.
 */
public final class CsdlReader {
  private static final Set<String> SCHEMA_CHILDREN =
      Set.of(
          "EntityType",
          "ComplexType",
          "EnumType",
          "TypeDefinition",
          "Association",
          "EntityContainer",
          "Function",
          "Action",
          "Annotations",
          "Annotation",
          "Term",
          "Using",
          "Documentation",
          "ValueTerm");

  private record Schema(XmlElement element, String namespace) {}

  private final Names names = new Names();
  private final Warnings warnings = new Warnings();

  private CsdlReader() {}

  /**
   * Reads a whole document.
   *
   * @param document the bytes of {@code $metadata}, in any encoding that XML declares
   * @throws MetadataException when the document is not CSDL XML at all, or breaks off
   */
  public static ServiceModel read(byte[] document) {
    return new CsdlReader().model(XmlTreeReader.read(document));
  }

  private ServiceModel model(XmlElement root) {
    List<Schema> schemas = schemas(root);
    ProtocolVersion version = version(root, schemas);
    AnnotationReader annotations = new AnnotationReader(names, warnings);
    Associations associations = new Associations(names, warnings);
    TypeReader types = new TypeReader(names, warnings, annotations, associations, version);
    OperationReader operations = new OperationReader(names, warnings, annotations, types, version);
    ContainerReader container =
        new ContainerReader(names, warnings, annotations, associations, operations, version.isV4());

    for (Schema schema : schemas) {
      warnings.unknownChildren(schema.element(), "schema " + schema.namespace(), SCHEMA_CHILDREN);
      schema
          .element()
          .children("Association")
          .forEach(a -> associations.read(a, schema.namespace()));
    }
    for (Schema schema : schemas) {
      for (XmlElement child : schema.element().children) {
        String namespace = schema.namespace();
        switch (child.name) {
          case "EntityType", "ComplexType" -> types.structured(child, namespace);
          case "EnumType" -> types.enumeration(child, namespace);
          case "TypeDefinition" -> types.definition(child, namespace);
          case "Function", "Action" -> operations.operation(child, namespace);
          case "EntityContainer" -> container.declare(child, namespace);
          case "Annotations" -> annotations.block(child);
          default -> {
            // associations above; terms, Using and documentation declare nothing that a query needs
          }
        }
      }
      annotations.inline(schema.namespace(), schema.element());
    }
    TypeHierarchy hierarchy = new TypeHierarchy(types.structuredTypes);
    hierarchy
        .problems()
        .forEach((type, problem) -> warnings.add(types.lines.getOrDefault(type, 0), problem));
    container.readMembers(hierarchy);
    return new ServiceModel(
        version,
        Collections.unmodifiableMap(types.structuredTypes),
        Collections.unmodifiableMap(types.enumTypes),
        Collections.unmodifiableMap(types.typeDefinitions),
        container.containerName,
        Collections.unmodifiableMap(container.entitySets),
        Collections.unmodifiableMap(container.singletons),
        List.copyOf(operations.operations),
        List.copyOf(container.imports),
        annotations.byTarget(),
        warnings.list());
  }

  /** All schemas; their aliases and those of included vocabularies are known afterwards. */
  private List<Schema> schemas(XmlElement root) {
    List<XmlElement> elements = new ArrayList<>();
    if (root.name.equals("Schema")) {
      elements.add(root);
    }
    for (XmlElement child : root.children) {
      switch (child.name) {
        case "DataServices" -> elements.addAll(child.children("Schema"));
        case "Schema" -> elements.add(child);
        case "Reference" ->
            child
                .children("Include")
                .forEach(
                    include ->
                        names.alias(include.attribute("Alias"), include.attribute("Namespace")));
        default -> {
          // designer sections and the like
        }
      }
    }
    List<Schema> schemas = new ArrayList<>();
    for (XmlElement element : elements) {
      String namespace = element.attribute("Namespace", "");
      if (namespace.isBlank()) {
        warnings.add(element.line, "Schema without Namespace");
      }
      names.alias(element.attribute("Alias"), namespace);
      // V3's Using gives an alias to a schema of another document
      element
          .children("Using")
          .forEach(u -> names.alias(u.attribute("Alias"), u.attribute("Namespace")));
      schemas.add(new Schema(element, namespace));
    }
    if (schemas.isEmpty()) {
      warnings.add(root.line, "the document has no Schema");
    }
    return schemas;
  }

  private static ProtocolVersion version(XmlElement root, List<Schema> schemas) {
    String declared = root.attribute("Version", "").trim();
    boolean oasis =
        schemas.stream()
            .anyMatch(s -> s.element().namespace.startsWith("http://docs.oasis-open.org/"));
    boolean microsoft =
        schemas.stream()
            .anyMatch(s -> s.element().namespace.startsWith("http://schemas.microsoft.com/"));
    if (declared.startsWith("4") || oasis && !microsoft) {
      return declared.isEmpty() || declared.equals("4.0") || declared.equals("4")
          ? ProtocolVersion.V4
          : ProtocolVersion.V4_01;
    }
    boolean v3 =
        schemas.stream()
                .anyMatch(
                    s ->
                        s.element().namespace.contains("/2009/11/")
                            || s.element().namespace.contains("/2009/08/"))
            || root.children("DataServices").stream()
                .anyMatch(
                    d ->
                        d.attribute("m:DataServiceVersion", "").startsWith("3")
                            || d.attribute("m:MaxDataServiceVersion", "").startsWith("3"));
    return v3 ? ProtocolVersion.V3 : ProtocolVersion.V2;
  }
}
