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

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole service as its {@code $metadata} describes it: types by qualified name (aliases
 * resolved), the entity container's members by name in document order, and what could not be used
 * as warnings. Immutable.
 *
 * @param annotations annotations by target: {@code NS.Container/Set}, {@code NS.Type/Property},
 *     {@code NS.Type} or {@code NS.Container}, namespaces never aliases; inline ones and those of
 *     {@code Annotations Target=} blocks alike
 */
public record ServiceModel(
    ProtocolVersion version,
    Map<String, StructuredType> structuredTypes,
    Map<String, EnumType> enumTypes,
    Map<String, TypeDefinition> typeDefinitions,
    String containerName,
    Map<String, EntitySet> entitySets,
    Map<String, EntitySet> singletons,
    List<Operation> operations,
    List<OperationImport> operationImports,
    Map<String, List<Annotation>> annotations,
    List<ModelWarning> warnings) {

  /** The structured type of this qualified name, if the document has it. */
  public Optional<StructuredType> structuredType(String qualifiedName) {
    return Optional.ofNullable(structuredTypes.get(qualifiedName));
  }

  /** The annotations of a target; empty when there are none. */
  public List<Annotation> annotationsOf(String target) {
    return annotations.getOrDefault(target, List.of());
  }
}
