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

import java.util.Set;

/**
 * What annotations say may be asked of one entity set ({@code Org.OData.Capabilities.V1}, {@code
 * sap:*}); absent annotations mean the vocabulary's defaults. Paths are OData paths.
 *
 * @param filterFunctions functions and operators the service takes; null when it does not say
 * @param conformance {@code Minimal}, {@code Intermediate}, {@code Advanced}; null when the service
 *     does not say. A service that declares a level must refuse what it does not support (Protocol
 *     13.1), so its answers need no check
 * @param apply what is announced of {@code $apply}
 */
public record Capabilities(
    boolean filterable,
    Set<String> nonFilterable,
    boolean requiresFilter,
    Set<String> requiredInFilter,
    Set<String> filterFunctions,
    boolean sortable,
    Set<String> nonSortable,
    Set<String> ascendingOnly,
    Set<String> descendingOnly,
    boolean topSupported,
    boolean skipSupported,
    boolean countable,
    boolean selectSupported,
    boolean expandable,
    ApplyCapabilities apply,
    String conformance) {

  /** What holds without any annotation (Capabilities vocabulary). */
  public static final Capabilities DEFAULT =
      new Capabilities(
          true,
          Set.of(),
          false,
          Set.of(),
          null,
          true,
          Set.of(),
          Set.of(),
          Set.of(),
          true,
          true,
          true,
          true,
          true,
          ApplyCapabilities.NONE,
          null);
}
