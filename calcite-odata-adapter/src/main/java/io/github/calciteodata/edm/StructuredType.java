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

/**
 * An entity or complex type, with its own members only; {@link TypeHierarchy} adds the inherited
 * ones.
 *
 * @param baseType qualified name, or null
 * @param key property paths of the key as declared here; empty when inherited or absent
 */
public record StructuredType(
    String qualifiedName,
    boolean entity,
    String baseType,
    boolean isAbstract,
    boolean open,
    boolean hasStream,
    List<KeyRef> key,
    List<Property> properties,
    List<NavigationProperty> navigationProperties) {

  /** One part of a key: the path of the property, and its alias, or null (CSDL 6.5). */
  public record KeyRef(String path, String alias) {}
}
