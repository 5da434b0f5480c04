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

/** The description of a target for people, from annotations. */
final class Remarks {
  private Remarks() {}

  /** {@code Core.Description}, or SAP's label; null when there is none. */
  static String of(ServiceModel model, String target) {
    String label = null;
    for (Annotation annotation : model.annotationsOf(target)) {
      if (annotation.qualifier() == null
          && annotation.value() instanceof String text
          && !text.isBlank()) {
        if (annotation.term().equals("Org.OData.Core.V1.Description")) {
          return text;
        } else if (annotation.term().equals("sap:label")) {
          label = text;
        }
      }
    }
    return label;
  }
}
